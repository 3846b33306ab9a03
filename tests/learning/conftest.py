"""What several tests of the learning need."""

import keras
import pytest


@pytest.fixture
def float64():
    """Finite differences need more digits than float32 has."""
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_floatx("float32")
    keras.config.set_dtype_policy("float32")
