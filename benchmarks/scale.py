"""What 200,000 sentences cost: importing, each page's first answer, the next sentence, a sweep.

    .venv/bin/python benchmarks/scale.py [--rows 200000] [--answers 2000]

Makes a corpus of its own (words drawn by Zipf's law, one planted name per label, one text in ten
with letters beyond ASCII), imports it into a workspace in a temporary folder and asks the app's own
services and pages. One line a figure: seconds, and the limit it is held to. Memory is the process's
peak while importing, above what it had before.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ["RRR_WARM_UP"] = "0"

if TYPE_CHECKING:
    from rrr.records import Project
    from rrr.services.workspace import Workspace

NUM_WORDS = 60_000
ROOT = Path(__file__).resolve().parent.parent
PAGES = ("projects", "annotate", "words", "compare", "train")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--answers", type=int, default=2_000, help="reviewed by hand beforehand")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RRR_WORKSPACE"] = str(Path(folder) / "workspace")
        corpus = Path(folder) / "corpus.jsonl"
        write_corpus(corpus, options.rows)
        from rrr.services.workspace import open_workspace

        workspace = open_workspace()
        warm_up(Path(folder))
        project = importing(workspace, corpus)
        answering(workspace, project, options.answers)
        walking(workspace, project)
        sweeping(workspace, project)
        disagreeing(workspace, project)
        pages()
        marks(workspace, project)
        ranking(workspace, project)
        comparing(workspace, project)
        workspace.close()


def write_corpus(path: Path, rows: int) -> None:
    """One JSON object a line: 12 to 36 words, two labels, 80 % to train on."""
    draw = random.Random(0)
    words = [f"word{number}" for number in range(NUM_WORDS)]
    weights, total = [], 0.0
    for number in range(NUM_WORDS):
        total += 1 / (number + 3)
        weights.append(total)
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            drawn = draw.choices(words, cum_weights=weights, k=draw.randint(12, 36))
            label = number % 2
            if draw.random() < 0.2:
                drawn[3] = ("Odeon", "Rialto")[label if draw.random() < 0.95 else 1 - label]
            if draw.random() < 0.1:
                drawn[5] = "café"
            split = ("train", "train", "train", "train", "test")[number // 2 % 5]
            row = {"text": f"{' '.join(drawn)}.", "label": "ab"[label], "split": split}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def warm_up(folder: Path) -> None:
    """Import every module and open every page once on a small project, which goes again."""
    from rrr.formats.columns import ColumnChoice
    from rrr.services.projects import catalogue, file_import
    from rrr.services.workspace import open_workspace

    small = folder / "small.jsonl"
    write_corpus(small, 200)
    choice = ColumnChoice("text", "label", "split")
    made = file_import.import_file(open_workspace(), "small", small.name, small, choice).project
    for name in PAGES:
        open_page(name)
    catalogue.delete_project(open_workspace(), made.id)


def importing(workspace: Workspace, corpus: Path) -> Project:
    from rrr.formats.columns import ColumnChoice
    from rrr.services.projects import file_import

    reports: list[int] = []
    choice = ColumnChoice("text", "label", "split")
    before = peak()
    result = timed(
        "import",
        60,
        lambda: file_import.import_file(
            workspace, "large", corpus.name, corpus, choice, lambda done, _: reports.append(done)
        ),
    )
    say("  progress told, times", len(reports))
    say("  memory, MB above what it was", round(peak() - before))
    say("  file, MB", round(corpus.stat().st_size / 1e6))
    stored = sum(path.stat().st_size for path in workspace.settings.workspace.iterdir())
    say("  workspace, MB", round(stored / 1e6))
    return result.project


def answering(workspace: Workspace, project: Project, number: int) -> None:
    """Answer some sentences spread over the corpus, one in three with a mark."""
    from rrr.records import NewAnswer
    from rrr.services.marks import answers
    from rrr.store import example_queries

    every = max(1, project.num_examples // max(1, number))
    for place, example in enumerate(example_queries.stream_of(workspace.database, project.id)):
        if place % every == 0:
            seen = answers.sentence(workspace, example.id, "me")
            struck = (0,) if place // every % 3 == 0 else ()
            status = "marked" if struck else "nothing_irrelevant"
            answers.save(workspace, seen, NewAnswer(seen.token_hash, 0, status, struck))


def walking(workspace: Workspace, project: Project) -> None:
    """The next sentence with all that the page shows of it, in the annotator's order."""
    from rrr.services.guidance import next_sentence
    from rrr.services.guidance.training_words import count_words
    from rrr.services.marks import answers

    def following(after: int | None) -> int:
        example_id = next_sentence.upcoming(workspace, project, "me", after, 1)[0]
        count_words(workspace, answers.sentence(workspace, example_id, "me"))
        return example_id

    at = timed("next sentence, the first", 0.05, lambda: following(None))
    seconds = []
    for _ in range(50):
        began = time.perf_counter()
        at = following(at)
        seconds.append(time.perf_counter() - began)
    tell("next sentence, median of 50", statistics.median(seconds), 0.05)
    tell("next sentence, slowest of 50", max(seconds), 0.05)


