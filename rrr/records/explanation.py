"""What one model makes of one text."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Prediction:
    """The label a model holds most likely, and how likely in [0, 1]."""

    label: str
    probability: float


@dataclass(frozen=True)
class Explanation:
    """Token heatmap of one text by one model.

    `saliency[t]` is the Euclidean norm of the gradient of the predicted class's logit margin with
    respect to token t's embedding: unsigned, at least 0, 0 for tokens cut off beyond max_tokens.
    """

    tokens: tuple[str, ...]
    starts: tuple[int, ...]  # code point offsets of the tokens in the text
    saliency: tuple[float, ...]
    probabilities: dict[str, float]  # label -> probability
    method: str = field(default="input gradient of the predicted class's logit margin, L2 norm")

    @property
    def shares(self) -> tuple[float, ...]:
        """Each token's share of the sentence's saliency: in [0, 1], sums to 1 (or all 0).

        Gradient norms of two models differ in magnitude for reasons that have nothing to do with
        the words (a surer model has larger ones); shares can be compared between models.
        """
        total = sum(self.saliency)
        return tuple(value / total if total > 0 else 0.0 for value in self.saliency)

    @property
    def predicted(self) -> str:
        return max(self.probabilities, key=lambda label: self.probabilities[label])
