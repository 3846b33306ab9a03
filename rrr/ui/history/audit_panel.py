"""Who did what in this project, for its owners: filtered, page by page, and as a file."""

from __future__ import annotations

from typing import cast
from zoneinfo import ZoneInfo

import streamlit as st

from rrr.counted import counted
from rrr.records import ACTIONS, Action, AuditEntry, Project
from rrr.services import audit
from rrr.services.projects.catalogue import file_stem
from rrr.ui import tab_state
from rrr.ui.history import history_state
from rrr.ui.paging import page_start

_ALL = "all"


def audit_panel(project: Project, zone: ZoneInfo) -> None:
    """Draw the panel; nothing is read while it is closed, and nothing for those who may not."""
    if not tab_state.may(project, "read the audit trail"):
        return
    panel = st.expander(
        "Who did what", key=history_state.AUDIT, icon=":material/policy:", on_change="rerun"
    )
    if panel.open:
        with panel:
            _draw(project, zone)


def _draw(project: Project, zone: ZoneInfo) -> None:
    workspace = tab_state.workspace()
    names = audit.people(workspace, project)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        person = st.selectbox(
            "Person",
            [_ALL, *names],
            format_func=lambda key: "everybody" if key == _ALL else names[key],
            key=history_state.AUDIT_PERSON,
            width=220,
        )
        action: Action | str = st.selectbox(
            "What",
            [_ALL, *ACTIONS],
            format_func=lambda name: "everything" if name == _ALL else name,
            key=history_state.AUDIT_ACTION,
            width=220,
        )
        person_chosen = None if person == _ALL else person
        deed = cast(Action | None, None if action == _ALL else action)
        st.download_button(
            "Download as CSV",
            data=lambda: "".join(
                audit.csv_lines(audit.all_entries(workspace, project, person_chosen, deed))
            ).encode(),
            file_name=f"{file_stem(project)}-audit.csv",
            mime="text/csv",
            on_click="ignore",
            key="download audit",
        )
    number = audit.count(workspace, project, person_chosen, deed)
    if not number:
        st.caption("Nothing of this was done here yet.")
        return
    st.caption(f"{counted(number, 'entry', 'entries')}, the newest first. Nobody can change them.")
    table = st.container()
    start = page_start(number, audit.PAGE_SIZE, history_state.AUDIT_PAGE)
    entries = audit.entries(workspace, project, person_chosen, deed, start)
    table.dataframe(
        [_row(entry, names, zone) for entry in entries],
        hide_index=True,
        placeholder="",
        height="auto",
    )


def _row(entry: AuditEntry, names: dict[str, str], zone: ZoneInfo) -> dict[str, str]:
    return {
        "when": f"{entry.at.astimezone(zone):%Y-%m-%d %H:%M:%S}",
        "who": names.get(entry.person, entry.person),
        "what": entry.action,
        "details": details(entry),
    }


def details(entry: AuditEntry) -> str:
    """The details in a line: “example 12, status marked”."""
    parts = []
    for name, value in entry.detail.items():
        title = name.replace("_", " ")
        if value is True:
            parts.append(title)
        elif value not in (None, False, ""):
            written = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            if name == "status":
                written = written.replace("_", " ")
            parts.append(f"{title} {written}")
    return ", ".join(parts)
