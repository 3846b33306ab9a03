"""How right the time left is that the Train page tells, on the demo and on other corpora.

    .venv/bin/python -m benchmarks.time_left [--classifier auto] [--corpora FOLDER] [--keep FILE]
    .venv/bin/python -m benchmarks.time_left --of FILE [--steady]

Three presses in one process, λ searched: the first one (cold: nothing is compiled, nothing is known
of the machine), one with another seed (warm), and one after a mark was taken back (the baseline
serves again). With `--corpora` two presses, with two seeds, on each real corpus of that folder
follow. What the page would say is asked for five times a second. Per press: the seconds expected
before it, those it took, and at 10, 25, 50 and 75 % of them what was told to be left against what
was left. Then how many epochs the trainings took, and how many λ were tried.

`--keep` writes what the presses reported, second by second; `--of` tells the time left anew from
that, so that two versions are compared by the very same presses. With `--steady` each epoch of them
takes as long as the median of its kind: nothing is left of what other programs did meanwhile.
"""

from __future__ import annotations

import argparse
import math
import os
import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from benchmarks.steady_presses import steady
from rrr.evidence.corpora import REAL, load_corpus
from rrr.records import (
    ACTIVE_STATUSES,
    TEST,
    TRAIN,
    VALIDATION,
    EpochReport,
    NewExample,
    Project,
    Run,
    SearchStage,
    TrainingConfig,
)
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import demo_project
from rrr.services.training import runs
from rrr.services.training.outlook import Outlook, outlook_of
from rrr.services.training.press_progress import PressProgress, press_progress
from rrr.services.training.run_progress import pair_on_show
from rrr.services.warmup import warm_tensorflow
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import importing
from rrr.text import tokenize, word_of

MOMENTS = (0.1, 0.25, 0.5, 0.75)
SECONDS_BETWEEN_LOOKS = 0.2
ALLOWED = 1 / 3

Reports = dict[int, list[EpochReport]]


@dataclass(frozen=True)
class Look:
    """What the page sees at one moment of a press."""

    seconds: float  # since the press
    pair: tuple[Run | None, Run | None]
    reports: Reports
    since_report: float
    now: datetime


@dataclass(frozen=True)
class Press:
    """One press, with all that its time left is told from."""

    name: str
    config: TrainingConfig
    num_words: int
    holds_back: bool
    known: list[Run]
    reports_of_known: Reports
    looks: list[Look]
    seconds: float

    def outlook(self, look: Look | None = None) -> Outlook:
        """What is expected before the press, or at a moment of it: the page reckons with all runs
        that have finished by then."""
        here = {run.id: run for run in (look.pair if look else ()) if run is not None}
        known = [*here.values(), *(run for run in self.known if run.id not in here)]
        reports = {**self.reports_of_known, **(look.reports if look else {})}
        return outlook_of(
            self.config,
            self.num_words,
            known,
            lambda run_id: reports.get(run_id, []),
            holds_back=self.holds_back,
        )

    def told(self) -> Iterator[tuple[float, PressProgress]]:
        """Seconds since the press, and what is told then."""
        for look in self.looks:
            progress = press_progress(
                *look.pair,
                look.reports,
                self.outlook(look),
                since_report=look.since_report,
                now=look.now,
            )
            yield look.seconds, progress

    def trainings(self) -> list[tuple[bool, int]]:
        """Of each training of the press whether it used the marks, and its epochs."""
        last: dict[tuple[int, SearchStage | None], tuple[bool, int]] = {}
        known = {run.id for run in self.known}
        for look in self.looks:
            for run in look.pair:
                if run is None or run.id in known or not look.reports[run.id]:
                    continue
                if run.search is not None and run.search.stage is None:
                    continue  # it shows the training that was taken once more
                marked = not run.is_baseline and (run.stage is None or run.stage.has_penalty)
                key = run.id, run.stage
                last[key] = marked, look.reports[run.id][-1].epoch
        return list(last.values())


def press(workspace: Workspace, project: Project, config: TrainingConfig, name: str) -> Press:
    """Train and note what the page sees meanwhile."""
    marked_now = marked_splits(workspace, project)
    known = runs.list_runs(workspace, project.id)
    reports_of_known = {run.id: runs.epochs(workspace, run.id) for run in known}
    began = time.monotonic()
    _, marked = runs.start_pair(workspace, project.id, config)
    looks: list[Look] = []
    last, changed = None, began
    while True:
        pair = pair_on_show(runs.list_runs(workspace, project.id))
        now = time.monotonic()
        if runs.get_run(workspace, marked.id).status not in ACTIVE_STATUSES:
            break
        reports = {run.id: runs.epochs(workspace, run.id) for run in pair if run}
        stages = [run.stage for run in pair if run]
        seen = stages, [(run_id, len(of_run)) for run_id, of_run in reports.items()]
        if seen != last:
            last, changed = seen, now
        looks.append(Look(now - began, pair, reports, now - changed, datetime.now(UTC)))
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return Press(
        name,
        config,
        marked_now.num_training_words,
        not any(marked_now.splits[VALIDATION].marked),
        known,
        reports_of_known,
        looks,
        now - began,
    )


