"""No axis of a file is unbounded: each ends within seconds, with a refusal or with the rows.

The times allowed are many times those measured, for machines that do other work.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from rrr.errors import DataError
from rrr.formats.read_options import AS_IT_LOOKS
from rrr.formats.registry import read_table
from rrr.formats.suggested_columns import suggest_columns
from rrr.formats.table_examples import TableExamples
from rrr.services.projects.file_preview import preview_file

SECONDS = 10
ROWS = 400


@contextmanager
def soon() -> Iterator[None]:
    began = time.process_time()
    yield
    assert time.process_time() - began < SECONDS


def wide_csv(number: int) -> bytes:
    """Rows of a text, a label and numbers."""
    header = ",".join(["text", "label", *map(str, range(number - 2))])
    numbers = ",0.125" * (number - 2)
    return "\n".join([header, *(f"t{n},{'ab'[n % 2]}{numbers}" for n in range(ROWS))]).encode()


def wide_jsonl(number: int) -> bytes:
    numbers = {f"n{n}": 0.125 for n in range(number - 2)}
    lines = ({"text": f"t{n}", "label": "ab"[n % 2], **numbers} for n in range(ROWS))
    return "\n".join(map(json.dumps, lines)).encode()


@pytest.mark.parametrize(("name", "content_of"), [("x.csv", wide_csv), ("x.jsonl", wide_jsonl)])
def test_1536_columns_are_previewed_and_read(name: str, content_of: Callable[[int], bytes]) -> None:
    content = content_of(1_536)
    with soon():
        preview = preview_file(name, content)
        choice = preview.suggestion.choice
        assert choice is not None
        examples = list(TableExamples(read_table(name, content, AS_IT_LOOKS), choice))
    assert (len(preview.columns), len(examples)) == (1_536, ROWS)
    assert preview.suggestion.text == "text"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"," * 1_000_000 + b"\n1,2\n", "more than 2,000 columns"),
        ("x.csv", b"," * 5_000_000, "more than 4,000,000 characters in one row"),
        ("x.csv", b'"a,b' + b"\na,b" * 1_250_000, "more than 4,000,000 characters in one row"),
        ("x.csv", b"a,b\n" + b'"' * 3_000_001, "double quote"),
        ("x.tsv", b"a\tb\n" + b"\t" * 1_000_000, "row 2: 1,000,001 cells"),
        ("x.csv", b"\n" * 1_000_000, "is empty"),
        ("x.jsonl", b'{"a": "' + b"a" * 10_000_000, "more than 10,000,000 characters"),
        ("x.jsonl", json.dumps(dict.fromkeys(map(str, range(100_000)))).encode(), "2,000 columns"),
        ("x.jsonl", b"".join(b'{"k%d": 1}\n' % n for n in range(3_000)), "more than 2,000 columns"),
        ("x.jsonl", b"{}\n" * 3, "has no columns"),
        ("x.jsonl", b"[" * 1_000_000, "not valid JSON"),
        ("x.jsonl", b'{"a":' * 300_000, "not valid JSON"),
        ("x.jsonl", b"9" * 1_000_000, "not valid JSON"),
    ],
    ids=lambda value: value[:12] if isinstance(value, bytes) else None,
)
def test_what_is_too_much_on_one_axis_is_refused_soon(
    name: str, content: bytes, message: str
) -> None:
    with soon(), pytest.raises(DataError, match=message):
        preview_file(name, content)


def test_many_lines_each_with_a_key_of_its_own_are_read_up_to_the_limit() -> None:
    content = b"".join(b'{"text": "t%d", "k%d": 1}\n' % (n, n) for n in range(1_990))
    with soon():
        assert preview_file("x.jsonl", content).num_rows == 1_990


def test_a_message_lists_no_more_names_than_can_be_read() -> None:
    table = read_table("x.csv", wide_csv(1_000), AS_IT_LOOKS)
    with pytest.raises(DataError) as refused:
        table.column("x" * 100_000)
    assert len(str(refused.value)) < 500
    assert "and 980 more" in str(refused.value)
    assert suggest_columns(table).label == "label"
