"""From a file to a project: a new one is made of it, or one that is there becomes larger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

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
from rrr.records import TRAIN, Project
from rrr.services.audit import record
from rrr.services.permissions import require, require_present
from rrr.services.projects.catalogue import checked_name, owner_of_new
from rrr.services.projects.imported_rules import checked_rules, counting_hits
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing, rule_queries


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
    untrained_labels: tuple[str, ...]  # the project's labels that no training sentence has


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
    texts, marks = RepeatedTexts(), _exported_marks(table, source)
    new_rules = checked_rules(marks.rules)
    hits: Counter[int] = Counter()
    examples = counting_hits(map(marks.onto, map(texts.placed, examples_read)), new_rules, hits)
    project = importing.add(
        workspace.database,
        name,
        examples_read.labels,
        examples,
        report=_of_all(examples_read, report),
        new_rules=new_rules,
        new_fair=marks.fair,
        hits=hits,
        owner=owner,
    )
    record(workspace, "import", project.id, sentences=project.num_examples)
    return _result(workspace, project, examples_read, texts, marks.result())


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
    larger = importing.extend(
        workspace.database,
        project.id,
        examples,
        hits,
        texts.num_known,
        _of_all(examples_read, report),
        new_rules,
        marks.fair,
    )
    record(workspace, "import", larger.id, added=examples_read.num_examples)
    return _result(workspace, larger, examples_read, texts, marks.result(missing))


def _of_all(
    examples_read: TableExamples, report: Callable[[int, int], None] | None
) -> Callable[[int], None]:
    """Tells beside how many examples are stored of how many."""

    def tell(done: int) -> None:
        if report is not None:
            report(done, examples_read.num_examples)

    return tell


def _result(
    workspace: Workspace,
    project: Project,
    examples_read: TableExamples,
    texts: RepeatedTexts,
    marks: MarksRead,
) -> ImportResult:
    learnt = example_queries.labels_in(workspace.database, project.id, TRAIN)
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
        tuple(label for label in project.labels if label not in learnt),
    )


def _exported_marks(table: Table, source: Source) -> ExportedMarks:
    if table.reading.format not in ("right-reasons", "jsonl"):
        return ExportedMarks(table.filename, None, UTF_8)
    source = unpacked(table.filename, source)
    return ExportedMarks(table.filename, source, table.reading.encoding or UTF_8)
