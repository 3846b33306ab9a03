"""Projects, examples, annotations, rules, runs and their epochs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False, unique=True),
        sa.Column("labels", sa.JSON, nullable=False),
        sa.Column("split_sizes", sa.JSON, nullable=False),
        sa.Column("is_demo", sa.Boolean, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "examples",
        sa.Column("id", sa.Integer, primary_key=True),
        _project_id(),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("split", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("label", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "examples_in_order", "examples", ["project_id", "split", "position"], unique=True
    )
    op.create_table(
        "annotations",
        sa.Column(
            "example_id",
            sa.Integer,
            sa.ForeignKey("examples.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("annotator", sa.Text, nullable=False),
        _project_id(),
        sa.Column("split", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("marked", sa.JSON, nullable=False),
        sa.Column("cleared", sa.JSON, nullable=False),
        sa.Column("tokenizer", sa.Text, nullable=False),
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("example_id", "annotator"),
    )
    op.create_index(
        "annotations_of_project", "annotations", ["project_id", "annotator", "split", "status"]
    )
    op.create_table(
        "rules",
        sa.Column("id", sa.Integer, primary_key=True),
        _project_id(),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("project_id", "word"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        _project_id(),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("marks_hash", sa.Text, nullable=False),
        sa.Column("num_marked_tokens", sa.Integer, nullable=False),
        sa.Column("pair_id", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("finished_at", sa.DateTime),
        sa.Column("error", sa.Text),
        sa.Column("traceback", sa.Text),
        sa.Column("evaluation", sa.JSON),
        sa.Column("checkpoint", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("runs_of_project", "runs", ["project_id"])
    op.create_index("runs_by_status", "runs", ["status"])
    op.create_table(
        "epochs",
        sa.Column(
            "run_id", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("num_epochs", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("metrics", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "epoch"),
    )


def _project_id() -> sa.Column[int]:
    return sa.Column(
        "project_id",
        sa.Integer,
        sa.ForeignKey("projects.id", ondelete="CASCADE"),
        nullable=False,
    )
