"""Words in one spelling: accents composed, apostrophes alike.

Projects with other spellings are indexed anew when the workspace opens; what models saw in their
sentences is forgotten, and read again when a page asks for it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from rrr.text import pattern_form, word_of

revision = "0008"
down_revision = "0007"

_OTHER_THAN_ASCII = "word GLOB '*[^' || char(1) || '-' || char(127) || ']*'"


def upgrade() -> None:
    _unify_rules(op.get_bind())
    _forget_words(op.get_bind())


def _unify_rules(connection: sa.Connection) -> None:
    rules = connection.exec_driver_sql("SELECT id, project_id, kind, pattern FROM rules").all()
    ids = {(project_id, kind, pattern): number for number, project_id, kind, pattern in rules}
    for number, project_id, kind, pattern in rules:
        form = pattern_form(kind, pattern)
        if form == pattern:
            continue
        twin = ids.get((project_id, kind, form))
        if twin is None:
            ids[project_id, kind, form] = number
            connection.exec_driver_sql("UPDATE rules SET pattern = ? WHERE id = ?", (form, number))
            continue
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO rule_exceptions (rule_id, example_id) "
            "SELECT ?, example_id FROM rule_exceptions WHERE rule_id = ?",
            (twin, number),
        )
        connection.exec_driver_sql("DELETE FROM rule_exceptions WHERE rule_id = ?", (number,))
        connection.exec_driver_sql("DELETE FROM rules WHERE id = ?", (number,))


def _forget_words(connection: sa.Connection) -> None:
    rows = connection.exec_driver_sql(
        f"SELECT DISTINCT project_id, word FROM postings WHERE {_OTHER_THAN_ASCII}"
    )
    for project_id in {project_id for project_id, word in rows if word_of(word) != word}:
        for table in ("words", "word_counts", "postings"):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE project_id = ?", (project_id,))
        for table in ("run_readings", "sentence_readings", "word_readings"):
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE run_id IN (SELECT id FROM runs WHERE project_id = ?)",
                (project_id,),
            )
        connection.exec_driver_sql(
            "UPDATE projects SET state = 'without words', marks_version = marks_version + 1 "
            "WHERE id = ? AND state = 'ready'",
            (project_id,),
        )
