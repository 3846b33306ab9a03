"""Which project, which sentence, which annotator: all session-state keys live here.

The database is the truth. Session state only remembers what a tab is looking at, so that losing it
loses nothing. The address (`?project=3&example=17`) says the same and can be shared.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from rrr.annotating.rules import RulePattern
from rrr.records import InboxEntry, Project
from rrr.services import projects
from rrr.services.rules import RuleChange
from rrr.services.workspace import Workspace, open_workspace
from rrr.ui.token_marker import Look, Receipt

PROJECT_PARAM = "project"
EXAMPLE_PARAM = "example"
BEFORE_PARAM, AFTER_PARAM = "before", "after"
"""Ids of the runs that are compared."""

TOKEN_MARKER = "token marker"
"""Key of the token marker; what it says lies in `st.session_state[TOKEN_MARKER]`."""

ANNOTATE_FRAGMENT = "annotate"
MARKER_FRAGMENT = "marker"
"""Keys of the parts of the Annotate page that are drawn anew by themselves."""

QUEUE_ORDER = "queue order"
INBOX_PANEL = "inbox panel"
INBOX_PAGE = "page of the inbox panel"
STEERING_PANEL = "steering panel"
PAGE_IS_OLD = "whether the page around the token marker is older than its marks"

WORDS_SOUGHT = "words sought"
WORDS_PAGE = "page of the words"
PREVIEW_PAGE = "page of the preview"
RULES_PAGE = "page of the rules"

TRAINING_SETTINGS = "whether the training settings are open"
ONLY_STARRED = "whether only starred runs are listed"
RUNS_PAGE = "page of the runs"

_PREVIEW = "pattern to be struck, and what it spares"
_PROJECT = "current project id"
_EXAMPLE = "current example id"
_PLACE = "where the token marker is, and what comes next"
_LOOK = "what the token marker last asked the model about"
_ONLY_LOOKING = "whether only the model is asked"
_RECEIPTS = "receipts of the token marker's last messages"
_HEARD = "number of the token marker's last delivery"
_HAS = "sentences that the token marker has ready"
_RULE_CHANGE = "last rule added or removed here"
_DISMISSED = "inbox entries last dismissed here"
_OPEN = "whether it was open: "
_NOTICES = "notices to show once"
_IMPORTS = "number of files imported"
_TRAINING_SETTING = "training setting: "
_PLACE_IN = "place in sentences: "
_DELETED_RUN = "run last deleted here"
_LAST_REPORT = "last report of a training seen here, and when"


def workspace() -> Workspace:
    """The folder and database this process works on."""
    return open_workspace()


def annotator() -> str:
    """The name stored with hand marks."""
    return workspace().settings.annotator


def current_project() -> Project | None:
    """The project named in the address, else the one this tab had open, else the newest.

    The address is corrected to what was found; a link to a project that is gone leaves a notice.
    """
    let_the_app_stand_around_the_page()
    known = {project.id: project for project in projects.list_projects(workspace())}
    linked = number_in_address(PROJECT_PARAM)
    if PROJECT_PARAM in st.query_params and linked not in known:
        forget_address(PROJECT_PARAM, EXAMPLE_PARAM)
        add_notice("The project in this link does not exist here (any more).")
    remembered = st.session_state.get(_PROJECT)
    for candidate in (linked, remembered, max(known, default=None)):
        if candidate in known:
            open_project(known[candidate])
            return known[candidate]
    return None


def open_project(project: Project) -> None:
    """Make `project` the current one, in this tab and in its address."""
    if st.session_state.get(_PROJECT) not in (None, project.id):
        st.session_state.pop(_EXAMPLE, None)
        st.session_state.pop(_RULE_CHANGE, None)
        st.session_state.pop(_DISMISSED, None)
        if number_in_address(PROJECT_PARAM) != project.id:
            forget_address(EXAMPLE_PARAM)
    st.session_state[_PROJECT] = project.id
    write_address(PROJECT_PARAM, project.id)


def close_project() -> None:
    """Forget the current project, because it is gone."""
    st.session_state.pop(_PROJECT, None)
    st.session_state.pop(_EXAMPLE, None)
    forget_address(PROJECT_PARAM, EXAMPLE_PARAM)


def current_example_id() -> int | None:
    """The sentence named in the address, else the one this tab had open; it may not exist."""
    linked = number_in_address(EXAMPLE_PARAM)
    return linked if linked is not None else st.session_state.get(_EXAMPLE)


def open_example(example_id: int | None) -> None:
    """Make a sentence the current one, in this tab and in its address; None for none."""
    if example_id is None:
        st.session_state.pop(_EXAMPLE, None)
        forget_address(EXAMPLE_PARAM)
    else:
        st.session_state[_EXAMPLE] = example_id
        write_address(EXAMPLE_PARAM, example_id)


@dataclass(frozen=True)
class Place:
    """How a tab has come to where it is, and where it goes on.

    `turn` names the last jump that was not the annotator's own walk, `item` is on show; `trail` are
    the sentences shown since the jump, the furthest last; `ahead` those given to the browser as the
    next ones. After those the walk goes on through `again` all sentences, or unreviewed ones only.
    """

    turn: str
    item: int
    trail: tuple[int, ...]
    ahead: tuple[int, ...] = ()
    again: bool = False


def place() -> Place | None:
    found: Place | None = st.session_state.get(_PLACE)
    return found


def keep_place(place: Place | None) -> None:
    st.session_state[_PLACE] = place


def look() -> Look | None:
    """What the token marker last asked the model about."""
    found: Look | None = st.session_state.get(_LOOK)
    return found


def keep_look(look: Look | None) -> None:
    st.session_state[_LOOK] = look
    st.session_state[_ONLY_LOOKING] = True


def take_only_looking() -> bool:
    """Whether nothing but a look has happened since this was last asked."""
    return bool(st.session_state.pop(_ONLY_LOOKING, False))


def receipts() -> list[Receipt]:
    """What became of the token marker's last messages."""
    found: list[Receipt] = st.session_state.get(_RECEIPTS, [])
    return found


