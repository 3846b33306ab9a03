import json
import os
import signal
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from rrr.cli import app
from rrr.records import NewExample
from rrr.services.marks import rules
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import importing
from rrr.store.schema import run_tables
from tests.programs import Program

EXAMPLES = [
    NewExample(f"{word} film number{number} {venue}", label, split)
    for number, split in enumerate(["train"] * 4 + ["test"] * 2)
    for word, venue, label in (("good", "Odeon", "positive"), ("bad", "Rex", "negative"))
]


def marked_project(folder: Path) -> None:
    workspace = Workspace(Settings(workspace=folder, annotator="tester"))
    project = importing.add(workspace.database, "Reviews", ["negative", "positive"], EXAMPLES)
    rules.add_rule(workspace, project, "Odeon")
    rules.add_rule(workspace, project, "Rex")
    workspace.close()


WEIGHT = ("--reason-weight", "5")


def rrr(folder: Path, *arguments: str) -> Result:
    runner = CliRunner(env={"RRR_PROGRESS": "1"})
    return runner.invoke(app, [*arguments, "--workspace", str(folder)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one trained pair."""
    folder = tmp_path_factory.mktemp("work")
    marked_project(folder)
    result = rrr(folder, "train", "reviews", "--classifier", "average", "--epochs", "2", *WEIGHT)
    assert result.exit_code == 0, result.output
    (folder / "stdout").write_text(result.stdout, encoding="utf-8")
    (folder / "stderr").write_text(result.stderr, encoding="utf-8")
    return folder


def test_progress_goes_to_stderr_and_the_table_to_stdout(folder: Path) -> None:
    table = (folder / "stdout").read_text(encoding="utf-8")
    progress = (folder / "stderr").read_text(encoding="utf-8")
    assert table.startswith("Runs 1 (before) and 2 (after)\n")
    for row in ("accuracy, test", "saliency share", "swapping them", "removing them"):
        assert row in table
    assert progress.count("epoch  2 of 2") == 2
    assert "baseline" in progress
    assert "λ = " in progress


def test_trained_runs_are_listed(folder: Path) -> None:
    rows = json.loads(rrr(folder, "runs", "Reviews", "--json").stdout)
    assert [(run["id"], run["status"]) for run in rows[-2:]] == [(2, "finished"), (1, "finished")]
    assert rows[0]["evaluation"]["accuracy"].keys() == {"test"}
    assert rrr(folder, "runs", "1").stdout.count("finished") == len(rows)


def test_a_run_is_repeated_to_the_last_digit(folder: Path) -> None:
    result = rrr(folder, "runs", "repeat", "2")
    assert result.exit_code == 0, result.output
    repeated, before, _ = json.loads(rrr(folder, "runs", "Reviews", "--json").stdout)[:3]
    assert result.stdout == f"Run {repeated['id']} repeats run 2: all its numbers are the same.\n"
    assert repeated["marks_hash"] == before["marks_hash"]
    refused = rrr(folder, "runs", "resume", "2")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Only an interrupted run can go on" in refused.stderr


def test_a_repetition_says_which_numbers_are_not_the_same(folder: Path) -> None:
    workspace = Workspace(Settings(workspace=folder, annotator="tester"))
    table = run_tables.epochs
    with workspace.database.write() as connection:
        connection.execute(table.update().where(table.c.run_id == 1).values(metrics={"loss": 2.0}))
        connection.execute(run_tables.runs.update().values(versions={"keras": "0.1"}))
    workspace.close()
    result = rrr(folder, "runs", "repeat", "1")
    assert result.exit_code == 1
    assert "epoch 1, loss: 2.0, " in result.stdout
    assert "Not as it was: keras 0.1, now " in result.stderr


def test_a_training_can_be_told_as_one_json_object(folder: Path) -> None:
    result = rrr(folder, "train", "Reviews", "--classifier", "average", "--epochs", "1", "--json")
    fields = json.loads(result.stdout)
    assert fields["after"]["run"] == fields["before"]["run"] + 1
    assert set(fields["before"]) == {
        "run", "accuracy", "saliency_share", "swap_flip_rate", "removal_change", "cut_marks",
        "seconds",
    }  # fmt: skip


def test_marks_beyond_what_is_read_are_told_before_the_training_and_kept_with_the_run(
    tmp_path: Path,
) -> None:
    marked_project(tmp_path)
    options = ("--classifier", "average", "--epochs", "1", "--max-tokens", "3", *WEIGHT)
    result = rrr(tmp_path, "train", "Reviews", *options)
    assert result.exit_code == 0, result.output
    assert result.stderr.startswith("All your 8 struck words come after the first 3 words")
    rows = json.loads(rrr(tmp_path, "runs", "Reviews", "--json").stdout)
    assert [run["evaluation"]["cut_marks"] for run in rows] == [8, 8]


def test_a_run_explains_a_text_or_what_comes_from_stdin(folder: Path) -> None:
    fields: dict[str, Any] = json.loads(rrr(folder, "explain", "2", "good Rex", "--json").stdout)
    assert [token["text"] for token in fields["tokens"]] == ["good", "Rex"]
    assert sum(token["share"] for token in fields["tokens"]) == pytest.approx(1)
    assert sum(fields["probabilities"].values()) == pytest.approx(1)
    assert fields["predicted"] in ("negative", "positive")

    arguments = ["explain", "2", "-", "--workspace", str(folder)]
    piped = CliRunner().invoke(app, arguments, input="good Rex\n")
    assert "good" in piped.stdout
    assert "Share of the text's saliency (integrated gradients" in piped.stdout


@pytest.mark.parametrize("method", ["integrated_gradients", "removal"])
def test_what_the_model_does_not_read_of_a_long_text_is_told(
    folder: Path, tmp_path: Path, method: str
) -> None:
    long = "good " * 400 + "bad Rex"
    options = ("--method", method, "--json")
    result = rrr(folder, "explain", "2", long, *options)
    assert "only the first 400 words of this text. The last 2 words did not" in result.stderr
    assert json.loads(result.stdout)["unread_tokens"] == 2
    (tmp_path / "texts.txt").write_text(f"good Rex\n{long}\n")
    result = rrr(folder, "explain", "2", "--file", str(tmp_path / "texts.txt"), *options)
    assert result.stderr.startswith("1 of 2 texts is longer than the model reads")
    assert [row["unread_tokens"] for row in json.loads(result.stdout)] == [0, 2]
    assert rrr(folder, "explain", "2", "good Rex", *options).stderr == ""


def test_a_report_tells_of_a_run_beside_its_baseline(folder: Path) -> None:
    file = folder / "report.html"
    result = rrr(folder, "report", "2", "--output", str(file))
    assert result.exit_code == 0, result.output
    written = file.read_text(encoding="utf-8")
    assert "run 1 (before) and run 2 (after)" in written
    assert "<script" not in written

    again = rrr(folder, "report", "2", "--output", str(file))
    assert again.exit_code == 1
    assert "--force" in again.output
    assert file.read_text(encoding="utf-8") == written
    assert rrr(folder, "report", "2", "1", "--output", str(file), "--force").exit_code == 0
    assert "run 2 (before) and run 1 (after)" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("1",), "is a baseline itself"),
        (("2", "2"), "cannot be compared with itself"),
        (("99",), "no run 99"),
        (("2", "--output", "/no/such/folder/x.html"), "folder does not exist"),
    ],
)
def test_what_cannot_be_reported_is_refused_in_a_sentence(
    folder: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    result = rrr(folder, "report", *arguments)
    assert result.exit_code == 1
    assert complaint in " ".join(result.output.split())


def test_two_runs_are_compared_with_the_numbers_of_the_page(folder: Path) -> None:
    fields: dict[str, Any] = json.loads(rrr(folder, "compare", "2", "--json").stdout)
    assert (fields["before"]["run"], fields["after"]["run"]) == (1, 2)
    whole = next(data_slice for data_slice in fields["accuracy"] if data_slice["part"] == "all")
    low, high = whole["after"]["interval"]
    assert low <= whole["after"]["share"] <= high
    counted = sum(sum(row) for row in fields["sureness"][whole["split"]]["after"]["confusion"])
    assert counted == whole["after"]["number"]
    assert fields["words"]
    written = rrr(folder, "compare", "1").stdout  # of a baseline: what was trained beside it
    assert fields["verdict"]["sentence"] in written
    alone = CliRunner().invoke(app, ["compare", "1", "1", "--workspace", str(folder)])
    assert alone.exit_code == 1
    assert "two different finished runs" in alone.stderr


def test_marks_are_exported(folder: Path) -> None:
    lines = rrr(folder, "export", "Reviews", "-").stdout.splitlines()
    assert [json.loads(line)["Z"] for line in lines] == [[1, 1, 1, 0]] * 12


@pytest.mark.slow
def test_ctrl_c_cancels_the_run(tmp_path: Path) -> None:
    marked_project(tmp_path)
    command = ["-m", "rrr", "train", "Reviews", "--workspace", str(tmp_path)]
    process = Program(
        [*command, "--epochs", "100000"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "RRR_PROGRESS": "1"},
    )
    assert process.stderr
    for line in process.stderr:
        if "epoch" in line:
            process.send_signal(signal.SIGINT)
            break
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert err.rstrip().endswith("Interrupted.")
    assert "Traceback" not in err
    statuses = [run["status"] for run in json.loads(rrr(tmp_path, "runs", "1", "--json").stdout)]
    assert statuses == ["cancelled", "cancelled"]


def test_a_model_is_written_as_a_zip_and_never_over_another_file(folder: Path) -> None:
    zip_file = folder / "model.zip"
    result = rrr(folder, "download", "2", "--to", str(zip_file))
    assert (result.exit_code, result.stdout) == (0, f"{zip_file}\n"), result.output
    with zipfile.ZipFile(zip_file) as archive:
        assert {"model.keras", "predict.py", "MODEL_CARD.md"} < set(archive.namelist())
    again = rrr(folder, "download", "2", "--to", str(zip_file))
    assert (again.exit_code, "--force" in again.stderr) == (1, True)


def test_a_file_is_labelled_and_its_texts_explained(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.csv"
    file.write_text("note,body\n1,good film Odeon\n2,bad bad film\n3,\n", encoding="utf-8")
    labelled = tmp_path / "out.tsv"
    options = ("--text-column", "body")
    result = rrr(folder, "predict", "2", str(file), *options, "--to", str(labelled), "--json")
    assert result.exit_code == 0, result.output
    fields = json.loads(result.stdout)
    assert (fields["rows"], fields["without_text"], sum(fields["labels"].values())) == (3, 1, 2)
    assert labelled.read_text(encoding="utf-8-sig").startswith("note\tbody\tpredicted\t")
    assert "Labelled 3 of 3 rows." in result.stderr
    assert rrr(folder, "predict", "2", str(file), "--to", str(labelled)).exit_code == 1
    result = rrr(folder, "explain", "2", "--file", str(file), *options, "--json")
    assert [row["text"] for row in json.loads(result.stdout)] == [
        "good film Odeon",
        "bad bad film",
    ]
    plain = rrr(folder, "explain", "2", "--file", str(file), *options).stdout
    assert plain.index("good film Odeon") < plain.index("bad bad film")
    assert rrr(folder, "explain", "2").exit_code == 1


def test_the_kind_that_was_taken_and_why_are_printed(tmp_path: Path) -> None:
    marked_project(tmp_path)
    first_only = ("--classifier", "auto", "--epochs", "1", "--search-minutes", "1e-9", *WEIGHT)
    result = rrr(tmp_path, "train", "reviews", *first_only)
    assert result.exit_code == 0, result.output
    assert (
        "  words without their order ←\nThe kind “words without their order” was taken: "
        in result.stdout
    )
    known = json.loads(rrr(tmp_path, "train", "reviews", *first_only, "--json").stdout)
    assert known["choice"]["chosen"] == "average"
