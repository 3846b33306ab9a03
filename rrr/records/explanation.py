"""What one model makes of one text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rrr.errors import ConfigError

SaliencyName = Literal["integrated_gradients", "removal", "gradient_times_input", "input_gradient"]
SALIENCY_TITLES: dict[SaliencyName, str] = {
    "integrated_gradients": "integrated gradients",
    "removal": "removal",
    "gradient_times_input": "gradient × input",
    "input_gradient": "input gradient",
}
"""The ways to make a heatmap, as people read them; all but the last are signed."""

DEFAULT_SALIENCY: SaliencyName = "integrated_gradients"
"""Of the words that decide, it puts 48–100 % first, as removal does; the input gradient 0–82 %
(docs/evidence). Its cost grows with the length of a text, that of removal with the square."""


def known_method(name: str) -> SaliencyName:
    """The method of this name.

    Raises:
        ConfigError: if there is none.
    """
    for known in SALIENCY_TITLES:
        if known == name:
            return known
    raise ConfigError(
        f"The saliency method must be one of {', '.join(SALIENCY_TITLES)}. Received: {name!r}."
    )


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
    num_unread: int = 0  # tokens at the end of the text that the model does not read

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
    def against(self) -> tuple[int, ...]:
        """Indices of the tokens that speak against the prediction; none where nobody can tell."""
        if not self.signed:
            return ()
        return tuple(index for index, value in enumerate(self.saliency) if value < 0)

    @property
    def predicted(self) -> str:
        return max(self.probabilities, key=lambda label: self.probabilities[label])
