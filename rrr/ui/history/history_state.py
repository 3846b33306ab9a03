"""What a tab remembers of the History page: all its session-state keys live here."""

from __future__ import annotations

import streamlit as st

from rrr.services.marks.back_to_snapshot import RolledBack
from rrr.ui.remembered import remembered

AXIS = "history: what it runs along"
SNAPSHOTS_PAGE = "history: page of the snapshots"
CHANGES_FROM = "history: from which snapshot"
CHANGES_TO = "history: to which snapshot"
CHANGES_PAGE = "history: page of the changes"
AUDIT = "history: who did what"
AUDIT_PERSON = "history: whose deeds"
AUDIT_ACTION = "history: which deeds"
AUDIT_PAGE = "history: page of the deeds"
_ROLLED_BACK = "history: what going back has done"


def rolled_back() -> RolledBack | None:
    """What this tab's going back to a snapshot has done, so that it can be undone."""
    return remembered(_ROLLED_BACK, None)


def keep_rolled_back(done: RolledBack | None) -> None:
    st.session_state[_ROLLED_BACK] = done
