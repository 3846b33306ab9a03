"""Runs, and what they report as they go."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, PrimaryKeyConstraint, Table, false

from rrr.store.schema import JSON, Integer, Text, UtcTime, corpus_tables, mark_tables, metadata

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column(
        "project_id", ForeignKey(corpus_tables.projects.c.id, ondelete="CASCADE"), nullable=False
    ),
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
    Column("evaluation", JSON),
    Column("checkpoint", Text),
    Column("search", JSON),
    Column("settle", Boolean, nullable=False, server_default=false()),
    Column("snapshot_id", ForeignKey(mark_tables.snapshots.c.id)),
    Column("starred", Boolean, nullable=False, server_default=false()),
    Column("deleted_at", UtcTime),  # hidden since then, gone for good some time later
    Column("data_hash", Text),
    Column("tokenizer_hash", Text),
    Column("versions", JSON),
    Column("origin", Text),
    Column("origin_run_id", Integer),
    Column("owner", Text),  # the process that is to train it, by the name of its lock
    Column("num_resumed", Integer, nullable=False, server_default="0"),
    Column("saved_epoch", Integer, nullable=False, server_default="0"),
    Column("seconds", Float, nullable=False, server_default="0"),
    Column("person", Text),  # key of whoever started it; None for runs of older versions
    Column("choice", JSON),
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
