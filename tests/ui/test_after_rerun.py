from __future__ import annotations

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from rrr.ui.after_rerun import leave_keras_alone


def keeps_keras_state() -> bool:
    """Whether Keras still numbers its layers on from where it was, after a rerun of a page."""
    import keras

    keras.backend.clear_session()
    assert keras.layers.Dense(1).name == "dense"
    AppTest.from_string("import streamlit as st; st.write('a page')", default_timeout=20).run()
    return keras.layers.Dense(1).name == "dense_1"


def test_a_rerun_leaves_keras_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # Streamlit's own way first: if this fails, it no longer does it, and the guard can go.
    assert not keeps_keras_state()
    monkeypatch.setattr(
        script_runner, "_clean_problem_modules", script_runner._clean_problem_modules
    )
    leave_keras_alone()
    assert keeps_keras_state()
