"""What tests do where a program that they need is missing."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test; under CI fail it, because there nothing may be left out unseen."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} Under CI nothing may be skipped for it.")
    pytest.skip(reason)
