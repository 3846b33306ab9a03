"""A project goes out as one file and comes in elsewhere, the same in everything that counts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import DataError
from rrr.formats.columns import ColumnChoice
from rrr.records import (
    EpochReport,
    Example,
    MarksState,
    NewAnswer,
    Project,
    Run,
    Sharing,
    SnapshotContent,
)
from rrr.services.comparison.pairs import explain_pair, run_pairs
from rrr.services.comparison.verdict import verdict, verdict_values
from rrr.services.marks import answers, fair_words, labels, rules, snapshots
from rrr.services.marks.back_to_snapshot import roll_back
from rrr.services.marks.project_merge import choose_merge, merge_of
from rrr.services.projects import catalogue, file_import, marks_export, project_files
from rrr.services.sharing.settings import set_overlap, sharing_of
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import (
    adjudication_queries,
    example_queries,
    run_progress_queries,
    striking_advice_queries,
)
from rrr.text import token_hash, tokenize

pytestmark = pytest.mark.both_stores


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Workspace]:
    """Another workspace, in which every number means something else."""
    workspace = Workspace(Settings(workspace=tmp_path / "elsewhere", annotator="somebody"))
    lines = [json.dumps({"text": f"{n} x", "label": "ab"[n % 2], "split": s}) for n, s in ROWS]
    choice = ColumnChoice("text", "label", "split")
    content = "\n".join(lines).encode()
    file_import.import_file(workspace, "Other", "other.jsonl", content, choice)
    yield workspace
    workspace.close()


ROWS = [(n, ("train", "test")[n % 4 > 1]) for n in range(12)]


def answer(workspace: Workspace, example: Example, *struck: int) -> None:
    status = "marked" if struck else "nothing_irrelevant"
    new = NewAnswer(token_hash(tokenize(example.text)), 0, status, struck)
    answers.save(workspace, answers.sentence(workspace, example.id, "tester"), new)


@pytest.fixture
def lived_in(fresh_workspace: Workspace, trained_project: Project) -> Project:
    """A project with answers, rules, an exception, a fair word, changed labels, advice and runs."""
    workspace, project = fresh_workspace, trained_project
    sentences = list(example_queries.stream_of(workspace.database, project.id))
    answer(workspace, sentences[0], 3, 4)
    answer(workspace, sentences[1])
    rules.strike(workspace, project, rule_pattern("word", "odeon"), {sentences[2].id})
    rules.strike(workspace, project, rule_pattern("phrase", "seen at"))
    fair_words.call_fair(workspace, project, "warm", "tester")
    fair_words.call_fair(workspace, project, "a warm", "tester")
    striking_advice_queries.put(workspace.database, project.id, "Strike cinemas.", "tester")
    snapshots.take(workspace, project)
    labels.set_label(workspace, sentences[5], "good", "tester")
    labels.rename(workspace, catalogue.get_project(workspace, project.id), "good", "fine", "tester")
    project = catalogue.get_project(workspace, project.id)
    kept = snapshots.take(workspace, project)
    _, after = sorted(runs.list_runs(workspace, project.id), key=lambda run: run.id)
    with workspace.database.write() as connection:
        of_both = sa.text("UPDATE runs SET snapshot_id = :id, marks_hash = :hash")
        connection.execute(of_both, {"id": kept.id, "hash": kept.marks_hash})
    run_progress_queries.add_epoch(
        workspace.database, after.id, EpochReport(1, 2, 0.5, {"loss": 1.0}), 0.5
    )
    return project


def written(workspace: Workspace, project: Project) -> bytes:
    stream = io.BytesIO()
    project_files.write_project(workspace, project, stream)
    return stream.getvalue()


def comparable(run: Run) -> Run:
    """Without the numbers of one database."""
    return replace(
        run,
        **{"id": 0, "project_id": 0, "snapshot_id": None, "pair_id": None, "checkpoint": None},
    )


def exported(workspace: Workspace, project: Project) -> list[dict[str, object]]:
    lines = marks_export.export(workspace, project)
    return [{**json.loads(line), "id": 0} for line in lines]


@pytest.mark.slow
@pytest.mark.both_stores
def test_a_project_comes_in_elsewhere_with_the_same_marks_verdict_and_heatmap(
    fresh_workspace: Workspace, lived_in: Project, elsewhere: Workspace
) -> None:
    content = written(fresh_workspace, lived_in)
    there = project_files.read_project(elsewhere, "mine.zip", content)
    assert (there.name, there.labels, there.split_sizes) == (
        *(lived_in.name, lived_in.labels),
        lived_in.split_sizes,
    )
    assert exported(elsewhere, there) == exported(fresh_workspace, lived_in)
    assert striking_advice_queries.get(elsewhere.database, there.id) == "Strike cinemas."

    both = [
        [use.snapshot for use in snapshots.list_snapshots(workspace, project.id)]
        for workspace, project in ((fresh_workspace, lived_in), (elsewhere, there))
    ]
    assert [s.marks_hash for s in both[0]] == [s.marks_hash for s in both[1]]
    assert [s.created_at for s in both[0]] == [s.created_at for s in both[1]]
    for ours, theirs in zip(*both, strict=True):  # labels and sentences as they were then
        assert snapshots.load(fresh_workspace, lived_in, ours.id) == snapshots.load(
            elsewhere, there, theirs.id
        )
    oldest = both[1][-1]
    assert snapshots.labels_of(elsewhere, there, oldest.id) == ("bad", "good")

    known = [runs.list_runs(w, p.id) for w, p in ((fresh_workspace, lived_in), (elsewhere, there))]
    assert list(map(comparable, known[0])) == list(map(comparable, known[1]))
    assert runs.epochs(elsewhere, known[1][0].id) == [EpochReport(1, 2, 0.5, {"loss": 1.0})]
    pairs = [run_pairs(each)[0] for each in known]
    told = [verdict_values(verdict(*pair.evaluations, pair.after.search)) for pair in pairs]
    assert told[0] == told[1]
    texts = ["A warm film, seen at the Rialto."]
    explained = [
        explain_pair(workspace, pair, texts, [[]])
        for workspace, pair in zip((fresh_workspace, elsewhere), pairs, strict=True)
    ]
    assert explained[0] == explained[1]


def test_a_snapshot_can_be_gone_back_to_elsewhere(
    fresh_workspace: Workspace, small_project: Project, elsewhere: Workspace
) -> None:
    sentence = next(example_queries.stream_of(fresh_workspace.database, small_project.id))
    answer(fresh_workspace, sentence, 3)
    adjudication_queries.save(fresh_workspace.database, sentence, "rev", [2], "seen", 0)
    choose_merge(fresh_workspace, small_project, "any")
    set_overlap(fresh_workspace, small_project, 0.2)
    snapshots.take(fresh_workspace, small_project)
    rules.strike(fresh_workspace, small_project, rule_pattern("word", "rialto"))
    content = written(fresh_workspace, small_project)
    there = project_files.read_project(elsewhere, "mine.zip", content)
    assert [each.rule.pattern for each in rules.list_rules(elsewhere, there)] == ["rialto"]
    (kept,) = snapshots.list_snapshots(elsewhere, there.id)
    roll_back(elsewhere, there, kept.snapshot.id)
    assert rules.list_rules(elsewhere, there) == []
    assert exported(elsewhere, there)[0]["Z"] == [1, 1, 0, *[1] * 9]
    (decision,) = adjudication_queries.of_project(elsewhere.database, there.id).values()
    assert (decision.person, decision.marked, decision.note) == ("rev", (2,), "seen")
    assert merge_of(elsewhere, there).policy == "any"
    assert sharing_of(elsewhere, there) == Sharing(overlap=0.2)


@pytest.mark.both_stores
def test_a_name_that_is_taken_is_asked_for_and_nothing_is_left_behind(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    content = written(fresh_workspace, small_project)
    with pytest.raises(DataError, match="already a project named “Small”"):
        project_files.read_project(fresh_workspace, "mine.zip", content)
    again = project_files.read_project(fresh_workspace, "mine.zip", content, name="Again")
    assert again.name == "Again"
    assert len(catalogue.list_projects(fresh_workspace)) == 2


def changed(content: bytes, name: str, new: bytes | None) -> bytes:
    """The archive with another file in it; None: without it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as made:
        for each in old.namelist():
            if each != name:
                made.writestr(each, old.read(each))
        if new is not None:
            made.writestr(name, new)
    return out.getvalue()


