"""What models see in the sentences, and where that has changed."""

from sqlalchemy import Column, Float, ForeignKey, Index, PrimaryKeyConstraint, Table

from rrr.store.schema import JSON, Integer, Text, UtcTime, metadata, run_tables

# What the model of one run sees in the training sentences, read once after the run. Examples are
# not referred to by key: they only ever go together with their project and its runs, and SQLite
# would look through all readings for each of them.
run_readings = Table(
    "run_readings",
    metadata,
    Column("run_id", ForeignKey(run_tables.runs.c.id, ondelete="CASCADE"), primary_key=True),
    Column("num_sentences", Integer, nullable=False),
    Column("finished_at", UtcTime, nullable=False),
)

sentence_readings = Table(
    "sentence_readings",
    metadata,
    Column("run_id", ForeignKey(run_tables.runs.c.id, ondelete="CASCADE"), nullable=False),
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
    Column("run_id", ForeignKey(run_tables.runs.c.id, ondelete="CASCADE"), nullable=False),
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
    Column("run_id", ForeignKey(run_tables.runs.c.id, ondelete="CASCADE"), nullable=False),
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
    Column("run_id", ForeignKey(run_tables.runs.c.id, ondelete="CASCADE"), nullable=False),
    Column("example_id", Integer, nullable=False),
    Column("annotator", Text, nullable=False),
    PrimaryKeyConstraint("run_id", "example_id", "annotator"),
)
