"""What is said of agreement fits how much was seen of it."""

from __future__ import annotations

import pytest

from rrr.annotating.inter_annotator import AgreementTally
from rrr.annotating.votes import SentenceVotes
from rrr.ui.review.agreement_panel import in_words


@pytest.mark.parametrize(
    ("num_sentences", "said"),
    [(29, "So far people strike the same words."), (30, "You can rely on their marks.")],
)
def test_full_agreement_on_few_sentences_is_nothing_to_rely_on(
    num_sentences: int, said: str
) -> None:
    tally = AgreementTally()
    for number in range(num_sentences):
        struck = {person: {1: "hand"} for person in ("amy", "ben")}
        tally.add(SentenceVotes(number, ("a", "film"), struck))  # type: ignore[arg-type]
    assert said in in_words(tally.agreement())
