from pathlib import Path

import pytest

from rrr.atomic_file import written_at_once


def test_a_file_half_written_never_shows(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail_midway() -> None:
        with written_at_once(path) as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert path.read_bytes() == b"old"
    with written_at_once(path) as file:
        file.write(b"new")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"new"]
