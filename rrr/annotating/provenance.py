"""Who struck a token: a hand, a hand that accepted a suggestion, or rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rrr.records import Mark, MarkSource, Rule


def provenance(
    struck: Mapping[int, MarkSource],
    sources: Mapping[int, Sequence[int]],
    rules: Mapping[int, Rule],
) -> list[Mark]:
    """The marks of one sentence in the order of their tokens.

    Args:
        struck: Tokens that are struck, as `masks.struck_tokens` gives them.
        sources: `RuleMatcher.sources` of the sentence.
        rules: The project's rules by id.
    """
    marks = []
    for token in sorted(struck):
        matching = [rules[rule_id] for rule_id in sources.get(token, ())]
        patterns = tuple(f"{rule.kind}: {rule.pattern}" for rule in matching)
        marks.append(Mark(token, struck[token], patterns))
    return marks
