"""One file per step, numbered; a step that has been released is never changed again.

SQLite goes through all steps. A PostgreSQL database is made with the tables as they are, and goes
through those that come later; the first that it can meet is 0018. So from there on columns take
their types from `rrr.store.schema`, and a trigger is written for each of the two
(`rrr.store.postgres_triggers` has those of a new PostgreSQL database).
"""
