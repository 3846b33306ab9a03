"""Word vectors of any of the usual text files, and errors that name file and line."""

import gzip
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.learning.word_vectors import fitted, read_word_vectors

GLOVE = "the 1 2 3\nFilm 4 5 6\nfilm 7 8 9\n, 0.5 -1e-2 0\n"


def written(folder: Path, text: str, name: str = "vectors.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_is_a_word_and_its_numbers(tmp_path):
    vectors = read_word_vectors(written(tmp_path, GLOVE), {"the", ",", "unheard"})
    assert set(vectors) == {"the", ","}
    np.testing.assert_allclose(vectors[","], [0.5, -0.01, 0])


def test_the_first_spelling_of_a_word_counts(tmp_path):
    np.testing.assert_array_equal(
        read_word_vectors(written(tmp_path, GLOVE), {"film"})["film"], [4, 5, 6]
    )


def test_a_first_line_with_the_sizes_is_no_word(tmp_path):
    path = written(tmp_path, "4 3\n" + GLOVE)
    assert set(read_word_vectors(path, {"the", "4"})) == {"the"}


def test_a_gzipped_file_reads_the_same(tmp_path):
    path = tmp_path / "vectors.txt.gz"
    path.write_bytes(gzip.compress(GLOVE.encode()))
    np.testing.assert_array_equal(read_word_vectors(path, {"the"})["the"], [1, 2, 3])


@pytest.mark.parametrize("name", ["vectors.txt", "vectors.txt.gz", "vectors.GZ"])
@pytest.mark.parametrize("sizes", ["", "4 3\n"])
def test_a_byte_order_mark_belongs_to_no_word(tmp_path, name, sizes):
    content = b"\xef\xbb\xbf" + (sizes + GLOVE).encode()
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if "gz" in name.lower() else content)
    assert set(read_word_vectors(path, {"the", "4"})) == {"the"}


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused_soon(tmp_path):
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb") as out:
        line = b"word" + b" 0" * 10_000 + b"\n"
        for _ in range(5_000):
            out.write(line)  # 100 MB
    assert path.stat().st_size < 1_000_000
    began = time.process_time()
    with pytest.raises(DataError, match=r"bomb\.gz unpacks to more than 10 times its size"):
        read_word_vectors(path, {"the"})
    assert time.process_time() - began < 10  # all of it would take a minute


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("the 1 2\nfilm 1\n", r"vectors.txt, line 2: expected 2 numbers"),
        ("the 1 2\nfilm 1 x\n", r"vectors.txt, line 2: expected numbers after the word"),
        ("the 1 nan\n", r"vectors.txt, line 1: expected numbers"),
        ("le 1 2\n", r"None of the 2 words of the training sentences is in vectors.txt"),
        ("", r"None of the 2 words"),
    ],
)
def test_a_bad_file_is_told_by_line_and_remedy(tmp_path, text, told):
    with pytest.raises(DataError, match=told):
        read_word_vectors(written(tmp_path, text), {"the", "film"})


def test_what_is_no_text_or_not_there_is_told(tmp_path):
    (tmp_path / "model.bin").write_bytes(b"\xff\xfe\x00\x80" * 9)
    for name in ("model.bin", "nowhere.txt"):
        with pytest.raises(DataError, match="cannot be read"):
            read_word_vectors(tmp_path / name, {"the"})


@given(st.lists(st.lists(st.floats(-9, 9, width=32), min_size=2, max_size=2), min_size=1))
def test_fitting_keeps_proportions_and_the_bound(rows):
    vectors = {str(i): np.array(row, "float32") for i, row in enumerate(rows)}
    shorter = fitted(vectors, 2.0)
    longest = max(float(np.linalg.norm(each)) for each in vectors.values())
    for word, vector in vectors.items():
        np.testing.assert_allclose(shorter[word] * longest, vector * 2, rtol=1e-4, atol=1e-6)
    if longest > 1e-6:
        norms = [float(np.linalg.norm(each)) for each in shorter.values()]
        assert max(norms) == pytest.approx(2.0, rel=1e-4)
