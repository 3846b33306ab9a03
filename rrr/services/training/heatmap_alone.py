"""Whether training with marks changed the heatmap and nothing else. Pure: two measurements in."""

from __future__ import annotations

from rrr.records import Reliance

RELIED = 0.02
"""Share of predictions that swapping the marked words changes where a model relies on them."""
FELL = 0.75
"""Where swaps change at most this share of what they changed before, reliance fell."""
_CLEANER = 0.5
"""Where the marked words have at most this part of their former saliency, the heatmap changed.

The middle of three limits that docs/evidence/cells.jsonl was asked about. In 400 pairs of models
without marks, which differ in their seed alone, 0.75 finds a heatmap that changed alone 14 times,
0.5 and 0.25 never. In the 19 trainings with a penalty that lowered the saliency and not the
reliance, they find 16, 15 and 8; of the four that 0.5 passes over, three lowered it by less than a
sixth, the other by two fifths.
"""


def heatmap_changed_alone(before: Reliance, after: Reliance) -> bool:
    """Whether the marked words' share of the saliency fell although the reliance did not.

    Args:
        before: of a model trained without the marks.
        after: of a model trained with them, on the same sentences.
    """
    relied = before.swap_flip_rate > RELIED
    still_does = after.swap_flip_rate > FELL * before.swap_flip_rate
    return relied and still_does and after.saliency_share <= _CLEANER * before.saliency_share
