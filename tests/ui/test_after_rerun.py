from __future__ import annotations

import subprocess
import sys

import pytest

from rrr.settings import ROOT

CODE = """
import keras
from streamlit.testing.v1 import AppTest
from rrr.ui.after_rerun import leave_keras_alone

{guard}
keras.backend.clear_session()
names = [keras.layers.Dense(1).name]
AppTest.from_string("import streamlit as st; st.write('a page')", default_timeout=60).run()
names.append(keras.layers.Dense(1).name)
print(names)
"""


@pytest.mark.parametrize(
    ("guard", "names"),
    [
        # If this one fails, Streamlit no longer resets Keras, and the guard can go.
        ("", "['dense', 'dense']"),
        ("leave_keras_alone()", "['dense', 'dense_1']"),
    ],
)
def test_a_rerun_resets_keras_unless_guarded(guard: str, names: str) -> None:
    # In a process of its own: the guard holds for the whole process.
    command = [sys.executable, "-c", CODE.format(guard=guard)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.stdout.strip() == names, answer.stderr
