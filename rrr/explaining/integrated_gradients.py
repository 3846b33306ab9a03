"""Saliency by integrated gradients (Sundararajan, Taly & Yan, ICML 2017)."""

from __future__ import annotations

from collections.abc import Sequence

from rrr.explaining.explanations import explanations_of
from rrr.learning.path_integral import NUM_PIECES
from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation

METHOD = (
    f"integrated gradients of the predicted class's logit margin, {NUM_PIECES} points from "
    "embeddings of 0, more where they are too few"
)


def integrated_gradients_saliency(
    trained: TrainedClassifier, texts: Sequence[str]
) -> list[Explanation]:
    """Explain texts: one signed number per token, above 0 where it speaks for the prediction.

    The gradient × input of `rrr.explaining.gradient_times_input`, averaged over the path from
    embeddings of 0 to the text's own. A text's numbers add up to what the margin rises by on it,
    within 2 % of the sum of their sizes (`rrr.learning.path_integral`). Tokens cut off by
    `max_tokens` get 0.
    """
    return explanations_of(trained, texts, trained.integrated_gradients, METHOD, signed=True)
