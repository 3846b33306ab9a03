"""`rrr compare`: what two runs differ in, the same numbers as on the Compare page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.quiet import load_tensorflow
from rrr.counted import counted
from rrr.formats.colours import MODELS


def compare(
    run: Annotated[
        int, typer.Argument(metavar="RUN", help="Number of a finished run, from “rrr runs”.")
    ],
    other: Annotated[
        int | None,
        typer.Argument(
            metavar="[RUN]",
            help="The run after. If left out, RUN is compared with its baseline.",
            show_default=False,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two runs: verdict, accuracy by split and part, reliance, words leaned on.

    Intervals are 95 %: over sentences (Wilson), or over seeds (Student) where there are runs that
    differ in nothing but the seed.

    Examples:

    \b
        rrr compare 2

    \b
        rrr compare 2 4 --json
    """
    from rrr.errors import RunError
    from rrr.services.comparison.pairs import comparable, pair_to_show
    from rrr.services.comparison.summary import summary
    from rrr.services.projects import catalogue
    from rrr.services.training import runs

    with opened(workspace) as opened_workspace:
        run_ids = [run] if other is None else [run, other]
        chosen_runs = [runs.get_run(opened_workspace, number) for number in run_ids]
        project_id = chosen_runs[0].project_id
        all_runs = runs.list_runs(opened_workspace, project_id)
        finished = {finished_run.id for finished_run in comparable(all_runs)}
        if any(chosen.id not in finished for chosen in chosen_runs) or run == other:
            raise RunError(
                "Only two different finished runs of one project can be compared. "
                f"Received: {' and '.join(map(str, run_ids))}. “rrr runs” lists them."
            )
        if other is not None:
            pair = pair_to_show(all_runs, run, other)
        elif chosen_runs[0].is_baseline:
            pair = pair_to_show(all_runs, before=run)
        else:
            pair = pair_to_show(all_runs, after=run)
        if pair is None:
            raise RunError(
                f"No other finished run shows what the marks have changed since run {run}. Train "
                "one with “rrr train”, or name two runs."
            )
        load_tensorflow()
        figures = summary(
            opened_workspace, catalogue.get_project(opened_workspace, project_id), pair
        )
    typer.echo(json.dumps(figures) if as_json else _written(figures))


def _written(figures: dict[str, Any]) -> str:
    from rrr.cli.progress import verdict_text

    lines = [
        f"before: {_name(figures['before'])}",
        f"after:  {_name(figures['after'])}",
        f"\n{verdict_text(figures['verdict'])}",
    ]
    if figures["verdict"]["worst_label"]:
        lines.append(
            f"Its sentences are in “rrr report {figures['before']['run']} "
            f"{figures['after']['run']}”."
        )
    for neighbour in figures["neighbours"]:
        preposition = "beside" if neighbour["place"] == "beside" else "that occur with"
        kind = "" if len(neighbour["phrase"]) == 1 else " --kind phrase"
        lines.append(
            f"\nThe weight moved to words {preposition} the ones you struck: "
            f"“{neighbour['text']}” (from {_percent(neighbour['before'])} to "
            f"{_percent(neighbour['after'])} of the saliency). "
            f'To strike it: rrr strike{kind} PROJECT "{neighbour["text"]}". If it is a fair '
            f'reason: rrr fair PROJECT "{neighbour["text"]}"'
        )
    if figures["differences"]:
        lines.append(
            "\nBeware: the runs differ in more than the marks: " + "; ".join(figures["differences"])
        )
    rows: list[Sequence[str]] = [("", "before", "", "after", "", "number")]
    for data_slice in figures["accuracy"]:
        part = "" if data_slice["part"] == "all" else f"  {data_slice['part']}"
        name = part or f"accuracy, {data_slice['split'].replace('_', ' ')}"
        cells = [
            _share(data_slice[model]["share"], data_slice[model]["interval"]) for model in MODELS
        ]
        rows.append((name, *cells[0], *cells[1], f"{data_slice['after']['number']:,}"))
    for name, before in figures["reliance"]["before"].items():
        after = figures["reliance"]["after"].get(name)
        if after:
            cells = [
                _share(proportion["share"], (proportion["low"], proportion["high"]))
                for proportion in (before, after)
            ]
            rows.append((name, *cells[0], *cells[1], f"{after['number']:,}{_seeds(before, after)}"))
    lines += ["", *_table(rows)]
    if agreed := figures["agreement"]:
        sentences = f"{agreed['split'].replace('_', ' ')}, {agreed['before']['num_texts']:,}"
        rows = [(f"agreement with people's evidence ({sentences})", "before", "after")]
        for key, name in (("token_f1", "token F1"), ("iou_f1", "IOU F1"), ("auprc", "AUPRC")):
            rows.append((f"  {name}", *(f"{agreed[model][key]:.2f}" for model in MODELS)))
        lines += ["", *_table(rows)]
    rows = [("", "cured", "got worse", "ECE before", "ECE after")]
    rows += [
        (
            split.replace("_", " "),
            str(figures["changes"][split]["cured"]),
            str(figures["changes"][split]["worse"]),
            *(_percent(sureness[model]["calibration_error"]) for model in MODELS),
        )
        for split, sureness in figures["sureness"].items()
    ]
    lines += ["", *_table(rows)]
    rows = [("of all saliency", "before", "after", "")]
    rows += [
        (
            word["word"],
            _percent(word["before"]),
            _percent(word["after"]),
            "marked" if word["is_marked"] else "",
        )
        for word in figures["words"]
    ]
    return "\n".join([*lines, "", *_table(rows)])


def _name(run: dict[str, Any]) -> str:
    return f"run {run['run']} · {run['name']} · {run['weight']}"


def _seeds(before: dict[str, Any], after: dict[str, Any]) -> str:
    if before["num_seeds"] == after["num_seeds"] == 1:
        return ""
    return f", {before['num_seeds']} and {counted(after['num_seeds'], 'seed')}"


def _share(share: float, interval: Any) -> tuple[str, str]:
    return _percent(share), f"({_percent(interval[0])} to {_percent(interval[1])})"


def _percent(share: float) -> str:
    from rrr.formats.percent import percent

    return percent(share)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
