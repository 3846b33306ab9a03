"""The targets we set ourselves, held against what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rrr.evidence.corpora import PLANTED
from rrr.evidence.methods import DELETING, PENALTY_TITLES, PLAIN, at_random, automatic
from rrr.evidence.seed_means import Summary

MOST_SWAP_FLIPS = 0.02
LEAST_OF_CEILING = 0.97
MOST_BELOW_DELETING = 0.01
MOST_HARM_AT_RANDOM = 0.02


@dataclass(frozen=True)
class Check:
    """One target on one corpus and kind of classifier, for one method.

    `measured` is a share, or a difference of shares; met where it is on the right side of `bound`.
    """

    corpus: str
    classifier: str
    method: str
    target: str
    measured: float
    bound: float
    at_most: bool

    @property
    def met(self) -> bool:
        return self.measured <= self.bound if self.at_most else self.measured >= self.bound


def checks(summary: Summary) -> list[Check]:
    """Every target that the results say something about, by the means over the seeds."""
    return list(_of_cures(summary))


def harm_checks(summary: Summary) -> list[Check]:
    """What random marks may cost, likewise."""
    return list(_of_random_marks(summary))


def _of_cures(summary: Summary) -> Iterator[Check]:
    searched = {automatic(penalty) for penalty in PENALTY_TITLES}
    for corpus, method, kind in sorted(summary, key=lambda setting: setting[1]):
        if method not in searched or corpus not in PLANTED:
            continue
        ours = summary[corpus, method, kind]
        yield Check(
            corpus,
            kind,
            method,
            "swap flips ≤ 2 %",
            ours["swap_flip_rate"].mean,
            MOST_SWAP_FLIPS,
            at_most=True,
        )
        # The model trained on decoy-free text is that of the delete baseline.
        ceiling = summary.get((corpus, DELETING, kind))
        for split, words in (("flipped", "flipped"), ("free", "absent")):
            if ceiling:
                yield Check(
                    corpus,
                    kind,
                    method,
                    f"{words}: of the ceiling ≥ 97 %",
                    ours[f"accuracy.{split}"].mean / ceiling["accuracy.free"].mean,
                    LEAST_OF_CEILING,
                    at_most=False,
                )
        for split, words in (("flipped", "flipped"), ("free", "absent")):
            if ceiling:
                name = f"accuracy.{split}"
                yield Check(
                    corpus,
                    kind,
                    method,
                    f"{words}: below deleting ≤ 1",
                    ceiling[name].mean - ours[name].mean,
                    MOST_BELOW_DELETING,
                    at_most=True,
                )


def _of_random_marks(summary: Summary) -> Iterator[Check]:
    random = {at_random(penalty) for penalty in PENALTY_TITLES}
    for corpus, method, kind in summary:
        plain = summary.get((corpus, PLAIN, kind))
        if method not in random or plain is None:
            continue
        yield Check(
            corpus,
            kind,
            method,
            "cost in accuracy on test ≤ 2",
            plain["accuracy.test"].mean - summary[corpus, method, kind]["accuracy.test"].mean,
            MOST_HARM_AT_RANDOM,
            at_most=True,
        )
