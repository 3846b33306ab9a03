"""Each coefficient against what was worked out by hand, what others published, and what others
compute."""

from __future__ import annotations

import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from rrr.annotating.coefficients import (
    NOTHING_SHARED,
    STRUCK_ALL,
    STRUCK_NOTHING,
    PairCounts,
    cohens_kappa,
    krippendorffs_alpha,
    positive_f1,
)

counts = st.builds(PairCounts, *[st.integers(0, 12)] * 4)


def judgements(pair: PairCounts) -> tuple[list[int], list[int]]:
    each = [(1, 1)] * pair.both + [(1, 0)] * pair.first_only
    each += [(0, 1)] * pair.second_only + [(0, 0)] * pair.neither
    return [one for one, _ in each], [other for _, other in each]


def test_kappa_worked_by_hand() -> None:
    # 50 proposals: both say yes to 20, no to 15. p_o = 0.7, p_e = 0.5 · 0.6 + 0.5 · 0.4 = 0.5.
    assert cohens_kappa(PairCounts(20, 5, 10, 15)).value == pytest.approx(0.4)


def test_kappa_is_1_where_all_agree_and_minus_1_where_none_does() -> None:
    assert cohens_kappa(PairCounts(3, 0, 0, 5)).value == 1
    assert cohens_kappa(PairCounts(0, 4, 4, 0)).value == -1
    assert cohens_kappa(PairCounts(0, 0, 3, 5)).value == 0  # the first never says yes


def test_f1_worked_by_hand_does_not_see_what_neither_struck() -> None:
    assert positive_f1(PairCounts(3, 1, 2, 0)).value == pytest.approx(6 / 9)
    assert positive_f1(PairCounts(3, 1, 2, 1000)).value == pytest.approx(6 / 9)


def test_alpha_as_krippendorff_works_it_out_for_two_people_and_yes_or_no() -> None:
    # “Computing Krippendorff's Alpha-Reliability” (2011), example A: ten units, two observers.
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    units = {(2, k): sum(a + b == k for a, b in zip(first, second, strict=True)) for k in (0, 1, 2)}
    assert krippendorffs_alpha(units).value == pytest.approx(0.095, abs=0.0005)


def test_alpha_of_three_people_worked_by_hand_and_units_of_one_person_say_nothing() -> None:
    # Three units of three people: all yes, one yes, none. n = 9, 4 yes and 5 no.
    # D_o = 2 · 1 · 2 / 2 / 9 = 2/9; D_e = 2 · 4 · 5 / (9 · 8) = 5/9.
    units = {(3, 3): 1, (3, 1): 1, (3, 0): 1}
    assert krippendorffs_alpha(units).value == pytest.approx(1 - 2 / 5)
    assert krippendorffs_alpha({**units, (1, 1): 7, (1, 0): 9}) == krippendorffs_alpha(units)


def test_what_is_not_defined_is_said_in_words() -> None:
    for nothing in (PairCounts(), PairCounts(0, 0, 0, 9)):
        why = STRUCK_NOTHING if nothing.total else NOTHING_SHARED
        for coefficient in (cohens_kappa(nothing), positive_f1(nothing)):
            assert (coefficient.value, coefficient.why_not) == (None, why)
    assert cohens_kappa(PairCounts(9)).why_not == STRUCK_ALL
    assert krippendorffs_alpha({(2, 0): 9}).why_not == STRUCK_NOTHING
    assert krippendorffs_alpha({(2, 2): 9}).why_not == STRUCK_ALL
    assert krippendorffs_alpha({(1, 1): 9}).why_not == NOTHING_SHARED


@given(counts)
def test_kappa_and_f1_are_what_scikit_learn_computes(pair: PairCounts) -> None:
    one, other = judgements(pair)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kappa = cohen_kappa_score(one, other, labels=[0, 1]) if one else np.nan
        f1 = f1_score(one, other, zero_division=np.nan) if one else np.nan
    for ours, theirs in ((cohens_kappa(pair).value, kappa), (positive_f1(pair).value, f1)):
        assert (ours is None) == bool(np.isnan(theirs))
        assert ours is None or ours == pytest.approx(theirs)


@given(counts)
def test_kappa_and_f1_do_not_depend_on_who_comes_first(pair: PairCounts) -> None:
    turned = PairCounts(pair.both, pair.second_only, pair.first_only, pair.neither)
    assert cohens_kappa(pair) == cohens_kappa(turned)
    assert positive_f1(pair) == positive_f1(turned)


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 1.0, np.nan]), min_size=4, max_size=4),
        min_size=1,
        max_size=10,
    )
)
def test_alpha_is_what_the_package_krippendorff_computes(units: list[list[float]]) -> None:
    ours = krippendorffs_alpha(_tallied(units))
    ratings = np.array(units).T  # people in rows
    pairable = ratings[:, (~np.isnan(ratings)).sum(axis=0) > 1]
    known = pairable[~np.isnan(pairable)]
    if len(set(known)) < 2:
        assert ours.value is None
        return
    theirs = krippendorff.alpha(
        reliability_data=ratings, level_of_measurement="nominal", value_domain=[0.0, 1.0]
    )
    assert ours.value == pytest.approx(theirs)


def _tallied(units: list[list[float]]) -> dict[tuple[int, int], int]:
    tallied: dict[tuple[int, int], int] = {}
    for unit in units:
        given_by = [value for value in unit if not np.isnan(value)]
        key = len(given_by), int(sum(given_by))
        tallied[key] = tallied.get(key, 0) + 1
    return tallied
