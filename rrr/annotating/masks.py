"""From rules and hand marks to the tokens that are struck.

Hand beats rule: a token is struck if a rule's word stands there and no hand took it back, or if it
was struck by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from rrr.counted import counted
from rrr.errors import AnnotationError
from rrr.records import Annotation, LabelledTexts, MarkSource
from rrr.text import digest, words_of


class HandMarks(Protocol):
    """What hands did in one sentence, as in `Annotation`."""

    @property
    def marked(self) -> Collection[int]: ...

    @property
    def cleared(self) -> Collection[int]: ...

    @property
    def accepted(self) -> Collection[int]: ...


def struck_tokens(
    text: str, by_rule: Iterable[int], by_hand: HandMarks | None
) -> dict[int, MarkSource]:
    """The struck tokens, sorted, and what struck each: (rule hits − cleared) ∪ marked.

    Args:
        text: the sentence.
        by_rule: tokens that rules strike.
        by_hand: None for a sentence that nobody has reviewed.

    Raises:
        AnnotationError: if hands marked tokens that the text does not have.
    """
    struck: dict[int, MarkSource] = dict.fromkeys(by_rule, "rule")
    if by_hand is not None and (by_hand.marked or by_hand.cleared):
        num_tokens = len(words_of(text))
        last_index = max((*by_hand.marked, *by_hand.cleared))
        if last_index >= num_tokens:
            raise AnnotationError(
                f"A mark is stored for word {last_index + 1} of a sentence that has {num_tokens}. "
                "Open the sentence on the Annotate page and save its marks again."
            )
        for token in by_hand.cleared:
            struck.pop(token, None)
        for token in by_hand.marked:
            struck[token] = "suggestion" if token in by_hand.accepted else "hand"
    return dict(sorted(struck.items()))


def hand_marks(
    struck: Iterable[int], hits: Iterable[int], before: Annotation | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What the hand did, given the tokens now struck and those that rules strike.

    Earlier hand marks stay hand marks where a rule strikes the same token since, and so do
    earlier take-backs: they must outlive the rule.

    Returns:
        `marked` and `cleared`, sorted; applied to `hits` they give `struck` again.
    """
    struck_now, by_rule = set(struck), set(hits)
    marked_before = set() if before is None else set(before.marked)
    cleared_before = set() if before is None else set(before.cleared)
    marked = struck_now & ((struck_now - by_rule) | marked_before)
    cleared = (by_rule | cleared_before) - struck_now
    return tuple(sorted(marked)), tuple(sorted(cleared))


def left_standing(
    hits: Iterable[int], annotation: Annotation, struck_since: datetime | None
) -> frozenset[int]:
    """Hits of a rule that a reviewer left standing.

    Args:
        struck_since: since when there is the rule; None if it is only being thought of. An answer
            given since has seen its marks, and took those back that it did not want.
    """
    standing = frozenset(hits) - set(annotation.marked)
    knew_rule = struck_since is not None and annotation.updated_at >= struck_since
    return standing & set(annotation.cleared) if knew_rule else standing


def within(annotation: Annotation | None, num_tokens: int) -> Annotation | None:
    """The annotation without marks on tokens that the sentence does not have, as of a sentence that
    has been divided otherwise since."""
    if annotation is None:
        return None
    return replace(
        annotation,
        marked=tuple(index for index in annotation.marked if index < num_tokens),
        cleared=tuple(index for index in annotation.cleared if index < num_tokens),
        accepted=tuple(index for index in annotation.accepted if index < num_tokens),
    )


def check_indices(indices: Iterable[int], num_tokens: int) -> None:
    """Refuse token indices outside [0, num_tokens)."""
    outside = sorted(index for index in indices if not 0 <= index < num_tokens)
    if outside:
        raise AnnotationError(
            f"This sentence has {counted(num_tokens, 'token')}, numbered from 0. Received marks on "
            f"{outside}. Reload the page and mark the words again."
        )


def marks_hash(splits: Mapping[str, LabelledTexts]) -> str:
    """Names the struck tokens of all splits, in order, and those that count in part."""
    content: dict[str, Any] = {
        name: [list(indices) for indices in data.marked] for name, data in splits.items()
    }
    shares = {name: data.shares for name, data in splits.items() if any(data.shares)}
    return digest([content, shares] if shares else content)
