"""Find another explanation: where there are no marks yet, what else could a model go by?

Train, mask in each sentence what the model leaned on most, train again so that it must find other
words, and so on (Ross, Hughes & Doshi-Velez, IJCAI 2017, section 3.2). Each round is one answer to
"what decides the label here?"; words that should not are what to strike out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from rrr.learning.search import FIRST_WEIGHTS
from rrr.records import EpochReport, LabelledTexts, TrainingConfig
from rrr.services.evaluating import accuracy_of
from rrr.text import tokenize, word_of

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

MASKED_FROM = 0.67
"""Share of the sentence's largest saliency from which a token is masked (the paper's c)."""
WORDS_TOLD = 12


@dataclass(frozen=True)
class LeanedOn:
    """A word that one round's model leaned on most in `num_sentences` training sentences, and the
    label of most of these."""

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
        weight = FIRST_WEIGHTS[config.penalty]
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
        yield Round(number, accuracy_of(trained, held_out), _words(training, leaned_on))
        marked = (
            tuple(sorted({*before, *now}))
            for before, now in zip(training.marked, leaned_on, strict=True)
        )
        training = replace(training, marked=tuple(marked))


def _leaned_on(trained: TrainedClassifier, data: LabelledTexts) -> list[list[int]]:
    """Per sentence the tokens, not masked before, whose saliency is near the largest of them."""
    from rrr.learning.trained import by_row  # loads TensorFlow: only when needed

    ids = trained.encode(data.texts)
    saliency, _ = by_row(ids, trained.gradient_norms(ids))
    found = []
    for norms, marked, text in zip(saliency, data.marked, data.texts, strict=True):
        left = set(range(min(len(norms), len(tokenize(text))))) - set(marked)
        largest = max((norms[i] for i in left), default=0.0)
        found.append([i for i in sorted(left) if largest > 0 and norms[i] >= MASKED_FROM * largest])
    return found


def _words(data: LabelledTexts, tokens: list[list[int]]) -> tuple[LeanedOn, ...]:
    labels: dict[str, Counter[str]] = {}
    for text, label, indices in zip(data.texts, data.labels, tokens, strict=True):
        words = tokenize(text)
        for word in {word_of(words[i].text) for i in indices}:
            labels.setdefault(word, Counter())[label] += 1
    ranked = sorted(labels, key=lambda word: (-labels[word].total(), word))[:WORDS_TOLD]
    return tuple(
        LeanedOn(word, labels[word].total(), labels[word].most_common(1)[0][0]) for word in ranked
    )
