"""The compiler of regular expressions is never let loose on a pattern that explodes."""

from __future__ import annotations

import time

import pytest

from rrr.annotating.expression_size import compiled_size
from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError


@pytest.mark.parametrize(
    "pattern",
    [
        "a{99999999}",
        r"\p{L}{99999999,}",
        "(?:a{1000}){1000}",
        "(" * 50 + "a" + "){2}" * 50,
        "a{" + "9" * 400 + "}",
        "(?:[(]a{1000}){1000}",
        "(?x)(?: # [ \n a{1000} \n){1000} #]",
        "(?x)(?: # ) \n a{1000} \n){1000}",
        "(?x)a{ 99999999 }",
        "(?x)a{ 9 9 9 # } \n 9 9 9 9 9, }",
        "(?:(?#[)a{1000}){1000}(?#])",
        r"(?:\[a{1000}){1000}]",
    ],
)
def test_an_expression_that_explodes_is_refused_before_it_is_compiled(pattern: str) -> None:
    began = time.process_time()
    with pytest.raises(AnnotationError, match="repeats too much"):
        rule_pattern("regex", pattern)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "pattern",
    [
        "a{3}" * 120,
        r"\d{4}-\d{2}-\d{2}",
        "a{0,99999999}",
        "a{,99999999}",
        "[{99999999}]",
        r"\{99999999}",
        "(?:a{100}){100}",
        r"\w{1000}",
        "(?:foo){e<=2}",
        "[]{9999999}]",
    ],
)
def test_an_expression_that_stays_small_is_compiled(pattern: str) -> None:
    assert rule_pattern("regex", pattern).pattern == pattern


@pytest.mark.parametrize(
    ("pattern", "size"),
    [
        ("abc", 3),
        ("ab{3}", 4),
        ("a{2}{3}", 6),
        ("a{00}b{030}", 31),
        ("(?:ab){3}", 15),
        ("(a{2}b){3}|c", 14),
        ("({2}a)", 2),  # nothing stands before the braces
        ("a)b", 3),
        ("(?x)a{ 1 0 }", 120),
    ],
)
def test_repetitions_within_repetitions_multiply(pattern: str, size: int) -> None:
    assert compiled_size(pattern) == size
