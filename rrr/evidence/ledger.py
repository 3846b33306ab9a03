"""The kept results: one JSON line a cell, written as soon as it is measured."""

from __future__ import annotations

import json
import os
from pathlib import Path

from rrr.errors import DataError
from rrr.evidence.cells import Cell, Measured

FILENAME = "cells.jsonl"


class Ledger:
    """The results in `folder`; a cell measured twice counts with its last line."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILENAME

    def read(self) -> dict[Cell, Measured]:
        """All results so far.

        Raises:
            DataError: if a line cannot be read. The very last may be torn (the machine stopped
                while it was written): that cell then counts as not measured.
        """
        if not self.path.exists():
            return {}
        lines = self.path.read_bytes().split(b"\n")
        measurements = {}
        # What follows the last line end is torn, or nothing.
        for number, line in enumerate(lines[:-1], start=1):
            try:
                measured = Measured.from_dict(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise DataError(
                    f"{self.path}, line {number}: not a measured cell ({error}). Delete this line; "
                    "what it held will be measured again."
                ) from error
            measurements[measured.cell] = measured
        return measurements

    def add(self, measured: Measured) -> None:
        """Keep one result; it is on the disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps(measured.to_dict(), ensure_ascii=False, sort_keys=True) + "\n"
        self._drop_torn_line()
        with self.path.open("ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def _drop_torn_line(self) -> None:
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        if content and not content.endswith(b"\n"):
            os.truncate(self.path, content.rfind(b"\n") + 1)
