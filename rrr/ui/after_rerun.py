"""What Streamlit does after each rerun, and must not do while a model is being trained."""

from __future__ import annotations

from streamlit.runtime.scriptrunner import script_runner


def leave_keras_alone() -> None:
    """Keep Streamlit from resetting Keras after every rerun of a page.

    Streamlit calls `keras.backend.clear_session()` each time, for apps that build models in the
    page itself. Ours are built in another thread, under whose feet it would clear Keras' global
    state: a function that is traced there meanwhile reads with weights that nobody has trained.
    And it collects garbage in all of TensorFlow's objects: a page that looks every second then
    takes most of the time from the training it shows. There is no setting for it.
    """
    script_runner._clean_problem_modules = _do_nothing


def _do_nothing() -> None:
    pass
