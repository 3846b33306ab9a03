"""`rrr explain`: what one trained model sees in one text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from rrr.cli.options import JsonOption, WorkspaceOption, opened
from rrr.cli.quiet import load_tensorflow
from rrr.counted import counted
from rrr.errors import DataError
from rrr.records import DEFAULT_SALIENCY, Explanation, known_method

BAR_WIDTH = 30


def explain(
    run: Annotated[
        int, typer.Argument(metavar="RUN", help="Number of a finished run, from “rrr runs”.")
    ],
    text: Annotated[
        str | None,
        typer.Argument(
            metavar="[TEXT]",
            help="The text, or “-” to read it from stdin. Not with --file.",
            show_default=False,
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A file of texts: .txt with one a line, or what “rrr import” reads.",
        ),
    ] = None,
    text_column: Annotated[
        str | None, typer.Option(help="Column with the texts of FILE  [default: guessed]")
    ] = None,
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
    """Show which words of a text, or of each text of a file, a model heeds.

    Prints the probability of each label, then each token with its share of the text's saliency;
    “−” stands before those that speak against the prediction.
    A small share is no proof that the model does without the word; see “rrr train”, which counts
    the predictions that change when marked words are swapped.

    Examples:

    \b
        rrr explain 2 "A long, patient film."

    \b
        rrr explain 2 - --method removal < review.txt

    \b
        rrr explain 2 --file reviews.csv --json
    """
    from rrr.services.training import models, runs

    texts = _texts(text, file, text_column)
    with opened(workspace) as opened_workspace:
        load_tensorflow()
        explanations = models.explain(
            opened_workspace, runs.get_run(opened_workspace, run), texts, known_method(method)
        )
    _tell_of_unread(explanations)
    if as_json:
        documents = [
            ({} if file is None else {"text": text}) | _document(explanation)
            for text, explanation in zip(texts, explanations, strict=True)
        ]
        typer.echo(json.dumps(documents[0] if file is None else documents))
        return
    for number, (text, explanation) in enumerate(zip(texts, explanations, strict=True)):
        if file is not None:
            typer.echo(f"{chr(10) if number else ''}{' '.join(text.split())}")
        _show(explanation)


def _texts(text: str | None, file: Path | None, text_column: str | None) -> list[str]:
    from rrr.services.projects.file_labels import texts_in

    if (text is None) == (file is None):
        raise DataError("Give either a text or --file.")
    if file is not None:
        return texts_in(file.name, file, text_column)
    if text == "-":
        text = sys.stdin.read().rstrip("\n")
    if text is None or not text.strip():
        raise DataError("There is no text to explain. Give one, or pipe one in with “-”.")
    return [text]


def _tell_of_unread(explanations: list[Explanation]) -> None:
    """Say on standard error how much of long texts the model has not seen."""
    cut = [explanation for explanation in explanations if explanation.num_unread]
    if not cut:
        return
    if len(explanations) == 1:
        (only,) = cut
        num_read = len(only.tokens) - only.num_unread
        message = (
            f"The model reads only the first {counted(num_read, 'word')} of this text. The last "
            f"{counted(only.num_unread, 'word')} did not count and show a share of 0."
        )
    else:
        of_all = f"of {counted(len(explanations), 'text')}"
        message = (
            f"{counted(len(cut), f'{of_all} is', f'{of_all} are')} longer than the model reads. "
            "The rest did not count and shows a share of 0."
        )
    typer.echo(f"{message} To have more read, train with a larger --max-tokens.", err=True)


def _rows(explanation: Explanation) -> list[tuple[str, int, float, float]]:
    """Text, start, saliency and share of each token."""
    columns = (
        explanation.tokens,
        explanation.starts,
        explanation.saliency,
        explanation.shares,
    )
    return list(zip(*columns, strict=True))


def _document(explanation: Explanation) -> dict[str, Any]:
    return {
        "predicted": explanation.predicted,
        "probabilities": explanation.probabilities,
        "method": explanation.method,
        "unread_tokens": explanation.num_unread,
        "tokens": [
            {"text": token, "start": start, "saliency": saliency, "share": share}
            for token, start, saliency, share in _rows(explanation)
        ],
    }


def _show(explanation: Explanation) -> None:
    from rrr.formats.percent import percent

    for label, probability in sorted(explanation.probabilities.items(), key=lambda pair: -pair[1]):
        typer.echo(f"{label} {percent(probability)}")
    typer.echo(f"\nShare of the text's saliency ({explanation.method}):")
    largest = max(explanation.shares, default=0.0) or 1.0
    for token, _, saliency, share in _rows(explanation):
        formatted = percent(share) if saliency >= 0 else f"−{percent(share)}"
        typer.echo(f"{formatted:>8}  {token:<20} {'█' * round(BAR_WIDTH * share / largest)}")
