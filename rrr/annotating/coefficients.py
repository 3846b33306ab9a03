"""Coefficients of agreement between people who say yes or no: each a number, or why there is none.

A coefficient that is not defined is said in words. It is never NaN, which breaks whatever reads it,
and never 1, which would tell people who struck nothing that they agree perfectly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

STRUCK_NOTHING = "Nobody struck any of them, so agreement by chance is total."
STRUCK_ALL = "Everybody struck each of them, so agreement by chance is total."
NOTHING_SHARED = "No two people have reviewed the same sentence."


@dataclass(frozen=True)
class Coefficient:
    """A number, or, where it is not defined, None and the reason in a sentence."""

    value: float | None
    why_not: str = ""


@dataclass(frozen=True)
class PairCounts:
    """In how many units two people said yes, both, one alone, the other alone, or neither.

    A unit is a word or a sentence; yes is “struck”.
    """

    both: int = 0
    first_only: int = 0
    second_only: int = 0
    neither: int = 0

    @property
    def total(self) -> int:
        return self.both + self.first_only + self.second_only + self.neither

    def __add__(self, other: PairCounts) -> PairCounts:
        return PairCounts(
            self.both + other.both,
            self.first_only + other.first_only,
            self.second_only + other.second_only,
            self.neither + other.neither,
        )


def cohens_kappa(counts: PairCounts) -> Coefficient:
    """κ = (p_o − p_e) / (1 − p_e), −1 to 1: agreement above chance, as a share of what is possible.

    p_o is the share of units on which both agree; p_e the share expected if each said yes as often
    as they did, but anywhere. Cohen, Educational and Psychological Measurement 20(1), 1960.
    """
    total = counts.total
    if not total:
        return Coefficient(None, NOTHING_SHARED)
    first, second = counts.both + counts.first_only, counts.both + counts.second_only
    # In whole numbers: a rounding error must not turn total chance agreement into a coefficient.
    by_chance = first * second + (total - first) * (total - second)
    if by_chance == total * total:
        return Coefficient(None, STRUCK_ALL if counts.both else STRUCK_NOTHING)
    agreed = (counts.both + counts.neither) * total
    return Coefficient((agreed - by_chance) / (total * total - by_chance))


def positive_f1(counts: PairCounts) -> Coefficient:
    """2 · both / (2 · both + one alone + other alone), 0 to 1: agreement on what is struck.

    It leaves aside what neither struck, which is most words and flatters other coefficients; where
    that grows without bound, κ approaches it. It is the same whoever is taken for the reference.
    Hripcsak and Rothschild, J. Am. Med. Inform. Assoc. 12(3), 2005.
    """
    if not counts.total:
        return Coefficient(None, NOTHING_SHARED)
    total = 2 * counts.both + counts.first_only + counts.second_only
    return Coefficient(2 * counts.both / total) if total else Coefficient(None, STRUCK_NOTHING)


def krippendorffs_alpha(units: Mapping[tuple[int, int], int]) -> Coefficient:
    """α = 1 − D_o / D_e for yes and no (nominal), up to 1; 0 is agreement by chance.

    Any number of people may have judged a unit; those judged by one person say nothing. With n_c
    of the pairable judgements being c, n of them in all, and m people in a unit, k of whom say yes:

        D_o = Σ_units 2 · k · (m − k) / (m − 1) / n
        D_e = 2 · n_yes · n_no / (n · (n − 1))

    Krippendorff, Content Analysis, 4th ed., 2019, ch. 12; “Computing Krippendorff's
    Alpha-Reliability”, 2011.

    Args:
        units: (number of people, number of them who said yes) -> in how many units it was so.
    """
    yes = no = 0
    observed = 0.0
    for (people, struck), number in sorted(units.items()):  # sums do not depend on the order
        if people < 2:
            continue
        yes += number * struck
        no += number * (people - struck)
        observed += number * 2 * struck * (people - struck) / (people - 1)
    total = yes + no
    if not total:
        return Coefficient(None, NOTHING_SHARED)
    if not yes or not no:
        return Coefficient(None, STRUCK_ALL if yes else STRUCK_NOTHING)
    expected = 2 * yes * no / (total - 1)
    return Coefficient(1 - observed / expected)
