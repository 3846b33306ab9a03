"""Projects: open the demo, import a file, rename, delete, export."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rrr.annotating.merging import sentence_marks
from rrr.annotating.provenance import provenance
from rrr.annotating.rule_matching import RuleMatcher
from rrr.annotating.votes import votes_on
from rrr.errors import DataError
from rrr.formats.annotations_jsonl import AnnotatedExample, line_of
from rrr.formats.columns import ColumnChoice
from rrr.formats.encoding import UTF_8
from rrr.formats.exported_marks import ExportedMarks, MarksRead
from rrr.formats.given_tokens import GivenTokens
from rrr.formats.packed import unpacked
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.registry import read_table
from rrr.formats.repeated_texts import RepeatedTexts, Repeats
from rrr.formats.source import Source
from rrr.formats.table import Table
from rrr.formats.table_examples import TableExamples
from rrr.records import Project
from rrr.services.audit import record, record_export
from rrr.services.marks.project_merge import merge_of
from rrr.services.permissions import projects_of, require, require_present
from rrr.services.projects.imported_rules import checked_rules, counting_hits
from rrr.services.training.run_checkpoints import delete_checkpoint_of
from rrr.services.training.unfinished import forget
from rrr.services.workspace import Workspace
from rrr.settings import DEMO
from rrr.store import (
    adjudication_queries,
    answers_of_projects,
    deleting,
    example_queries,
    fair_answer_queries,
    given_queries,
    importing,
    project_queries,
    rationale_queries,
    rule_queries,
)
from rrr.text import tokenize
from rrr.word_relevance import word_relevance

DEMO_NAME = "Film reviews (demo)"
MAX_NAME_LENGTH = 100


@dataclass(frozen=True)
class ImportResult:
    """A project made from a file, or made larger by one."""

    project: Project
    num_added: int
    num_skipped: int  # rows without text
    num_unlabelled: int  # examples that can be annotated, but not trained on
    repeats: Repeats
    marks: MarksRead
    num_rationales: int  # examples with evidence for their label
    long_rows: tuple[int, ...]  # numbers of the rows that were left out or cut for their length
    broken_rows: tuple[int, ...]  # numbers of the rows that were left out for being broken
    given_tokens: GivenTokens  # of annotation tools that divide texts themselves


def open_demo(workspace: Workspace) -> Project:
    """This person's demo project; made from the bundled corpus when they first ask for it.

    Without sign-in it is everybody's.

    Raises:
        DataError: if the corpus is not there.
    """
    existing = next((project for project in list_projects(workspace) if project.is_demo), None)
    if existing is not None:
        return existing
    workspace, owner = require_present(workspace), owner_of_new(workspace)
    examples_read = demo_examples()
    taken = {project.name for project in project_queries.list_all(workspace.database)}
    names = (DEMO_NAME, *(f"{DEMO_NAME} {n}" for n in range(2, len(taken) + 3)))
    name = next(name for name in names if name not in taken)
    project = importing.add(
        workspace.database,
        name,
        examples_read.labels,
        examples_read,
        is_demo=True,
        owner=owner,
    )
    record(workspace, "import", project.id, sentences=project.num_examples, demo=True)
    return project


def demo_examples() -> TableExamples:
    """The reviews of the bundled corpus.

    Raises:
        DataError: if the corpus is not there.
    """
    path = DEMO / "reviews.jsonl"
    if not path.is_file():
        raise DataError(
            f"The demo corpus is not there (expected {path}). Start Right Reasons from a full "
            "copy of its repository."
        )
    return TableExamples(
        read_table(path.name, path, AS_IT_LOOKS), ColumnChoice("text", "label", "split")
    )


def list_projects(workspace: Workspace) -> list[Project]:
    """All projects in which this person has a part, newest first."""
    return projects_of(workspace)


def get_project(workspace: Workspace, project_id: int) -> Project:
    """Raises NotFound if there is no such project."""
    workspace = require(workspace, project_id, "look")
    return project_queries.get(workspace.database, project_id)


def rename_project(workspace: Workspace, project_id: int, name: str) -> Project:
    """Give a project another name.

    Raises:
        NotFound: if there is no such project.
        DataError: if the name is empty, too long or taken.
    """
    workspace = require(workspace, project_id, "change the project")
    person = workspace.person.key
    return project_queries.rename(workspace.database, project_id, checked_name(name), person)


def delete_project(workspace: Workspace, project_id: int) -> None:
    """Delete a project with its annotations, rules, runs and their checkpoints, for good.

    Raises:
        NotFound: if there is no such project.
        RunError: if one of its runs is queued or running.
    """
    workspace = require(workspace, project_id, "delete")
    for run_id in project_queries.delete(workspace.database, project_id, workspace.person.key):
        delete_checkpoint_of(workspace, run_id)
        forget(workspace, run_id)
    deleting.delete_hidden(workspace.database)


def import_file(
    workspace: Workspace,
    name: str,
    filename: str,
    source: Source,
    choice: ColumnChoice,
    report: Callable[[int, int], None] | None = None,
    reading: Reading = AS_IT_LOOKS,
) -> ImportResult:
    """Make a project from a file: all of it, or, if anything is wrong, nothing. Who makes it while
    signed in owns it.

    The file is read row by row, so that memory does not grow with it.

    Args:
        source: The file's bytes, or where it lies.
        report: told now and then how many examples are stored, and of how many.
        reading: How the file is read.

    Raises:
        DataError: naming file, row and remedy.
    """
    workspace, owner = require_present(workspace), owner_of_new(workspace)
    name = checked_name(name)
    table = read_table(filename, source, reading)
    examples_read = TableExamples(table, choice)

    def tell(done: int) -> None:
        if report is not None:
            report(done, examples_read.num_examples)

    texts, marks = RepeatedTexts(), _exported_marks(table, source)
    new_rules = checked_rules(marks.rules)
    hits: Counter[int] = Counter()
    examples = counting_hits(map(marks.onto, map(texts.placed, examples_read)), new_rules, hits)
    project = importing.add(
        workspace.database,
        name,
        examples_read.labels,
        examples,
        report=tell,
        new_rules=new_rules,
        new_fair=marks.fair,
        hits=hits,
        owner=owner,
    )
    record(workspace, "import", project.id, sentences=project.num_examples)
    return _result(project, examples_read, texts, marks.result())


def add_sentences(
    workspace: Workspace,
    project: Project,
    filename: str,
    source: Source,
    choice: ColumnChoice,
    report: Callable[[int, int], None] | None = None,
    reading: Reading = AS_IT_LOOKS,
) -> ImportResult:
    """Add the sentences of a file to a project: all of them, or, if anything is wrong, none.

    The project's rules strike in them from the start; nobody has reviewed them. A text the project
    has already keeps the split it has there.

    Raises:
        DataError: naming file, row and remedy; or if somebody else adds sentences meanwhile.
        AnnotationError: if a regular expression takes too long on a new sentence.
        NotFound: if there is no such project.
    """
    workspace = require(workspace, project, "add data")
    table = read_table(filename, source, reading)
    examples_read = TableExamples(table, choice, project.labels)
    ruled = rule_queries.list_of(workspace.database, project.id)
    texts = RepeatedTexts(example_queries.stream_of(workspace.database, project.id))
    marks = _exported_marks(table, source)
    new_rules = checked_rules(marks.rules)
    known = {(rule.kind, rule.pattern) for rule in ruled}
    missing = sum((rule.kind, rule.pattern) not in known for rule in new_rules)
    hits: Counter[int] = Counter()
    examples = counting_hits(map(marks.onto, map(texts.placed, examples_read)), ruled, hits)

    def tell(done: int) -> None:
        if report is not None:
            report(done, examples_read.num_examples)

    larger = importing.extend(
        workspace.database, project.id, examples, hits, texts.num_known, tell, new_rules, marks.fair
    )
    record(workspace, "import", larger.id, added=examples_read.num_examples)
    return _result(larger, examples_read, texts, marks.result(missing))


def file_stem(project: Project) -> str:
    """The project's name as the beginning of a file's name."""
    return re.sub(r"[^\w\-]+", "-", project.name).strip("-") or f"project-{project.id}"


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


def _result(
    project: Project, examples_read: TableExamples, texts: RepeatedTexts, marks: MarksRead
) -> ImportResult:
    numbers = examples_read.num_examples, examples_read.num_skipped, examples_read.num_unlabelled
    return ImportResult(
        project,
        *numbers,
        texts.repeats(),
        marks,
        examples_read.num_rationales,
        tuple(examples_read.long_rows),
        examples_read.broken_rows,
        examples_read.given_tokens,
    )


def _exported_marks(table: Table, source: Source) -> ExportedMarks:
    if table.reading.format not in ("right-reasons", "jsonl"):
        return ExportedMarks(table.filename, None, UTF_8)
    source = unpacked(table.filename, source)
    return ExportedMarks(table.filename, source, table.reading.encoding or UTF_8)


def owner_of_new(workspace: Workspace) -> str | None:
    """To whom a new project belongs: to whoever is signed in; else it is everybody's."""
    return workspace.person.key if workspace.authority == "confirmed" else None


def checked_name(name: str) -> str:
    """A project's name on one line; what is not Unicode in it, as in some files' names, becomes
    a question mark."""
    name = " ".join(name.encode(errors="replace").decode().split())
    if not 1 <= len(name) <= MAX_NAME_LENGTH:
        raise DataError(
            f"A project's name must have 1 to {MAX_NAME_LENGTH} characters. "
            f"Received: {len(name)}. Choose another name."
        )
    return name
