"""Standard output and error while a command runs: the one place through which everything goes.

Names of projects, labels, columns and files come from others, and a terminal obeys what it is sent.
So nothing is written as it is, error messages and log lines of libraries included.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO, cast

import typer

from rrr.printable import printable


class _Harmless:
    """A stream that shows control characters, and characters its encoding does not have."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")

    def write(self, text: str) -> int:
        # A line that counts up begins with a return to its beginning.
        start = "\r" if text.startswith("\r") else ""
        self._stream.write(start + printable(text[len(start) :]))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def tell_progress(text: str, *, nl: bool = True) -> None:
    """Say how far a command is, where a person sees it: not in a pipe, a file or a log.

    `RRR_PROGRESS` is 1 to say it everywhere, 0 to say it nowhere.
    """
    setting = os.environ.get("RRR_PROGRESS") or ("1" if sys.stderr.isatty() else "0")
    if setting != "0":
        typer.echo(text, err=True, nl=nl)


def open_missing_streams() -> None:
    """Streams that were closed before the program began (`rrr projects >&-`) lead nowhere; else
    the first files that are opened would take their place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def drop_what_cannot_be_written() -> None:
    """What a full disk has refused stays in the streams' buffers; Python would try it again at the
    end, print a second error and exit with 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


@contextmanager
def harmless_output() -> Iterator[None]:
    """Everything printed within is harmless."""
    streams = (cast(TextIO, _Harmless(stream)) for stream in (sys.stdout, sys.stderr))
    with redirect_stdout(next(streams)), redirect_stderr(next(streams)):
        yield
