"""Every public name has an example in its docstring that runs."""

from __future__ import annotations

import doctest
import inspect
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

import rrr
from tests.learning.tiny_encoder import tiny_encoder
from tests.library.conftest import WORDS, reviews

NAMES = [name for name in rrr.__all__ if not name.endswith(("Error", "Diverged", "NotFound"))]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_in_the_docstring_runs_as_written(
    name: str, fitted: Any, tmp_path: Path
) -> None:
    texts, labels = reviews(8)
    known = {
        **{"rrr": rrr, "keras": keras, "np": np, "tf": tf},
        **{"model": fitted.model_, "texts": texts, "labels": labels, "words": WORDS},
        **{"folder": tmp_path, "vocabulary": fitted.model_.tokenizer},
    }
    if name == "encoder_vocabulary":
        known["encoder"] = tiny_encoder(tmp_path / "encoder")
    value = getattr(rrr, name)
    documented = inspect.getdoc(value) or ""
    if inspect.isclass(value):
        methods = inspect.getmembers(value, inspect.isfunction)
        documented += "".join(f"\n\n{inspect.getdoc(m)}" for n, m in methods if n == "to_html")
    example = doctest.DocTestParser().get_doctest(documented, known, name, None, None)
    assert example.examples, f"rrr.{name} shows no example"
    failures: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(example, out=failures.append)
    assert failures == []
