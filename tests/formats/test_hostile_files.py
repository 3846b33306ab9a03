"""Whatever bytes a file holds, reading it ends with a result or with an error of ours, and soon."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats.encoding import ENCODINGS
from rrr.formats.exported_marks import ExportedMarks
from rrr.formats.measurement_npz import read_measurement
from rrr.formats.packed import unpacked
from rrr.formats.read_options import Reading
from rrr.formats.registry import read_table
from rrr.formats.table_examples import TableExamples
from rrr.formats.word_masses_json import read_word_masses
from rrr.learning.word_vectors import check_word_vectors, read_word_vectors
from rrr.services.projects.file_preview import (
    long_rows,
    preview_file,
    reading_notes,
    values_of,
)
from tests.formats import made_files as made

SECONDS = 10
WHOLE = {
    "csv": 'text,label,split\n"a, ""b""\nc",pos,train\nd,neg,test\né,pos,train\n'.encode(),
    "tsv": b'sep=;\ntext;label\n"a;b";pos\n',
    "jsonl": b'{"text": "a", "label": ["pos"], "x": {"y": NaN}}\n{"text": "\\ud83d\\ude00"}\n',
    "ndjson": json.dumps(
        {
            "text": "a b",
            "label": "pos",
            "tokens": ["a", "b"],
            "tokenizer": "x",
            "answers": [{"annotator": "me", "marked": [0]}],
            "rules": [{"kind": "word", "pattern": "a", "created_at": "2026-01-01"}],
        }
    ).encode(),
}
WHOLE |= {
    "jsonl.gz": gzip.compress(WHOLE["jsonl"]),
    "json": made.LABEL_STUDIO,
    "prodigy.jsonl": made.PRODIGY,
    "doccano.jsonl": made.DOCCANO,
    "argilla.json": made.ARGILLA,
    "hatexplain.json": made.HATEXPLAIN,
}
BINARY = {
    "parquet": made.parquet(made.columns_of()),
    "xlsx": made.excel({"s": [("text", "label"), *(row[:2] for row in made.ROWS)]}),
    "zip": made.zipped(made.ERASER),
}
pieces = st.sampled_from(
    [
        *(b",", b";", b"\t", b'"', b"\n", b"\r", b"\0", b"{", b"}", b"[", b"]", b":", b"\\u"),
        *(b"\xff\xfe", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\x80", b"\xed\xa0\x80", b"\xc3"),
        *(
            b"sep=",
            b"NaN",
            b"1e999",
            b"null",
            b'"text"',
            b'"label"',
            b"\xe2\x80\x8b",
            b"text,label",
        ),
    ]
)
some_bytes = st.lists(pieces | st.binary(max_size=4), max_size=30).map(b"".join)


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """A good file with something else in the place of a part of it."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 8)))
    return whole[:start] + draw(some_bytes) + whole[end:]


any_file = st.sampled_from(sorted(WHOLE)).flatmap(
    lambda ending: st.tuples(st.just(ending), some_bytes | damaged(WHOLE[ending]))
)
any_reading = st.builds(
    Reading,
    encoding=st.none() | st.sampled_from(sorted(ENCODINGS)),
    header=st.none() | st.booleans(),
    long_texts=st.sampled_from(["refuse", "skip", "cut"]),
    broken_rows=st.sampled_from(["refuse", "skip"]),
    unmarked=st.sampled_from([None, "nothing", "irrelevant"]),
)


in_one_folder = settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@contextmanager
def ours_and_soon() -> Iterator[None]:
    began = time.process_time()
    try:
        yield
    except DataError as error:
        assert 20 < len(str(error)) < 3_000  # noqa: PT017
        str(error).encode()
    assert time.process_time() - began < SECONDS


@settings(max_examples=300)
@given(any_file, any_reading)
def test_any_bytes_are_a_table_of_texts_or_are_refused(
    file: tuple[str, bytes], reading: Reading
) -> None:
    read_whole(*file, reading)


@settings(max_examples=50)
@given(
    st.sampled_from(sorted(BINARY)).flatmap(
        lambda ending: st.tuples(st.just(ending), damaged(BINARY[ending]))
    ),
    any_reading,
)
def test_a_damaged_workbook_parquet_file_or_archive_is_read_or_refused(
    file: tuple[str, bytes], reading: Reading
) -> None:
    read_whole(*file, reading)


def read_whole(ending: str, content: bytes, reading: Reading) -> None:
    name = f"x.{ending}"
    with ours_and_soon():
        preview = preview_file(name, content, reading)
        list(reading_notes(preview))
        long_rows(name, content, preview.reading, preview.suggestion.text)
        if preview.reading.format in ("right-reasons", "jsonl"):
            ExportedMarks(name, unpacked(name, content), preview.reading.encoding or "")
        choice = preview.suggestion.choice
        if choice is None:
            return
        # What is proposed is accepted, up to what people are asked about: texts that are too long,
        # and words outside evidence.
        settled = replace(preview.reading, long_texts="cut", unmarked="nothing")
        TableExamples(read_table(name, content, settled), choice)
        values_of(name, content, preview.reading, choice.label)
        examples = TableExamples(read_table(name, content, preview.reading), choice)
        assert len(list(examples)) == examples.num_examples
        for example in examples:
            assert "\0" not in example.text
            example.text.encode()
            assert example.label is None or (example.label.strip() and example.label.encode())


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_bytes | damaged(b"\xef\xbb\xbf2 3\nthe 1 2 3\nfilm 4 5 6\n"), st.booleans(), st.data())
def test_any_bytes_are_word_vectors_or_are_refused(
    tmp_path: Path, content: bytes, packed: bool, data: st.DataObject
) -> None:
    path = tmp_path / ("x.gz" if packed else "x.txt")
    if packed:
        content = data.draw(
            st.sampled_from([content, gzip.compress(content)]) | damaged(gzip.compress(content))
        )
    path.write_bytes(content)
    with ours_and_soon():
        vectors = read_word_vectors(path, {"the", "film"})
        assert all(np.isfinite(vector).all() for vector in vectors.values())
    with ours_and_soon():
        check_word_vectors(path, "x")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_bytes | damaged(b'{"version": 1, "num_sentences": 3, "masses": {"a": 0.5}}'))
def test_any_bytes_are_words_or_measurements_or_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    for read in (read_word_masses, read_measurement):
        with ours_and_soon():
            read(path)


def test_a_file_of_another_kind_is_refused_by_its_name() -> None:
    with pytest.raises(DataError, match="cannot be imported"):
        preview_file("x.doc.gz", gzip.compress(WHOLE["csv"]))
