"""Arrow data as a table: from Parquet files, and from the folders of Hugging Face `datasets`.

Class numbers become names where the file says them, as `datasets` writes beside its schema.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from rrr.errors import DataError
from rrr.formats.cells import shown, usable
from rrr.formats.read_options import Reading
from rrr.formats.table import Row, Table, check_columns

BATCH_ROWS = 1_000
Batches = Callable[[Sequence[str]], Iterator[tuple[str, pa.RecordBatch]]]
"""Given the columns that are wanted: batches, with the split they are of ("": none)."""


def arrow_table(
    filename: str, schema: pa.Schema, batches: Batches, reading: Reading, split_column: str = ""
) -> Table:
    """A table of the columns of a schema.

    Args:
        split_column: name of one more column, with the split that a batch comes from; "" for none.

    Raises:
        DataError: naming the row, where a value cannot be used.
    """
    check_columns(filename, len(schema.names))
    if len(set(schema.names)) < len(schema.names):
        raise DataError(f"{filename}: two columns have one name. Give each its own.")
    names = tuple(schema.names) + ((split_column,) if split_column else ())
    classes = class_names(schema)

    def rows(indices: Sequence[int] | None) -> Iterator[Row]:
        columns = [names[index] for index in (range(len(names)) if indices is None else indices)]
        number = 0
        for split, batch in batches([name for name in columns if name in schema.names]):
            for values in _rows_of(
                f"{filename}, row {number + 1}", batch, columns, split_column, split
            ):
                number += 1
                cells = []
                for name, value in zip(columns, values, strict=True):
                    if name in classes and type(value) is int:
                        value = _class_name(classes[name], value)
                    if indices is None:
                        cells.append(shown(value))
                    else:
                        cells.append(usable(f"{filename}, row {number}", name, value))
                yield Row(number, tuple(cells))

    return Table(filename, names, "row", rows, reading)


def _rows_of(
    place: str, batch: pa.RecordBatch, columns: Sequence[str], split_column: str, split: str
) -> Iterator[tuple[Any, ...]]:
    if not columns:
        return iter([()] * batch.num_rows)
    lists = [
        [split] * batch.num_rows
        if name == split_column and name not in batch.schema.names
        else _values(place, batch, name)
        for name in columns
    ]
    return zip(*lists, strict=True)


def _values(place: str, batch: pa.RecordBatch, name: str) -> list[Any]:
    try:
        return list(batch.column(name).to_pylist())
    except (ValueError, OverflowError) as error:  # a damaged file: no Unicode, no date
        raise DataError(
            f"{place} or below, column {name}, cannot be read ({error}). Write the file anew, or "
            "take another copy."
        ) from error


def class_names(schema: pa.Schema) -> dict[str, list[str]]:
    """Names of the classes by column, as `datasets` writes them beside a schema."""
    written = (schema.metadata or {}).get(b"huggingface", b"{}")
    try:
        return names_in(json.loads(written)["info"]["features"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}


def names_in(features: Any) -> dict[str, list[str]]:
    """Names of the classes by column, of the `features` of a data set."""
    if not isinstance(features, Mapping):
        return {}
    return {
        column: [str(name) for name in feature["names"]]
        for column, feature in features.items()
        if isinstance(feature, Mapping)
        and feature.get("_type") == "ClassLabel"
        and isinstance(feature.get("names"), list)
    }


def _class_name(names: Sequence[str], number: int) -> str | None:
    """The name of a class; −1 is how `datasets` writes that there is no label."""
    if number == -1:
        return None
    return names[number] if 0 <= number < len(names) else str(number)
