"""A project's history as JSON values, and back. Whatever does not fit raises ValueError, TypeError
or KeyError: a file from somebody else may hold anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any, cast, get_args, get_type_hints

from rrr.formats.json_values import moment_of, text_of
from rrr.formats.typed_values import refuse_other_types
from rrr.records import (
    MERGE_SENTENCES,
    Annotation,
    AnnotationStatus,
    ClassifierChoice,
    EpochReport,
    Evaluation,
    KeptAdjudication,
    KeptAnswer,
    MarksState,
    PastRelabelling,
    PastRun,
    PastSnapshot,
    Run,
    RunStatus,
    Snapshot,
    SnapshotContent,
    TrainingConfig,
    WeightSearch,
)

OVER: tuple[RunStatus, ...] = ("finished", "cancelled", "failed")
"""Runs that are kept in a project's file: nothing of them goes on."""

_NOT_KEPT = ("project_id", "owner", "traceback", "deleted_at", "settle", "checkpoint")
"""Of a run: what means something in its own workspace only."""


def relabelling_json(relabelling: PastRelabelling) -> dict[str, Any]:
    """Plain JSON values; `relabelling_of` reads them."""
    changes = [[place, *labels] for place, labels in sorted(relabelling.changes.items())]
    return {
        **asdict(relabelling),
        "created_at": relabelling.created_at.isoformat(),
        "changes": changes,
    }


def relabelling_of(entry: dict[str, Any]) -> PastRelabelling:
    """What `relabelling_json` wrote."""
    changes = {_place(place): (_label(old), _label(new)) for place, old, new in entry["changes"]}
    return PastRelabelling(
        text_of(entry["annotator"]),
        moment_of(entry["created_at"]),
        tuple(map(text_of, entry["labels_before"])),
        tuple(map(text_of, entry["labels_after"])),
        changes,
    )


def snapshot_json(past: PastSnapshot) -> dict[str, Any]:
    """Plain JSON values; `snapshot_of` reads them."""
    snapshot = {**asdict(past.snapshot), "created_at": past.snapshot.created_at.isoformat()}
    return {**snapshot, "content": asdict(past.content)}


def snapshot_of(entry: dict[str, Any]) -> PastSnapshot:
    """What `snapshot_json` wrote."""
    values = {**entry, "project_id": 0, "created_at": moment_of(entry["created_at"])}
    content = values.pop("content")
    snapshot = _made(Snapshot, values)
    if type(snapshot.last_example_id) is not int or type(snapshot.last_relabelling_id) is not int:
        raise ValueError("no numbers")
    _check_merge(snapshot.merge)
    past = PastSnapshot(snapshot, _content(content))
    refuse_other_types(past)
    return past


def with_places(content: SnapshotContent, place_of: Callable[[int], int]) -> SnapshotContent:
    """The content of a snapshot, its sentences numbered otherwise."""

    def renumbered(value: Any) -> Any:
        values: dict[str, Any] = {}
        if hasattr(value, "example_id"):
            values["example_id"] = place_of(value.example_id)
        if hasattr(value, "spared"):
            values["spared"] = tuple(place_of(example_id) for example_id in value.spared)
        return replace(value, **values)

    state = {
        field.name: tuple(map(renumbered, getattr(content.state, field.name)))
        for field in fields(content.state)
    }
    by_sentence: dict[str, Any] = {
        field.name: {place_of(number): kept for number, kept in value.items()}
        for field in fields(content)
        if isinstance(value := getattr(content, field.name), dict)
    }
    return replace(content, **by_sentence, state=MarksState(**state))


def without_what_was_shown(content: SnapshotContent) -> SnapshotContent:
    """Without what was shown of models: it names runs of one workspace."""
    answers = tuple(replace(answer, exposure=None) for answer in content.state.answers)
    return replace(content, state=replace(content.state, answers=answers))


