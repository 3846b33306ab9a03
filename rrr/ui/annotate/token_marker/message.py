"""What the browser says about the sentences of a tab. It is read as if a stranger had sent it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from rrr.errors import AnnotationError
from rrr.records import MAX_NOTE_LENGTH, AnnotationStatus, NewAnswer, Sender, Step, Steps

RuleWish = Literal["strike", "spare"]

MAX_STEPS = 200
_MAX_TRAIL = 100


@dataclass(frozen=True)
class MarkerMessage:
    """What a tab makes of one sentence, or a rule it asks for.

    `item` is the sentence, `heat` says whether the model's view was shown. The answer's sender is
    the tab, which counts its changes. With a `rule`, nothing of the answer matters but its token
    hash, and the word at `cursor`: strike it everywhere, or spare it again. Tokens count from 0.
    """

    item: int
    answer: NewAnswer
    heat: bool
    rule: RuleWish | None
    cursor: int


@dataclass(frozen=True)
class Batch:
    """Everything a tab has not yet got a receipt for.

    `owner` names whose marks these are (`owner_of`), `turn` the last jump of the server's that the
    tab has followed, `showing` the sentence it shows, `trail` the sentences of its walk since that
    jump, the furthest last; with `wants_next` it asks to be led on, because it knows no further.
    `has` are the sentences it has ready to go on with, `delivery` counts its batches.
    """

    owner: str
    turn: str
    showing: int
    trail: tuple[int, ...]
    wants_next: bool
    messages: tuple[MarkerMessage, ...]
    has: tuple[int, ...] = ()
    delivery: int = 0


@dataclass(frozen=True)
class Look:
    """Which words are struck this very moment: what the model makes of the rest is asked for."""

    item: int
    struck: tuple[int, ...]


def parse(raw: Any) -> Batch:
    """Check a batch's form; whether it fits the sentences is for the services to say.

    Raises:
        AnnotationError: if it is no batch of the token marker.
    """
    messages = _field(raw, "messages", lambda value: isinstance(value, list), "a list")
    return Batch(
        owner=_text(raw, "owner"),
        turn=_text(raw, "turn"),
        showing=_count(raw, "showing"),
        trail=_indices(raw, "trail")[-_MAX_TRAIL:],
        wants_next=raw.get("wants_next") is True,
        messages=tuple(_message(message) for message in messages),
        has=_indices(raw, "has")[:_MAX_TRAIL],
        delivery=_count(raw, "delivery"),
    )


def parse_look(raw: Any) -> Look | None:
    """A look, None if it is none: nothing is lost by that."""
    try:
        return Look(_count(raw, "item"), _sorted_indices(raw, "struck"))
    except AnnotationError:
        return None


def _message(raw: Any) -> MarkerMessage:
    return MarkerMessage(
        item=_count(raw, "item"),
        answer=NewAnswer(
            token_hash=_text(raw, "token_hash"),
            base_revision=_count(raw, "base_revision"),
            status=_one_of(raw, "status", get_args(AnnotationStatus)),
            struck=_sorted_indices(raw, "struck"),
            by_rule=_sorted_indices(raw, "by_rule"),
            accepted=_sorted_indices(raw, "accepted"),
            note=_text(raw, "note")[:MAX_NOTE_LENGTH],
            steps=Steps(_steps(raw, "past"), _steps(raw, "future")),
            sender=Sender(_text(raw, "client"), _count(raw, "sequence")),
        ),
        heat=raw.get("heat") is True,
        rule=_one_of(raw, "rule", (None, *get_args(RuleWish))),
        cursor=_count(raw, "cursor"),
    )


def _steps(raw: Any, name: str) -> tuple[Step, ...]:
    steps = _field(raw, name, lambda value: isinstance(value, list), "a list of steps")
    return tuple(
        Step(
            struck=_sorted_indices(step, "struck"),
            freed=_sorted_indices(step, "freed"),
            before=_one_of(step, "before", get_args(AnnotationStatus)),
            after=_one_of(step, "after", get_args(AnnotationStatus)),
        )
        for step in steps[-MAX_STEPS:]
    )


def _count(raw: Any, name: str) -> int:
    value: int = _field(raw, name, _is_count, "a whole number from 0")
    return value


def _text(raw: Any, name: str) -> str:
    value: str = _field(raw, name, lambda value: isinstance(value, str), "a text")
    return _storable(value)


def _storable(text: str) -> str:
    """The text with a sign in place of each character that no database keeps: half of a surrogate
    pair, as JavaScript cuts an emoji, and the character zero."""
    text_without_halves = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text_without_halves.replace("\0", "\ufffd")


def _indices(raw: Any, name: str) -> tuple[int, ...]:
    return tuple(_field(raw, name, _are_counts, "a list of whole numbers from 0"))


def _sorted_indices(raw: Any, name: str) -> tuple[int, ...]:
    return tuple(sorted(set(_indices(raw, name))))


def _one_of(raw: Any, name: str, values: tuple[Any, ...]) -> Any:
    expected = "one of " + ", ".join(str(value) for value in values)
    return _field(
        raw, name, lambda value: isinstance(value, str | None) and value in values, expected
    )


def _field(raw: Any, name: str, fits: Callable[[Any], bool], expected: str) -> Any:
    if not isinstance(raw, Mapping):
        raise _not_understood("an object", raw)
    value = raw.get(name)
    if not fits(value):
        raise _not_understood(f"{name} as {expected}", value)
    return value


def _are_counts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_count, value))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def _not_understood(expected: str, received: Any) -> AnnotationError:
    return AnnotationError(
        f"The page sent marks that cannot be read. Expected: {expected}. "
        f"Received: {str(received)[:80]!r}. Reload the page and mark the words again."
    )
