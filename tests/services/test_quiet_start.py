from __future__ import annotations

import os

import pytest

from rrr.services.quiet_start import quiet_start

NOISE = b"E0000 00:00:1795784910.621353   16857 cuda_platform.cc:52] failed call to cuInit\n"


def test_log_lines_of_the_start_are_left_out_and_all_else_is_written(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with quiet_start():
        os.write(2, NOISE + b"disk full\n")
    assert capfd.readouterr().err == "disk full\n"


def test_where_the_start_fails_all_is_written(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="invalid literal"), quiet_start():
        int(str(os.write(2, NOISE)) + "no number")
    assert "cuInit" in capfd.readouterr().err
