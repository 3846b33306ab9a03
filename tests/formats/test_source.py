from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import source
from rrr.formats.source import check_text, open_text


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_a_wrong_byte_is_named_with_its_line_wherever_pieces_end(
    monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(source, "_CHUNK", chunk)
    with pytest.raises(DataError, match=r"line 3: not UTF-8 text .*0xfc"):
        check_text("x.csv", "é\n€\n".encode() + b"gr\xfc\xdfe\n")


@pytest.mark.parametrize("ending", [b"\xc3", b"\xe2\x82"])
def test_a_file_that_ends_within_a_character_is_refused(ending: bytes) -> None:
    with pytest.raises(DataError, match="line 2: not UTF-8"):
        check_text("x.csv", b"text\n" + ending)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_text_is_read_as_it_was_written(text: str) -> None:
    with open_text("x", b"\xef\xbb\xbf" + text.encode(), newline="") as stream:
        assert stream.read() == text


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"x\.csv cannot be read.*Check its path"):
        check_text("x.csv", tmp_path / "x.csv")
