from __future__ import annotations

import json
from pathlib import Path

import pytest

from rrr.annotating import expressions
from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError, DataError, NotFound
from rrr.formats.columns import ColumnChoice
from rrr.records import Evaluation, Project, TrainingConfig
from rrr.services.marks import answers, marked_corpus, rules, sweep
from rrr.services.projects import catalogue
from rrr.services.projects.file_preview import preview_file
from rrr.services.training.models import load_trained
from rrr.services.training.run_checkpoints import has_checkpoint
from rrr.services.workspace import Workspace
from rrr.store import example_queries, run_queries
from tests.answering import answer, first_example
from tests.stored_runs import queued

pytestmark = pytest.mark.both_stores

CHOICE = ColumnChoice("text", "label")
CSV = b"text;label\n" + b"".join(b"text %d;%c\n" % (n, 97 + n % 2) for n in range(40))


def test_opening_the_demo_twice_gives_the_same_project(fresh_workspace: Workspace) -> None:
    demo = catalogue.open_demo(fresh_workspace)
    assert catalogue.open_demo(fresh_workspace) == demo
    assert catalogue.list_projects(fresh_workspace) == [demo]
    assert demo.is_demo
    assert demo.labels == ("negative", "positive")
    assert set(demo.split_sizes) == {
        "train",
        "validation",
        "test",
        "artefact_free",
        "artefact_flipped",
    }


def test_the_demo_finds_another_name_where_its_own_is_taken(fresh_workspace: Workspace) -> None:
    catalogue.import_file(fresh_workspace, catalogue.DEMO_NAME, "x.csv", CSV, CHOICE)
    assert catalogue.open_demo(fresh_workspace).name == f"{catalogue.DEMO_NAME} 2"


def test_a_preview_stores_nothing_and_shows_the_first_rows(fresh_workspace: Workspace) -> None:
    preview = preview_file("x.csv", CSV)
    assert preview.columns == ("text", "label")
    assert (len(preview.rows), preview.num_rows) == (20, 40)
    assert preview.rows[0] == ("text 0", "a")
    assert preview.suggestion.choice == CHOICE
    assert catalogue.list_projects(fresh_workspace) == []


def test_an_imported_file_becomes_a_project(fresh_workspace: Workspace) -> None:
    content = CSV + b";a\nno label here;\n"
    result = catalogue.import_file(fresh_workspace, " my \n reviews ", "x.CSV", content, CHOICE)
    assert (result.num_skipped, result.num_unlabelled) == (1, 1)
    assert result.project.name == "my reviews"
    assert result.project.num_examples == 41
    assert catalogue.get_project(fresh_workspace, result.project.id) == result.project


def test_json_lines_are_imported_with_their_splits(fresh_workspace: Workspace) -> None:
    rows = [("a", "yes", "train"), ("b", "no", "train"), ("c", "no", "hard")]
    lines = [json.dumps(dict(zip(("body", "y", "fold"), row, strict=True))) for row in rows]
    choice = preview_file("x.jsonl", "\n".join(lines).encode()).suggestion.choice
    assert choice is not None
    result = catalogue.import_file(
        fresh_workspace, "jsonl", "x.jsonl", "\n".join(lines).encode(), choice
    )
    assert result.project.split_sizes == {"train": 2, "hard": 1}


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
    catalogue.import_file(fresh_workspace, "taken", "x.csv", CSV, CHOICE)
    before = catalogue.list_projects(fresh_workspace)
    with pytest.raises(DataError, match=message):
        catalogue.import_file(fresh_workspace, name, filename, content, CHOICE)
    assert catalogue.list_projects(fresh_workspace) == before


def test_a_renamed_project_keeps_its_new_name(fresh_workspace: Workspace) -> None:
    made = catalogue.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    catalogue.rename_project(fresh_workspace, made.id, "  new  name ")
    assert catalogue.get_project(fresh_workspace, made.id).name == "new name"


def test_a_deleted_project_takes_its_checkpoints_along(fresh_workspace: Workspace) -> None:
    made = catalogue.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    run = queued(fresh_workspace.database, made.id, "run", TrainingConfig(), "hash", 0, None)
    run_queries.set_running(fresh_workspace.database, run.id)
    run_queries.set_finished(fresh_workspace.database, run.id, Evaluation({}, None), "run-1")
    kept, gone = (fresh_workspace.settings.checkpoints / name for name in ("run-2", "run-1"))
    for folder in (kept, gone):
        folder.mkdir(parents=True)
        (folder / "weights").touch()
    catalogue.delete_project(fresh_workspace, made.id)
    assert kept.exists()
    assert not gone.exists()
    with pytest.raises(NotFound):
        catalogue.get_project(fresh_workspace, made.id)


