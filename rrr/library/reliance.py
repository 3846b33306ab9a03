"""How far a model depends on irrelevant words, measured by changing them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rrr.annotating.marked_words import marked_words
from rrr.counted import counted
from rrr.errors import AnnotationError, DataError
from rrr.explaining import reliance
from rrr.library.given import checked_labels, checked_texts
from rrr.library.irrelevant import Irrelevant, irrelevant_words
from rrr.library.text_model import TextModel, trained_in
from rrr.records import LabelledTexts, Reliance


def measure_reliance(
    model: Any,
    texts: Sequence[str],
    irrelevant: Irrelevant,
    labels: Sequence[Any] | None = None,
    *,
    seed: int = 0,
) -> Reliance:
    """Swap and remove irrelevant words, and count the predictions that change.

    A word is swapped for an irrelevant word that goes with another label, the hardest test there
    is; where there is none, for a frequent word of these texts.

    Args:
        model: a `rrr.TextModel`, or a fitted `rrr.RightReasonsClassifier`.
        texts: texts that the model has not learned from.
        irrelevant: as in `rrr.relevance_mask`.
        labels: the texts' labels, of those that the model knows. Without them no accuracies are
            measured.
        seed: fixes which word each is swapped for.

    Returns:
        `swap_flip_rate` and `removal_change` are shares in [0, 1] of the texts with irrelevant
        words, `num_examples` of them; the accuracies are of all texts.

    Raises:
        AnnotationError: if no text holds an irrelevant word that the model reads.
        ConfigError: if the model cannot be used.
        DataError: if `texts` are anything else than several strings, or `labels` not theirs.

    Examples:
        >>> reliance = rrr.measure_reliance(model, ["Fine, at the Corvane"], irrelevant={"Corvane"})
        >>> reliance.num_examples
        1
    """
    texts = checked_texts(texts)
    trained = trained_in(model)
    marked = irrelevant_words(texts, irrelevant)
    label_names = None if labels is None else _names_of(labels, len(texts), trained.labels)
    presumed = label_names or tuple(TextModel.of_trained(trained).predict(texts))
    words = marked_words(LabelledTexts(tuple(texts), presumed, marked))
    measured = reliance.measure_reliance(
        trained, texts, marked, words.replacements, label_names, seed
    )
    if measured is None:
        raise AnnotationError(
            "No irrelevant word stands where the model reads: all of them come after the first "
            f"{trained.most_words} words. Train a classifier that reads more."
        )
    return measured


def _names_of(labels: Sequence[Any], num_texts: int, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(map(str, checked_labels(labels, num_texts).tolist()))
    unknown = sorted(set(names) - set(known))
    if unknown:  # they would count as wrong answers
        raise DataError(
            f"The model does not know {counted(len(unknown), 'label')} of these: {unknown[:5]}. "
            f"It knows {list(known)}. Pass labels as it was trained on, and leave out the texts "
            "of others."
        )
    return names
