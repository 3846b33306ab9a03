"""The tables as they are now; how they came to be stands in `migrations/versions`."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC times outside; SQLite keeps no zone, so it is taken off inside."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """The present time, aware, in UTC."""
    return datetime.now(UTC)


metadata = MetaData()

# Ids are never used twice (autoincrement): a link or a checkpoint folder named after a deleted
# project or run must not come to mean another one.

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("labels", JSON, nullable=False),
    # Examples never change after the import, so their numbers are kept, not counted.
    Column("split_sizes", JSON, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # "importing": its examples are still coming in batch by batch, nobody sees it yet, and
    # created_at is the time of the last batch. "without words": made before words were indexed.
    Column("state", Text, nullable=False, server_default="ready"),
    # Goes up with every change of an answer, a rule or an exception. Triggers see to it.
    Column("marks_version", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

examples = Table(
    "examples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("split", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("label", Text),
    Index("examples_in_order", "project_id", "split", "position", unique=True),
    Index("examples_of_project", "project_id"),  # holds the ids, too: a project in file order
    sqlite_autoincrement=True,
)

annotations = Table(
    "annotations",
    metadata,
    Column("example_id", ForeignKey("examples.id", ondelete="CASCADE"), nullable=False),
    Column("annotator", Text, nullable=False),
    # Both repeated from the example, so that progress is counted within one index.
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("split", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("marked", JSON, nullable=False),
    Column("cleared", JSON, nullable=False),
    Column("tokenizer", Text, nullable=False),
    Column("token_hash", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("accepted", JSON, nullable=False, server_default="[]"),
    Column("steps", JSON, nullable=False, server_default="{}"),
    Column("exposure", JSON(none_as_null=True)),
    # The tab that made this revision, and which of its messages did.
    Column("client", Text, nullable=False, server_default=""),
    Column("sequence", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("example_id", "annotator"),
    Index("annotations_of_project", "project_id", "annotator", "split", "status"),
    Index("annotations_by_status", "project_id", "status", "updated_at"),
    Index("annotations_by_time", "project_id", "annotator", "updated_at"),
    Index("annotations_by_example", "project_id", "annotator", "example_id"),
)

# How many answers of each kind there are, kept up with each save: progress is read, not counted.
answer_counts = Table(
    "answer_counts",
    metadata,
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("annotator", Text, nullable=False),
    Column("split", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("project_id", "annotator", "split", "status"),
)

# Words are in the vocabulary's form. A word's counts are of training sentences only, its postings
# of all sentences.

words = Table(
    "words",
    metadata,
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("word", Text, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("skew", Float, nullable=False),
    PrimaryKeyConstraint("project_id", "word"),
    Index("words_by_skew", "project_id", "skew"),
    sqlite_with_rowid=False,
)

word_counts = Table(
    "word_counts",
    metadata,
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("word", Text, nullable=False),
    Column("label", Text, nullable=False),  # "": sentences without label
    Column("sentences", Integer, nullable=False),
    PrimaryKeyConstraint("project_id", "word", "label"),
    sqlite_with_rowid=False,
)

postings = Table(
    "postings",
    metadata,
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("word", Text, nullable=False),
    Column("first", Integer, nullable=False),  # the lowest of the ids
    Column("ids", LargeBinary, nullable=False),  # of examples, ascending, little-endian uint32
    PrimaryKeyConstraint("project_id", "word", "first"),
    sqlite_with_rowid=False,
)

rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    Column("num_sentences", Integer),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("project_id", "kind", "pattern"),
    sqlite_autoincrement=True,
)

# Sentences that a rule spares. They say nothing about whether the sentence was reviewed.
rule_exceptions = Table(
    "rule_exceptions",
    metadata,
    Column("rule_id", ForeignKey("rules.id", ondelete="CASCADE"), nullable=False),
    Column("example_id", ForeignKey("examples.id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("rule_id", "example_id"),
    Index("exceptions_of_example", "example_id"),
    sqlite_with_rowid=False,
)

# The marks as they were when a training began, kept once however many runs used them: what was
# struck by whom, and the answers and rules it came from. `content` is compressed JSON
# (`rrr.store.snapshots`); the numbers beside it are for lists.
snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("marks_hash", Text, nullable=False),
    Column("data_hash", Text, nullable=False),
    Column("tokenizer_hash", Text, nullable=False),
    Column("state_hash", Text, nullable=False),  # of all that `content` holds
    Column("last_example_id", Integer, nullable=False),  # sentences added later are not in it
    Column("num_rules", Integer, nullable=False),
    Column("num_reviewed", Integer, nullable=False),
    Column("num_marked_tokens", Integer, nullable=False),
    Column("num_marked_sentences", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    UniqueConstraint("project_id", "state_hash"),
    sqlite_autoincrement=True,
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("name", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("config", JSON, nullable=False),
    Column("marks_hash", Text, nullable=False),
    Column("num_marked_tokens", Integer, nullable=False),
    Column("pair_id", Text),
    Column("created_at", UtcTime, nullable=False),
    Column("started_at", UtcTime),
    Column("finished_at", UtcTime),
    Column("error", Text),
    Column("traceback", Text),
    Column("evaluation", JSON(none_as_null=True)),
    Column("checkpoint", Text),
    Column("search", JSON(none_as_null=True)),
    Column("settle", Boolean, nullable=False, server_default=false()),
    Column("snapshot_id", ForeignKey("snapshots.id")),
    Column("starred", Boolean, nullable=False, server_default=false()),
    Column("deleted_at", UtcTime),  # hidden since then, gone for good some time later
    Column("data_hash", Text),
    Column("tokenizer_hash", Text),
    Column("versions", JSON(none_as_null=True)),
    Column("origin", Text),
    Column("origin_run_id", Integer),
    Column("owner", Text),  # the process that is to train it, by the name of its lock
    Column("num_resumed", Integer, nullable=False, server_default="0"),
    Column("saved_epoch", Integer, nullable=False, server_default="0"),
    Column("seconds", Float, nullable=False, server_default="0"),
    Index("runs_of_project", "project_id"),
    Index("runs_by_status", "status"),
    Index("runs_of_snapshot", "snapshot_id"),
    sqlite_autoincrement=True,
)

epochs = Table(
    "epochs",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("num_epochs", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("metrics", JSON, nullable=False),
    PrimaryKeyConstraint("run_id", "epoch"),
)

# What the model of one run sees in the training sentences, read once after the run. Examples are
# not referred to by key: they only ever go together with their project and its runs, and SQLite
# would look through all readings for each of them.
run_readings = Table(
    "run_readings",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("num_sentences", Integer, nullable=False),
    Column("finished_at", UtcTime, nullable=False),
)

sentence_readings = Table(
    "sentence_readings",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("example_id", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("probability", Float, nullable=False),
    Column("top_word", Text, nullable=False),
    Column("top_share", Float, nullable=False),
    Column("uncertainty", Float, nullable=False),
    Column("usefulness", Float, nullable=False),
    Column("words", JSON, nullable=False),
    PrimaryKeyConstraint("run_id", "example_id"),
    Index("sentences_by_usefulness", "run_id", "usefulness", "example_id"),
)

word_readings = Table(
    "word_readings",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("word", Text, nullable=False),
    Column("mass", Float, nullable=False),
    Column("sentences", Integer, nullable=False),
    Column("skew", Float, nullable=False),
    PrimaryKeyConstraint("run_id", "word"),
    Index("words_by_mass", "run_id", "mass"),
)

# Sentences whose prediction or most salient word changed from one run to a comparable later one.
inbox = Table(
    "inbox",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("example_id", Integer, nullable=False),
    Column("before_run_id", Integer, nullable=False),
    Column("before_label", Text, nullable=False),
    Column("before_word", Text, nullable=False),
    Column("after_label", Text, nullable=False),
    Column("after_word", Text, nullable=False),
    Column("change", Float, nullable=False),
    PrimaryKeyConstraint("run_id", "example_id"),
)

inbox_dismissals = Table(
    "inbox_dismissals",
    metadata,
    Column("run_id", ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("example_id", Integer, nullable=False),
    Column("annotator", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "example_id", "annotator"),
)

queue_orders = Table(
    "queue_orders",
    metadata,
    Column("project_id", ForeignKey("projects.id", ondelete="CASCADE"), nullable=False),
    Column("annotator", Text, nullable=False),
    Column("chosen", Text, nullable=False),
    PrimaryKeyConstraint("project_id", "annotator"),
)