def at_moments(timed: Press) -> Iterator[tuple[PressProgress, float]]:
    """What is told and what is left."""
    told = list(timed.told())
    for moment in MOMENTS:
        at, progress = min(told, key=lambda pair: abs(pair[0] - moment * timed.seconds))
        yield progress, timed.seconds - at


def is_missed(progress: PressProgress, left: float) -> bool:
    return abs(progress.seconds_left - left) > ALLOWED * left


def errors_of(presses: Sequence[Press]) -> str:
    told = [pair for timed in presses for pair in at_moments(timed)]
    times = [abs(math.log(progress.seconds_left / left)) for progress, left in told]
    return (
        f"Missed at {sum(is_missed(*pair) for pair in told)} of {len(told)} moments; wrong by a "
        f"factor of {math.exp(mean(times)):.2f} on average"
    )


def row(timed: Press) -> str:
    cells = []
    for progress, left in at_moments(timed):
        estimated, most = progress.seconds_left, progress.most_seconds
        missed = " missed" if is_missed(progress, left) else ""
        silent = "" if progress.is_measured else ", not told"
        up_to = f" to {most:.0f}" if most > estimated else ""
        cells.append(
            f"{estimated:.0f}{up_to} / {left:.0f} ({estimated / left - 1:+.0%}){missed}{silent}"
        )
    expected = timed.outlook().seconds
    return f"| {timed.name} | {expected:.0f} | {timed.seconds:.0f} | {' | '.join(cells)} |"


def epochs_taken(presses: Sequence[Press]) -> str:
    """In how many epochs the trainings ended, on average, and the λ tried press by press."""
    trainings = [training for timed in presses for training in timed.trainings()]
    lines = []
    for name, uses_marks in (("without the penalty", False), ("with it", True)):
        epochs = [number for marked, number in trainings if marked == uses_marks]
        if epochs:
            lines.append(f"Epochs {name}: {mean(epochs):.1f} of {len(epochs)} trainings {epochs}")
    tried = [
        len(search.trials) + (search.stage is not None)
        for timed in presses
        if (marked := timed.looks[-1].pair[1]) and (search := marked.search)
    ]
    return "\n".join([*lines, f"λ tried: {tried}"])


def presses_of_demo(workspace: Workspace, config: TrainingConfig) -> Iterator[Press]:
    project = demo_project.open_demo(workspace)
    rules.apply_demo_rules(workspace, project)
    yield press(workspace, project, config, "cold")
    yield press(workspace, project, replace(config, seed=1), "warm, other seed")
    rules.remove_rule(workspace, rules.list_rules(workspace, project)[-1].rule.id)
    yield press(workspace, project, config, "warm, a mark less")


def presses_of(
    workspace: Workspace, name: str, folder: Path, config: TrainingConfig
) -> Iterator[Press]:
    """Of a real corpus, whose marked words are struck everywhere."""
    corpus = load_corpus(name, folder)
    rows = [
        NewExample(text, label, split)
        for split in (TRAIN, VALIDATION, TEST)
        for text, label in zip(corpus.splits[split].texts, corpus.splits[split].labels, strict=True)
    ]
    project = importing.add(workspace.database, name, corpus.labels, rows)
    training = corpus.splits[TRAIN]
    words = {
        word_of(tokens[index].text)
        for text, marked in zip(training.texts, training.marked, strict=True)
        if marked and (tokens := tokenize(text))
        for index in marked
    }
    for word in sorted(words):
        rules.add_rule(workspace, project, word)
    config = replace(config, max_tokens=corpus.max_tokens)
    yield press(workspace, project, config, name)
    yield press(workspace, project, replace(config, seed=1), f"{name}, other seed")


def measured(config: TrainingConfig, corpora: Path | None) -> Iterator[Press]:
    warm_tensorflow().join()  # the app does so when it opens
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Settings(workspace=Path(folder), annotator="benchmark"))
        yield from presses_of_demo(workspace, config)
        for name in REAL if corpora else ():
            yield from presses_of(workspace, name, corpora, config)
        workspace.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--classifier", default=TrainingConfig().classifier)
    parser.add_argument("--corpora", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--of", type=Path)
    parser.add_argument("--steady", action="store_true")
    options = parser.parse_args()
    config = TrainingConfig(classifier=options.classifier)
    kept = pickle.loads(options.of.read_bytes()) if options.of else None
    if kept and options.steady:
        kept = steady(kept)
    print("| press | expected, s | took, s | told / left, s, at 10 % | 25 % | 50 % | 75 % |")
    print("|---|---|---|---|---|---|---|")
    presses = []
    for timed in kept or measured(config, options.corpora):
        presses.append(timed)
        print(row(timed), flush=True)
    print(f"\n{epochs_taken(presses)}\n{errors_of(presses)}")
    if options.keep:
        options.keep.write_bytes(pickle.dumps(presses))


if __name__ == "__main__":
    main()
