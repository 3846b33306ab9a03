"""What is exported and imported again is the same project: sentences, answers and rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError, DataError
from rrr.formats.columns import ColumnChoice
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.records import NewExample, Project
from rrr.services.marks import answers as annotating
from rrr.services.marks import fair_words, marked_corpus, rules
from rrr.services.projects import catalogue, file_import, marks_export
from rrr.services.projects.import_notes import import_notes
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import (
    adjudication_queries,
    answers_of_projects,
    example_queries,
    importing,
    rationale_queries,
)
from rrr.text import tokenize
from tests.answering import answer

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label", "split")
PIECES = st.sampled_from(
    [
        "café",
        "café",
        "don’t",
        "don't",
        "👩\u200d👧",
        "👍🏽",
        "\r\n",
        "\u2028",
        " ",
        "\t",
        "Odeon",
        "の",
        "\x85",
        "שלום",
        "a\u200bb",
        "!",
        "½",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(lambda text: text.strip())


def everything(workspace: Workspace, project: Project) -> dict[str, Any]:
    """All that an export holds, with places in the project for ids."""
    stored = list(example_queries.stream_of(workspace.database, project.id))
    places = {example.id: example.position for example in stored}
    answers = answers_of_projects.all_of(workspace.database, project.id)
    listed = rules.list_rules(workspace, project)
    splits = marked_corpus.labelled_texts(workspace, project)
    return {
        "examples": [(e.position, e.text, e.label, e.split) for e in stored],
        "answers": {
            places[example_id]: [
                (a.annotator, a.status, a.marked, a.cleared, a.accepted, a.note, a.updated_at)
                for a in given
            ]
            for example_id, given in answers.items()
        },
        "rules": [
            (
                each.rule.kind,
                each.rule.pattern,
                each.rule.created_at,
                each.num_sentences,
                [
                    places[example_id]
                    for example_id in rules.spared_by(
                        workspace, project, rule_pattern(each.rule.kind, each.rule.pattern)
                    )
                    or ()
                ],
            )
            for each in listed
        ],
        "rationales": {
            places[example_id]: tokens
            for example_id, tokens in rationale_queries.of_project(
                workspace.database, project.id
            ).items()
        },
        "decisions": {
            places[example_id]: (decision.person, decision.marked, decision.note)
            for example_id, decision in adjudication_queries.of_project(
                workspace.database, project.id
            ).items()
        },
        "fair": fair_words.list_judged(workspace, project),
        "struck": {name: split.marked for name, split in splits.items()},
        "progress": annotating.progress(workspace, project, "me"),
    }


def again(workspace: Workspace, project: Project) -> Project:
    content = "".join(marks_export.export(workspace, project)).encode()
    result = file_import.import_file(workspace, "again", "x.jsonl", content, CHOICE)
    assert (result.marks.num_unread, result.marks.num_foreign) == (0, 0)
    return result.project


@given(texts=st.lists(TEXTS, min_size=2, max_size=6), data=st.data())
@settings(max_examples=15)
def test_what_is_exported_is_imported_again_whole(
    empty_workspace: Path, texts: list[str], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        shutil.copytree(empty_workspace, folder, dirs_exist_ok=True)
        workspace = Workspace(Settings(Path(folder), "me"))
        rows = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(texts)]
        rows += [NewExample("at the end", None, "test", rationale=(0, 2))]
        project = importing.add(workspace.database, "first", ("a", "b"), rows)
        stored = list(example_queries.stream_of(workspace.database, project.id))
        fair_words.call_fair(workspace, project, "Odeon", "you")
        fair_words.call_fair(workspace, project, "at the café", "you")
        fair_words.call_unfair(workspace, project, "café", "me")
        fair_words.call_unfair(workspace, project, "Kino", "me")
        fair_words.call_fair(workspace, project, "Kino", "you")
        ids = st.sets(st.sampled_from([each.id for each in stored]))
        for kind, pattern in (("word", "café"), ("exact", "don't"), ("regex", r"O\w+|👍")):
            rules.strike(workspace, project, rule_pattern(kind, pattern), data.draw(ids))  # type: ignore[arg-type]
        for annotator in ("me", "you"):
            for example_id in sorted(data.draw(ids)):
                seen = annotating.sentence(workspace, example_id, annotator)
                struck = data.draw(st.sets(st.integers(0, len(seen.tokens) - 1)))
                status = data.draw(st.sampled_from(["marked", "skipped", "flagged"]))
                accepted = data.draw(st.sets(st.sampled_from(sorted(struck)))) if struck else set()
                note = "wh\u0085y?" if status == "flagged" else ""
                more = {"accepted": tuple(accepted), "note": note}
                answer(workspace, example_id, annotator, status, struck, **more)
        for example in (each for each in stored if each.id in data.draw(ids)):
            decided = sorted(data.draw(st.sets(st.integers(0, len(tokenize(example.text)) - 1))))
            adjudication_queries.save(workspace.database, example, "rev", decided, "wh\u0085y?", 0)
        assert everything(workspace, again(workspace, project)) == everything(workspace, project)
        workspace.close()


@pytest.fixture
def decided(fresh_workspace: Workspace) -> Project:
    """Three sentences; a reviewer decided that the last word of the first is struck."""
    rows = [("At the Odeon", "a", "train"), ("Cold", "b", "train"), ("Warm", "a", "test")]
    new = [NewExample(*row) for row in rows]
    project = importing.add(fresh_workspace.database, "first", ("a", "b"), new)
    first = next(example_queries.stream_of(fresh_workspace.database, project.id))
    adjudication_queries.save(fresh_workspace.database, first, "rev", [2], "", 0)
    return project


def test_a_decision_that_nobody_can_have_made_is_refused(
    fresh_workspace: Workspace, decided: Project
) -> None:
    content = "".join(marks_export.export(fresh_workspace, decided))
    assert content.count('"adjudication": {"person": "rev", "marked": [2]') == 1
    bad = content.replace('"rev", "marked": [2]', '"rev", "marked": [3]').encode()
    with pytest.raises(DataError, match="line 1: the answers or rules are not as"):
        file_import.import_file(fresh_workspace, "bad", "x.jsonl", bad, CHOICE)


def test_decisions_come_along_into_a_project_that_is_there(
    fresh_workspace: Workspace, decided: Project
) -> None:
    content = "".join(marks_export.export(fresh_workspace, decided)).encode()
    larger = file_import.add_sentences(fresh_workspace, decided, "x.jsonl", content, CHOICE).project
    marked = marked_corpus.labelled_texts(fresh_workspace, larger)["train"].marked
    assert marked == ((2,), (), (2,), ())


def test_answers_come_along_into_a_project_that_is_there_but_rules_do_not(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    rules.strike(fresh_workspace, small_project, rule_pattern("word", "odeon"))
    rows = [NewExample(f"the Rialto {n}, the Odeon", "good", "train") for n in range(3)]
    other = importing.add(fresh_workspace.database, "other", ("bad", "good"), rows)
    stored = list(example_queries.stream_of(fresh_workspace.database, other.id))
    for word in ("odeon", "rialto"):
        rules.strike(fresh_workspace, other, rule_pattern("word", word), [stored[2].id])
    answer(fresh_workspace, stored[0].id, "me", "marked", [0, 1])
    for word, person in (("warm", "me"), ("dull", "me"), ("the rialto", "me")):
        fair_words.call_fair(fresh_workspace, other, word, person)
    fair_words.call_unfair(fresh_workspace, small_project, "warm", "you")
    content = "".join(marks_export.export(fresh_workspace, other)).encode()

    result = file_import.add_sentences(fresh_workspace, small_project, "x.jsonl", content, CHOICE)
    assert (result.marks.num_answers, result.marks.num_rules_missing) == (1, 1)
    assert any("1 rule of the file is not in this project" in note for note in import_notes(result))
    known = fair_words.list_judged(fresh_workspace, small_project)
    said = {(a.word, a.annotator, a.is_fair) for each in known for a in each.answers}
    assert said == {
        ("warm", "you", False),
        ("warm", "me", True),
        ("dull", "me", True),
        ("the rialto", "me", True),
    }
    assert any(
        "3 words and phrases are called fair reasons" in note for note in import_notes(result)
    )
    added = list(example_queries.stream_of(fresh_workspace.database, small_project.id))[-3:]
    splits = marked_corpus.labelled_texts(fresh_workspace, result.project)
    # A hand struck "the"; "Rialto" was the missing rule's, and "Odeon" was taken back from one.
    assert splits["train"].marked[-3:] == ((0,), (5,), ())
    assert annotating.progress(fresh_workspace, result.project, "me").marked == 1
    assert annotating.sentence(fresh_workspace, added[0].id, "me").status == "marked"


def entries_of(workspace: Workspace) -> list[dict[str, Any]]:
    splits = ["train"] * 4 + ["test"] * 2
    rows = [NewExample(f"text number {n}", "ab"[n % 2], split) for n, split in enumerate(splits)]
    project = importing.add(workspace.database, "one", ("a", "b"), rows)
    for example in list(example_queries.stream_of(workspace.database, project.id))[:2]:
        answer(workspace, example.id, "me", "marked", [0])
    rules.strike(workspace, project, rule_pattern("word", "number"))
    return [json.loads(line) for line in marks_export.export(workspace, project)]


def imported(
    workspace: Workspace, entries: list[dict[str, Any]], reading: Reading = AS_IT_LOOKS
) -> file_import.ImportResult:
    content = "\n".join(map(json.dumps, entries)).encode()
    return file_import.import_file(workspace, "two", "x.jsonl", content, CHOICE, reading=reading)


def test_answers_on_words_divided_otherwise_are_not_read_but_told(
    fresh_workspace: Workspace,
) -> None:
    entries = entries_of(fresh_workspace)
    entries[0]["text"] = "another text"
    entries[1]["tokenizer"] = "words-0"
    result = imported(fresh_workspace, entries)
    assert (result.marks.num_answers, result.marks.num_unread, result.marks.num_rules) == (0, 2, 1)
    assert any("The answers on 2 sentences were not read" in note for note in import_notes(result))


@pytest.mark.parametrize(
    "spans",
    [
        {"spans": [{"start": 0, "end": 4, "label": "WHY"}]},  # Prodigy
        {"marks": [{"token": 0, "by": "hand", "rules": []}], "answers": None},  # an older export
        {"evidences": [[{"text": "text"}]]},  # ERASER
    ],
)
def test_marks_in_another_form_are_not_read_but_told(
    fresh_workspace: Workspace, spans: dict[str, Any]
) -> None:
    entries = entries_of(fresh_workspace)
    for key in ("answers", "rules", "marks"):
        for entry in entries:
            entry.pop(key, None)
    entries[0] |= spans
    result = imported(fresh_workspace, entries, Reading(format="jsonl"))
    assert (result.marks.num_answers, result.marks.num_foreign) == (0, 1)
    assert any("The marks on 1 sentence were not read" in note for note in import_notes(result))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"marked": [99]}, DataError),
        ({"marked": [True]}, DataError),
        ({"marked": [0, 0]}, DataError),
        ({"marked": 7}, DataError),
        ({"status": "unreviewed"}, DataError),
        ({"annotator": None}, DataError),
        ({"annotator": "\ud800"}, DataError),
        ({"updated_at": "yesterday"}, DataError),
        ({"note": "n" * 3000}, DataError),
        ({"annotator": "you"}, DataError),
    ],
)
def test_answers_that_nobody_can_have_given_are_refused_and_nothing_is_stored(
    fresh_workspace: Workspace, change: dict[str, Any], error: type[Exception]
) -> None:
    entries = entries_of(fresh_workspace)
    entries[1]["answers"].append(entries[1]["answers"][0] | {"annotator": "you"})
    entries[1]["answers"][0] |= change
    before = catalogue.list_projects(fresh_workspace)
    with pytest.raises(error, match="line 2"):
        imported(fresh_workspace, entries)
    assert catalogue.list_projects(fresh_workspace) == before


@pytest.mark.parametrize(
    "fair",
    [
        {"word": " ", "annotator": "me", "created_at": "2026-01-01"},
        {"word": "x", "annotator": "me", "created_at": "2026-01-01", "is_fair": "yes"},
        {"word": "x"},
        ["x"],
    ],
)
def test_fair_words_that_nobody_can_have_named_are_refused(
    fresh_workspace: Workspace, fair: Any
) -> None:
    entries = entries_of(fresh_workspace)
    entries[0]["fair"] = [fair]
    with pytest.raises(DataError, match="line 1"):
        imported(fresh_workspace, entries)
    assert len(catalogue.list_projects(fresh_workspace)) == 1


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ({"kind": "regex", "pattern": "(", "created_at": "2026-01-01"}, AnnotationError),
        ({"kind": "magic", "pattern": "x", "created_at": "2026-01-01"}, DataError),
        ({"kind": "word"}, DataError),
        (["word", "x"], DataError),
    ],
)
def test_rules_that_nobody_can_have_made_are_refused(
    fresh_workspace: Workspace, rule: Any, error: type[Exception]
) -> None:
    entries = entries_of(fresh_workspace)
    entries[0]["rules"] = [rule]
    with pytest.raises(error):
        imported(fresh_workspace, entries)
    assert len(catalogue.list_projects(fresh_workspace)) == 1
