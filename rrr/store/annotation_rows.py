"""How an answer lies in its row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from rrr.records import Annotation, Exposure, Sender, Step, Steps


def annotation_of(row: Row[Any]) -> Annotation:
    """The answer that a row of the table `annotations` holds."""
    exposure = row.exposure
    return Annotation(
        example_id=row.example_id,
        annotator=row.annotator,
        status=row.status,
        marked=tuple(row.marked),
        cleared=tuple(row.cleared),
        revision=row.revision,
        updated_at=row.updated_at,
        note=row.note,
        accepted=tuple(row.accepted),
        steps=Steps(**{name: _steps_of(row.steps.get(name, [])) for name in ("past", "future")}),
        exposure=exposure
        and Exposure(exposure["run_id"], exposure["blind"], tuple(exposure["pointed"])),
        sender=Sender(row.client, row.sequence),
    )


def json_of(steps: Steps) -> dict[str, list[list[Any]]]:
    """Steps as the column `steps` keeps them."""
    return {
        name: [
            [list(step.struck), list(step.freed), step.before, step.after] for step in kept_steps
        ]
        for name, kept_steps in (("past", steps.past), ("future", steps.future))
    }


def _steps_of(stored_steps: list[list[Any]]) -> tuple[Step, ...]:
    return tuple(
        Step(tuple(struck), tuple(freed), before, after)
        for struck, freed, before, after in stored_steps
    )
