"""Mounts the vote board, and reads what it sends. Its page, style and scripts lie beside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from rrr.errors import AnnotationError
from rrr.formats.json_values import text_of
from rrr.services.review.review_queue import ReviewedSentence
from rrr.ui.es_modules import as_one_script

_FOLDER = Path(__file__).parent
_MOST_NAMED = 4
"""People who are named at a word that they struck."""


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "right_reasons.vote_board",
    html=_read("vote_board.html"),
    css=_read("vote_board.css"),
    js=as_one_script(_FOLDER, "mount.js"),
)


@dataclass(frozen=True)
class Change:
    """What a reviewer made of a sentence as it was shown: `struck` None takes the decision back.

    `turn` numbers the changes of a tab from 1; `heard` is the last turn that the tab knew to be
    stored when it was made.
    """

    example_id: int
    turn: int
    heard: int
    seen_hash: str
    base_revision: int
    struck: tuple[int, ...] | None
    note: str


@dataclass(frozen=True)
class Sent:
    """All changes of a board that it did not know to be stored, of a sentence the last one. `turn`
    is that of the last change, `owner` names whose they are (`owner_of`)."""

    owner: str
    turn: int = 0
    changes: tuple[Change, ...] = ()


def parse(message: Any) -> Sent:
    """Read what the browser sends.

    Raises:
        AnnotationError: if it is not what a board sends.
    """
    try:
        owner, turn = text_of(message["owner"]), _count(message["turn"])
        return Sent(owner, turn, tuple(map(_change, message["changes"])))
    except (KeyError, TypeError, ValueError) as error:
        raise AnnotationError(
            "Your browser sent something that this page does not understand, and nothing was "
            "stored. Reload the page."
        ) from error


def _change(entry: Mapping[str, Any]) -> Change:
    id_, turn, heard, base = (_count(entry[name]) for name in ("id", "turn", "heard", "base"))
    place = id_, turn, heard, text_of(entry["hash"]), base
    decision = entry["decision"]
    if decision is None:
        return Change(*place, None, "")
    struck = tuple(map(_count, decision["struck"]))
    return Change(*place, struck, text_of(decision["note"]))


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("no number from 0")
    return value


def vote_board(
    sentences: Sequence[ReviewedSentence],
    *,
    first: int,
    owner: str,
    shown_list: str,
    heard: int,
    refused: Mapping[int, str],
    key: str,
    on_sent: Callable[[], None],
) -> None:
    """Draw sentences with everybody's votes.

    Args:
        sentences: as they are now.
        first: number of the first of them, from 1.
        owner: names whose decisions it takes (`owner_of`).
        shown_list: names the list, so that another one begins at its top.
        heard: the last turn of the board that was stored.
        refused: by example id, why what was sent was not stored.
        key: names the board; what it sends lies in `st.session_state[key]["sent"]`.
        on_sent: called before the page is drawn again.
    """
    rows = [
        _row(sentence, number, refused.get(sentence.example.id, ""))
        for number, sentence in enumerate(sentences, start=first)
    ]
    _mount(
        key=key,
        data={"owner": owner, "heard": heard, "list": shown_list, "rows": rows},
        on_sent_change=on_sent,
    )


def _row(sentence: ReviewedSentence, number: int, refused: str) -> dict[str, Any]:
    text, decision = sentence.example.text, sentence.decision
    words, end = [], 0
    for index, token in enumerate(sentence.tokens):
        people = [person for person, struck in sentence.votes.struck.items() if index in struck]
        words.append(
            {
                "before": text[end : token.start],
                "text": text[token.start : token.end],
                "votes": len(people),
                "by": _named(people),
            }
        )
        end = token.end
    return {
        "id": sentence.example.id,
        "number": number,
        "hash": sentence.token_hash,
        "words": words,
        "after": text[end:],
        "people": len(sentence.votes.struck),
        "merged": sorted(sentence.merged),
        "majority": sorted(sentence.majority),
        "revision": 0 if decision is None else decision.revision,
        "decision": decision
        and {
            "struck": list(decision.marked),
            "note": decision.note,
            "person": decision.person,
        },
        "refused": refused,
    }


def _named(people: Sequence[str]) -> str:
    num_more = len(people) - _MOST_NAMED
    listed = ", ".join(people[:_MOST_NAMED])
    return f"{listed} and {num_more} more" if num_more > 0 else listed
