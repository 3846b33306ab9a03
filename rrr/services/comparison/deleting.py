"""Just deleting the struck words, as a third result beside a model without marks and one with them.

The search for λ measures it: it trains on texts without the words, and asks all its models the same
sentences with the words swapped and removed.
"""

from __future__ import annotations

from dataclasses import dataclass

from rrr.proportions import is_clearly_less
from rrr.records import WeightSearch
from rrr.services.training.search_losses import SearchLosses, search_losses


@dataclass(frozen=True)
class ThreeResults:
    """Shares of right answers where the struck words are no help, in [0, 1], of models trained
    without the marks, with them, and on texts with the words deleted.

    All are asked the same sentences, of which `number` hold a struck word. `losses` says what the
    second one is known to cost.
    """

    before: float
    after: float
    deleted: float
    number: int
    losses: SearchLosses

    @property
    def is_deleting_worse(self) -> bool:
        return is_clearly_less(self.deleted, self.after, self.number)


def three_results(search: WeightSearch | None) -> ThreeResults | None:
    """The results of a search that is over; None where one of them was not measured."""
    if search is None or search.baseline is None or search.deleted_accuracy is None:
        return None
    chosen = next((trial for trial in search.trials if trial.reason_weight == search.chosen), None)
    if chosen is None or chosen.reliance is None:
        return None
    return ThreeResults(
        search.baseline.neutral_accuracy,
        chosen.score,
        search.deleted_accuracy,
        chosen.reliance.num_examples,
        search_losses(
            chosen.reliance, search.baseline, search.deleted_accuracy, search.deleted_by_label
        ),
    )
