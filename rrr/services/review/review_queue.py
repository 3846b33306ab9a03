"""The sentences that several people have reviewed, as a reviewer goes through them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rrr.annotating.merging import sentence_marks
from rrr.annotating.votes import SentenceVotes
from rrr.records import Adjudication, Example, Project
from rrr.services.marks.project_merge import merge_of, votes
from rrr.services.permissions import may, require
from rrr.services.review.team_reading import TeamReading
from rrr.services.workspace import Workspace
from rrr.store import (
    adjudication_queries,
    annotation_queries,
    example_queries,
    people_queries,
)
from rrr.text import Token, token_hash, tokenize


@dataclass(frozen=True)
class Filter:
    """Which sentences are listed: those where people differ on a word (in the vocabulary's form),
    those that a person reviewed, those that no reviewer has decided."""

    word: str | None = None
    person: str | None = None
    undecided: bool = False


@dataclass(frozen=True)
class ReviewedSentence:
    """A sentence with everybody's votes. `merged` are the tokens that are struck where no reviewer
    decides, as the owner has marks put together; `decision` is what a reviewer decided."""

    example: Example
    tokens: tuple[Token, ...]
    token_hash: str
    votes: SentenceVotes
    merged: frozenset[int]
    decision: Adjudication | None

    @property
    def struck(self) -> frozenset[int]:
        """Tokens that count as struck as things are."""
        return self.merged if self.decision is None else frozenset(self.decision.marked)

    @property
    def majority(self) -> frozenset[int]:
        """Tokens that more than half of the people struck."""
        return frozenset(token for token, share in self.votes.shares().items() if share > 0.5)


def is_worth_reviewing(workspace: Workspace, project: Project) -> bool:
    """Whether this person may review, and the project has more than one person's answers or
    members. Takes no time, however much there is."""
    if not may(workspace, project, "review"):
        return False
    database = workspace.database
    return (
        len(annotation_queries.annotators(database, project.id)) > 1
        or len(people_queries.members_of(database, project.id)) > 1
    )


def ids_to_review(
    workspace: Workspace, project: Project, reading: TeamReading, chosen: Filter
) -> list[int]:
    """Ids of the sentences to list, those with the most disagreement first.

    Raises:
        NotAllowed: if this person is no reviewer.
    """
    workspace = require(workspace, project, "review")
    decided = set[int]()
    if chosen.undecided:
        decided = set(adjudication_queries.of_project(workspace.database, project.id))
    return [
        sentence.example_id
        for sentence in reading.differences.sentences
        if (chosen.word is None or chosen.word in sentence.split_words)
        and (chosen.person is None or chosen.person in sentence.people)
        and sentence.example_id not in decided
    ]


def reviewed_sentences(
    workspace: Workspace, project: Project, example_ids: Sequence[int]
) -> list[ReviewedSentence]:
    """These sentences as they are now, in the order of the ids; those that are gone left out.

    Raises:
        NotAllowed: if this person is no reviewer.
    """
    workspace = require(workspace, project, "review")
    merge = merge_of(workspace, project)
    examples = example_queries.by_ids(workspace.database, list(example_ids))
    decisions = adjudication_queries.on(workspace.database, list(example_ids))
    rows = []
    for example, of_all in zip(
        examples, votes(workspace, project, [example.id for example in examples]), strict=True
    ):
        tokens = tuple(tokenize(example.text))
        merged = frozenset(sentence_marks(replace(of_all, decided=None), merge).struck)
        decision = decisions.get(example.id)
        rows.append(ReviewedSentence(example, tokens, token_hash(tokens), of_all, merged, decision))
    return rows
