"""Alembic's entry point. `Database` hands over a connection with a transaction already open."""

from __future__ import annotations

from alembic import context

from rrr.store.schema.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
