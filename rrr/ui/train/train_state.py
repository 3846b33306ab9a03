"""What a tab has set for a training, and which runs it looks at."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping
from typing import Any

import streamlit as st

TRAINING_SETTINGS = "whether the training settings are open"
ONLY_STARRED = "whether only starred runs are listed"
RUNS_PAGE = "page of the runs"

_TRAINING_SETTING = "training setting: "
_DELETED_RUN = "run last deleted here"
_LAST_REPORT = "last report of a training seen here, and when"


def setting_key(name: str) -> str:
    """Key of the form field for one training setting."""
    return _TRAINING_SETTING + name


def kept_setting(name: str, default: Any) -> Any:
    """What a field of that form was last set to, also while the form is not drawn."""
    return st.session_state.get(setting_key(name), default)


def set_settings(values: Mapping[str, Any]) -> None:
    """Fill in the form of training settings; call it before the form is drawn."""
    for name, value in values.items():
        st.session_state[setting_key(name)] = value


def fold_settings() -> None:
    """Fold the form; call it before the form is drawn. What is set in it is kept."""
    st.session_state[TRAINING_SETTINGS] = False


def seconds_since(report: Hashable) -> float:
    """Seconds since this tab first saw this report of a training."""
    now = time.monotonic()
    last = st.session_state.get(_LAST_REPORT)
    if last is None or last[0] != report:
        last = st.session_state[_LAST_REPORT] = report, now
    return float(now - last[1])


def deleted_run() -> int | None:
    """The run last deleted in this tab, which can still be brought back."""
    value: int | None = st.session_state.get(_DELETED_RUN)
    return value


def keep_deleted_run(run_id: int | None) -> None:
    st.session_state[_DELETED_RUN] = run_id
