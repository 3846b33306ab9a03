"""Rules and examples that are imported: rules are checked, and counted in what they strike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rrr.annotating.rule_matching import RuleMatcher, rule_pattern
from rrr.records import TRAIN, NewExample, Rule


def checked_rules(rules: Iterable[Rule]) -> list[Rule]:
    """The rules of a file, as they would be if somebody had typed them.

    Raises:
        AnnotationError: saying what is wrong with one.
    """
    return [
        replace(
            rule,
            pattern=rule_pattern(rule.kind, rule.pattern).pattern,
            num_sentences=None if rule.kind == "word" else 0,
        )
        for rule in rules
    ]


def counting_hits(
    examples: Iterable[NewExample], rules: Sequence[Rule], hits: Counter[int]
) -> Iterator[NewExample]:
    """The examples; `hits` counts by rule in how many training ones it strikes, words left out.

    Raises:
        AnnotationError: on the way, if a regular expression takes too long.
    """
    matchers = [(rule.id, RuleMatcher([rule])) for rule in rules if rule.kind != "word"]
    for example in examples:
        struck = [rule_id for rule_id, matcher in matchers if matcher.strikes_in(example.text)]
        if example.split == TRAIN:
            hits.update(struck)
        yield example
