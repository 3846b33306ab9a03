"""The stage of a search for λ is a kind and a number. It was the text that people read."""

from __future__ import annotations

import json
from typing import Any

from alembic import op

revision = "0009"
down_revision = "0008"

_WITHOUT_PENALTY = {
    "without your marks": "without marks",
    "with your words deleted from the texts": "words deleted",
}
_ALL_SENTENCES = " on all sentences"


def upgrade() -> None:
    connection = op.get_bind()
    stored = connection.exec_driver_sql("SELECT id, search FROM runs WHERE search IS NOT NULL")
    for run_id, text in stored.all():
        search = json.loads(text)
        if search is None or "at_work" not in search:
            continue
        search["stage"] = _stage(search.pop("at_work"))
        connection.exec_driver_sql(
            "UPDATE runs SET search = ? WHERE id = ?", (json.dumps(search), run_id)
        )


def _stage(title: str) -> dict[str, Any] | None:
    if not title:
        return None
    if title in _WITHOUT_PENALTY:
        return {"kind": _WITHOUT_PENALTY[title], "reason_weight": 0.0}
    weight = float(title.removeprefix("λ = ").removesuffix(_ALL_SENTENCES))
    kind = "all sentences" if title.endswith(_ALL_SENTENCES) else "trial"
    return {"kind": kind, "reason_weight": weight}