def run_json(past: PastRun) -> dict[str, Any]:
    """Plain JSON values; `run_of` reads them."""
    run = past.run
    values = {
        field.name: getattr(run, field.name) for field in fields(run) if field.name not in _NOT_KEPT
    }
    for name in ("created_at", "started_at", "finished_at"):
        values[name] = values[name] and values[name].isoformat()
    return {
        **values,
        "config": run.config.to_dict(),
        "search": run.search and run.search.to_dict(),
        "choice": run.choice and run.choice.to_dict(),
        "evaluation": run.evaluation and asdict(run.evaluation),
        "has_model": run.checkpoint is not None,
        "epochs": [asdict(epoch) for epoch in past.epochs],
    }


def run_of(entry: dict[str, Any]) -> PastRun:
    """What `run_json` wrote."""
    if entry["status"] not in OVER:
        raise ValueError("a run that is not over")
    values = {name: value for name, value in entry.items() if name not in _NOT_KEPT}
    epochs, has_model = values.pop("epochs"), values.pop("has_model")
    for name in ("created_at", "started_at", "finished_at"):
        values[name] = values[name] and moment_of(values[name])
    search, evaluation = values["search"], values["evaluation"]
    choice = values.get("choice")  # older versions had none
    values |= {
        "project_id": 0,
        "name": text_of(values["name"]),
        "config": TrainingConfig(**values["config"]),
        "search": search and WeightSearch.from_dict(search),
        "choice": choice and ClassifierChoice.from_dict(choice),
        "evaluation": evaluation and Evaluation.from_dict(evaluation),
        "checkpoint": "model" if has_model else None,
    }
    run = _made(Run, values)
    if type(run.id) is not int or run.id < 1:
        raise ValueError("no number")
    past = PastRun(run, tuple(EpochReport(**epoch) for epoch in epochs))
    refuse_other_types(past)
    return past


def _content(entry: dict[str, Any]) -> SnapshotContent:
    kinds = get_type_hints(MarksState)
    state = {
        name: tuple(_made(get_args(kinds[name])[0], record) for record in rows)
        for name, rows in entry["state"].items()
    }
    for answer in state["answers"]:
        _check_answer(answer)
    for decision in state.get("adjudications", ()):
        _check_decision(decision)
    values: dict[str, Any] = {
        name: (
            {_place(number): _frozen(kept) for number, kept in value.items()}
            if isinstance(value, dict)
            else value
        )
        for name, value in entry.items()
        if name != "state"
    }
    _check_merge(values.get("merge"))
    return SnapshotContent(**values, state=MarksState(**state))


def _check_merge(merge: Any) -> None:
    if merge is not None and merge not in MERGE_SENTENCES:
        raise ValueError("no way of putting marks together")


def _check_decision(decision: KeptAdjudication) -> None:
    """What goes back into the database when somebody rolls back must be a decision."""
    if not all(type(token) is int and token >= 0 for token in decision.tokens):
        raise ValueError("no indices of tokens")
    text_of(decision.person)
    text_of(decision.note)
    datetime.fromisoformat(decision.updated_at)


def _check_answer(answer: KeptAnswer) -> None:
    """What goes back into the database when somebody rolls back must be an answer."""
    marked, cleared, accepted = (
        tuple(json.loads(kept_list))
        for kept_list in (answer.marked, answer.cleared, answer.accepted)
    )
    if not all(type(token) is int for token in (*marked, *cleared, *accepted)):
        raise ValueError("no indices of tokens")
    if not isinstance(json.loads(answer.steps), dict) or answer.exposure is not None:
        raise ValueError("no steps")
    if answer.status not in get_args(AnnotationStatus):
        raise ValueError("no status of an answer")
    status, moment = (
        cast(AnnotationStatus, answer.status),
        datetime.fromisoformat(answer.updated_at),
    )
    Annotation(
        0, text_of(answer.annotator), status, marked, cleared, 1, moment, answer.note, accepted
    )


def _made(kind: type[Any], values: dict[str, Any]) -> Any:
    """A record of plain values; what it does not know is left out, so that a file of a newer
    version with the same layout can be read."""
    names = {field.name for field in fields(kind)}
    return kind(**{name: _frozen(value) for name, value in values.items() if name in names})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _place(value: Any) -> int:
    number = int(value)
    if number < 0:
        raise ValueError("no place")
    return number


def _label(value: Any) -> str | None:
    return None if value is None else text_of(value)
