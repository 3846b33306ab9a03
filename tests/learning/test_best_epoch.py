"""The best epoch of a training that was interrupted stays the best one."""

from __future__ import annotations

import numpy as np

from rrr.learning.best_epoch import BestEpoch
from rrr.learning.training_state import TrainingState
from rrr.records import EpochReport


def test_a_resumed_training_takes_no_worse_epoch_for_one_without_any_loss():
    perfect = EpochReport(1, 3, 1.0, {"val_loss": 0.0})
    weights = (np.array([7.0]),)
    best = BestEpoch(TrainingState((perfect,), weights, ()))
    best.on_epoch_end(1, {"val_loss": 0.5})
    assert best.elsewhere == weights
