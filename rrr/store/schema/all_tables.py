"""The whole schema: whoever needs all tables at once imports `metadata` from here."""

from rrr.store.schema import (  # noqa: F401  each adds its tables
    corpus_tables,
    label_tables,
    mark_tables,
    metadata,
    reading_tables,
    run_tables,
    team_tables,
)

__all__ = ["metadata"]
