"""Saliency by input gradient: which tokens the model's decision is most sensitive to.

Cheap and exact as a derivative, but a derivative only: a model may rely on a word whose gradient is
small (it has grown the word's embedding, or is saturated). `rrr.explaining.reliance` therefore
measures what happens when words are changed.
"""

from __future__ import annotations

from collections.abc import Sequence

from rrr.explaining.explanations import explanations_of
from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation

METHOD = Explanation.method


def input_gradient_saliency(trained: TrainedClassifier, texts: Sequence[str]) -> list[Explanation]:
    """Explain texts: one number per token, at least 0.

    It is the Euclidean norm, over the embedding's dimensions, of the gradient of the predicted
    class's logit margin with respect to the token's embedding. The margin, unlike a probability,
    does not flatten out where the model is confident. Tokens cut off by `max_tokens` get 0.
    """
    return explanations_of(trained, texts, trained.gradient_norms, METHOD, signed=False)
