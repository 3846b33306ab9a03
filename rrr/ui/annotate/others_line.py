"""What others do with the sentence on show, without showing how they answered."""

from __future__ import annotations

import streamlit as st

from rrr.records import TRAIN, Claims, Project
from rrr.services.marks.answers import Sentence
from rrr.services.sharing import leases
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.plain_text import plain

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five")


def others_line(project: Project, sentence: Sentence) -> None:
    """Say that others have answered a sentence, or are at it; nothing where it is this person's."""
    held_leases = marking_state.held()
    is_ours = held_leases is not None and sentence.example.id in held_leases.ids
    if is_ours or sentence.example.split != TRAIN:
        return
    workspace = tab_state.workspace()
    claims = leases.claims_on(workspace, project, tab_state.annotator(), sentence.example.id)
    if claims.is_closed:
        st.info(plain(of_others(claims, leases.names_of(workspace, claims))))


def of_others(claims: Claims, names: list[str]) -> str:
    """Who has answered a sentence or is at it, in a sentence or two.

    Args:
        names: of those who have it before them.
    """
    number = len(claims.answered)
    sentences = []
    if number:
        how_many = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
        have = "person has" if number == 1 else "people have"
        sentences.append(f"{how_many} {have} answered this already.")
    if names:
        sentences.append(
            f"{listed(names)} {'is' if len(names) == 1 else 'are'} at this sentence now."
        )
    return " ".join([*sentences, "You can answer it all the same."])


def listed(names: list[str] | tuple[str, ...]) -> str:
    """“Ann”, “Ann and Bob”, “Ann, Bob and Cy”."""
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])
