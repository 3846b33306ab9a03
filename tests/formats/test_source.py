from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import source
from rrr.formats.encoding import UTF_8
from rrr.formats.source import check_text, lines_of


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_a_wrong_byte_is_named_with_its_line_wherever_pieces_end(
    monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(source, "_CHUNK", chunk)
    with pytest.raises(DataError, match=r"line 3: not UTF-8 text .*0xfc"):
        check_text("x.csv", "é\n€\n".encode() + b"gr\xfc\xdfe\n", UTF_8)


@pytest.mark.parametrize("ending", [b"\xc3", b"\xe2\x82"])
def test_a_file_that_ends_within_a_character_is_refused(ending: bytes) -> None:
    with pytest.raises(DataError, match="line 2: not UTF-8"):
        check_text("x.csv", b"text\n" + ending, UTF_8)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_text_is_read_as_it_was_written(text: str) -> None:
    assert "".join(lines_of("x", b"\xef\xbb\xbf" + text.encode(), UTF_8, newline="")) == text


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"x\.csv cannot be read.*Check its path"):
        check_text("x.csv", tmp_path / "x.csv", UTF_8)


def test_a_folder_or_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    os.mkfifo(tmp_path / "pipe.csv")
    for name, why in (("folder.csv", "is a folder"), ("pipe.csv", "read more than once")):
        with pytest.raises(DataError, match=why):
            check_text(name, tmp_path / name, UTF_8)


def test_a_line_too_long_is_refused_before_all_of_it_is_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source, "MAX_LINE", 5)
    assert list(lines_of("x", b"1234\n12345", UTF_8, newline="")) == ["1234\n", "12345"]
    with pytest.raises(DataError, match="x, line 2: more than 5 characters in one line"):
        list(lines_of("x", b"1\n123456\n", UTF_8, newline=""))


def test_a_file_that_changes_between_two_passes_is_said_to_have_changed() -> None:
    with pytest.raises(DataError, match="x has changed while it was read"):
        list(lines_of("x", b"\xff\xff", UTF_8, newline=""))
