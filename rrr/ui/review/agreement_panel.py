"""How far people agree: in words first, with the numbers beside."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rrr.annotating.coefficients import Coefficient
from rrr.annotating.inter_annotator import InterAnnotatorAgreement
from rrr.counted import counted
from rrr.services.review.team_reading import TeamReading
from rrr.ui.plain_text import plain

_GOOD, _FAIR = 0.8, 0.667
"""Krippendorff's α from which data are taken as reliable, and from which tentatively (Content
Analysis, 4th ed., 2019, ch. 12.4)."""
_FEW_SENTENCES = 30
"""Below which even full agreement says little."""
_MOST_LISTED = 10


def agreement_panel(reading: TeamReading) -> None:
    """Draw what all people together came to, then everybody with everybody."""
    hands = reading.hands
    st.markdown(f"**{in_words(hands)}**")
    struck = hands.words.num_struck
    st.caption(
        f"{counted(hands.num_sentences, 'sentence')} reviewed by two people or more "
        f"({counted(len(hands.people), 'person', 'people')}). Somebody struck "
        f"{counted(struck, 'word')} by hand; {hands.words.num_agreed:,} of them were struck by "
        "everybody who saw the sentence."
    )
    left, right = st.columns(2)
    _metric(left, "Agreement on words, α", hands.words.alpha)
    _metric(right, "Agreement on sentences, α", hands.sentences.alpha)
    if reading.is_late:
        st.caption("Marks have changed since. The figures are being counted anew.")
    with st.expander("Everybody with everybody"):
        st.caption(
            "κ is agreement above chance. F1 is agreement on the words that at least one of the "
            "two struck. What rules or suggestions struck is left out, because both people were "
            "shown it."
        )
        st.dataframe(pairs_table(hands), hide_index=True)
        _why_not(hands)
        with_rules = reading.with_rules
        st.caption(
            "With what rules and suggestions struck: α on words "
            f"{written(with_rules.words.alpha)}, on sentences "
            f"{written(with_rules.sentences.alpha)}."
        )
    with st.expander("Words and people that differ most"):
        _differences(reading)


def in_words(agreement: InterAnnotatorAgreement) -> str:
    """One sentence on how far people agree on words."""
    alpha = agreement.words.alpha
    if alpha.value is None:
        return "Nobody struck a word by hand, or everybody struck all: there is nothing to compare."
    if alpha.value >= _GOOD and agreement.num_sentences < _FEW_SENTENCES:
        return (
            "So far people strike the same words. Have more sentences answered by several people "
            "before you rely on that."
        )
    if alpha.value >= _GOOD:
        return "People strike the same words. You can rely on their marks."
    if alpha.value >= _FAIR:
        return "People mostly strike the same words. Look at where they differ."
    if alpha.value > 0:
        return "People often strike different words. Tell them more precisely what to strike."
    return "People agree no better than by chance. Tell them more precisely what to strike."


def written(coefficient: Coefficient) -> str:
    """The number, or a dash where there is none."""
    return "–" if coefficient.value is None else f"{coefficient.value:.2f}"


def pairs_table(agreement: InterAnnotatorAgreement) -> pd.DataFrame:
    """A row for each two people who share a sentence."""
    of_sentences = {(pair.first, pair.second): pair for pair in agreement.sentences.pairs}
    rows = [
        {
            "people": f"{pair.first} and {pair.second}",
            "sentences": pair.num_sentences,
            "both struck": pair.counts.both,
            "one struck": pair.counts.first_only + pair.counts.second_only,
            "κ, words": written(pair.kappa),
            "F1, words": written(pair.f1),
            "κ, sentences": written(of_sentences[pair.first, pair.second].kappa),
        }
        for pair in agreement.words.pairs
    ]
    return pd.DataFrame(rows)


def _metric(
    column: st.delta_generator.DeltaGenerator, title: str, coefficient: Coefficient
) -> None:
    column.metric(title, written(coefficient), help="1 is full agreement, 0 is chance.")
    if coefficient.why_not:
        column.caption(coefficient.why_not)


def _why_not(agreement: InterAnnotatorAgreement) -> None:
    for unit, of_unit in (("words", agreement.words), ("sentences", agreement.sentences)):
        coefficients = [
            coefficient for pair in of_unit.pairs for coefficient in (pair.kappa, pair.f1)
        ]
        for reason in sorted(
            {coefficient.why_not for coefficient in coefficients if coefficient.why_not}
        ):
            st.caption(f"– for {unit}: {reason}")


def _differences(reading: TeamReading) -> None:
    differences = reading.differences
    if not differences.words:
        st.caption("Nobody struck a word that another left.")
        return
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "word": word.word,
                    "places where people differ": word.num_split,
                    "places where anybody struck it": word.num_places,
                }
                for word in differences.words[:_MOST_LISTED]
            ]
        ),
        hide_index=True,
    )
    for person in differences.people[:_MOST_LISTED]:
        st.markdown(
            f"**{plain(person.person)}** struck {counted(person.num_alone_struck, 'word')} that "
            f"most others left, and left {counted(person.num_alone_left, 'word')} that most "
            f"others struck, in {counted(person.num_sentences, 'sentence')}."
        )
