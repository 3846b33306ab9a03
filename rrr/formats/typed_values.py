"""Whether a record made from a file holds what its annotations say: a file may hold anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints


def refuse_other_types(record: Any) -> None:
    """Look through a record, and those within it.

    Args:
        record: of a dataclass.

    Raises:
        TypeError: naming the first field whose value has another type.
    """
    _look_through(record, {})


Hints = dict[type[Any], dict[str, Any]]
"""Of each kind of record that was met so far: field -> what it may hold."""


def _look_through(record: Any, hints: Hints) -> None:
    kind = type(record)
    if kind not in hints:
        hints[kind] = {name: get_type_hints(kind)[name] for name in record.__dataclass_fields__}
    for name, hint in hints[kind].items():
        if not _fits(getattr(record, name), hint, hints):
            raise TypeError(f"{name} is no {record.__dataclass_fields__[name].type}")


def _fits(value: Any, hint: Any, hints: Hints) -> bool:
    if hint is Any:
        return True
    if hint is float:
        return type(value) in (int, float)
    if hint in (int, bool, str):
        return type(value) is hint
    origin, inner = get_origin(hint), get_args(hint)
    if origin is None:
        if isinstance(value, hint) and is_dataclass(value):
            _look_through(value, hints)
        return isinstance(value, hint)
    if origin is Literal:
        return any(type(value) is type(literal) and value == literal for literal in inner)
    if origin in (Union, UnionType):
        return any(_fits(value, member, hints) for member in inner)
    if origin is tuple:
        if not isinstance(value, tuple):
            return False
        if len(inner) == 2 and inner[1] is Ellipsis:
            return all(_fits(item, inner[0], hints) for item in value)
        return len(value) == len(inner) and all(
            _fits(item, hint, hints) for item, hint in zip(value, inner, strict=True)
        )
    if origin in (dict, Mapping) and isinstance(value, dict):
        of_key, of_value = inner
        return all(_fits(k, of_key, hints) and _fits(v, of_value, hints) for k, v in value.items())
    return False
