"""Values of JSON, Arrow and workbooks as cells: to be looked at, or to be used."""

from __future__ import annotations

import datetime
import json
import math
from typing import Any

from rrr.counted import counted
from rrr.errors import DataError
from rrr.formats.names import shortened


def shown(value: Any) -> str:
    """Any value, to be looked at: a string as it is, nothing as "", all else as its JSON."""
    if type(value) is str:
        return value
    if type(value) is float or type(value) is int:  # the commonest; as JSON, but much faster
        return repr(value)
    if value is None:
        return ""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    try:
        return _json_of(value)
    except RecursionError:
        return "…"


def usable(place: str, name: str, value: Any) -> str:
    """A value that is used as a text, a label or a split.

    Args:
        place: the file and the row, as messages name them.
        name: of the column.

    Raises:
        DataError: if it is no text, number or truth value, nor a list of one.
    """
    if type(value) is str and "\0" not in value:
        return value
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    where = f"{place}: the value of “{shortened(name)}” is"
    if isinstance(value, list | dict):
        kind = (
            "an object" if isinstance(value, dict) else f"a list of {counted(len(value), 'value')}"
        )
        raise DataError(
            f"{where} {kind}. Expected a text, a number, true or false. Write one value there, or "
            "choose another column."
        )
    if isinstance(value, float):
        if not math.isfinite(value):
            raise DataError(
                f"{where} {value}, which is no value in JSON. Write null where it is missing, or "
                "choose another column."
            )
        if value.is_integer() and abs(value) < 1e15:
            value = int(value)  # 1.0 and 1 are one number, and one label
    cell = shown(value)
    if "\0" in cell:
        raise DataError(f"{where} a text with a zero character (\\u0000). Delete that character.")
    return cell


def _plain(value: Any) -> str:
    """What JSON has no form for, such as the bytes in an Arrow table."""
    return str(value)


_json_of = json.JSONEncoder(ensure_ascii=False, default=_plain).encode
