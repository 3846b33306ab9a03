"""Changes of labels, never taken out again: undoing one is a change of its own."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table

from rrr.store.schema import JSON, Integer, Text, UtcTime, corpus_tables, metadata

# What one person changed at one moment; the labels are all of the project's.
relabellings = Table(
    "relabellings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("annotator", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("labels_before", JSON, nullable=False),
    Column("labels_after", JSON, nullable=False),
    Index("relabellings_of_project", "project_id", "id"),
    sqlite_autoincrement=True,
)

label_changes = Table(
    "label_changes",
    metadata,
    Column("relabelling_id", ForeignKey("relabellings.id", ondelete="CASCADE"), nullable=False),
    Column(
        "example_id", ForeignKey(corpus_tables.examples.c.id, ondelete="CASCADE"), nullable=False
    ),
    Column("before", Text),
    Column("after", Text),
    PrimaryKeyConstraint("relabelling_id", "example_id"),
    Index("label_changes_of_example", "example_id"),
    sqlite_with_rowid=False,
)
