"""`rrr train`."""

from __future__ import annotations

import json

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.quiet import prepare_to_train
from rrr.cli.training_options import (
    ClassifierOption,
    EncoderOption,
    EpochsOption,
    MaxTokensOption,
    PenaltyOption,
    ReasonWeightOption,
    SearchMinutesOption,
    SeedOption,
    StartingFormulaOption,
    StartRunOption,
    TargetOption,
    TokenPenaltyOption,
    TrainedLayersOption,
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
    max_tokens: MaxTokensOption = None,
    seed: SeedOption = None,
    word_vectors: WordVectorsOption = None,
    encoder: EncoderOption = None,
    trained_layers: TrainedLayersOption = None,
    start_run: StartRunOption = None,
    search_minutes: SearchMinutesOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Train a project without and with its marks.

    Prints what the marks changed. Ctrl-C cancels cleanly. The numbers of the two runs are for
    “rrr explain” and for the Compare page of the app.

    Example:

    \b
        rrr train Reviews --reason-weight 30
        rrr train Reviews --classifier auto
    """
    from rrr.cli.progress import (
        choice_table,
        comparison_table,
        search_table,
        tell_epoch,
        verdict_text,
    )
    from rrr.records import TRAIN
    from rrr.services.comparison.verdict import verdict, verdict_values
    from rrr.services.demo_loop import figures, train_pair
    from rrr.services.marks.marked_corpus import labelled_texts
    from rrr.services.training.cut_marks import cut_marks_note

    config = training_config(
        reason_weight=reason_weight,
        target=target,
        token_penalty=token_penalty,
        penalty=penalty,
        starting_formula=starting_formula,
        classifier=classifier,
        epochs=epochs,
        max_tokens=max_tokens,
        seed=seed,
        word_vectors=word_vectors,
        encoder=encoder,
        trained_layers=trained_layers,
        start_run=start_run,
        search_minutes=search_minutes,
    )
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        training = labelled_texts(opened_workspace, opened_project).get(TRAIN)
        if training and (note := cut_marks_note(training, config.max_tokens)):
            typer.echo(note, err=True)
        prepare_to_train(opened_workspace)
        pair = train_pair(opened_workspace, opened_project, config, tell_epoch)
    if as_json:
        choice = pair.after.choice
        fields = {**figures(pair), "choice": choice and choice.to_dict()}
        fields["before"]["run"], fields["after"]["run"] = pair.before.id, pair.after.id
        typer.echo(json.dumps(fields))
        return
    judged = verdict(*pair.evaluations, pair.after.search)
    typer.echo(f"Runs {pair.before.id} (before) and {pair.after.id} (after)")
    typer.echo(comparison_table(pair))
    if pair.after.choice:
        typer.echo(f"\n{choice_table(pair.after.choice)}")
    if pair.after.search:
        typer.echo(f"\n{search_table(pair.after.search)}")
    typer.echo(f"\n{verdict_text(verdict_values(judged))}")
