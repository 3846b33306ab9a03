"""Tokens and highlights that came with a tool's file leave in its format as they came."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import Reading
from rrr.formats.registry import read_table
from rrr.records import Project
from rrr.services.projects import file_import, marks_export, project_files
from rrr.services.projects.tool_export import Written, write_for_tool
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import example_queries
from tests.answering import answer
from tests.formats.made_files import TOOLS, evidence, lines, post, zipped

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label", "split")
PIECES = ["can't", "New York", "\N{CLAPPING HANDS SIGN}", "e\u0301", "\n", " ", "  ", "の", "(ok)!"]
LABELS = ["IRRELEVANT", "irrelevant", "WHY", "RATIONALE", ""]


@st.composite
def tasks(draw: st.DrawFn) -> dict[str, Any]:
    """A task of Prodigy, divided anywhere, with highlights anywhere."""
    text = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join))
    text = f"{text}x" if not text.strip() else text
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.sets(places, max_size=8)))
    stretches = list(pairwise(cuts))
    kept = draw(st.sets(st.sampled_from(stretches))) if stretches else set()
    spans = draw(st.lists(st.tuples(places, places, st.sampled_from(LABELS)), max_size=4))
    return {
        "text": text,
        "label": draw(st.sampled_from("ab")),
        "split": "train",
        "answer": draw(st.sampled_from(["accept", "accept", "reject"])),
        "tokens": [{"start": a, "end": b, "text": text[a:b]} for a, b in sorted(kept)],
        "spans": [{"start": min(a, b), "end": max(a, b), "label": name} for a, b, name in spans],
    }


ENOUGH = [
    {"text": text, "label": label, "split": split, "answer": "accept", "tokens": [], "spans": []}
    for text, label, split in (("one", "a", "train"), ("two", "b", "train"), ("six", "a", "test"))
]


def prodigy(content: str | bytes) -> list[Any]:
    """What a file says of tokens and spans, line by line."""
    return [
        (
            [(each["start"], each["end"], each["text"]) for each in entry["tokens"]],
            [(each["start"], each["end"], each["label"]) for each in entry["spans"]],
        )
        for entry in map(json.loads, content.splitlines())
    ]


def expected(task: dict[str, Any]) -> Any:
    told = prodigy(json.dumps(task))[0]
    return told[0], (told[1] if task["answer"] == "accept" else [])


def exported(workspace: Workspace, project: Project, tool: str) -> bytes:
    out = io.BytesIO()
    write_for_tool(workspace, project, tool, out)
    return out.getvalue()


def imported(workspace: Workspace, name: str, content: bytes, format_name: str) -> Project:
    reading = Reading(format=format_name, unmarked="nothing")
    filename = "x.zip" if format_name in ("eraser", "hatexplain") else "x.json"
    return file_import.import_file(
        workspace, name, filename, content, CHOICE, reading=reading
    ).project


@given(made=st.lists(tasks(), max_size=4))
@settings(max_examples=20)
def test_prodigys_tokens_and_spans_leave_as_they_came_by_every_way(
    empty_workspace: Path, made: list[dict[str, Any]]
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(empty_workspace, folder, dirs_exist_ok=True)
        workspace = Workspace(Settings(Path(folder), "me"))
        first = imported(workspace, "first", lines(*ENOUGH, *made), "prodigy")
        wanted = list(map(expected, made))
        ours = "".join(marks_export.export(workspace, first)).encode()
        second = imported(workspace, "second", ours, "right-reasons")
        whole = io.BytesIO()
        project_files.write_project(workspace, second, whole)
        third = project_files.read_project(workspace, "x.zip", whole.getvalue(), "third")
        for project in (first, second, third):
            told = prodigy(exported(workspace, project, "prodigy"))[len(ENOUGH) :]
            for (tokens, spans), (given_tokens, given_spans) in zip(told, wanted, strict=True):
                assert spans == given_spans
                assert not given_tokens or tokens == given_tokens
        workspace.close()


@given(
    documents=st.lists(
        st.lists(
            st.lists(st.sampled_from(["can't", "…ok!", "a\tb", "e\u0301", "の"]), min_size=1),
            min_size=1,
            max_size=3,
        ),
        max_size=3,
    ),
    data=st.data(),
)
@settings(max_examples=20)
def test_erasers_tokens_and_evidence_leave_as_they_came(
    empty_workspace: Path, documents: list[list[list[str]]], data: st.DataObject
) -> None:
    texts = ["one film", "two films", "six films"]
    texts += ["x " + " y\n".join(" ".join(words) for words in each) + " z" for each in documents]
    files, came = {"train": [], "test": []}, {"train": [], "test": []}
    for number, text in enumerate(texts):
        tokens = text.replace("\n", " ").split(" ")
        first = data.draw(st.integers(0, len(tokens) - 1))
        last = data.draw(st.integers(first, len(tokens) - 1))
        ends = sorted({(first, last + 1), (0, 1)})
        split = "test" if number == 2 else "train"
        files[split].append(evidence(f"d{number}", "NEG" if number == 1 else "POS", *ends))
        came[split].append((tokens, ends))
    docs = lines(*({"docid": f"d{n}", "document": text} for n, text in enumerate(texts)))
    made = {f"{name}.jsonl": lines(*entries) for name, entries in files.items()}
    with TemporaryDirectory() as folder:
        shutil.copytree(empty_workspace, folder, dirs_exist_ok=True)
        workspace = Workspace(Settings(Path(folder), "me"))
        project = imported(workspace, "one", zipped({**made, "docs.jsonl": docs}), "eraser")
        assert eraser(exported(workspace, project, "eraser")) == came
        workspace.close()


def eraser(content: bytes) -> dict[str, list[Any]]:
    """The tokens and the evidence of each annotation, split by split."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {
            name.removesuffix(".jsonl"): [json.loads(line) for line in archive.open(name)]
            for name in archive.namelist()
        }
    texts = {each["docid"]: each["document"] for each in entries.pop("docs")}
    return {
        split: [
            (
                texts[each["docids"][0]].replace("\n", " ").split(" "),
                sorted((one["start_token"], one["end_token"]) for (one,) in each["evidences"]),
            )
            for each in annotations
        ]
        for split, annotations in entries.items()
    }


