"""The penalties that a training can use, each described in one place."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.records.training_config import Penalty


@dataclass(frozen=True)
class PenaltyKind:
    """What a penalty is called and what it takes.

    `title` names it in tables, `wording` says in the form of training settings what is penalised.
    `first_weight` is the λ that a search tries first: the middle of the window on the demo
    (docs/method.md). `times_plain` is how many epochs without a penalty take as long as one with
    it. `has_formula` says whether target and token penalty play a part.
    """

    title: str
    wording: str
    first_weight: float
    times_plain: float
    has_formula: bool = False


PENALTY_KINDS: dict[Penalty, PenaltyKind] = {
    "input_gradient": PenaltyKind(
        "input gradient", "the input gradient on them", 100.0, 2.0, has_formula=True
    ),
    "integrated_gradients": PenaltyKind(
        "integrated gradients", "integrated gradients on them", 3.0, 6.0
    ),
    "blanking": PenaltyKind("blanking", "what blanking them changes", 1.0, 1.15),
    "expected_gradients": PenaltyKind("expected gradients", "expected gradients on them", 1.0, 2.0),
}
"""Name -> description; how each is computed is `rrr.learning.reasons`."""
