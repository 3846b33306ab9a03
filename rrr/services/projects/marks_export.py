"""A project's sentences with all that was said about them, as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator

from rrr.annotating.merging import sentence_marks
from rrr.annotating.provenance import provenance
from rrr.annotating.rule_matching import RuleMatcher
from rrr.annotating.votes import votes_on
from rrr.formats.annotations_jsonl import AnnotatedExample, line_of
from rrr.records import Project
from rrr.services.audit import record_export
from rrr.services.marks.project_merge import merge_of
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import (
    adjudication_queries,
    answers_of_projects,
    example_queries,
    fair_answer_queries,
    given_queries,
    rationale_queries,
    rule_queries,
)
from rrr.text import tokenize
from rrr.word_relevance import word_relevance


def export(workspace: Workspace, project: Project) -> Iterator[str]:
    """The project as JSON Lines, one example a line, line ends included."""
    workspace = require(workspace, project, "export")
    record_export(workspace, project.id, what="marks")
    return lines(workspace, project)


def lines(workspace: Workspace, project: Project) -> Iterator[str]:
    """As `export`, for callers that have asked whether this person may, and recorded it."""
    first = rule_queries.list_of(workspace.database, project.id)
    fair = fair_answer_queries.list_of(workspace.database, project.id)
    for annotated in annotated_examples(workspace, project):
        yield line_of(annotated, first, fair)
        first, fair = [], []


def annotated_examples(workspace: Workspace, project: Project) -> Iterator[AnnotatedExample]:
    """The project's examples in file order, with all that was said about them."""
    known = {rule.id: rule for rule in rule_queries.list_of(workspace.database, project.id)}
    matcher = RuleMatcher(known.values())
    spared = rule_queries.exceptions_of(workspace.database, project.id)
    answers = answers_of_projects.all_of(workspace.database, project.id)
    rationales = rationale_queries.of_project(workspace.database, project.id)
    decisions = adjudication_queries.of_project(workspace.database, project.id)
    merge = merge_of(workspace, project)
    stored = example_queries.stream_of(workspace.database, project.id)
    for example, given in given_queries.beside(workspace.database, stored):
        said, not_by = answers.get(example.id, []), spared.get(example.id, frozenset())
        reviews = [answer for answer in said if answer.is_reviewed]
        decision = decisions.get(example.id)
        tokens = tokenize(example.text)
        sources = matcher.sources(example.text, not_by)
        decided = None if decision is None else decision.marked
        of_all = votes_on(example.id, example.text, sources, reviews, decided)
        marks = sentence_marks(of_all, merge)
        yield AnnotatedExample(
            example,
            next(reversed(reviews or said), None),
            tokens,
            word_relevance(len(tokens), marks.struck, marks.shares.items()).tolist(),
            provenance(marks.struck, sources, known),
            said,
            [known[rule_id] for rule_id in sorted(not_by)],
            rationales.get(example.id, ()),
            decision,
            given,
        )
