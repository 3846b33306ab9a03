from __future__ import annotations

from rrr.settings import ROOT
from tests import programs

CODE = """
import keras
from streamlit.testing.v1 import AppTest
from rrr.ui.after_rerun import leave_keras_alone

def names_around_a_rerun():
    keras.backend.clear_session()
    names = [keras.layers.Dense(1).name]
    AppTest.from_string("import streamlit as st; st.write('a page')", default_timeout=60).run()
    return [*names, keras.layers.Dense(1).name]

print(*names_around_a_rerun())
leave_keras_alone()
print(*names_around_a_rerun())
"""


def test_a_rerun_resets_keras_unless_guarded() -> None:
    # In a process of its own: the guard holds for the whole process.
    answer = programs.run(["-c", CODE], cwd=ROOT, text=True)
    unguarded, guarded = answer.stdout.splitlines() or (answer.stderr, "")
    # If it is another name, Streamlit no longer resets Keras, and the guard can go.
    assert unguarded == "dense dense"
    assert guarded == "dense dense_1"
