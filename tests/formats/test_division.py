"""Texts are divided by the order of their hashes, each with its repeats."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.formats import digest_file
from rrr.formats.division import Division
from rrr.records import TEST, TRAIN, VALIDATION
from rrr.text import words_key

ROWS = st.lists(st.tuples(st.integers(0, 30).map(str), st.sampled_from(["a", "b", None])))


@pytest.mark.parametrize("at_once", [2, 50_000])
@given(rows=ROWS)
def test_seventy_fifteen_fifteen_of_the_different_texts_with_the_labels_they_have(
    at_once: int, rows: list[tuple[str, str | None]]
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(digest_file, "_PART", at_once)
        division = Division()
        for row in rows:
            division.add(*row)
        splits = division.close()
    ordered = sorted({text for text, _ in rows}, key=words_key)
    test = min(round(0.85 * len(ordered)), len(ordered) - 1)
    validation = min(round(0.70 * len(ordered)), test)
    for place, text in enumerate(ordered):
        expected = TRAIN if place < validation else VALIDATION if place < test else TEST
        assert division.split_of(text) == expected
    labels: dict[str, set[str]] = {}
    for text, label in rows:
        labels.setdefault(division.split_of(text), set()).update([label] if label else [])
    assert splits == labels
