"""Saliency by gradient × input: how much each token's embedding, taken linearly, decides."""

from __future__ import annotations

from collections.abc import Sequence

from rrr.explaining.explanations import explanations_of
from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation

METHOD = "gradient × input of the predicted class's logit margin"


def gradient_times_input_saliency(
    trained: TrainedClassifier, texts: Sequence[str]
) -> list[Explanation]:
    """Explain texts: one signed number per token, above 0 where it speaks for the prediction.

    It is Σ_e x[t,e] · g[t,e] with the embeddings x and the gradient g of the predicted class's
    logit margin. A word whose gradient has been made small by growing its embedding is still seen.
    Tokens cut off by `max_tokens` get 0.
    """
    return explanations_of(trained, texts, trained.gradient_times_input, METHOD, signed=True)