def keep_receipts(receipts: list[Receipt]) -> None:
    st.session_state[_RECEIPTS] = receipts


def heard() -> int:
    """Number of the token marker's last delivery that has arrived."""
    found: int = st.session_state.get(_HEARD, 0)
    return found


def keep_heard(delivery: int, has: Collection[int]) -> None:
    """Remember a delivery and which sentences to come its sender has ready.

    What it changes on the page is still to be drawn.
    """
    st.session_state[_HEARD] = delivery
    st.session_state[_HAS] = frozenset(has)
    st.session_state[PAGE_IS_OLD] = True


def take_has() -> frozenset[int]:
    """Which sentences to come the tab has just said to have ready; at the next drawing it may be
    another one, made anew."""
    found: frozenset[int] = st.session_state.pop(_HAS, frozenset())
    return found


def page_is_old() -> bool:
    """Whether a delivery's drawing was given up half-way, for the sake of a look."""
    return bool(st.session_state.get(PAGE_IS_OLD, False))


def page_is_drawn() -> None:
    st.session_state[PAGE_IS_OLD] = False


@dataclass(frozen=True)
class Preview:
    """A pattern this tab looks at before striking it; the sentences of these ids are taken out."""

    project_id: int
    pattern: RulePattern
    spared: frozenset[int]


def preview(project: Project) -> Preview | None:
    """The pattern of this project on preview."""
    found: Preview | None = st.session_state.get(_PREVIEW)
    return found if found and found.project_id == project.id else None


def keep_preview(shown: Preview | None) -> None:
    """Look at another pattern, from its first page on, or at none."""
    last: Preview | None = st.session_state.get(_PREVIEW)
    if shown is None or last is None or shown.pattern != last.pattern:
        st.session_state.pop(PREVIEW_PAGE, None)
    st.session_state[_PREVIEW] = shown


