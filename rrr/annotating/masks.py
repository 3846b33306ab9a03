"""From rules and hand marks to the tokens that are struck, and on to the relevance mask Z.

Hand beats rule: a token is struck if a rule's word stands there and no hand took it back, or if it
was struck by hand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rrr.annotating.rule_matching import RuleMatcher
from rrr.errors import AnnotationError
from rrr.records import Annotation
from rrr.text import digest, words_of


def effective_marks(
    text: str,
    rules: RuleMatcher,
    annotation: Annotation | None,
    spared: Collection[int] = (),
) -> tuple[int, ...]:
    """Indices of the struck tokens: (rule hits − cleared) ∪ marked, sorted.

    Without an annotation (an unreviewed sentence) these are the rule hits.

    Args:
        spared: Ids of rules that an exception keeps out of this sentence.

    Raises:
        AnnotationError: if the annotation speaks of tokens that the text does not have.
    """
    hits = rules.hits(text, spared)
    if annotation is None:
        return hits
    num_tokens = len(words_of(text))
    outside = [index for index in (*annotation.marked, *annotation.cleared) if index >= num_tokens]
    if outside:
        raise AnnotationError(
            f"A mark is stored for word {max(outside) + 1} of a sentence that has {num_tokens}. "
            "Open the sentence on the Annotate page and save its marks again."
        )
    return tuple(sorted(set(hits) - set(annotation.cleared) | set(annotation.marked)))


def hand_marks(
    struck: Iterable[int], hits: Iterable[int], before: Annotation | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What the hand did, given the tokens now struck and those that rules strike.

    Earlier hand marks stay hand marks where a rule strikes the same token since, and so do
    earlier take-backs: they must outlive the rule.

    Returns:
        `marked` and `cleared`, sorted; applied to `hits` they give `struck` again.
    """
    shown, by_rule = set(struck), set(hits)
    marked_before = set() if before is None else set(before.marked)
    cleared_before = set() if before is None else set(before.cleared)
    marked = shown & ((shown - by_rule) | marked_before)
    cleared = (by_rule | cleared_before) - shown
    return tuple(sorted(marked)), tuple(sorted(cleared))


def left_standing(
    hits: Iterable[int], annotation: Annotation, struck_since: datetime | None
) -> frozenset[int]:
    """Those of a rule's hits that whoever reviewed the sentence did not want struck.

    Args:
        struck_since: since when there is the rule; None if it is only being thought of. An answer
            given since has seen its marks, and took those back that it did not want.
    """
    standing = frozenset(hits) - set(annotation.marked)
    seen = struck_since is not None and annotation.updated_at >= struck_since
    return standing & set(annotation.cleared) if seen else standing


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
            f"This sentence has {num_tokens} tokens, numbered from 0. Received marks on "
            f"{outside}. Reload the page and mark the words again."
        )


def relevance_mask(num_tokens: int, marked: Iterable[int]) -> list[float]:
    """Z of one sentence: 1 where the model may use the token, 0 where it is struck."""
    struck = set(marked)
    check_indices(struck, num_tokens)
    return [0.0 if index in struck else 1.0 for index in range(num_tokens)]


def marks_hash(marked: Mapping[str, Sequence[Sequence[int]]]) -> str:
    """Names the struck tokens of all splits: {split: struck indices of each example, in order}."""
    return digest({name: [list(indices) for indices in of] for name, of in marked.items()})
