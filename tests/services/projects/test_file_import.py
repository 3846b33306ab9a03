from __future__ import annotations

import json

import pytest

from rrr.annotating import expressions
from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError, DataError
from rrr.formats.columns import ColumnChoice
from rrr.records import Project
from rrr.services.marks import answers, marked_corpus, rules, sweep
from rrr.services.projects import catalogue, file_import
from rrr.services.projects.file_preview import preview_file
from rrr.services.projects.import_notes import import_notes
from rrr.services.workspace import Workspace
from rrr.store import example_queries

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label")
CSV = b"text;label\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))
MORE = (
    "text,label,split\nthe same Odeon again,a,train\nODEON in the evening,b,train\nodeon,a,test\n"
)
MORE_CHOICE = ColumnChoice("text", "label", "split")


def test_a_preview_stores_nothing_and_shows_the_first_rows(fresh_workspace: Workspace) -> None:
    preview = preview_file("x.csv", CSV)
    assert preview.columns == ("text", "label")
    assert (len(preview.rows), preview.num_rows) == (20, 40)
    assert preview.rows[0] == ("text 0", "a")
    assert preview.suggestion.choice == CHOICE
    assert catalogue.list_projects(fresh_workspace) == []


def test_an_imported_file_becomes_a_project(fresh_workspace: Workspace) -> None:
    content = CSV + b";a\nno label here;\n"
    result = file_import.import_file(fresh_workspace, " my \n reviews ", "x.CSV", content, CHOICE)
    assert (result.num_skipped, result.num_unlabelled) == (1, 1)
    assert result.project.name == "my reviews"
    assert result.project.num_examples == 41
    assert catalogue.get_project(fresh_workspace, result.project.id) == result.project


def test_json_lines_are_imported_with_their_splits(fresh_workspace: Workspace) -> None:
    rows = [("a", "yes", "train"), ("b", "no", "train"), ("c", "no", "hard")]
    lines = [json.dumps(dict(zip(("body", "y", "fold"), row, strict=True))) for row in rows]
    choice = preview_file("x.jsonl", "\n".join(lines).encode()).suggestion.choice
    assert choice is not None
    result = file_import.import_file(
        fresh_workspace, "jsonl", "x.jsonl", "\n".join(lines).encode(), choice
    )
    assert result.project.split_sizes == {"train": 2, "hard": 1}


def test_labels_that_no_training_sentence_has_are_told_until_one_has(
    fresh_workspace: Workspace,
) -> None:
    rows = "text,label,split\nwarm,a,train\nlong,b,train\nold,c,test\n"
    choice = ColumnChoice("text", "label", "split")
    result = file_import.import_file(fresh_workspace, "x", "x.csv", rows.encode(), choice)
    assert result.untrained_labels == ("c",)
    assert any("Labels that no training sentence has: c." in note for note in import_notes(result))
    more = b"text,label,split\nnew,c,train\n"
    result = file_import.add_sentences(fresh_workspace, result.project, "y.csv", more, choice)
    assert result.untrained_labels == ()
    assert not list(import_notes(result))


@pytest.mark.parametrize(
    ("name", "filename", "content", "message"),
    [
        ("x", "x.pkl", CSV, r"x.pkl cannot be imported.*\.csv"),
        ("x", "x", CSV, "cannot be imported"),
        ("x", "x.csv", b"text,label\n", "has a header, but no rows"),
        ("x", "x.csv", CSV + b"a;b;c\n", "row 42: 3 cells"),
        ("  ", "x.csv", CSV, "name must have 1 to 100"),
        ("x" * 101, "x.csv", CSV, "name must have 1 to 100"),
        ("taken", "x.csv", CSV, "already a project"),
    ],
)
def test_an_import_that_fails_leaves_everything_as_it_was(
    fresh_workspace: Workspace, name: str, filename: str, content: bytes, message: str
) -> None:
    file_import.import_file(fresh_workspace, "taken", "x.csv", CSV, CHOICE)
    before = catalogue.list_projects(fresh_workspace)
    with pytest.raises(DataError, match=message):
        file_import.import_file(fresh_workspace, name, filename, content, CHOICE)
    assert catalogue.list_projects(fresh_workspace) == before