@pytest.mark.parametrize("tool", ["prodigy", "doccano", "label-studio", "argilla"])
def test_highlights_leave_with_the_labels_they_came_with(
    fresh_workspace: Workspace, tool: str
) -> None:
    filename, content = TOOLS[tool]

    def spans_in(file: bytes) -> list[Any]:
        table = read_table(filename, file, Reading(format=tool))
        return [row.highlights and row.highlights.spans for row in table.rows()]

    project = imported(fresh_workspace, "one", content, tool)
    labels = {span.label.upper() for spans in spans_in(content) for span in spans or ()}
    assert labels == {"WHY", "IRRELEVANT"}
    assert spans_in(exported(fresh_workspace, project, tool)) == spans_in(content)


@given(
    posts=st.lists(
        st.tuples(
            st.lists(
                st.tuples(
                    st.sampled_from(["can't", "<user>", "New York", "a\r\nb", "e\u0301", "の!"]),
                    st.booleans(),
                ),
                min_size=1,
                max_size=5,
            ),
            st.sampled_from(["hate", "normal"]),
            st.sampled_from(["train", "val", "test"]),
        ),
        max_size=4,
    )
)
@settings(max_examples=20)
def test_hatexplains_tokens_labels_evidence_and_divisions_leave_as_they_came(
    empty_workspace: Path, posts: list[tuple[list[tuple[str, bool]], str, str]]
) -> None:
    usual = [("hate", "train"), ("normal", "train"), ("normal", "test")]
    posts = [*(([("film", True)], *each) for each in usual), *posts]
    dataset, divisions = {}, dict[str, list[str]](train=[], val=[], test=[])
    for number, (words, label, division) in enumerate(posts):
        tokens = [f"post{number}", *(word for word, _ in words)]
        evidence = [0, *(int(is_marked) for _, is_marked in words)]
        made = {**post("", [label] * 3, *[evidence] * 3), "post_tokens": tokens}
        dataset[f"p{number}"] = {**made, "rationales": made["rationales"] if any(evidence) else []}
        divisions[division].append(f"p{number}")
    content = {"dataset.json": dataset, "post_id_divisions.json": divisions}
    packed = zipped({name: json.dumps(each).encode() for name, each in content.items()})
    with TemporaryDirectory() as folder:
        shutil.copytree(empty_workspace, folder, dirs_exist_ok=True)
        workspace = Workspace(Settings(Path(folder), "me"))
        project = imported(workspace, "one", packed, "hatexplain")
        assert hatexplain(exported(workspace, project, "hatexplain")) == hatexplain(packed)
        workspace.close()


