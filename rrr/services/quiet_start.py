"""Holds back the log lines that TensorFlow writes to standard error while it starts.

It tells of graphics cards that are not there, from C++, before it heeds any setting.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_LOG_LINE = re.compile(
    rb"[IWE]\d{4} \d\d|\d{4}-\d\d-\d\d [\d:.]+: [IWE] |WARNING: All log messages before absl|"
    rb"To enable the following instructions"
)


@contextmanager
def quiet_start() -> Iterator[None]:
    """Within it nothing reaches standard error; at its end all but TensorFlow's log lines does, and
    after an error those, too."""
    # C++ log lines later on; Python's exceptions tell what goes wrong.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.stderr.flush()
    real_stderr = os.dup(2)
    failed = True
    with tempfile.TemporaryFile() as held_back:
        os.dup2(held_back.fileno(), 2)
        try:
            yield
            failed = False
        finally:
            sys.stderr.flush()
            os.dup2(real_stderr, 2)
            os.close(real_stderr)
            held_back.seek(0)
            for line in held_back:
                if failed or not _LOG_LINE.match(line):
                    os.write(2, line)
