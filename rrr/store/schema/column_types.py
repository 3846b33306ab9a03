"""The types of all columns: the same outside whichever database keeps them.

What differs inside: SQLite has one kind of whole number and compares texts byte by byte. PostgreSQL
has narrow and wide numbers, compares texts by a language unless told not to, and takes neither a
zero character in a text nor a NaN in its own JSON.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, DateTime, Dialect, TypeDecorator
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeEngine

from rrr.errors import DataError

Integer = BigInteger().with_variant(sa.Integer(), "sqlite")
"""64 bits."""


class ZeroCharacter(DataError, DontWrapMixin):
    """A text cannot be kept. SQLAlchemy passes it on as it is."""


def refuse_zero_character(text: str) -> None:
    """Raise DataError if PostgreSQL could not keep the text."""
    if "\0" in text:
        raise ZeroCharacter(
            "A text with a zero character (\\u0000) cannot be stored. Delete that character."
        )


class _ByteOrderedText(TypeDecorator[str]):
    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        is_ordered = dialect.name == "sqlite"
        return dialect.type_descriptor(sa.Text() if is_ordered else sa.Text(collation="C"))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None:
            refuse_zero_character(value)
        return value


Text = _ByteOrderedText()
"""Compared and ordered by its bytes in UTF-8, that is, by code points."""


class _JsonAsText(TypeDecorator[Any]):
    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        return None if value is None else json.loads(value)


JSON = sa.JSON(none_as_null=True).with_variant(_JsonAsText(), "postgresql")
"""Kept as the text that `json.dumps` writes, NaN included. None is NULL."""


class UtcTime(TypeDecorator[datetime]):
    """Aware UTC times outside; they are kept without a zone, to the microsecond."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """The present time, aware, in UTC."""
    return datetime.now(UTC)