@pytest.mark.parametrize("written", ["../../victim", "{absolute}", "../victim/../../victim"])
def test_a_checkpoint_that_the_database_names_elsewhere_is_neither_read_nor_deleted(
    fresh_workspace: Workspace, tmp_path: Path, written: str
) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "letters").touch()
    name = written.format(absolute=victim)
    made = catalogue.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    run = queued(fresh_workspace.database, made.id, "run", TrainingConfig(), "hash", 0, None)
    run_queries.set_running(fresh_workspace.database, run.id)
    run_queries.set_finished(fresh_workspace.database, run.id, Evaluation({}, None), name)
    fresh_workspace.settings.checkpoints.mkdir()
    assert not has_checkpoint(fresh_workspace, run_queries.get(fresh_workspace.database, run.id))
    with pytest.raises(NotFound):
        load_trained(fresh_workspace, run_queries.get(fresh_workspace.database, run.id))
    catalogue.delete_project(fresh_workspace, made.id)
    assert (victim / "letters").exists()


def test_the_export_has_one_line_for_each_example_with_the_marks_in_force(
    fresh_workspace: Workspace,
) -> None:
    made = catalogue.import_file(fresh_workspace, "x", "x.csv", CSV, CHOICE).project
    rules.add_rule(fresh_workspace, made, "7")
    first = first_example(fresh_workspace, made)
    answer(fresh_workspace, first, "me", "marked", [0])
    seen = answers.sentence(fresh_workspace, first, "me")
    entries = [json.loads(line) for line in catalogue.export(fresh_workspace, made)]
    assert [entry["text"] for entry in entries] == [f"text {n}" for n in range(40)]
    assert {entry["text"]: entry["Z"] for entry in entries if 0 in entry["Z"]} == {
        "text 7": [1, 0],
        seen.example.text: [0, 1],
    }
    reviewed = [entry["id"] for entry in entries if entry["status"] != "unreviewed"]
    assert reviewed == [first]


MORE = (
    "text,label,split\nthe same Odeon again,a,train\nODEON in the evening,b,train\nodeon,a,test\n"
)
MORE_CHOICE = ColumnChoice("text", "label", "split")


@pytest.fixture
def ruled(fresh_workspace: Workspace) -> Project:
    """Forty sentences, and rules of two kinds that strike in none of them."""
    made = catalogue.import_file(fresh_workspace, "old", "x.csv", CSV, CHOICE).project
    for kind, pattern in (("word", "odeon"), ("regex", "(?i)odeon (again|in)")):
        rules.strike(fresh_workspace, made, rule_pattern(kind, pattern))
    return made


def test_rules_strike_in_sentences_that_are_added_later(
    fresh_workspace: Workspace, ruled: Project
) -> None:
    result = catalogue.add_sentences(fresh_workspace, ruled, "m.csv", MORE.encode(), MORE_CHOICE)
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
        catalogue.add_sentences(fresh_workspace, ruled, "m.csv", content.encode(), MORE_CHOICE)
    assert catalogue.list_projects(fresh_workspace) == [ruled]
    assert len(list(example_queries.stream_of(fresh_workspace.database, ruled.id))) == 40
    assert [e.num_sentences for e in rules.list_rules(fresh_workspace, ruled)] == before


def test_texts_a_project_has_keep_their_split_when_a_file_repeats_them(
    fresh_workspace: Workspace,
) -> None:
    made = catalogue.import_file(fresh_workspace, "leak", "x.csv", CSV, CHOICE).project
    of_project = list(example_queries.stream_of(fresh_workspace.database, made.id))
    training = [each for each in of_project if each.split == "train"][:20]
    again = "text;label\n" + "".join(f"{e.text.upper()};{e.label}\n" for e in training)
    result = catalogue.add_sentences(fresh_workspace, made, "y.csv", again.encode(), CHOICE)
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
            catalogue.add_sentences(fresh_workspace, ruled, "o.csv", other, CHOICE)

    with pytest.raises(DataError, match="Import the file again"):
        catalogue.add_sentences(
            fresh_workspace, ruled, "m.csv", MORE.encode(), MORE_CHOICE, meanwhile
        )
    assert catalogue.get_project(fresh_workspace, ruled.id).num_examples == 41
