"""Saliency by integrated gradients (Sundararajan, Taly & Yan, ICML 2017)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rrr.explaining.explanations import explanations_of
from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation

NUM_POINTS = 16
METHOD = (
    f"integrated gradients of the predicted class's logit margin, {NUM_POINTS} points from "
    "embeddings of 0"
)


def integrated_gradients_saliency(
    trained: TrainedClassifier, texts: Sequence[str]
) -> list[Explanation]:
    """Explain texts: one signed number per token, above 0 where it speaks for the prediction.

    The gradient × input of `rrr.explaining.gradient_times_input`, averaged over the path from
    embeddings of 0 to the text's own, at the middles of equal pieces. A text's numbers add up to
    about the difference of the margin between the two ends. Tokens cut off by `max_tokens` get 0.
    """
    points = [(piece + 0.5) / NUM_POINTS for piece in range(NUM_POINTS)]
    read = partial(trained.attributions, points=points)
    return explanations_of(trained, texts, read, METHOD, signed=True)
