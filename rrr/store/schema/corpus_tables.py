"""The examples of projects, and where their words stand."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
)

from rrr.store.schema import JSON, Integer, Text, UtcTime, metadata

projects = Table(
    "projects",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("labels", JSON, nullable=False),
    # Of an example only the label ever changes, so these numbers are kept, not counted.
    Column("split_sizes", JSON, nullable=False),
    Column("is_demo", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # "importing": its examples are still coming in batch by batch, nobody sees it yet, and
    # created_at is the time of the last batch. "without words": made before words were indexed;
    # " after 123" behind that: they are being indexed, and have been up to this example.
    Column("state", Text, nullable=False, server_default="ready"),
    # Goes up with every change of an answer, a rule or an exception, by triggers, and of a label.
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
