"""Uploaded word vectors are looked through before they are kept."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from rrr.errors import DataError
from rrr.services.training import word_vector_files
from rrr.services.workspace import Workspace

GOOD = b"the 1 2\nfilm 3 4\n"


def keep(workspace: Workspace, name: str, content: bytes) -> str:
    return word_vector_files.keep(workspace, name, io.BytesIO(content)).name


def names(workspace: Workspace) -> list[str]:
    return [each.name for each in word_vector_files.kept(workspace)]


def test_a_file_is_kept_under_a_harmless_name_until_it_is_forgotten(
    fresh_workspace: Workspace,
) -> None:
    assert word_vector_files.kept(fresh_workspace) == []
    assert keep(fresh_workspace, "../../my vectors.txt", GOOD) == "my_vectors.txt"
    assert keep(fresh_workspace, "glove.vec.gz", gzip.compress(GOOD)) == "glove.vec.gz"
    assert names(fresh_workspace) == ["glove.vec.gz", "my_vectors.txt"]
    word_vector_files.forget(fresh_workspace, "glove.vec.gz")
    assert names(fresh_workspace) == ["my_vectors.txt"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"the 1 2\nfilm 3 x\n", "bad.txt, line 2: expected numbers"),
        (b"the 1 2\nfilm 3\n", "bad.txt, line 2: expected 2 numbers"),
        (b"the 1 2\n\xff\xfe 1 2\n", "bad.txt cannot be read"),
        (b"the " + b"1 " * 60_000 + b"\n", "line 1: expected fewer"),
        (b"\n", "line 1: expected"),
        (b"", "holds no word vectors"),
    ],
)
def test_a_file_that_is_none_is_refused_by_its_line_and_nothing_is_left(
    fresh_workspace: Workspace, content: bytes, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        keep(fresh_workspace, "bad.txt", content)
    assert names(fresh_workspace) == []
    assert not list((fresh_workspace.settings.workspace / "word_vectors").iterdir())


def test_another_kind_of_file_is_refused_by_its_name(fresh_workspace: Workspace) -> None:
    with pytest.raises(DataError, match=r"\.txt, \.vec, \.gz"):
        keep(fresh_workspace, "vectors.zip", GOOD)


def test_a_name_is_a_file_or_the_package(tmp_path: Path) -> None:
    assert word_vector_files.checked_word_vectors("glove-6b-50d") == word_vector_files.packaged()
    path = tmp_path / "v.txt"
    path.write_text("film 1 2", encoding="utf-8")
    assert word_vector_files.checked_word_vectors(str(path)) == str(path.resolve())
    with pytest.raises(DataError, match=r"There is no file .*glove-6b-50d"):
        word_vector_files.checked_word_vectors(str(tmp_path / "gone.txt"))