def sweeping(workspace: Workspace, project: Project) -> None:
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services.marks import rules, sweep

    for kind, pattern in (
        ("word", "odeon"),
        ("word", "word0"),
        ("exact", "Odeon"),
        ("exact", "word0"),
        ("phrase", "word0 word1"),
        ("regex", "(Odeon|Rialto) word[1-9]"),
        ("regex", r"\bword0\W+word\d+"),
    ):
        checked = rule_pattern(kind, pattern)

        def preview(checked: Any = checked) -> Any:
            swept = sweep.sweep(workspace, project, checked)
            sweep.hits(workspace, swept, 0, 20)
            return swept

        def apply(checked: Any = checked) -> Any:
            return rules.strike(workspace, project, checked, [])

        swept = timed(f"sweep, preview: {kind} {pattern}", 3, preview)
        change = timed("  strike everywhere", 3, apply)
        say("  sentences", len(swept.ids))
        timed("  undo", 3, lambda change=change: rules.undo(workspace, project, change))
    spared = sweep.sweep(workspace, project, rule_pattern("word", "odeon")).ids.tolist()
    odeon = rule_pattern("word", "odeon")
    timed(
        f"strike with {len(spared[::2]):,} exceptions",
        3,
        lambda: rules.strike(workspace, project, odeon, spared[::2]),
    )


def disagreeing(workspace: Workspace, project: Project) -> None:
    """In how many reviewed sentences hands left standing what rules strike, counted anew."""
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services.marks import rules
    from rrr.services.marks.rule_conflicts import conflicts

    change = rules.strike(workspace, project, rule_pattern("word", "word0"), [])
    timed("conflicts of rules with hands", None, lambda: conflicts(workspace, project))
    rules.undo(workspace, project, change)


def pages() -> None:
    """Each page as the server answers it, with one rule in force; there are no runs yet."""
    for name in PAGES:
        timed(f"page {name}, first answer", 0.5, lambda name=name: open_page(name))


def marks(workspace: Workspace, project: Project) -> None:
    """What Train begins to read in the background after the marks have changed."""
    from rrr.services import background
    from rrr.services.marks.marked_corpus import labelled_texts
    from rrr.services.marks.marked_splits import marked_splits

    timed("marks read in the background", None, lambda: background.wait(600))
    timed("page train, with them", 0.5, lambda: open_page("train"))
    timed("marks, known", None, lambda: marked_splits(workspace, project))
    timed("texts and marks for a training", None, lambda: labelled_texts(workspace, project))


def ranking(workspace: Workspace, project: Project) -> None:
    """The words ranked by a model: made-up readings of as many words as are kept of a run."""
    from rrr.records import TrainingConfig, WordReading
    from rrr.services.guidance.training_words import ranked_words
    from rrr.store import reading_queries, run_queries

    new = run_queries.NewRun("made up", TrainingConfig(), "", 0)
    (run,) = run_queries.queue(workspace.database, project.id, lambda _: [new])
    read = [WordReading(f"word{n}", 1 / (n + 1), n, 0.5) for n in range(50_000)]
    reading_queries.add_words(workspace.database, run.id, read)
    reading_queries.set_complete(workspace.database, run.id, 1)
    for sought, start in (("", 0), ("", 40_000), ("99", 0)):
        timed(
            f"words by a model, from {start:,}, sought: {sought or 'all'}",
            0.5,
            lambda sought=sought, start=start: ranked_words(workspace, project, sought, start, 15),
        )


def comparing(workspace: Workspace, project: Project) -> None:
    """Compare with a pair that another process has trained: as after a restart, without TensorFlow.

    First the verdict, the numbers and the reliance of both; then the sections, while and after the
    marks are read. TensorFlow is loaded for those that ask the models.
    """
    from rrr.annotating.rule_matching import rule_pattern
    from rrr.services import background
    from rrr.services.marks import rules
    from rrr.services.warmup import warm_tensorflow

    rules.strike(workspace, project, rule_pattern("word", "rialto"), [])
    folder = str(workspace.settings.workspace)
    command = f"-m rrr train {project.id} --classifier average --epochs 1 --reason-weight 1"
    training = [sys.executable, *command.split(), "--workspace", folder]
    timed(
        "two short trainings, measured",
        None,
        lambda: subprocess.run(training, check=True, capture_output=True, cwd=ROOT),
    )
    for name in ("Reliance", "Reliance", "Accuracy"):
        section = {"compare section": name}
        timed(f"page compare, trained: {name}", 0.5, lambda s=section: open_page("compare", s))
    timed("  TensorFlow", None, lambda: warm_tensorflow().join())
    timed("page compare, the sentences", None, lambda: open_page("compare"))
    timed("  marks read in the background", None, lambda: background.wait(600))
    for name in ("Sentences", "Type your own", "Words"):
        section = {"compare section": name}
        timed(f"  {name}, the first", None, lambda s=section: open_page("compare", s))
        background.wait(600)
        timed(f"  {name}, again", 1.0, lambda s=section: open_page("compare", s))


def open_page(name: str, state: dict[str, str] | None = None) -> None:
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=600)
    for key, value in (state or {}).items():
        at.session_state[key] = value
    at.run()
    if at.exception:
        raise RuntimeError(at.exception[0].message)


def timed(what: str, limit: float | None, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = work()
    tell(what, time.perf_counter() - began, limit)
    return result


def tell(what: str, seconds: float, limit: float | None) -> None:
    held = "" if limit is None else f"{limit:>8.2f}   {'' if seconds <= limit else 'TOO SLOW'}"
    print(f"{what:<52}{seconds:>9.3f}{held}", flush=True)


def say(what: str, number: int) -> None:
    print(f"{what:<52}{number:>9,}", flush=True)


def peak() -> float:
    """Of the memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