def hatexplain(content: bytes) -> list[Any]:
    """Tokens, labels, rationales and division of each post, in the order of the file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        dataset, divisions = map(
            json.loads, map(archive.read, ("dataset.json", "post_id_divisions.json"))
        )
    division_of = {name: division for division, names in divisions.items() for name in names}
    return [
        (
            each["post_tokens"],
            [annotator["label"] for annotator in each["annotators"]],
            each["rationales"],
            division_of[name],
        )
        for name, each in dataset.items()
    ]


def test_what_has_no_place_in_the_format_is_counted(fresh_workspace: Workspace) -> None:
    reading = Reading(format="prodigy", unmarked="nothing")
    filename, content = TOOLS["prodigy"]  # four texts, one without a label, one with evidence
    project = file_import.import_file(
        fresh_workspace, "one", filename, content, CHOICE, reading=reading
    ).project
    for tool, expected in (("hatexplain", (3, 1)), ("eraser", (1, 3)), ("argilla", (4, 0))):
        told = write_for_tool(fresh_workspace, project, tool, io.BytesIO())
        assert (told.num_examples, told.num_left_out) == expected


def test_hatexplains_tokens_leave_in_prodigys_format(fresh_workspace: Workspace) -> None:
    posts = {
        "1": post("<user> can't", ["hate"] * 3, [1, 0], [1, 0]),
        "2": post("so , nice", ["normal"] * 3),
        "3": post("go !!", ["normal"] * 3),
        "4": post("vile :) you", ["hate"] * 3),
    }
    reading = Reading(format="hatexplain", unmarked="nothing")
    content = json.dumps(posts).encode()
    result = file_import.import_file(
        fresh_workspace,
        "posts",
        "dataset.json",
        content,
        ColumnChoice("text", "label"),
        reading=reading,
    )
    told = prodigy(exported(fresh_workspace, result.project, "prodigy"))
    words = [[text for _, _, text in tokens] for tokens, _ in told]
    assert words == [each["post_tokens"] for each in posts.values()]
    assert told[0][1] == [(0, 6, "RATIONALE")]  # of several people: what most of them highlighted


def test_a_new_mark_is_widened_to_the_token_that_the_tool_gave_and_a_freed_one_is_gone(
    fresh_workspace: Workspace,
) -> None:
    tokens = [{"start": 0, "end": 4}, {"start": 5, "end": 10}, {"start": 11, "end": 16}]
    spans = [{"start": 5, "end": 9, "label": "IRRELEVANT"}]
    task = {**ENOUGH[0], "text": "Well done, today", "tokens": tokens, "spans": spans}
    project = imported(fresh_workspace, "one", lines(task, *ENOUGH), "prodigy")
    stored = next(example_queries.stream_of(fresh_workspace.database, project.id))

    def spans_after(*struck: int) -> tuple[Any, Written]:
        answer(fresh_workspace, stored.id, "imported", "marked", list(struck))
        out = io.BytesIO()
        written = write_for_tool(fresh_workspace, project, "prodigy", out)
        return json.loads(out.getvalue().splitlines()[0])["spans"], written

    whole = {"start": 5, "end": 10, "label": "IRRELEVANT", "token_start": 1, "token_end": 1}
    assert spans_after(1) == ([{**whole, "end": 9}], Written(4, 0))  # as it was given
    assert spans_after(2) == ([whole], Written(4, 1))  # the comma alone
    out = io.BytesIO()  # a format without struck words widens none
    assert write_for_tool(fresh_workspace, project, "hatexplain", out) == Written(4, 0)
    assert spans_after(1, 2, 3)[0] == [
        {**whole, "end": 9},
        {**whole, "end": 16, "token_end": 2},
    ]
