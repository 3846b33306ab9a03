"""A file that is no text is called what it is, whatever its name ends in."""

from __future__ import annotations

import io
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest

from rrr.errors import DataError
from rrr.formats.encoding import detected_encoding
from rrr.formats.read_options import Reading
from rrr.services.projects.file_preview import preview_file

NOISE = random.Random(0).randbytes(3000)


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            when = zipfile.ZipInfo(name, (2026, 11, 27, 10, 16, 0))
            archive.writestr(when, "<x/>" * 99)
    return file.getvalue()


def database(folder: Path) -> bytes:
    connection = sqlite3.connect(folder / "x")
    connection.execute("CREATE TABLE a (b)")
    connection.close()
    return (folder / "x").read_bytes()


@pytest.mark.parametrize("encoding", [None, "cp1252", "utf-8-sig"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + NOISE, "a picture"),
        (zipped("a.csv"), "a ZIP archive"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "a PDF document"),
    ],
)
def test_what_is_no_text_is_called_what_it_is(
    content: bytes, kind: str, encoding: str | None
) -> None:
    for name in ("x.csv", "x.jsonl"):
        with pytest.raises(DataError, match=f"{name} is not a text file but {kind}. Open it in"):
            preview_file(name, content, Reading(encoding))


def test_a_database_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a text file but an SQLite database"):
        preview_file("x.csv", database(tmp_path))


def test_bytes_that_mean_nothing_are_no_text() -> None:
    with pytest.raises(DataError, match=r"x\.csv is not a text file\. Open it"):
        preview_file("x.csv", NOISE)


@pytest.mark.parametrize("text", ["GIF89a is a format", "MZ was here", "%PDF-1", "BM \x1b[31m"])
def test_a_text_that_begins_as_other_files_do_is_a_text(text: str) -> None:
    assert preview_file("x.csv", f"{text},label\nü,a\n".encode()).num_rows == 1
    detected_encoding("x.csv", f"text,label\n{text},a\nschön – “süß”,b\n".encode("cp1252"))


def test_a_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(DataError) as told:
        preview_file("x.csv", tmp_path / "x.csv")
    assert str(told.value).startswith("x.csv is a folder or a ZIP archive of files that are not")
    assert str(told.value).endswith("Choose a file in it.")
