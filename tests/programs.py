"""Python programs that tests start: on Linux forks of a process that has loaded TensorFlow.

They are children of the tests' process as any other: `Program` is a `subprocess.Popen`. A test that
is about loading, or about what `python` itself is told, starts `sys.executable` instead.
"""

from __future__ import annotations

import atexit
import ctypes
import functools
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rrr.settings import ROOT
from tests.forking import hear_hang_ups

PR_SET_CHILD_SUBREAPER = 36
_asking = threading.Lock()


def run(
    arguments: list[str], *, timeout: float | None = None, check: bool = False, **options: Any
) -> subprocess.CompletedProcess[Any]:
    """As `subprocess.run` of `python` with these arguments, its output captured."""
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with Program(arguments, **{**piped, **options}) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(arguments, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


class Program(subprocess.Popen[Any]):
    """`python` with these arguments: `-m`, a module and its own, or `-c`, code and its own."""

    def __init__(self, arguments: list[str], **options: Any) -> None:
        super().__init__([sys.executable, *arguments], preexec_fn=hear_hang_ups, **options)

    def _execute_child(
        self, args: list[str], executable: Any, preexec_fn: Any, *others: Any
    ) -> None:
        _, _, folder, given, _, _, _, *pipes = others[:13]
        environment = dict(os.environ if given is None else given)
        if sys.platform != "linux" or read_while_loading(environment) != _started()[1]:
            super()._execute_child(args, executable, preexec_fn, *others)  # type: ignore[misc]
            return
        order = json.dumps([args[1:], os.fspath(folder or Path.cwd()), environment]).encode()
        ends = (pipes[0], pipes[3], pipes[5])
        streams = [own if end == -1 else end for own, end in enumerate(ends)]
        self.pid = _fork(order, streams)
        self._child_created = True
        self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]


def _fork(order: bytes, streams: list[int]) -> int:
    """Order a program; returns its id once it is a child of this process."""
    orders, _ = _started()
    with _asking:
        adopt = ctypes.CDLL(None).prctl
        adopt(PR_SET_CHILD_SUBREAPER, 1)
        try:
            socket.send_fds(orders, [order], streams)
            return int(orders.recv(32))
        finally:
            adopt(PR_SET_CHILD_SUBREAPER, 0)


@functools.cache
def _started() -> tuple[socket.socket, dict[str, str]]:
    """Start what forks. Returns the way to it, and what it has read of the environment."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
    process = subprocess.Popen(
        command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
    )
    theirs.close()
    atexit.register(lambda: (ours.close(), process.wait()))
    return ours, read_while_loading(os.environ)


def read_while_loading(environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that Python and the libraries read as they start, and not again."""
    names = ("PYTHON", "TF_", "KERAS_", "XLA_", "OMP_", "OPENBLAS_")
    return {name: value for name, value in environment.items() if name.startswith(names)}
