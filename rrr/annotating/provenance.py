"""Who struck a token: a hand, a hand that accepted a suggestion, or rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rrr.records import Annotation, Mark, MarkSource, Rule


def provenance(
    marked: Collection[int],
    annotation: Annotation | None,
    sources: Mapping[int, Sequence[int]],
    rules: Mapping[int, Rule],
) -> list[Mark]:
    """The marks of one sentence in the order of their tokens.

    Args:
        marked: Tokens that are struck.
        annotation: The answer that counts.
        sources: `RuleMatcher.sources` of the sentence.
        rules: The project's rules by id.
    """
    by_hand = set() if annotation is None else set(annotation.marked)
    accepted = set() if annotation is None else set(annotation.accepted)
    marks = []
    for token in sorted(marked):
        by: MarkSource = "rule"
        if token in by_hand:
            by = "suggestion" if token in accepted else "hand"
        patterns = [rules[each] for each in sources.get(token, ())]
        marks.append(Mark(token, by, tuple(f"{each.kind}: {each.pattern}" for each in patterns)))
    return marks
