"""Ending cleanly when the terminal that the app was started in is closed."""

from __future__ import annotations

import signal

from streamlit.runtime import Runtime


def end_cleanly_on_hang_up() -> None:
    """Have a hang-up end the app as Ctrl-C does: trainings can be resumed, the database is whole.

    Streamlit handles the other signals that end a program, but not this one. Only the main thread
    may say how a signal is handled; pages run in other threads, Streamlit's event loop in that one.
    """
    if not hasattr(signal, "SIGHUP") or not Runtime.exists():
        return
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # else “nohup”, or done already
        loop = Runtime.instance()._get_async_objs().eventloop
        loop.call_soon_threadsafe(_as_ctrl_c)


def _as_ctrl_c() -> None:
    signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGINT))
