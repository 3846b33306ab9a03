"""What one model makes of one text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Prediction:
    """The label a model holds most likely, and how likely in [0, 1]."""

    label: str
    probability: float


@dataclass(frozen=True)
class Explanation:
    """Token heatmap of one text by one model.

    `saliency[t]` belongs to token t and is 0 for tokens cut off beyond max_tokens. `method` says in
    words how it was made; where `signed`, a token below 0 speaks against the prediction.
    """

    tokens: tuple[str, ...]
    starts: tuple[int, ...]  # code point offsets of the tokens in the text
    saliency: tuple[float, ...]
    probabilities: dict[str, float]  # label -> probability
    method: str = "input gradient of the predicted class's logit margin, L2 norm"
    signed: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """Each token's share of the sentence's saliency: in [0, 1], sums to 1 (or all 0).

        Gradient norms of two models differ in magnitude for reasons that have nothing to do with
        the words (a surer model has larger ones); shares can be compared between models.
        """
        sizes = [abs(value) for value in self.saliency]
        total = sum(sizes)
        return tuple(size / total if total > 0 else 0.0 for size in sizes)

    @property
    def predicted(self) -> str:
        return max(self.probabilities, key=lambda label: self.probabilities[label])