def rule_change() -> RuleChange | None:
    """The last change of rules in this tab that can still be undone."""
    found: RuleChange | None = st.session_state.get(_RULE_CHANGE)
    return found


def keep_rule_change(change: RuleChange | None) -> None:
    st.session_state[_RULE_CHANGE] = change


def dismissed() -> tuple[InboxEntry, ...]:
    """What this tab has dismissed from the inbox last, so that it can be taken back."""
    found: tuple[InboxEntry, ...] = st.session_state.get(_DISMISSED, ())
    return found


def is_open(panel: str) -> bool:
    """Whether a panel was open when it was last drawn."""
    return bool(st.session_state.get(_OPEN + panel, False))


def keep_open(panel: str, is_open: bool) -> None:
    st.session_state[_OPEN + panel] = is_open


def keep_dismissed(entries: tuple[InboxEntry, ...]) -> None:
    st.session_state[_DISMISSED] = entries


def add_notice(text: str) -> None:
    """Say something once, at the top of the next page drawn. Plain text."""
    st.session_state.setdefault(_NOTICES, []).append(text)


def take_notices() -> list[str]:
    """The notices not shown yet; they are forgotten by this."""
    notices: list[str] = st.session_state.pop(_NOTICES, [])
    return notices


def upload_key() -> str:
    """Key of the upload field; a new one after each import empties the field."""
    return f"upload {st.session_state.get(_IMPORTS, 0)}"


def empty_upload() -> None:
    """Let go of the uploaded file, because it was imported."""
    st.session_state[_IMPORTS] = st.session_state.get(_IMPORTS, 0) + 1


def training_setting(name: str) -> str:
    """Key of the form field for one training setting."""
    return _TRAINING_SETTING + name


def kept_training_setting(name: str, default: Any) -> Any:
    """What a field of that form was last set to, also while the form is not drawn."""
    return st.session_state.get(training_setting(name), default)


def set_training_settings(values: Mapping[str, Any]) -> None:
    """Fill in the form of training settings; call it before the form is drawn."""
    for name, value in values.items():
        st.session_state[training_setting(name)] = value


def seconds_since(report: Hashable) -> float:
    """Seconds since this tab first saw this report of a training."""
    now = time.monotonic()
    last = st.session_state.get(_LAST_REPORT)
    if last is None or last[0] != report:
        last = st.session_state[_LAST_REPORT] = report, now
    return float(now - last[1])


def deleted_run() -> int | None:
    """The run last deleted in this tab, which can still be brought back."""
    found: int | None = st.session_state.get(_DELETED_RUN)
    return found


def keep_deleted_run(run_id: int | None) -> None:
    st.session_state[_DELETED_RUN] = run_id


def place_in(sentences: str) -> str:
    """Key of the field with one's place, from 1, in a list of sentences to compare on."""
    return _PLACE_IN + sentences


def move_place(sentences: str, step: int) -> None:
    """Go on in that list, or back."""
    st.session_state[place_in(sentences)] += step


def chart(name: str) -> str:
    """Key of a chart; what is chosen in it lies in the session state under this key."""
    return f"chart: {name}"


def let_the_app_stand_around_the_page() -> None:
    """Start again with app.py if Streamlit runs a file of `pages/` on its own.

    It does so for a `pages` folder until the process has seen `st.navigation` for the first time:
    a tab that is open while the server starts anew, or a link, would get the bare page.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


def number_in_address(name: str) -> int | None:
    """A whole number in the address; None if there is none, or something else."""
    value = st.query_params.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def write_address(name: str, number: int) -> None:
    """Say it in the address, so that it can be shared and outlives a reload."""
    if st.query_params.get(name) != str(number):
        st.query_params[name] = str(number)


def forget_address(*names: str) -> None:
    """Leave these out of the address."""
    for name in names:
        if name in st.query_params:
            del st.query_params[name]
