"""One trial of the search for λ: train, give up what is hopeless, judge what is not."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from rrr.annotating.marked_words import MarkedWords
from rrr.errors import Collapsed, DataError, Diverged
from rrr.records import (
    WITHOUT_MARKS,
    EpochReport,
    LabelledTexts,
    Reliance,
    SearchStage,
    TrainingConfig,
    Trial,
)
from rrr.services.training.evaluating import judge
from rrr.services.training.guessing import Guessing
from rrr.services.training.heatmap_alone import heatmap_changed_alone
from rrr.services.training.live_reliance import live_reliance
from rrr.services.training.memory import Memory, NoMemory
from rrr.services.training.nothing_learned import refuse_guessing
from rrr.services.training.weight_rule import Ceiling, outcome

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier

HELD_BACK = 0.15
"""Share of the training sentences held back where there is no validation split to judge on."""
MAX_JUDGED = 2_000
"""Sentences that a training is judged on, at most."""


class Settled(Exception):
    """The best trial so far is good enough."""


@dataclass(frozen=True)
class TrialBench:
    """Where trials are made: all alike but for λ, or the kind of classifier, and judged on the same
    sentences.

    `memory` keeps each training as far as it has come, under the key of its stage;
    `live` has reliance reported after each epoch; `build` makes the untrained models.
    """

    training: LabelledTexts
    validation: LabelledTexts | None
    words: MarkedWords
    config: TrainingConfig
    labels: tuple[str, ...]
    marks_hash: str
    report: Callable[[EpochReport], None]
    should_stop: Callable[[], bool]
    start: TrainedClassifier | None = None
    memory: Memory = field(default_factory=NoMemory)
    live: bool = False
    build: Callable[[], TrainedClassifier] | None = None

    @cached_property
    def holds_back(self) -> bool:
        """Whether there are no validation sentences, or none of them has a marked word."""
        if self.validation is None:
            return True
        is_needed = bool(self.words.label_counts)
        return is_needed and not any(map(self.words.marked_in, self.validation.texts))

    @cached_property
    def _rows(self) -> tuple[list[int], list[int]]:
        """Training sentences to learn from and to judge on, where some have to be held back: as
        large a share of those with marked words, which may be few, as of the others."""
        order = np.random.default_rng(self.config.seed).permutation(len(self.training)).tolist()
        parts: tuple[list[int], list[int]] = ([], [])
        for row in order:
            parts[bool(self.words.marked_in(self.training.texts[row]))].append(row)
        held_back = {
            row
            for part in parts
            if len(part) > 1
            for row in part[: max(1, round(HELD_BACK * len(part)))]
        }
        return sorted(set(order) - held_back), sorted(held_back)

    @cached_property
    def learned(self) -> LabelledTexts:
        return self.training.take(self._rows[0]) if self.holds_back else self.training

    @cached_property
    def held_out(self) -> LabelledTexts:
        if self.validation is None or self.holds_back:
            return self.training.take(self._rows[1])
        return self.validation

    @cached_property
    def judged(self) -> LabelledTexts:
        """The held-out sentences, evenly thinned out where they are very many."""
        step = max(1, math.ceil(len(self.held_out) / MAX_JUDGED))
        return self.held_out.take(range(0, len(self.held_out), step))

    def judge(self, trained: TrainedClassifier) -> Reliance:
        reliance = judge(trained, self.judged, self.words)
        if reliance is None:
            raise DataError(
                "None of the sentences that λ is chosen on has a struck word. Strike words that "
                "occur in more sentences, or set λ to a number."
            )
        return reliance

    @cached_property
    def _measure(self) -> Callable[[TrainedClassifier], Mapping[str, float]] | None:
        return live_reliance(self.words, self.held_out, self.learned) if self.live else None

    def train(
        self,
        stage: SearchStage,
        data: LabelledTexts | None = None,
        watch: Callable[[EpochReport], None] = lambda epoch: None,
        should_settle: Callable[[], bool] = lambda: False,
    ) -> TrainedClassifier:
        from rrr.learning.training import train  # loads TensorFlow: only when needed

        weight = stage.reason_weight
        last: EpochReport | None = None

        def report(epoch: EpochReport) -> None:
            nonlocal last
            last = epoch
            self.report(epoch)
            watch(epoch)

        def should_stop() -> bool:
            if should_settle():
                raise Settled
            return self.should_stop()

        trained = train(
            self.learned if data is None else data,
            self.words.marked_throughout(self.held_out),
            replace(
                self.config,
                reason_weight=weight,
                classifier=stage.classifier or self.config.classifier,
            ),
            labels=self.labels,
            marks_hash=self.marks_hash,
            report=report,
            should_stop=should_stop,
            start=self.start if weight else None,  # what it is compared with begins afresh
            before=self.memory.state(stage.key),
            keep=partial(self.memory.keep, stage.key),
            measure=self._measure,
            build=self.build,
        )
        if stage == WITHOUT_MARKS and self.start is None:
            refuse_guessing(self.learned, last)  # else each λ would be blamed for it in turn
        return trained

    def try_out(
        self,
        stage: SearchStage,
        baseline: Reliance,
        ceiling: Ceiling,
        should_settle: Callable[[], bool],
    ) -> tuple[Trial, TrainedClassifier | None]:
        """Train at the λ of a stage and judge the result; there is no model if it collapsed."""
        began, weight = time.monotonic(), stage.reason_weight
        try:
            trained = self.train(stage, watch=self._give_up, should_settle=should_settle)
        except (Collapsed, Diverged):
            return Trial(weight, "collapsed", None, time.monotonic() - began), None
        reliance = self.judge(trained)
        trial = Trial(
            weight,
            outcome(reliance, baseline, ceiling),
            reliance,
            time.monotonic() - began,
            heatmap_changed_alone(baseline, reliance),
        )
        return trial, trained

    @cached_property
    def _guessing(self) -> Guessing:
        return Guessing.of(self.learned.labels)

    def _give_up(self, epoch: EpochReport) -> None:
        if self._guessing.is_all(epoch):
            raise Collapsed(f"At λ = {self.config.reason_weight} nothing is learned.")
