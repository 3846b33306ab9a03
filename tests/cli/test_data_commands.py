import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from rrr.cli import app
from rrr.formats.tool_writers import WRITERS
from tests.formats import made_files

ROWS = [
    ("A good film, 5/10", "positive", "train"),
    ("Bad, “bad” film\nin two lines", "negative", "train"),
    ("So-so – 我爱电影", "positive", "test"),
    ("<b>Not</b> again", "negative", "test"),
]


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.jsonl"
    lines = [json.dumps({"body": t, "kind": k, "part": p}, ensure_ascii=False) for t, k, p in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def rrr(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--workspace", str(folder / "work")])


def imported(folder: Path, reviews: Path, *more: str) -> Result:
    columns = ("--text-column", "body", "--label-column", "kind", "--split-column", "part")
    return rrr(folder, "import", str(reviews), "--name", "My reviews", *columns, *more)


def test_what_was_imported_is_exported_again(tmp_path: Path, reviews: Path) -> None:
    result = imported(tmp_path, reviews)
    assert result.exit_code == 0, result.output
    assert "has 4 examples" in result.stdout

    out = tmp_path / "out.jsonl"
    assert rrr(tmp_path, "export", "my reviews", str(out)).exit_code == 0
    written = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(row["text"], row["label"], row["split"]) for row in written] == ROWS
    assert all(row["Z"] == [1] * len(row["tokens"]) for row in written)
    assert rrr(tmp_path, "export", "1", "-").stdout == out.read_text(encoding="utf-8")


def test_words_are_struck_everywhere(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    result = rrr(tmp_path, "strike", "My reviews", "FILM", "good")
    assert result.exit_code == 0, result.output
    assert "“film” stands in 2 training sentences" in result.stdout
    rows = [json.loads(line) for line in rrr(tmp_path, "export", "1", "-").stdout.splitlines()]
    assert [row["Z"].count(0) for row in rows] == [2, 1, 0, 0]


def test_a_word_that_stands_nowhere_is_struck_with_a_warning(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    result = rrr(tmp_path, "strike", "My reviews", "flim", "good")
    assert result.exit_code == 0, result.output
    assert "“flim” stands in no training sentence" in result.stderr
    assert "“good” stands in 1 training sentence" in result.stdout


def test_two_words_at_once_are_no_rule(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    result = rrr(tmp_path, "strike", "My reviews", "good film")
    assert result.exit_code == 1
    assert "Make one rule for each word" in result.output


def test_what_was_exported_can_be_imported(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    out = tmp_path / "again.jsonl"
    rrr(tmp_path, "export", "My reviews", str(out))
    result = rrr(tmp_path, "import", str(out), "--json")
    assert result.exit_code == 0, result.output
    fields = json.loads(result.stdout)
    assert fields["name"] == "again"
    assert fields["splits"] == {"train": 2, "test": 2}
    assert [p["name"] for p in json.loads(rrr(tmp_path, "projects", "--json").stdout)] == [
        "again",
        "My reviews",
    ]


def test_projects_are_listed_with_their_sizes(tmp_path: Path, reviews: Path) -> None:
    empty = rrr(tmp_path, "projects")
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "rrr import" in empty.stderr
    imported(tmp_path, reviews)
    assert (
        "1  My reviews  (negative, positive; train 2, test 2)" in rrr(tmp_path, "projects").stdout
    )


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["import", "nowhere.csv"], "nowhere.csv cannot be read"),
        (["import", __file__], "cannot be imported"),
        (["export", "Nobody", "x.jsonl"], "There is no project “Nobody”"),
        (["train", "Nobody"], "There is no project “Nobody”"),
        (["train", "Nobody", "--reason-weight", "-1"], "reason_weight must be 0 or more"),
        (["runs", "7"], "There is no project “7”"),
        (["explain", "7", "text"], "There is no run 7"),
        (["demo", "--epochs", "0"], "epochs must be 1 or more"),
        (["demo", "--report", "no/such/folder/r.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_said_on_stderr_without_a_traceback(
    tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    result = rrr(tmp_path, *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: ")
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [["fly"], ["train"], ["demo", "--target", "moon"], ["explain", "one", "text"]],
)
def test_what_is_not_understood_exits_with_2(tmp_path: Path, arguments: list[str]) -> None:
    assert rrr(tmp_path, *arguments).exit_code == 2


def test_an_export_to_a_folder_that_is_not_there_says_so(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    result = rrr(tmp_path, "export", "1", str(tmp_path / "none" / "x.jsonl"))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_an_import_tells_of_repeats_contradictions_and_texts_in_two_splits(
    tmp_path: Path, reviews: Path
) -> None:
    rows = [*ROWS, ("a GOOD film, 5/10", "negative", "test")]
    lines = [json.dumps({"body": t, "kind": k, "part": p}) for t, k, p in rows]
    reviews.write_text("\n".join(lines), encoding="utf-8")
    output = imported(tmp_path, reviews).stdout
    assert "1 row repeats an earlier text." in output
    assert "1 text stands in more than one split" in output
    assert "1 text stands there with different labels" in output

    more = imported(tmp_path, reviews, "--into", "My reviews", "--json")
    numbers = json.loads(more.stdout)
    assert (numbers["num_repeated"], numbers["num_moved"]) == (5, 0)


WESTERN = "text;label\n" + "".join(f"schön {n}, it’s;{'ab'[n % 2]}\n" for n in range(30))


def test_what_was_guessed_of_a_file_is_told_and_can_be_seen_before(tmp_path: Path) -> None:
    path = tmp_path / "western.csv"
    path.write_bytes(WESTERN.encode("cp1252"))
    seen = rrr(tmp_path, "import", str(path), "--preview")
    assert seen.exit_code == 0, seen.output
    for part in (
        "30 rows. Would read text from “text”",
        "Windows-1252",
        "“schön”",
        "Row 1 is read",
    ):
        assert part in seen.stdout
    assert rrr(tmp_path, "projects").stdout == ""
    done = rrr(tmp_path, "import", str(path))
    assert "Read as Windows-1252 (Western Europe)" in done.stdout
    assert "schön 0, it’s" in rrr(tmp_path, "export", "1", "-").stdout


def test_what_was_guessed_of_a_file_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "western.csv"
    path.write_bytes(WESTERN.encode("cp1252"))
    chosen = ("--encoding", "cp1251", "--no-header", "--text-column", "column 1")
    seen = rrr(tmp_path, "import", str(path), *chosen, "--preview", "--json")
    fields = json.loads(seen.stdout)
    read = {name: fields["reading"][name] for name in ("encoding", "header", "format")}
    assert read == {"encoding": "cp1251", "header": False, "format": "csv"}
    assert (fields["num_rows"], fields["rows"][1][0]) == (31, "schцn 0, it’s")
    refused = rrr(tmp_path, "import", str(path), "--encoding", "klingon")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "“klingon” is not known. Choose one of: utf-8" in refused.stderr


def test_a_split_column_with_a_fault_is_not_passed_over(tmp_path: Path) -> None:
    rows = [f"text {n},{'ab'[n % 2]},{'train' if n % 3 else 'test'}" for n in range(40)]
    file = tmp_path / "gap.csv"
    file.write_text("\n".join(["text,label,split", *rows, "text 40,a,"]))
    refused = rrr(tmp_path, "import", str(file))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: gap.csv: ")
    assert refused.stderr.count("gap.csv") == 1
    assert "row 42: the split is empty" in refused.stderr
    assert "--split-column ''" in refused.stderr
    shown = rrr(tmp_path, "import", str(file), "--preview")
    assert "row 42: the split is empty" in shown.stdout
    as_json = rrr(tmp_path, "import", str(file), "--preview", "--json")
    assert "row 42: the split is empty" in json.loads(as_json.stdout)["question"]
    assert rrr(tmp_path, "import", str(file), "--split-column", "").exit_code == 0


def test_a_file_that_says_it_is_held_back_stays_so_in_a_project(
    tmp_path: Path, reviews: Path
) -> None:
    imported(tmp_path, reviews)
    before = json.loads(rrr(tmp_path, "projects", "--json").stdout)[0]["splits"]
    file = tmp_path / "held.csv"
    labels = json.loads(rrr(tmp_path, "projects", "--json").stdout)[0]["labels"]
    rows = (f"new {n},{labels[n % 2]},test" for n in range(9))
    file.write_text("\n".join(["text,label,split", *rows]))
    added = rrr(tmp_path, "import", str(file), "--into", "1", "--json")
    assert json.loads(added.stdout)["splits"] == {**before, "test": before["test"] + 9}


def test_a_project_whose_name_is_another_ones_number_is_not_guessed(
    tmp_path: Path, reviews: Path
) -> None:
    imported(tmp_path, reviews)
    imported(tmp_path, reviews, "--name", "1")
    refused = rrr(tmp_path, "project", "delete", "1", "--for-good")
    assert refused.exit_code == 1
    assert "Say '#2' or '#1', with the quotes" in refused.stderr  # else a comment to a shell
    assert rrr(tmp_path, "project", "delete", "#2", "--for-good").exit_code == 0
    (left,) = json.loads(rrr(tmp_path, "projects", "--json").stdout)
    assert left["id"] == 1


def test_a_split_column_can_be_refused(tmp_path: Path) -> None:
    path = tmp_path / "folds.csv"
    rows = [f"text {n},{'ab'[n % 2]},{('train', 'test')[n % 5 == 0]}\n" for n in range(40)]
    path.write_text("text,label,fold\n" + "".join(rows))
    guessed = json.loads(rrr(tmp_path, "import", str(path), "--json").stdout)
    divided = rrr(tmp_path, "import", str(path), "--json", "--name", "b", "--split-column", "")
    assert guessed["splits"] == {"train": 32, "test": 8}
    assert json.loads(divided.stdout)["splits"] == {"train": 28, "validation": 6, "test": 6}


def test_long_texts_are_refused_left_out_or_cut_and_named(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(WESTERN + f"{'word ' * 5_000};a\n", encoding="utf-8")
    refused = rrr(tmp_path, "import", str(path))
    assert refused.exit_code == 1
    assert "row 32: the text is 25,000 characters long" in refused.stderr
    assert "1 text is too long (row 32)" in rrr(tmp_path, "import", str(path), "--preview").stdout
    for number, choice, size in ((1, "skip", 30), (2, "cut", 31)):
        done = rrr(tmp_path, "import", str(path), "--long-texts", choice, "--name", choice)
        assert "1 text was too long, and left out or cut as you chose (row 32)" in done.stdout
        assert len(rrr(tmp_path, "export", str(number), "-").stdout.splitlines()) == size


def test_broken_rows_are_refused_or_left_out_and_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.csv"
    path.write_text(WESTERN + "one; two;a\n", encoding="utf-8")
    refused = rrr(tmp_path, "import", str(path))
    assert refused.exit_code == 1
    assert "row 32: 3 cells, but row 1 has 2" in refused.stderr
    skipping = ("import", str(path), "--broken-rows", "skip")
    assert "1 row is broken and would be left out (row 32)" in (
        rrr(tmp_path, *skipping, "--preview").stdout
    )
    assert "1 broken row was left out as you chose (row 32)" in rrr(tmp_path, *skipping).stdout
    assert len(rrr(tmp_path, "export", "1", "-").stdout.splitlines()) == 30


def test_words_are_called_fair_listed_and_taken_back(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    result = rrr(tmp_path, "fair", "My reviews", "GOOD", "film")
    assert result.exit_code == 0, result.output
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["film", "good"]
    assert "UTC" in result.stdout
    listed = json.loads(rrr(tmp_path, "fair", "1", "--json").stdout)
    assert [row["word"] for row in listed] == ["film", "good"]
    result = rrr(tmp_path, "fair", "1", "--take-back", "good", "bad")
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["film"]
    assert "had said nothing about “bad”" in result.stderr
    result = rrr(tmp_path, "fair", "1", "--not", "film")
    assert result.stdout.startswith("film  not fair: not fair says ")
    assert rrr(tmp_path, "fair", "1", "--not", "--take-back", "film").exit_code == 1
    rrr(tmp_path, "strike", "1", "film")
    result = rrr(tmp_path, "fair", "1", "film")
    assert (result.stdout, "is struck everywhere" in result.stderr) == ("", True)
    assert rrr(tmp_path, "fair", "1", "A  good one").stdout.startswith("a good one  fair: ")
    assert rrr(tmp_path, "fair", "1", "--take-back", "a good one").stdout == ""


def test_labels_are_listed_renamed_and_brought_back(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    before = json.loads(rrr(tmp_path, "labels", "My reviews", "--json").stdout)
    old, other = before
    result = rrr(tmp_path, "labels", "1", "--rename", old, "--to", "fresh", "--json")
    assert (result.exit_code, f"Changed {before[old]} sentence" in result.stderr) == (0, True)
    assert json.loads(result.stdout) == {"fresh": before[old], other: before[other]}
    refused = rrr(tmp_path, "labels", "1", "--merge", "fresh", "--to", other)
    assert (refused.exit_code, "only two labels" in refused.stderr) == (1, True)
    assert rrr(tmp_path, "labels", "1", "--rename", old).exit_code == 1
    result = rrr(tmp_path, "labels", "1", "--undo")
    assert [line.split() for line in result.stdout.splitlines()] == [
        [str(number), label] for label, number in before.items()
    ]


def test_contradicting_labels_are_listed(tmp_path: Path, reviews: Path) -> None:
    rows = [*ROWS, (ROWS[0][0].upper(), ROWS[1][1], "train")]
    reviews.write_text(
        "\n".join(json.dumps({"body": t, "kind": k, "part": p}) for t, k, p in rows), "utf-8"
    )
    imported(tmp_path, reviews)
    fields = json.loads(rrr(tmp_path, "labels", "1", "--check", "--json").stdout)
    ((first, second),) = fields["contradictions"]
    assert first["text"].upper() == second["text"]
    assert "the same words, labelled" in rrr(tmp_path, "labels", "1", "--check").stdout
    assert rrr(tmp_path, "labels", "1", "--check", "--undo").exit_code == 1


@pytest.mark.parametrize("tool", WRITERS)
def test_evidence_is_asked_about_kept_and_written_for_other_tools(
    tmp_path: Path, tool: str
) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(made_files.PRODIGY)
    refused = rrr(tmp_path, "import", str(path))
    assert refused.exit_code == 1
    assert "--unmarked nothing or --unmarked irrelevant" in refused.stderr
    assert json.loads(rrr(tmp_path, "projects", "--json").stdout) == []
    output = rrr(tmp_path, "import", str(path), "--unmarked", "nothing").stdout
    assert "1 text comes with evidence for the label." in output
    assert "Read with them: 1 answer on 1 sentence" in output
    out = tmp_path / "written"
    result = rrr(tmp_path, "export", "x", str(out), "--format", tool)
    assert result.exit_code == 0
    content = out.read_bytes()
    writer = WRITERS[tool]
    assert b"WHY" in content or writer.ending == "zip"  # the label that the evidence came with
    assert (b"IRRELEVANT" in content) == writer.holds_struck
    assert writer.what_stays in result.stderr
    assert ("left out" in result.stderr) == (tool in ("eraser", "hatexplain"))


def test_a_whole_file_is_what_is_said_of_it(tmp_path: Path, reviews: Path) -> None:
    imported(tmp_path, reviews)
    more = tmp_path / "more.csv"
    more.write_text("text,label\nfine,positive\n")
    said = ("--label-column", "label", "--split", "test")
    whole = tmp_path / "whole.csv"
    whole.write_text("text,label\n" + "".join(f"text {n},{'xy'[n % 2]}\n" for n in range(9)))
    for split in ("test", "train"):
        refused = rrr(tmp_path, "import", str(whole), "--split", split)
        assert refused.exit_code == 1
        assert f"the whole file cannot be “{split}”. Import it into a project" in refused.stderr
    result = rrr(tmp_path, "import", str(more), "--into", "1", *said, "--json")
    assert json.loads(result.stdout)["splits"] == {"train": 2, "test": 3}
