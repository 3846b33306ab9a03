"""`rrr explore`: what could decide the label, one explanation after another."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.cli.quiet import load_tensorflow
from rrr.cli.terminal import tell_progress
from rrr.cli.training_options import (
    EpochsOption,
    NamedClassifierOption,
    SeedOption,
    training_config,
)
from rrr.counted import counted


def explore(
    project: ProjectArgument,
    rounds: Annotated[int, typer.Option(min=1, help="How many models to train.")] = 3,
    classifier: NamedClassifierOption = None,
    epochs: EpochsOption = None,
    seed: SeedOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a model could go by, where nothing is marked yet.

    Trains a model, masks what it leaned on most in each sentence, trains the next one, which has
    to find other words, and so on. Strike out the words that should not decide the label.

    Example:

    \b
        rrr explore Reviews --rounds 3
    """
    from rrr.errors import DataError
    from rrr.formats.percent import percent
    from rrr.records import TRAIN, VALIDATION
    from rrr.services.exploration.rounds import explore as rounds_of
    from rrr.services.marks import marked_corpus

    config = training_config(classifier=classifier, epochs=epochs, seed=seed)
    rows = []
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        splits = marked_corpus.labelled_texts(opened_workspace, opened_project)
        if TRAIN not in splits:
            raise DataError("This project has no training sentences. Import some first.")
        load_tensorflow()
        for this_round in rounds_of(
            splits[TRAIN],
            splits.get(VALIDATION),
            config,
            labels=opened_project.labels,
            rounds=rounds,
            report=lambda number, epoch: tell_progress(
                f"model {number}  epoch {epoch.epoch:>2} of {epoch.num_epochs}"
            ),
        ):
            rows.append(asdict(this_round))
            if as_json:
                continue
            typer.echo(
                f"Model {this_round.number}: right in {percent(this_round.accuracy)}. It leans on"
            )
            for word in this_round.words:
                in_sentences = counted(word.num_sentences, "sentence")
                typer.echo(f"  {word.word:<20} in {in_sentences:>15}, {word.label}")
    if as_json:
        typer.echo(json.dumps(rows))
