from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from rrr.formats.typed_values import refuse_other_types


@dataclass(frozen=True)
class Inner:
    share: float


@dataclass(frozen=True)
class Outer:
    number: int = 1
    name: str | None = None
    kind: Literal["a", "b"] = "a"
    places: tuple[int, ...] = ()
    both: tuple[str, int] = ("x", 1)
    shares: dict[str, float] | None = None
    inner: Inner = Inner(0.5)
    when: datetime = datetime(2026, 11, 27, tzinfo=UTC)
    anything: Any = None


FITTING: list[dict[str, Any]] = [
    {},
    {"name": "x", "kind": "b", "places": (1, 2), "shares": {"x": 1}},
    {"inner": Inner(1), "anything": object()},
]
OTHERS: list[dict[str, Any]] = [
    {"number": True},
    {"number": 1.0},
    {"name": 1},
    {"kind": "c"},
    {"places": [1]},
    {"places": (1, "2")},
    {"both": ("x",)},
    {"both": (1, "x")},
    {"shares": {"x": "y"}},
    {"shares": {1: 1.0}},
    {"shares": []},
    {"inner": {"share": 1.0}},
    {"inner": Inner("x")},  # type: ignore[arg-type]
    {"when": "2026"},
]


@pytest.mark.parametrize("values", FITTING)
def test_what_the_annotations_allow_passes(values: dict[str, Any]) -> None:
    refuse_other_types(Outer(**values))


@pytest.mark.parametrize("values", OTHERS)
def test_any_other_type_is_refused_and_named(values: dict[str, Any]) -> None:
    (name,) = values
    with pytest.raises(TypeError, match=f"{name}|share"):
        refuse_other_types(Outer(**values))
