"""Find another explanation: where there are no marks yet, what else could a model go by?

Train, mask in each sentence what the model leaned on most, train again so that it must find other
words, and so on (Ross, Hughes & Doshi-Velez, IJCAI 2017, section 3.2). Each round is one answer to
"what decides the label here?"; words that should not are what to strike out.

Three things differ from the paper, because the answer is to be read by a person:

- Leaning is measured by integrated gradients instead of the input gradient. That one tells where
  the model is sensitive, which is at any word once it is sure.
- Words are ranked by sentences × label skew. Sentences alone put “and”, “it”, “the” on top.
- A word that was told is masked wherever it stands, so that no later round tells it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rrr.label_skew import label_skew
from rrr.records import PENALTY_KINDS, EpochReport, LabelledTexts, TrainingConfig
from rrr.services.training.evaluating import accuracy_of
from rrr.text import words_of

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

MASKED_FROM = 0.67
"""Share of the sentence's largest saliency from which a token is masked (the paper's c)."""
WORDS_TOLD = 12


@dataclass(frozen=True)
class LeanedOn:
    """A word that one round's model leaned on most in `num_sentences` training sentences, and the
    label of most of these. It goes with one label more than the others do."""

    word: str
    num_sentences: int
    label: str


@dataclass(frozen=True)
class Round:
    """One model, trained without what the models before it had leaned on.

    `accuracy` is measured on the validation sentences, or on the training sentences where there
    are none; `words` are what it leaned on, most first.
    """

    number: int  # from 1
    accuracy: float
    words: tuple[LeanedOn, ...]


def explore(
    training: LabelledTexts,
    validation: LabelledTexts | None,
    config: TrainingConfig,
    *,
    labels: tuple[str, ...],
    rounds: int,
    report: Callable[[int, EpochReport], None] = lambda number, epoch: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Round]:
    """Train round after round and yield what each model leaned on.

    Marks that exist count as leaned on before the first round.

    Args:
        training: what is learned from.
        validation: what accuracy is measured on.
        config: the settings; where λ is automatic, the usual λ of the penalty is taken.
        labels: class names.
        rounds: how many, at least 1.
        report: called with the round and each epoch's report.
        should_stop: asked after each batch.

    Raises:
        Cancelled: as soon as `should_stop` says so.
        DataError: if there is nothing to learn from.
    """
    from rrr.learning.training import train  # loads TensorFlow: only when needed

    weight = config.reason_weight
    if weight == "auto":
        weight = PENALTY_KINDS[config.penalty].first_weight
    for number in range(1, rounds + 1):
        trained = train(
            training,
            validation,
            replace(config, reason_weight=weight if any(training.marked) else 0.0),
            labels=labels,
            marks_hash="",
            report=partial(report, number),
            should_stop=should_stop,
        )
        leaned_on = _leaned_on(trained, training)
        held_out = validation if validation is not None and len(validation) else training
        words = _words(training, leaned_on)
        yield Round(number, accuracy_of(trained, held_out), words)
        training = _without(training, leaned_on, {word.word for word in words})


def _leaned_on(trained: TrainedClassifier, data: LabelledTexts) -> list[list[int]]:
    """Per sentence the tokens, not masked before, that speak for the prediction about as much as
    the one that does most."""
    from rrr.learning.trained import by_row  # loads TensorFlow: only when needed

    ids = trained.encode(data.texts)
    saliency, _ = by_row(ids, trained.integrated_gradients(ids))
    leaned_on = []
    for speaks_for, marked in zip(saliency, data.marked, strict=True):
        unmasked = sorted(set(range(len(speaks_for))) - set(marked))
        largest = max((speaks_for[i] for i in unmasked), default=0.0)
        leaned_on.append(
            [i for i in unmasked if largest > 0 and speaks_for[i] >= MASKED_FROM * largest]
        )
    return leaned_on


def _without(data: LabelledTexts, tokens: list[list[int]], words: set[str]) -> LabelledTexts:
    """With these tokens marked, too, and these words wherever they stand."""
    marked = tuple(
        tuple(sorted({*before, *more, *(i for i, w in enumerate(words_of(text)) if w in words)}))
        for text, before, more in zip(data.texts, data.marked, tokens, strict=True)
    )
    return replace(data, marked=marked)


def _words(data: LabelledTexts, tokens: list[list[int]]) -> tuple[LeanedOn, ...]:
    leaned_on: dict[str, Counter[str]] = {}
    stands_in: dict[str, Counter[str]] = {}
    for text, label, indices in zip(data.texts, data.labels, tokens, strict=True):
        words = words_of(text)
        for word in set(words):
            stands_in.setdefault(word, Counter())[label] += 1
        for word in {words[i] for i in indices}:
            leaned_on.setdefault(word, Counter())[label] += 1
    prior = {label: count / len(data) for label, count in Counter(data.labels).items()}
    # Punctuation carries saliency, too, but says little to a person.
    weight = {
        word: by_label.total() * label_skew(stands_in[word], prior)
        for word, by_label in leaned_on.items()
        if any(map(str.isalnum, word))
    }
    ranked = sorted(weight, key=lambda word: (-weight[word], word))[:WORDS_TOLD]
    return tuple(
        LeanedOn(word, leaned_on[word].total(), leaned_on[word].most_common(1)[0][0])
        for word in ranked
        if weight[word] > 0
    )
