"""What the Annotate page does with what the token marker says: store it, follow it, look ahead."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, takewhile

import streamlit as st
from streamlit.errors import StreamlitAPIException

from rrr.errors import AnnotationError, StorageError
from rrr.records import TRAIN, Project
from rrr.services.guidance import insight, next_sentence
from rrr.services.guidance.training_words import count_words
from rrr.services.marks import answers
from rrr.services.marks.answers import Sentence
from rrr.ui import rule_state, tab_state
from rrr.ui.annotate import marking_state
from rrr.ui.annotate.looking_ahead import kept, looking_ahead, sentence_of
from rrr.ui.annotate.marking_state import Place
from rrr.ui.annotate.token_marker import Batch, Desk, Sheet, parse, parse_look, receive
from rrr.ui.owner import owner_of
from rrr.ui.script_run import draws_only_a_part

_FRESH = 3
"""The nearest ones are sent again and again: rules and suggestions may have changed."""

_TRIES = 5
"""Sentences tried before a page says that others are at all of them."""

_TOKENS_AHEAD = 4000
"""Of long texts fewer are sent at a time, but always one."""


def answer_batch(project: Project) -> None:
    """Callback of the token marker. The receipts go back to the browser with the next drawing."""
    try:
        batch = parse(_said("batch"))
    except AnnotationError as error:
        tab_state.add_refusal(error)
        return
    marking_state.keep_heard(batch.delivery, batch.has)
    earlier = marking_state.receipts()
    received = receive(tab_state.workspace(), project, tab_state.annotator(), batch, earlier)
    marking_state.keep_received(received)
    for receipt in received.receipts:
        if receipt.rule_change is not None and receipt not in earlier:
            rule_state.keep_rule_change(receipt.rule_change)
    with suppress(StorageError):  # the marker has what it shows
        _follow(project, batch)
    marking_state.take_only_looking()
    _draw_anew(marking_state.ANNOTATE_FRAGMENT)  # progress and rules stand around the marker


def answer_look() -> None:
    """Callback of the token marker: these words are struck now, what would the model say?"""
    marking_state.keep_look(parse_look(_said("look")))
    _stay_where_led()
    _draw_anew(marking_state.MARKER_FRAGMENT)


def _stay_where_led() -> None:
    """A message that leads nowhere may come with the address of the sentence before: its sender had
    not heard where it stands by then. That is no wish to go back."""
    place = marking_state.place()
    led_to = marking_state.handed() if place is None else place.item
    if led_to is not None:
        tab_state.open_example(led_to)


def _draw_anew(fragment: str) -> None:
    """Draw a part of the page anew. Who strikes a word and goes to another page in the same moment
    is heard while that page is drawn, or after it: then there is nothing to be drawn."""
    if not draws_only_a_part():
        return  # all of a page is being drawn; a part of another one would end that
    try:
        st.rerun(fragment)
    except StreamlitAPIException as error:
        if error.error_id != "rerun-unknown-fragment-key":
            raise


def start_anew() -> None:
    """Leave the sentence on show for the first one of the order, because another was chosen."""
    tab_state.open_example(None)
    marking_state.keep_place(None)
    marking_state.keep_handed(None)


def _said(name: str) -> object:
    message: object = st.session_state[marking_state.TOKEN_MARKER].get(name)
    return message


def _follow(project: Project, batch: Batch) -> None:
    """Go where the tab is already, or where it wants to be led."""
    place = marking_state.place()
    if place is None or batch.turn != place.turn:
        _stay_where_led()  # said before the tab heard of the server's last jump
        return
    showing = sentence_of(project, batch.showing)
    if showing is None:
        return
    trail = batch.trail or (batch.showing,)
    if not batch.wants_next:
        if batch.showing != place.item:
            marking_state.keep_handed(batch.showing if batch.showing in place.ahead else None)
        tab_state.open_example(batch.showing)
        marking_state.keep_place(replace(place, item=batch.showing, trail=trail))
        return
    place = looking_ahead(project, replace(place, trail=trail))
    following = next(iter(place.ahead), None)
    marking_state.keep_handed(following)
    tab_state.open_example(following)
    marking_state.keep_place(None)  # a jump: the tab waits for it


def desk_or_last(project: Project) -> Desk | None:
    """What this tab works on; while the database cannot be read, what it has last worked on.

    So the marker stays, with all that it has not been able to save, and goes on trying.

    Raises:
        StorageError: if there is none.
    """
    try:
        on_desk = desk(project)
    except StorageError as error:
        last_desk = marking_state.desk()
        if last_desk is None:
            raise
        return replace(last_desk, heard=marking_state.heard(), trouble=str(error))
    marking_state.keep_desk(on_desk)
    return on_desk


def desk(project: Project) -> Desk | None:
    """The sentence this tab looks at, else the first of the order; and the next.

    A link to a sentence that is not of this project leaves a notice.

    Returns:
        None if there is nothing left to review.
    """
    place = marking_state.place()
    only_looking = marking_state.take_only_looking()
    if only_looking and place is not None and (on_show := sentence_of(project, place.item)):
        return _with_only_the_answer(project, place, on_show)
    opened = _opened(project, place)
    if opened is None:
        return None
    place, sentence = opened
    item = sentence.example.id
    marking_state.keep_place(place)
    before = _before(sentence) if place.trail[0] == item else None
    refused = [
        receipt.item
        for receipt in marking_state.receipts()
        if receipt.refused and receipt.item != item
    ]
    ready_ids = marking_state.take_has()
    new_ids = [
        example_id
        for number, example_id in enumerate(place.ahead)
        if number < _FRESH or example_id not in ready_ids
    ]
    other_ids = [*refused, *(() if before is None else (before,)), *new_ids]
    sheets = tuple(_sheets(project, sentence, other_ids, len(refused) + 2))
    drawn = {sheet.sentence.example.id for sheet in sheets}
    return Desk(
        owner=owner_of(tab_state.workspace(), project, tab_state.annotator()),
        turn=place.turn,
        item=item,
        before=before if before in drawn else None,
        ahead=tuple(
            takewhile(
                lambda example_id: example_id in drawn or example_id in ready_ids, place.ahead
            )
        ),
        sheets=sheets,
        model_expected=insight.expected(tab_state.workspace(), project),
        heard=marking_state.heard(),
        trouble=marking_state.trouble(),
        num_sentences=project.split_sizes.get(TRAIN, 0),
        may_rule=tab_state.may(project, "make rules"),
    )


def _with_only_the_answer(project: Project, place: Place, on_show: Sentence) -> Desk:
    """The tab has all but what it asked the model."""
    look = marking_state.look()
    other_ids = [] if look is None or look.item == place.item else [look.item]
    return Desk(
        owner=owner_of(tab_state.workspace(), project, tab_state.annotator()),
        turn=place.turn,
        item=place.item,
        before=None,
        ahead=place.ahead,
        sheets=tuple(_sheets(project, on_show, other_ids, 1)),
        model_expected=insight.expected(tab_state.workspace(), project),
        heard=marking_state.heard(),
        trouble=marking_state.trouble(),
        num_sentences=project.split_sizes.get(TRAIN, 0),
        may_rule=tab_state.may(project, "make rules"),
        page_is_old=marking_state.page_is_old(),
    )


def _sheets(
    project: Project, on_show: Sentence, other_ids: list[int], num_always: int
) -> Iterator[Sheet]:
    num_tokens = 0
    read = (sentence_of(project, example_id) for example_id in other_ids)
    for number, sentence in enumerate(chain((on_show,), read)):
        if sentence is None:
            continue
        num_tokens += len(sentence.tokens)
        if number > num_always and num_tokens > _TOKENS_AHEAD:
            return
        look = marking_state.look()
        looked = sentence.effective_marks
        if look is not None and look.item == sentence.example.id:
            looked = tuple(index for index in look.struck if index < len(sentence.tokens))
        yield Sheet(
            sentence,
            count_words(tab_state.workspace(), sentence),
            insight.look(
                tab_state.workspace(), project, sentence, tab_state.annotator(), struck=looked
            ),
            looked,
        )


def _opened(project: Project, place: Place | None) -> tuple[Place, Sentence] | None:
    """The sentence to show, and where it stands. A sentence to which its turn has led this tab, and
    which has become another person's since, gives way to the next."""
    for _ in range(_TRIES):
        sentence = _sentence_to_show(project)
        if sentence is None:
            return None
        item = sentence.example.id
        if place is None or place.item != item:
            again = sentence.status != "unreviewed" and _is_finished_or_in_order(project)
            place = Place(secrets.token_hex(4), item, trail=(item,), again=again)
        was_on_show = len(place.trail) > 1 or bool(place.ahead)
        place, is_ours = kept(project, looking_ahead(project, place))
        if is_ours or item != marking_state.handed():
            return place, sentence
        if was_on_show:
            tab_state.add_notice("Somebody else has this sentence now. Here is the next one.")
        place = None
        tab_state.open_example(None)
    return None


def _is_finished_or_in_order(project: Project) -> bool:
    """Whether an answered sentence is opened to look through all of them again."""
    workspace, annotator = tab_state.workspace(), tab_state.annotator()
    if next_sentence.state(workspace, project, annotator).in_force == "in_order":
        return True
    return not next_sentence.upcoming(workspace, project, annotator, None, 1)


def _before(sentence: Sentence) -> int | None:
    return answers.neighbour(tab_state.workspace(), sentence.example, direction=-1)


def _sentence_to_show(project: Project) -> Sentence | None:
    example_id = tab_state.current_example_id()
    sentence = None if example_id is None else sentence_of(project, example_id)
    if sentence is None:
        if example_id is not None:
            tab_state.add_notice(
                "The sentence in this link is not in this project. It may have been deleted."
            )
        upcoming = next_sentence.upcoming(
            tab_state.workspace(), project, tab_state.annotator(), None, 1
        )
        sentence = sentence_of(project, upcoming[0]) if upcoming else None
        marking_state.keep_handed(None if sentence is None else sentence.example.id)
    tab_state.open_example(None if sentence is None else sentence.example.id)
    return sentence
