"""`rrr demo`: the whole loop, headless."""

from __future__ import annotations

import json
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, opened
from rrr.cli.output_file import ForceOption, refuse_unwritable, writing
from rrr.cli.quiet import load_tensorflow
from rrr.cli.training_options import (
    EpochsOption,
    PenaltyOption,
    ReasonWeightOption,
    SeedOption,
    StartingFormulaOption,
    TargetOption,
    TokenPenaltyOption,
    training_config,
)

_REPORT = Path("right-reasons-demo.html")
"""Its own file, overwritten by the next demo."""


def run(
    reason_weight: ReasonWeightOption = None,
    target: TargetOption = None,
    token_penalty: TokenPenaltyOption = None,
    penalty: PenaltyOption = None,
    starting_formula: StartingFormulaOption = False,
    seed: SeedOption = None,
    seeds: Annotated[
        int,
        typer.Option(
            min=1,
            metavar="N",
            help="Train with this many seeds and print the mean, the lowest and the highest of "
            "each figure",
        ),
    ] = 1,
    epochs: EpochsOption = None,
    report: Annotated[
        Path, typer.Option(metavar="FILE", help="The HTML report to write.")
    ] = _REPORT,
    force: ForceOption = False,
    workspace: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Work in this folder and keep it, so that the app and the other commands can "
            "open the result  [default: a temporary folder]",
            show_default=False,
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Mark, train and compare on the demo corpus.

    Applies the rule list that comes with the corpus, trains with and without these marks, prints
    accuracy on each test split and reliance on the marked words, before and after, and writes a
    report with heatmaps. With --json: one object with “before” and “after”, each with “accuracy”
    (test, artefact_free, artefact_flipped), “saliency_share”, “swap_flip_rate”, “removal_change”
    (shares from 0 to 1) and “seconds” of that run; “search”, the λ tried; and “seconds” in all.
    With --seeds there are more than one: “pairs”, a list of such objects, each with its “seed”, and
    “seconds”. The report is that of the first seed.

    Examples:

    \b
        rrr demo

    \b
        rrr demo --seeds 5

    \b
        rrr demo --starting-formula --json
    """
    from rrr.cli.progress import comparison_table, search_table, tell_epoch, verdict_text
    from rrr.formats.html_report import html_report
    from rrr.services.comparison.reporting import report_of
    from rrr.services.comparison.verdict import verdict, verdict_values
    from rrr.services.demo_loop import figures, run_demo

    config = training_config(
        reason_weight=reason_weight,
        target=target,
        token_penalty=token_penalty,
        penalty=penalty,
        starting_formula=starting_formula,
        seed=seed,
        epochs=epochs,
    )
    refuse_unwritable(report, force or report == _REPORT)
    with ExitStack() as stack:
        folder = workspace or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="right-reasons-demo-"))
        )
        opened_workspace = stack.enter_context(
            opened(folder, trains_here=True, is_apart=workspace is None)
        )
        load_tensorflow()
        loop = run_demo(opened_workspace, config, tell_epoch, seeds)
        written = html_report(report_of(opened_workspace, loop.project, loop.pair))
    with writing(report) as file:
        file.write(written.encode())
    if as_json:
        pairs = [{"seed": pair.after.config.seed, **figures(pair)} for pair in loop.pairs]
        fields = {"pairs": pairs} if seeds > 1 else figures(loop.pair)
        typer.echo(json.dumps({**fields, "seconds": loop.seconds}))
    else:
        typer.echo(comparison_table(*loop.pairs))
        if seeds == 1 and loop.pair.after.search:
            typer.echo(f"\n{search_table(loop.pair.after.search)}")
        typer.echo()
        for pair in loop.pairs:
            judged = verdict(*pair.evaluations, pair.after.search)
            title = f"Seed {pair.after.config.seed}: " if seeds > 1 else ""
            typer.echo(f"{title}{verdict_text(verdict_values(judged))}")
        typer.echo(f"{loop.seconds:.0f} seconds.")
    typer.echo(f"Report: {report}", err=True)
