"""`rrr train` and `rrr runs`."""

from __future__ import annotations

import json

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.quiet import load_tensorflow
from rrr.cli.training_options import (
    ClassifierOption,
    EpochsOption,
    PenaltyOption,
    ReasonWeightOption,
    SeedOption,
    StartingFormulaOption,
    StartRunOption,
    TargetOption,
    TokenPenaltyOption,
    WordVectorsOption,
    training_config,
)


def train(
    project: ProjectArgument,
    reason_weight: ReasonWeightOption = None,
    target: TargetOption = None,
    token_penalty: TokenPenaltyOption = None,
    penalty: PenaltyOption = None,
    starting_formula: StartingFormulaOption = False,
    classifier: ClassifierOption = None,
    epochs: EpochsOption = None,
    seed: SeedOption = None,
    word_vectors: WordVectorsOption = None,
    start_run: StartRunOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a project without and with its marks.

    Prints what the marks changed. Ctrl-C cancels cleanly. The numbers of the two runs are for
    “rrr explain” and for the Compare page of the app.

    Example:

    \b
        rrr train Reviews --reason-weight 30
    """
    from rrr.cli.progress import comparison_table, search_table, tell_epoch
    from rrr.services.demo_loop import figures, train_pair
    from rrr.services.verdict import verdict

    config = training_config(
        reason_weight=reason_weight,
        target=target,
        token_penalty=token_penalty,
        penalty=penalty,
        starting_formula=starting_formula,
        classifier=classifier,
        epochs=epochs,
        seed=seed,
        word_vectors=word_vectors,
        start_run=start_run,
    )
    with opened(workspace) as opened_workspace:
        load_tensorflow()
        pair = train_pair(
            opened_workspace, find_project(opened_workspace, project), config, tell_epoch
        )
    if as_json:
        told = figures(pair)
        told["before"]["run"], told["after"]["run"] = pair.before.id, pair.after.id
        typer.echo(json.dumps(told))
        return
    judged = verdict(*pair.evaluations)
    typer.echo(f"Runs {pair.before.id} (before) and {pair.after.id} (after)")
    typer.echo(comparison_table(pair))
    if pair.after.search:
        typer.echo(f"\n{search_table(pair.after.search)}")
    typer.echo(f"\n{judged.title}. {judged.sentence}")


def list_runs(
    project: ProjectArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """List a project's runs, newest first.

    Example:

    \b
        rrr runs Reviews
    """
    from rrr.formats.percent import percent
    from rrr.services import runs
    from rrr.services.demo_loop import evaluation_figures

    with opened(workspace) as opened_workspace:
        known = runs.list_runs(opened_workspace, find_project(opened_workspace, project).id)
    if as_json:
        rows = [
            {
                "id": run.id,
                "name": run.name,
                "status": run.status,
                "error": run.error,
                "config": run.config.to_dict(),
                "evaluation": run.evaluation and evaluation_figures(run.evaluation),
            }
            for run in known
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for run in known:
        line = f"{run.id:>4}  {run.name:<14} {run.status:<12}"
        if run.evaluation:
            line += ", ".join(f"{n} {percent(v)}" for n, v in run.evaluation.accuracy.items())
        typer.echo(line + (run.error or ""))
    if not known:
        typer.echo("No runs yet. Train with “rrr train PROJECT”.", err=True)