@pytest.fixture
def ruled(fresh_workspace: Workspace) -> Project:
    """Forty sentences, and rules of two kinds that strike in none of them."""
    made = file_import.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    for kind, pattern in (("word", "odeon"), ("regex", "(?i)odeon (again|in)")):
        rules.strike(fresh_workspace, made, rule_pattern(kind, pattern))
    return made


def test_rules_strike_in_sentences_that_are_added_later(
    fresh_workspace: Workspace, ruled: Project
) -> None:
    result = file_import.add_sentences(fresh_workspace, ruled, "m.csv", MORE.encode(), MORE_CHOICE)
    larger = catalogue.get_project(fresh_workspace, ruled.id)
    assert result.project == larger
    assert (result.num_added, larger.num_examples) == (3, 43)
    assert larger.split_sizes["train"] == ruled.split_sizes["train"] + 2
    marked = marked_corpus.labelled_texts(fresh_workspace, larger)["train"].marked
    assert marked[-2:] == ((2, 3), (0, 1))
    counts = {e.rule.kind: e.num_sentences for e in rules.list_rules(fresh_workspace, larger)}
    assert counts == {"word": 2, "regex": 2}
    found = sweep.sweep(fresh_workspace, larger, rule_pattern("word", "odeon"))
    stored = list(example_queries.stream_of(fresh_workspace.database, ruled.id))
    assert found.ids.tolist() == [example.id for example in stored[40:]]
    assert [example.position for example in stored] == list(range(43))
    assert answers.progress(fresh_workspace, larger, "me").total == larger.split_sizes["train"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (MORE.replace(",b,", ",c,"), "has the label “c”. Expected the project's: a, b"),
        (MORE + "one cell\n", "row 5: 1 cell,"),
        (MORE + '"' + "a" * 60 + 'b",a,train\n', "Make it simpler"),
    ],
)
def test_sentences_that_cannot_be_added_leave_the_project_as_it_was(
    fresh_workspace: Workspace,
    ruled: Project,
    monkeypatch: pytest.MonkeyPatch,
    content: str,
    message: str,
) -> None:
    monkeypatch.setattr(expressions, "SECONDS_PER_SENTENCE", 0.05)
    rules.strike(fresh_workspace, ruled, rule_pattern("regex", "(a|aa)+$"))
    before = [each.num_sentences for each in rules.list_rules(fresh_workspace, ruled)]
    with pytest.raises((DataError, AnnotationError), match=message):
        file_import.add_sentences(fresh_workspace, ruled, "m.csv", content.encode(), MORE_CHOICE)
    assert catalogue.list_projects(fresh_workspace) == [ruled]
    assert len(list(example_queries.stream_of(fresh_workspace.database, ruled.id))) == 40
    assert [e.num_sentences for e in rules.list_rules(fresh_workspace, ruled)] == before


def test_texts_a_project_has_keep_their_split_when_a_file_repeats_them(
    fresh_workspace: Workspace,
) -> None:
    made = file_import.import_file(fresh_workspace, "leak", "x.csv", CSV, CHOICE).project
    of_project = list(example_queries.stream_of(fresh_workspace.database, made.id))
    training = [each for each in of_project if each.split == "train"][:20]
    again = "text;label\n" + "".join(f"{e.text.upper()};{e.label}\n" for e in training)
    result = file_import.add_sentences(fresh_workspace, made, "y.csv", again.encode(), CHOICE)
    assert result.repeats.num_repeated == 20
    assert result.repeats.num_in_two_splits == 0
    assert result.project.split_sizes == {
        **made.split_sizes,
        "train": made.split_sizes["train"] + 20,
    }


def test_of_two_who_add_sentences_at_once_the_slower_is_refused(
    fresh_workspace: Workspace, ruled: Project
) -> None:
    def meanwhile(done: int, total: int) -> None:
        if done == total:
            other = b"text,label\nfaster,a\n"
            file_import.add_sentences(fresh_workspace, ruled, "o.csv", other, CHOICE)

    with pytest.raises(DataError, match="Import the file again"):
        file_import.add_sentences(
            fresh_workspace, ruled, "m.csv", MORE.encode(), MORE_CHOICE, meanwhile
        )
    assert catalogue.get_project(fresh_workspace, ruled.id).num_examples == 41
