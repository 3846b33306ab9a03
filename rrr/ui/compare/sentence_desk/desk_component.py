"""Mounts the sentence desk, and reads what it asks. Its page, style and scripts lie beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from rrr.formats.colours import KEY_CSS, MODELS
from rrr.formats.percent import percent
from rrr.records import Prediction
from rrr.ui.es_modules import as_one_script

MAX_LENGTH = 5_000
"""Code points; of longer texts the beginning is answered."""

_FOLDER = Path(__file__).parent


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


_mount = st.components.v2.component(
    "right_reasons.sentence_desk",
    html=_read("sentence_desk.html"),
    css=_read("sentence_desk.css") + KEY_CSS,
    js=as_one_script(_FOLDER, "mount.js"),
)


@dataclass(frozen=True)
class Asked:
    """What the desk asks: about which text, without which tokens. `turn` counts its questions."""

    turn: int = 0
    text: str = ""
    struck: tuple[int, ...] = ()


def parse(message: Any) -> Asked:
    """Read what the browser says; whatever does not fit is as if nothing had been asked."""
    match message:
        case {"turn": int(turn), "text": str(text), "struck": list(struck)} if all(
            isinstance(token, int) and token >= 0 for token in struck
        ):
            return Asked(turn, text[:MAX_LENGTH], tuple(struck))
    return Asked()


def sentence_desk(
    asked: Asked,
    tokens: Sequence[str],
    answers: tuple[Prediction, Prediction] | None,
    without: tuple[Prediction, Prediction] | None,
    *,
    key: str,
    on_ask: Callable[[], None],
) -> None:
    """Draw the desk.

    Args:
        asked: the question that is answered here.
        tokens: of its text.
        answers: before and after; None where nothing was typed.
        without: the same without the struck tokens; None where none is struck.
        key: names the desk; what it asks lies in `st.session_state[key]["asked"]`.
        on_ask: called before the page is drawn again.
    """
    _mount(
        key=key,
        data={
            "turn": asked.turn,
            "text": asked.text,
            "struck": list(asked.struck),
            "tokens": list(tokens),
            "answers": _formatted(answers),
            "without": _formatted(without),
        },
        on_asked_change=on_ask,
    )


def _formatted(answers: tuple[Prediction, Prediction] | None) -> dict[str, dict[str, str]] | None:
    if answers is None:
        return None
    return {
        name: {"label": prediction.label, "written": percent(prediction.probability)}
        for name, prediction in zip(MODELS, answers, strict=True)
    }
