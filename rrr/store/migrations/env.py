"""Alembic's entry point. `Database` hands over a connection with a transaction already open."""

from __future__ import annotations

from alembic import context

from rrr.store.schema import (  # noqa: F401  all tables
    corpus_tables,
    label_tables,
    mark_tables,
    metadata,
    reading_tables,
    run_tables,
    team_tables,
)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
