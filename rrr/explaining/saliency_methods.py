"""The saliency methods by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rrr.explaining.gradient_times_input import gradient_times_input_saliency
from rrr.explaining.input_gradient import input_gradient_saliency
from rrr.explaining.integrated_gradients import integrated_gradients_saliency
from rrr.explaining.removal import removal_saliency
from rrr.learning.trained import TrainedClassifier
from rrr.records import Explanation, SaliencyName, known_method

SaliencyMethod = Callable[[TrainedClassifier, Sequence[str]], list[Explanation]]

SALIENCY_METHODS: dict[SaliencyName, SaliencyMethod] = {
    "input_gradient": input_gradient_saliency,
    "gradient_times_input": gradient_times_input_saliency,
    "integrated_gradients": integrated_gradients_saliency,
    "removal": removal_saliency,
}
"""Name -> function of a trained model and texts, giving one explanation a text."""


def saliency_method_named(name: str) -> SaliencyMethod:
    """Look a saliency method up.

    Raises:
        ConfigError: if there is none of this name.
    """
    return SALIENCY_METHODS[known_method(name)]
