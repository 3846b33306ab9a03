"""What a run's model sees in the training sentences; the inbox; in which order people work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "annotations_by_example", "annotations", ["project_id", "annotator", "example_id"]
    )
    op.create_table(
        "run_readings",
        sa.Column(
            "run_id", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("num_sentences", sa.Integer, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "sentence_readings",
        _run_id(),
        sa.Column("example_id", sa.Integer, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("probability", sa.Float, nullable=False),
        sa.Column("top_word", sa.Text, nullable=False),
        sa.Column("top_share", sa.Float, nullable=False),
        sa.Column("uncertainty", sa.Float, nullable=False),
        sa.Column("usefulness", sa.Float, nullable=False),
        sa.Column("words", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "example_id"),
    )
    op.create_index(
        "sentences_by_usefulness", "sentence_readings", ["run_id", "usefulness", "example_id"]
    )
    op.create_table(
        "word_readings",
        _run_id(),
        sa.Column("word", sa.Text, nullable=False),
        sa.Column("mass", sa.Float, nullable=False),
        sa.Column("sentences", sa.Integer, nullable=False),
        sa.Column("skew", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "word"),
    )
    op.create_index("words_by_mass", "word_readings", ["run_id", "mass"])
    op.create_table(
        "inbox",
        _run_id(),
        sa.Column("example_id", sa.Integer, nullable=False),
        sa.Column("before_run_id", sa.Integer, nullable=False),
        sa.Column("before_label", sa.Text, nullable=False),
        sa.Column("before_word", sa.Text, nullable=False),
        sa.Column("after_label", sa.Text, nullable=False),
        sa.Column("after_word", sa.Text, nullable=False),
        sa.Column("change", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "example_id"),
    )
    op.create_table(
        "inbox_dismissals",
        _run_id(),
        sa.Column("example_id", sa.Integer, nullable=False),
        sa.Column("annotator", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("run_id", "example_id", "annotator"),
    )
    op.create_table(
        "queue_orders",
        sa.Column(
            "project_id",
            sa.Integer,
            sa.ForeignKey("projects.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("annotator", sa.Text, nullable=False),
        sa.Column("chosen", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project_id", "annotator"),
    )


def _run_id() -> sa.Column[int]:
    return sa.Column(
        "run_id", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False
    )
