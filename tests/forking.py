"""A process that has loaded TensorFlow and Streamlit, and forks into the programs that tests start.

Loading both takes longer than most of those programs. Nothing of them is in use when it forks: no
operation has run and no page was drawn, so a fork of it begins as a fresh process does. It is
started and asked by `tests.programs`.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import tempfile
import types
from typing import NamedTuple

LOADED = (
    *("tensorflow", "keras", "scipy.linalg", "pandas", "altair", "streamlit.web.bootstrap"),
    *("sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "alembic.command", "typer"),
)
"""What others have written; of ours nothing, which reads settings as it is loaded."""

MOST = 1 << 18
"""Bytes of an order: arguments and environment."""


class Order(NamedTuple):
    """What is to be run, as `python` is told it: `-m` or `-c`, a module or code, and the rest."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]


def serve(orders: socket.socket) -> Order:
    """Fork for each order that comes; returns in the fork, as the program that was ordered."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who runs the tests
    while True:
        order, streams, _, _ = socket.recv_fds(orders, MOST, 3)
        if not order:
            os._exit(0)
        told, tell = os.pipe()
        if (between := os.fork()) == 0:
            # Whose parent has ended falls to the tests' process, which asked to get such ones.
            if child := os.fork():
                os.write(tell, str(child).encode())
                os._exit(0)
            os.close(told), os.close(tell), orders.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            hear_hang_ups()
            _stream(streams)
            return Order(*json.loads(order))
        os.waitpid(between, 0)
        orders.send(os.read(told, 32))
        for descriptor in (told, tell, *streams):
            os.close(descriptor)


def hear_hang_ups() -> None:
    """A program keeps a hang-up that is ignored ignored, and so it is under `nohup make test`."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def _stream(given: list[int]) -> None:
    for number, descriptor in enumerate(given):
        os.dup2(descriptor, number)
        os.close(descriptor)
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)


def load() -> None:
    """Import what takes long, and have it left alone by the garbage collector."""
    for name in LOADED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def become(order: Order) -> None:
    """Run what was ordered in a `__main__` of its own."""
    kind, what, *others = order.arguments
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment)
    tempfile.tempdir = None  # as the environment has it
    sys.argv = [kind, *others]
    if kind == "-m":
        sys.path[0] = order.folder
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = ""
        sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(what, "<string>", "exec"), sys.modules["__main__"].__dict__)


if __name__ == "__main__":
    load()
    become(serve(socket.socket(fileno=int(sys.argv[1]))))
