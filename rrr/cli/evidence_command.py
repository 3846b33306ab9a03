"""`rrr evidence`: measure every method, and write tables and charts."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption
from rrr.cli.terminal import tell_progress
from rrr.errors import ConfigError


def evidence(
    corpus: Annotated[
        list[str] | None, typer.Option(help="Only this corpus; may be given several times.")
    ] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="Only this method; may be given several times.")
    ] = None,
    classifier: Annotated[
        list[str] | None,
        typer.Option(help="Only this kind of classifier; may be given several times."),
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="Repetitions of each cell.")] = 5,
    jobs: Annotated[
        int,
        typer.Option(
            min=1,
            help="Processes that work at a time, one core each; a Ray cluster has its own number.",
        ),
    ] = os.cpu_count() or 1,
    corpora: Annotated[
        Path | None,
        typer.Option(
            envvar="RRR_CORPORA",
            metavar="FOLDER",
            help="Folder of the corpora that are not part of this project; without it, they are "
            "left out.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where results are kept and written.")
    ] = Path("docs/evidence"),
    render: Annotated[
        bool, typer.Option("--render", help="Measure nothing; write tables and charts anew.")
    ] = False,
    show: Annotated[bool, typer.Option("--list", help="Only list what would be measured.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure every method on every corpus.

    Each result is kept as soon as it is measured (cells.jsonl), so that an interrupted run goes on
    where it stopped: give the same command again. Then writes results.md, results.csv and charts.
    The whole battery takes two to three hours on two cores.

    Examples:

    \b
        rrr evidence --corpus demo --classifier average --seeds 2 --out /tmp/evidence

    \b
        rrr evidence --corpora ~/corpora --jobs 4
    """
    from rrr.cli.quiet import load_tensorflow
    from rrr.evidence.battery import battery, chosen
    from rrr.evidence.corpora import TITLES, available
    from rrr.evidence.ledger import Ledger
    from rrr.evidence.running import Progress, run
    from rrr.formats.duration import duration
    from rrr.settings import Settings

    def tell(progress: Progress) -> None:
        cell, numbers = progress.measured.cell, progress.measured.numbers
        tell_progress(
            f"{progress.num_done:>4} of {progress.num_cells}  {cell.corpus}, {cell.method}, "
            f"{cell.classifier}, seed {cell.seed}: {numbers['seconds']:.0f} s; "
            f"about {duration(progress.seconds_left)} left"
        )

    ledger = Ledger(out)
    cells = battery(seeds)
    for kind, names, all_names in (
        ("corpus", corpus, {cell.corpus for cell in cells}),
        ("method", method, {cell.method for cell in cells}),
        ("classifier", classifier, {cell.classifier for cell in cells}),
    ):
        unknown = sorted(set(names or ()) - all_names)
        if unknown:
            raise ConfigError(
                f"There is no {kind} {', '.join(unknown)}. Choose from: "
                f"{'; '.join(sorted(all_names))}."
            )
    chosen_cells = chosen(
        cells, corpora=corpus or (), methods=method or (), classifiers=classifier or ()
    )
    available_corpora = available(corpora)
    left_out = (
        ()
        if render
        else (cell.corpus for cell in chosen_cells if cell.corpus not in available_corpora)
    )
    for name in dict.fromkeys(left_out):
        typer.echo(
            f"Left out: {TITLES[name]}. It is not in {corpora or 'any folder'}; say where it is "
            "with --corpora or RRR_CORPORA.",
            err=True,
        )
    chosen_cells = [cell for cell in chosen_cells if cell.corpus in available_corpora]
    if show:
        known_cells = ledger.read()
        if as_json:
            rows = [{**asdict(cell), "measured": cell in known_cells} for cell in chosen_cells]
            typer.echo(json.dumps(rows))
            return
        for cell in chosen_cells:
            state = "measured" if cell in known_cells else "missing"
            typer.echo(f"{state:>8}  {cell.corpus}, {cell.method}, {cell.classifier}, {cell.seed}")
        return
    unmeasured = {}
    if not render:
        unmeasured = run(
            chosen_cells,
            ledger,
            corpora=corpora,
            num_jobs=jobs,
            tell=tell,
            load_tensorflow=load_tensorflow,
            on_ray=Settings.from_environment().executor == "ray",
        )
    for cell, reason in unmeasured.items():
        typer.echo(
            f"Not measured: {cell.corpus}, {cell.method}, {cell.classifier}, seed {cell.seed}. "
            f"{reason}",
            err=True,
        )
    from rrr.evidence.rendering import render as write

    paths = [str(path) for path in write(ledger, out)]
    if as_json:
        failed = [{**asdict(cell), "why": str(reason)} for cell, reason in unmeasured.items()]
        typer.echo(json.dumps({"files": paths, "not_measured": failed}))
        return
    for path in paths:
        typer.echo(path)
