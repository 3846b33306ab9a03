"""`rrr review`: the sentences that people marked differently, and a reviewer's decisions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rrr.cli.options import JsonOption, ProjectArgument, WorkspaceOption, find_project, opened
from rrr.errors import DataError

if TYPE_CHECKING:
    from rrr.records import Project
    from rrr.services.review.review_queue import ReviewedSentence
    from rrr.services.workspace import Workspace


def review(
    project: ProjectArgument,
    decide: Annotated[
        int | None, typer.Option(metavar="SENTENCE", help="Number of a sentence to decide about.")
    ] = None,
    strike: Annotated[
        list[int] | None,
        typer.Option(
            metavar="WORD",
            help="With --decide: a word that is struck, counted from 0 as it is listed. May be "
            "given several times; without it nothing is struck.",
        ),
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="With --decide: why.")] = "",
    take_back: Annotated[
        int | None,
        typer.Option(metavar="SENTENCE", help="Take the decision about this sentence back."),
    ] = None,
    undecided: Annotated[
        bool, typer.Option("--undecided", help="Leave out what is decided already.")
    ] = False,
    most: Annotated[int, typer.Option(min=1, max=10_000, help="How many sentences.")] = 20,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the sentences that two people or more have reviewed, and decide what counts.

    Those on which people differ most come first. Behind each word that somebody struck stand its
    number and who struck it. A decision overrides all marks and rules.

    Example:

    \b
        rrr review Reviews --undecided
        rrr review Reviews --decide 1204 --strike 3 --strike 7
    """
    from rrr.services.review.review_queue import Filter, ids_to_review
    from rrr.services.review.team_reading import team_reading

    if decide is not None and take_back is not None:
        raise DataError("Give --decide SENTENCE or --take-back SENTENCE, not both.")
    if decide is None and (strike or note):
        raise DataError("--strike and --note belong to --decide SENTENCE.")
    with opened(workspace) as opened_workspace:
        opened_project = find_project(opened_workspace, project)
        if decide is not None:
            ids = [_decide(opened_workspace, opened_project, decide, strike or [], note)]
        elif take_back is not None:
            ids = [_take_back(opened_workspace, opened_project, take_back)]
        else:
            reading = team_reading(opened_workspace, opened_project)
            chosen = Filter(undecided=undecided)
            ids = ids_to_review(opened_workspace, opened_project, reading, chosen)[:most]
        sentences = _sentences(opened_workspace, opened_project, ids)
    if as_json:
        typer.echo(json.dumps([_described(sentence) for sentence in sentences]))
        return
    for sentence in sentences:
        typer.echo(f"{sentence.example.id}  {_as_told(sentence)}")
        if sentence.decision is not None:
            words = ", ".join(str(token) for token in sentence.decision.marked) or "nothing"
            typer.echo(f"      decided by {sentence.decision.person}: {words} struck")
    if not sentences:
        typer.echo("There is no such sentence that two people or more have reviewed.", err=True)


def _decide(
    workspace: Workspace, project: Project, number: int, struck: list[int], note: str
) -> int:
    from rrr.services.review import adjudicating

    sentence = _sentence(workspace, project, number)
    revision = 0 if sentence.decision is None else sentence.decision.revision
    adjudicating.decide(
        workspace, number, struck, base_revision=revision, note=note, seen_hash=sentence.token_hash
    )
    return number


def _take_back(workspace: Workspace, project: Project, number: int) -> int:
    from rrr.services.review import adjudicating

    sentence = _sentence(workspace, project, number)
    if sentence.decision is None:
        raise DataError(f"Nobody has decided about sentence {number}.")
    adjudicating.take_back(workspace, number, base_revision=sentence.decision.revision)
    return number


def _sentence(workspace: Workspace, project: Project, number: int) -> ReviewedSentence:
    for sentence in _sentences(workspace, project, [number]):
        if sentence.example.project_id == project.id:
            return sentence
    raise DataError(f"Sentence {number} is not in “{project.name}”. See “rrr review”.")


def _sentences(workspace: Workspace, project: Project, ids: list[int]) -> list[ReviewedSentence]:
    from rrr.services.review.review_queue import reviewed_sentences

    return reviewed_sentences(workspace, project, ids)


def _as_told(sentence: ReviewedSentence) -> str:
    words = []
    for number, token in enumerate(sentence.tokens):
        people = [person for person, struck in sentence.votes.struck.items() if number in struck]
        words.append(f"{token.text} [{number}: {', '.join(people)}]" if people else token.text)
    return " ".join(words)


def _described(sentence: ReviewedSentence) -> dict[str, Any]:
    decision = sentence.decision
    return {
        "id": sentence.example.id,
        "split": sentence.example.split,
        "tokens": [token.text for token in sentence.tokens],
        "struck_by": {person: sorted(struck) for person, struck in sentence.votes.struck.items()},
        "struck": sorted(sentence.struck),
        "decision": None
        if decision is None
        else {
            "person": decision.person,
            "struck": decision.marked,
            "note": decision.note,
            "revision": decision.revision,
        },
    }
