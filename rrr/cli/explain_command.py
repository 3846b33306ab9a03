"""`rrr explain`: what one trained model sees in one text."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.quiet import load_tensorflow
from rrr.errors import DataError
from rrr.records import DEFAULT_SALIENCY, known_method

BAR_WIDTH = 30


def explain(
    run: Annotated[
        int, typer.Argument(metavar="RUN", help="Number of a finished run, from “rrr runs”.")
    ],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="The text, or “-” to read it from stdin.")
    ],
    method: Annotated[
        str,
        typer.Option(
            help="How the words are weighed: integrated_gradients, removal, gradient_times_input "
            "or input_gradient, the least faithful."
        ),
    ] = DEFAULT_SALIENCY,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which words of a text a model heeds.

    Prints the probability of each label, then each token with its share of the text's saliency;
    “−” stands before those that speak against the prediction.
    A small share is no proof that the model does without the word; see “rrr train”, which counts
    the predictions that change when marked words are swapped.

    Examples:

    \b
        rrr explain 2 "A long, patient film."

    \b
        rrr explain 2 - --method removal < review.txt
    """
    from rrr.formats.percent import percent
    from rrr.services.training import models, runs

    if text == "-":
        text = sys.stdin.read().rstrip("\n")
    if not text.strip():
        raise DataError("There is no text to explain. Give one, or pipe one in with “-”.")
    with opened(workspace) as opened_workspace:
        load_tensorflow()
        (explanation,) = models.explain(
            opened_workspace, runs.get_run(opened_workspace, run), [text], known_method(method)
        )
    tokens = zip(
        explanation.tokens,
        explanation.starts,
        explanation.saliency,
        explanation.shares,
        strict=True,
    )
    if as_json:
        document = {
            "predicted": explanation.predicted,
            "probabilities": explanation.probabilities,
            "method": explanation.method,
            "tokens": [
                {"text": token, "start": start, "saliency": saliency, "share": share}
                for token, start, saliency, share in tokens
            ],
        }
        typer.echo(json.dumps(document))
        return
    for label, probability in sorted(explanation.probabilities.items(), key=lambda each: -each[1]):
        typer.echo(f"{label} {percent(probability)}")
    typer.echo(f"\nShare of the text's saliency ({explanation.method}):")
    largest = max(explanation.shares, default=0.0) or 1.0
    for token, _, saliency, share in tokens:
        formatted = percent(share) if saliency >= 0 else f"−{percent(share)}"
        typer.echo(f"{formatted:>8}  {token:<20} {'█' * round(BAR_WIDTH * share / largest)}")
