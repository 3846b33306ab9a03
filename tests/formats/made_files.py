"""Small files in every format that is read, made up here."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet

EMOJI = "\N{CLAPPING HANDS SIGN}"
TEXT = f"{EMOJI} cafe\u0301 was\r\nfine"
"""An emoji of two UTF-16 units, a combining mark, a line end of two characters."""
FINE = (TEXT.index("fine"), TEXT.index("fine") + 4)

ROWS = [("good film", "pos", "train"), ("bad film", "neg", "train"), (TEXT, "pos", "test")]


def lines(*entries: Mapping[str, Any]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in entries).encode()


def excel(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def parquet(columns: Mapping[str, Sequence[Any]], names: Sequence[str] = ()) -> bytes:
    """With `names`, the column label holds numbers of these classes."""
    table = pa.table(dict(columns))
    if names:
        feature = {"names": list(names), "_type": "ClassLabel"}
        info = json.dumps({"info": {"features": {"label": feature}}})
        table = table.replace_schema_metadata({"huggingface": info})
    out = io.BytesIO()
    pyarrow.parquet.write_table(table, out)
    return out.getvalue()


def arrow(columns: Mapping[str, Sequence[Any]]) -> bytes:
    table, out = pa.table(dict(columns)), io.BytesIO()
    with pa.ipc.new_stream(out, table.schema) as writer:
        writer.write_table(table)
    return out.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def columns_of(rows: Sequence[Sequence[Any]] = ROWS) -> dict[str, list[Any]]:
    return {
        name: [row[index] for row in rows] for index, name in enumerate(("text", "label", "split"))
    }


def in_utf_16(offset: int) -> int:
    return len(TEXT[:offset].encode("utf-16-le")) // 2


PRODIGY = lines(
    {
        "text": TEXT,
        "label": "pos",
        "spans": [{"start": FINE[0], "end": FINE[1], "label": "WHY"}],
        "answer": "accept",
        "_annotator_id": "ann",
        "meta": {"split": "test"},
    },
    {
        "text": "good film",
        "options": [{"id": 1, "text": "pos"}, {"id": 2, "text": "neg"}],
        "accept": [1],
        "answer": "accept",
        "split": "train",
    },
    {
        "text": "bad film",
        "label": "neg",
        "spans": [{"start": 4, "end": 8, "label": "IRRELEVANT"}],
        "answer": "accept",
        "split": "train",
    },
    {"text": "no film", "label": "neg", "answer": "reject", "split": "train"},
)
DOCCANO = lines(
    {
        "id": 1,
        "text": TEXT,
        "cats": ["pos"],
        "entities": [[in_utf_16(FINE[0]), in_utf_16(FINE[1]), "WHY"]],
        "split": "test",
    },
    {"id": 2, "text": "good film", "label": ["pos"], "Comments": [], "split": "train"},
    {
        "id": 3,
        "text": "bad film",
        "cats": ["neg"],
        "entities": [{"id": 9, "start_offset": 4, "end_offset": 8, "label": "irrelevant"}],
        "split": "train",
    },
    {"id": 4, "text": "no film", "cats": [], "split": "train"},
)


def task(text: str, split: str, *annotations: Any) -> dict[str, Any]:
    results = [{"result": each, "completed_by": n} for n, each in enumerate(annotations, start=1)]
    return {"id": 1, "data": {"text": text, "split": split}, "annotations": results}


def choice(label: str) -> dict[str, Any]:
    return {"type": "choices", "value": {"choices": [label]}}


def labelled(start: int, end: int, text: str, label: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"type": "labels", "value": value}


LABEL_STUDIO = json.dumps(
    [
        task(TEXT, "test", [choice("pos"), labelled(*FINE, "fine", "WHY")]),
        # An older version: UTF-16. Two of three chose pos.
        task(
            "good film",
            "train",
            [choice("pos")],
            [choice("neg")],
            [choice("pos")],
        ),
        task("bad film", "train", [choice("neg"), labelled(4, 8, "film", "IRRELEVANT")]),
        task("no film", "train", [choice("pos")], [choice("neg")]),
    ]
).encode()


def record(text: str, split: str, label: str | None, *spans: Any) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    if label:
        responses["sentiment"] = [{"value": label, "user_id": "u1"}]
    if spans:
        responses["why"] = [{"value": list(spans), "user_id": "u1"}]
    return {
        "id": "r",
        "fields": {"text": text},
        "metadata": {"split": split},
        "suggestions": {"sentiment": {"value": "neg", "score": None, "agent": None}},
        "responses": responses,
        "vectors": {},
        "_server_id": None,
    }


ARGILLA = json.dumps(
    [
        record(
            TEXT,
            "test",
            "pos",
            {"start": in_utf_16(FINE[0]), "end": in_utf_16(FINE[1]), "label": "WHY"},
        ),
        record("good film", "train", "pos"),
        record("bad film", "train", "neg", {"start": 4, "end": 8, "label": "IRRELEVANT"}),
        record("no film", "train", None),
    ]
).encode()
TOOLS = {
    "prodigy": ("x.jsonl", PRODIGY),
    "doccano": ("x.jsonl", DOCCANO),
    "label-studio": ("x.json", LABEL_STUDIO),
    "argilla": ("x.json", ARGILLA),
}


def post(tokens: str, labels: Sequence[str], *rationales: Sequence[int]) -> dict[str, Any]:
    return {
        "post_id": "p",
        "annotators": [
            {"label": label, "annotator_id": n, "target": []} for n, label in enumerate(labels)
        ],
        "rationales": list(rationales),
        "post_tokens": tokens.split(),
    }


HATEXPLAIN = json.dumps(
    {
        "a": post("you are vile", ["hate", "hate", "normal"], [0, 0, 1], [1, 0, 1]),
        "b": post("a nice day", ["normal"] * 3),
        "c": post("who knows it", ["hate", "normal", "offensive"], [0, 1, 0]),
    }
).encode()
DIVISIONS = json.dumps({"train": ["a", "b"], "val": [], "test": ["c"]}).encode()


def evidence(name: str, label: str, *tokens: tuple[int, int]) -> dict[str, Any]:
    one = [
        [{"docid": name, "start_token": start, "end_token": end, "text": ""}]
        for start, end in tokens
    ]
    return {
        "annotation_id": name,
        "docids": [name],
        "query": "?",
        "query_type": None,
        "classification": label,
        "evidences": one,
    }


ERASER = {
    "train.jsonl": lines(evidence("d1", "POS", (4, 6)), evidence("d2", "NEG")),
    "test.jsonl": lines(evidence("d1", "POS", (0, 1))),
    "docs/d1": b"the plot is\r\n\r\n thin , but good .\n",
    "docs/d2": b"dull .\n",
}