def described(content: bytes, **values: object) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entry = {**json.loads(archive.read("project.json")), **values}
    return changed(content, "project.json", json.dumps(entry).encode())


@pytest.mark.slow
def test_what_somebody_else_has_made_of_a_file_is_refused_whole(
    fresh_workspace: Workspace, lived_in: Project, elsewhere: Workspace
) -> None:
    content = written(fresh_workspace, lived_in)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        run = json.loads(archive.read("runs/1.json"))
        snapshot = json.loads(archive.read("snapshots/1.json"))
        lines = archive.read("sentences.jsonl").splitlines()
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as inner:
        inner.writestr("model.weights.h5", bytes(50_000_000))
    far = json.loads(json.dumps(snapshot))
    far["content"]["marks"] = {"5000": [[1], [-1]]}
    odd = json.loads(json.dumps(snapshot))
    odd["content"]["state"]["answers"][0]["marked"] = '["x"]'
    hostile = {
        "no project": (b"PK\5\6" + bytes(18), "no project of Right Reasons"),
        "version": (described(content, version=2), "expected a project in version 1"),
        "tokenizer": (described(content, tokenizer="other"), "divides texts into words"),
        "labels": (described(content, labels=["a", "a"]), "no labels"),
        "number": (described(content, num_sentences=3), "100 sentences"),
        "a bomb": (changed(content, "models/run-1/classifier.keras", bomb.getvalue()), "unpacks"),
        "a text bomb": (changed(content, "runs/9.json", bytes(50_000_000)), "unpacks to more"),
        "no model": (changed(content, "models/run-1/classifier.keras", None), "no model"),
        "no archive": (changed(content, "models/run-1/classifier.keras", b"x"), "unpacks"),
        "under way": (
            changed(content, "runs/1.json", json.dumps({**run, "status": "running"}).encode()),
            "not over",
        ),
        "a number that is none": (
            changed(
                content,
                "runs/1.json",
                json.dumps({**run, "evaluation": {**run["evaluation"], "accuracy": 7}}).encode(),
            ),
            "accuracy is no",
        ),
        "no snapshot": (
            changed(content, "runs/1.json", json.dumps({**run, "snapshot_id": 77}).encode()),
            "does not fit together",
        ),
        "other sentences": (
            changed(content, "snapshots/1.json", json.dumps(far).encode()),
            "does not fit together",
        ),
        "no answer": (changed(content, "snapshots/1.json", json.dumps(odd).encode()), "no indices"),
        "half a line": (
            changed(content, "sentences.jsonl", b"\n".join([*lines[:-1], b'{"text": 1}'])),
            "line 100",
        ),
        "deep": (changed(content, "runs/1.json", b"[" * 100_000), "not as a project's file"),
    }
    files = sorted(path.name for path in elsewhere.settings.workspace.rglob("*"))
    for what, (made, complaint) in hostile.items():
        with pytest.raises(DataError, match=complaint):
            project_files.read_project(elsewhere, "mine.zip", made)
        assert [p.name for p in catalogue.list_projects(elsewhere)] == ["Other"], what
        with elsewhere.database.read() as connection:
            for table in ("projects", "runs", "snapshots", "relabellings"):
                query = f"SELECT count(*) FROM {table}"
                number = connection.exec_driver_sql(query).scalar_one()
                assert number == (table == "projects"), what
    kept = {path.name for path in elsewhere.settings.workspace.rglob("*")} - {"checkpoints"}
    assert kept == set(files) - {"checkpoints"}


def test_names_that_lead_out_of_the_file_are_passed_over(
    fresh_workspace: Workspace, small_project: Project, elsewhere: Workspace
) -> None:
    content = written(fresh_workspace, small_project)
    for name in (
        "../escaped.txt",
        "/etc/escaped",
        "models/run-1/../../escaped",
        "models/run-1/x.pkl",
    ):
        content = changed(content, name, b"x")
    project_files.read_project(elsewhere, "mine.zip", content)
    assert not list(elsewhere.settings.workspace.parent.rglob("*escaped*"))
    assert not list(elsewhere.settings.workspace.rglob("*.pkl"))


def test_everything_a_snapshot_holds_is_known_to_the_file() -> None:
    """Whoever adds something to snapshots adds it here, and to what is numbered anew."""
    assert {field.name for field in fields(MarksState)} == {
        *("answers", "rules"),
        "adjudications",
    }
    assert {field.name for field in fields(SnapshotContent)} == {
        *("marks", "state"),
        *("shares", "merge"),
    }
