"""What this tab has before it: the sentence on show, and the next ones, kept from others."""

from __future__ import annotations

from dataclasses import replace

from rrr.errors import NotFound, StorageError
from rrr.records import TRAIN, Project
from rrr.services.guidance import next_sentence
from rrr.services.marks import answers
from rrr.services.marks.answers import Sentence
from rrr.services.sharing import leases
from rrr.ui import tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.marking_state import Place

_AHEAD = 18
"""Sentences the browser has ready: more than a fast hand leaves before it hears the server."""

_MORE = 6
"""Of these so many at a time, for a model takes a moment to read each."""


def looking_ahead(project: Project, place: Place) -> Place:
    """Give the browser its next sentences: those it was promised, topped up."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    ahead = [item for item in place.ahead if item not in place.trail]
    if place.again:
        return _through_all(project, place, ahead)
    ahead = next_sentence.wanted(workspace, project, annotator, ahead)
    queued_ids = [*place.trail, *ahead]
    if len(ahead) < _AHEAD:
        count = min(_MORE, _AHEAD - len(ahead))
        ahead += next_sentence.upcoming(
            workspace, project, annotator, queued_ids[-1], count, queued_ids
        )
    return replace(place, ahead=tuple(ahead))


def _through_all(project: Project, place: Place, ahead: list[int]) -> Place:
    """In order, through answered sentences, too, until there is an unreviewed one."""
    last_sentence = sentence_of(project, [*place.trail, *ahead][-1])
    if last_sentence is None or last_sentence.example.split != TRAIN or len(ahead) >= _AHEAD:
        return replace(place, ahead=tuple(ahead))
    more_ids, again = next_sentence.through_all(
        tab_state.workspace(),
        project,
        tab_state.annotator(),
        last_sentence.example.id,
        _AHEAD - len(ahead),
    )
    return replace(place, ahead=(*ahead, *more_ids), again=again)


def kept(project: Project, place: Place) -> tuple[Place, bool]:
    """Keep from others what this tab has before it.

    Returns:
        The place, with those of the next sentences that are this person's to answer, and whether
        the sentence on show is. A sentence that was opened by a link is shown all the same.
    """
    on_show = sentence_of(project, place.item)
    if on_show is None or on_show.example.split != TRAIN or marking_state.trouble() is not None:
        return place, True
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    leases_held = marking_state.held()
    try:
        leases_held = leases.hold(
            workspace, project, annotator, place.item, place.ahead, leases_held
        )
    except StorageError:  # a full disk keeps nobody from reading
        return place, True
    marking_state.keep_held(leases_held)
    ahead = tuple(item for item in place.ahead if item in leases_held.ids)
    return replace(place, ahead=ahead), place.item in leases_held.ids


def sentence_of(project: Project, example_id: int) -> Sentence | None:
    """A sentence as this person sees it; None if the project has none of this id."""
    try:
        sentence = answers.sentence(tab_state.workspace(), example_id, tab_state.annotator())
    except NotFound:
        return None
    return sentence if sentence.example.project_id == project.id else None
