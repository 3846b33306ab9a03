"""Which runs to queue, given those there are. Pure: runs in, runs out.

It is asked while nobody else can queue anything, so what it finds missing is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

from rrr.errors import RunError
from rrr.records import (
    ACTIVE_STATUSES,
    ClassifierChoice,
    Run,
    RunOrigin,
    Snapshot,
    TrainingConfig,
    baseline_config,
)
from rrr.services.training.classifier_rule import choice_before, with_kind_of
from rrr.store.run_queries import NewRun

Planned = Sequence[NewRun | Run]
Plan = Callable[[list[Run]], Planned]
IsUsable = Callable[[Run], bool]
"""Whether a finished run's model is still there, and is what would be trained today."""


def pair(
    known: Sequence[Run], snapshot: Snapshot, config: TrainingConfig, is_usable: IsUsable
) -> Planned:
    """A baseline and a run with the marks; whatever equal is under way, or an equal baseline that
    has finished, takes the place of a new one.

    Raises:
        RunError: if the run is under way but its baseline was deleted.
    """
    equal = [run for run in known if _of_snapshot(run, snapshot)]
    choice = _earlier(choice_before(config, equal))
    wanted, config = config, with_kind_of(config, choice)
    for run in equal:
        if run.config in (wanted, config) and run.status in ACTIVE_STATUSES:
            return [_baseline_of(run, known), run]
    automatic = config.reason_weight == "auto"
    name = "automatic λ" if automatic else f"λ = {config.reason_weight:g}"
    baseline = _standing_in(equal, baseline_config(config), is_usable)
    pair_id = (baseline and baseline.pair_id) or uuid4().hex
    return [
        baseline or _new("baseline", baseline_config(config), snapshot, pair_id, choice),
        _new(name, config, snapshot, pair_id, choice),
    ]


def baseline(
    known: Sequence[Run], snapshot: Snapshot, config: TrainingConfig, is_usable: IsUsable
) -> Planned:
    """Only the baseline that would go with this config, or an equal one there is."""
    equal = [run for run in known if _of_snapshot(run, snapshot)]
    choice = _earlier(choice_before(config, equal))
    plain = baseline_config(with_kind_of(config, choice))
    new = _new("baseline", plain, snapshot, uuid4().hex, choice)
    return [_standing_in(equal, plain, is_usable) or new]


def retried(known: Sequence[Run], run: Run, is_usable: IsUsable) -> Planned:
    """A run anew, behind its baseline if that has to be trained anew, too."""
    equal = [other for other in known if _alike(other, run)]
    if (choice := choice_before(run.config, equal)) is not None:
        run = replace(run, config=with_kind_of(run.config, choice), choice=choice)
    for other in equal:
        if other.config == run.config and other.status in ACTIVE_STATUSES:
            return [other]
    if run.is_baseline:
        return [_again(run, run.pair_id, "retried")]
    plain = baseline_config(run.config)
    baseline = _standing_in(equal, plain, is_usable)
    if baseline is not None:
        return [_again(run, baseline.pair_id or run.pair_id, "retried")]
    before = next(
        (other for other in equal if other.config == plain and other.pair_id == run.pair_id), None
    )
    if before is None:
        return [_again(run, run.pair_id, "retried")]
    return [_again(before, run.pair_id, "retried"), _again(run, run.pair_id, "retried")]


def repeated(known: Sequence[Run], run: Run) -> NewRun | Run:
    """A run once more, to see whether the same comes of it. A baseline's repetition belongs to no
    pair: that keeps the baseline it has."""
    for other in known:
        same = (other.origin, other.origin_run_id) == ("repeated", run.id)
        if same and other.status in ACTIVE_STATUSES:
            return other
    return _again(run, None if run.is_baseline else run.pair_id, "repeated")


def refuse_without_snapshot(run: Run) -> None:
    """Raises RunError if the run's marks were not kept."""
    if run.snapshot_id is None:
        raise RunError(
            f"Run {run.id} was made by an older version, which did not keep the marks it was "
            "trained with. Train with the marks as they are now."
        )


def _new(
    name: str,
    config: TrainingConfig,
    snapshot: Snapshot,
    pair_id: str,
    choice: ClassifierChoice | None = None,
) -> NewRun:
    return NewRun(
        name,
        config,
        snapshot.marks_hash,
        snapshot.num_marked_tokens,
        pair_id,
        snapshot.id,
        snapshot.data_hash,
        snapshot.tokenizer_hash,
        choice=choice,
    )


def _again(run: Run, pair_id: str | None, origin: RunOrigin) -> NewRun:
    choice = run.choice if run.choice and run.choice.chosen else None
    return NewRun(
        run.name,
        run.config,
        run.marks_hash,
        run.num_marked_tokens,
        pair_id,
        run.snapshot_id,
        run.data_hash,
        run.tokenizer_hash,
        origin,
        run.id,
        _earlier(choice),
    )


def _earlier(choice: ClassifierChoice | None) -> ClassifierChoice | None:
    return choice and replace(choice, is_earlier=True)


def _of_snapshot(run: Run, snapshot: Snapshot) -> bool:
    same_data = run.data_hash in (None, snapshot.data_hash)
    # What repeats an earlier run is there to be compared with that, and serves nobody else.
    return run.marks_hash == snapshot.marks_hash and same_data and run.origin != "repeated"


def _alike(one: Run, other: Run) -> bool:
    same = one.marks_hash == other.marks_hash and one.data_hash == other.data_hash
    return same and one.origin != "repeated"


def _standing_in(equal: Sequence[Run], config: TrainingConfig, is_usable: IsUsable) -> Run | None:
    """A run with these settings that is under way, or has finished with a model to be used."""
    for run in equal:
        if run.config == config and (run.status in ACTIVE_STATUSES or is_usable(run)):
            return run
    return None


def _baseline_of(marked: Run, known: Sequence[Run]) -> Run:
    for run in known:
        if run.is_baseline and run.pair_id == marked.pair_id:
            return run
    raise RunError(
        f"Run {marked.id} is {marked.status}, but its baseline has been deleted. "
        "Cancel the run, then start again."
    )
