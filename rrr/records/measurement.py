"""What one model answers to the sentences it is measured on, as they are and with words changed.

All that is told of a run is reckoned from this: accuracy of any slice, calibration, reliance. It
needs neither the texts nor the model.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rrr.proportions import wilson_interval
from rrr.records.evaluation import Evaluation, Followed, LabelAccuracy, Reliance
from rrr.records.project import TEST, TRAIN, VALIDATION

if TYPE_CHECKING:
    import numpy as np

FEWEST_SWAPS = 5
"""A word swapped in fewer sentences is not named as the one that is followed most."""


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers to the n sentences of one split, m of which hold a marked word.

    Args:
        texts_hash: identifies the sentences and their labels, in their order.
        truth: place of each sentence's label among the labels, `(n,)`.
        probabilities: of each label, `(n, labels)`, as the sentences are.
        marked: the rows that hold a marked word within the model's reach, `(m,)`.
        swapped: probabilities of these rows with all marked words swapped, `(m, labels)`.
        removed: the same with all marked words taken out, `(m, labels)`.
        followed_rows: rows in which one marked word alone was swapped, `(k,)`; a row comes once for
            each of its marked words.
        followed_words: that word, by its number, `(k,)`.
        followed_labels: place of the label that is predicted then, `(k,)`.
        saliency_share: mean share of the marked words in the input gradient's norms of these rows,
            in [0, 1]; None where it was not measured.
    """

    texts_hash: str
    truth: np.ndarray
    probabilities: np.ndarray
    marked: np.ndarray
    swapped: np.ndarray
    removed: np.ndarray
    followed_rows: np.ndarray
    followed_words: np.ndarray
    followed_labels: np.ndarray
    saliency_share: float | None = None

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def predicted(self) -> np.ndarray:
        """Place of the predicted label, `(n,)`."""
        return self.probabilities.argmax(axis=1)

    @property
    def is_right(self) -> np.ndarray:
        return self.predicted == self.truth

    @property
    def skill(self) -> float | None:
        """As `Evaluation.skill`; None where all sentences have one label."""
        rates = [float(self.is_right[self.truth == label].mean()) for label in set(self.truth)]
        if len(rates) < 2:
            return None
        guessing = 1 / len(rates)
        return (sum(rates) / len(rates) - guessing) / (1 - guessing)

    @property
    def swap_flips(self) -> np.ndarray:
        """Whether swapping all marked words changes the prediction, `(m,)`."""
        return self.swapped.argmax(axis=1) != self.predicted[self.marked]

    @property
    def removal_flips(self) -> np.ndarray:
        """Whether taking all marked words out changes the prediction, `(m,)`."""
        return self.removed.argmax(axis=1) != self.predicted[self.marked]

    @property
    def follows(self) -> np.ndarray:
        """Whether swapping one marked word alone changes the prediction, `(k,)`."""
        return self.followed_labels != self.predicted[self.followed_rows]

    def right_with(self, instead: np.ndarray) -> np.ndarray:
        """Whether each sentence is answered rightly, `(n,)`, where the marked rows are answered by
        `instead`, `(m, labels)`."""
        right = self.is_right.copy()
        right[self.marked] = instead.argmax(axis=1) == self.truth[self.marked]
        return right

    def reliance(self, words: tuple[str, ...] = ()) -> Reliance | None:
        """Reliance on the marked words, whose numbers `words` explains; None if none occurs."""
        if not len(self.marked):
            return None
        return Reliance(
            num_examples=len(self.marked),
            swap_flip_rate=float(self.swap_flips.mean()),
            removal_change=float(self.removal_flips.mean()),
            saliency_share=self.saliency_share or 0.0,
            swapped_accuracy=float(self.right_with(self.swapped).mean()),
            removed_accuracy=float(self.right_with(self.removed).mean()),
            followed=self._followed_most(words),
        )

    def neutral_by_label(self) -> tuple[LabelAccuracy, ...]:
        """How right the model is without the marked words' help, label by label."""
        import numpy as np  # here: records are imported where nothing is reckoned, too

        rights = [self.right_with(instead) for instead in (self.swapped, self.removed)]
        ofs = [self.truth == label for label in np.unique(self.truth)]
        return tuple(
            LabelAccuracy(int(of.sum()), min(float(right[of].mean()) for right in rights))
            for of in ofs
        )

    def word_counts(self, words: tuple[str, ...]) -> list[Followed]:
        """How often the prediction follows each marked word, the surest followed first."""
        import numpy as np  # here: records are imported where nothing is reckoned, too

        number = np.bincount(self.followed_words, minlength=len(words))
        hits = np.bincount(self.followed_words, weights=self.follows, minlength=len(words))
        counted = [
            Followed(words[word], float(hits[word] / number[word]), int(number[word]))
            for word in np.flatnonzero(number)
        ]
        return sorted(counted, key=lambda followed: (-_at_least(followed), followed.word))

    def _followed_most(self, words: tuple[str, ...]) -> Followed | None:
        known = [counts for counts in self.word_counts(words) if counts.number >= FEWEST_SWAPS]
        return known[0] if known and known[0].rate > 0 else None


@dataclass(frozen=True, eq=False)
class Measurement:
    """All that was measured of one model.

    Args:
        labels: class names in the order of the probabilities.
        words: the marked words, in the order of their numbers.
        marks_hash: identifies the marks whose words these are.
        splits: the answers in each split that was measured.
    """

    labels: tuple[str, ...]
    words: tuple[str, ...]
    marks_hash: str
    splits: Mapping[str, Answers]

    @property
    def evaluation(self) -> Evaluation:
        """Accuracy and skill on each test split, and reliance on the `test` split; where no marked
        word occurs there, on the training split."""
        tested = {
            name: answers
            for name, answers in self.splits.items()
            if name not in (TRAIN, VALIDATION) and len(answers)
        }
        accuracy = {name: float(answers.is_right.mean()) for name, answers in tested.items()}
        skill = {name: answers.skill for name, answers in tested.items()}
        reliances = (self.splits[n].reliance(self.words) for n in (TEST, TRAIN) if n in self.splits)
        return Evaluation(
            accuracy,
            next((reliance for reliance in reliances if reliance is not None), None),
            {name: value for name, value in skill.items() if value is not None},
            by_label={name: self._by_label(answers) for name, answers in tested.items()},
        )

    def _by_label(self, answers: Answers) -> dict[str, tuple[int, int]]:
        """Right answers and sentences of each label that occurs."""
        of_label = {
            label: answers.is_right[answers.truth == place]
            for place, label in enumerate(self.labels)
        }
        return {
            label: (int(right.sum()), len(right)) for label, right in of_label.items() if len(right)
        }


def texts_hash(texts: Sequence[str], labels: Sequence[str]) -> str:
    """Identifies sentences with their labels, in their order."""
    digest = hashlib.blake2b(digest_size=16)
    for text, label in zip(texts, labels, strict=True):
        digest.update(f"{len(text)},{len(label)}:{text}{label}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _at_least(followed: Followed) -> float:
    """The rate that is probably exceeded: few cases do not make a word stand out."""
    return wilson_interval(followed.rate * followed.number, followed.number)[0]
