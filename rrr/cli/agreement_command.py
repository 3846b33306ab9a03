"""`rrr agreement`: how far people agree on what to strike."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.counted import counted

if TYPE_CHECKING:
    from rrr.annotating.coefficients import Coefficient
    from rrr.annotating.inter_annotator import InterAnnotatorAgreement, UnitAgreement

_MOST_LISTED = 10


def agreement(
    project: ProjectArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Tell how far people agree on which words to strike.

    Only sentences that two people or more have reviewed count. α is Krippendorff's over everybody,
    κ Cohen's of two people, F1 of two people on the words that either struck.

    Example:

    \b
        rrr agreement Reviews
    """
    from rrr.services.review.team_reading import team_reading

    with opened(workspace) as opened_workspace:
        reading = team_reading(opened_workspace, find_project(opened_workspace, project))
    if as_json:
        figures = {
            "by_hand": _figures(reading.hands),
            "with_rules": _figures(reading.with_rules),
            "words": [asdict(word) for word in reading.differences.words],
            "people": [asdict(person) for person in reading.differences.people],
        }
        typer.echo(json.dumps(figures))
        return
    hands = reading.hands
    shared = counted(hands.num_sentences, "sentence")
    typer.echo(f"Reviewed by two people or more: {shared}.")
    if not hands.num_sentences:
        return
    for title, result in (("By hand", hands), ("With rules and suggestions", reading.with_rules)):
        typer.echo(
            f"{title}: α on words {_written(result.words.alpha)}, on sentences "
            f"{_written(result.sentences.alpha)}"
        )
    for pair in hands.words.pairs:
        typer.echo(
            f"{pair.first} and {pair.second}, {counted(pair.num_sentences, 'sentence')}: "
            f"κ {_written(pair.kappa)}, F1 {_written(pair.f1)}; both struck "
            f"{counted(pair.counts.both, 'word')}, one of them {pair.counts.first_only:,} and "
            f"{pair.counts.second_only:,}"
        )
    words = reading.differences.words[:_MOST_LISTED]
    if words:
        listed = ", ".join(f"{word.word} ({word.num_split:,})" for word in words)
        typer.echo(f"People differ most on: {listed}")


def _written(coefficient: Coefficient) -> str:
    if coefficient.value is None:
        return f"– ({coefficient.why_not.rstrip('.')})"
    return f"{coefficient.value:.2f}"


def _figures(result: InterAnnotatorAgreement) -> dict[str, Any]:
    return {
        "sentences_shared": result.num_sentences,
        "people": list(result.people),
        "words": _of_units(result.words),
        "sentences": _of_units(result.sentences),
    }


def _of_units(of_unit: UnitAgreement) -> dict[str, Any]:
    return {
        "units": of_unit.num_units,
        "struck": of_unit.num_struck,
        "struck_by_all": of_unit.num_agreed,
        "alpha": asdict(of_unit.alpha),
        "pairs": [
            {**asdict(pair), "kappa": asdict(pair.kappa), "f1": asdict(pair.f1)}
            for pair in of_unit.pairs
        ],
    }
