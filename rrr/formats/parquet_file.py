"""Reads Parquet, through pyarrow.

Memory: one row group's columns that are wanted, of which pyarrow hands out a thousand rows at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa

from rrr.errors import DataError
from rrr.formats.arrow_table import BATCH_ROWS, arrow_table
from rrr.formats.file_format import Format, Look
from rrr.formats.packed import seekable
from rrr.formats.read_options import AS_IT_LOOKS, Reading
from rrr.formats.source import Source
from rrr.formats.table import Table

_MAX_GROUP = 2_000_000_000
"""Unpacked bytes of a row group: what may be in memory at a time."""


def read_parquet(filename: str, source: Source, reading: Reading = AS_IT_LOOKS) -> Table:
    """The file as a table; rows are counted from 1.

    Raises:
        DataError: naming the row, if the file is damaged or a value cannot be used.
    """
    with refusing_damage(filename), seekable(filename, source) as stream:
        schema = _opened(filename, stream).schema_arrow

    def batches(columns: Sequence[str]) -> Iterator[tuple[str, pa.RecordBatch]]:
        with seekable(filename, source) as stream:
            yield from (("", batch) for batch in parquet_batches(filename, stream, columns))

    return arrow_table(filename, schema, batches, reading)


def parquet_batches(filename: str, stream, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:  # type: ignore[no-untyped-def]
    """The rows of an open Parquet file, a thousand at a time.

    Raises:
        DataError: if it is damaged.
    """
    with refusing_damage(filename):
        file = _opened(filename, stream)
        if not columns:  # only their number is wanted
            for group in range(file.num_row_groups):
                rows_left = file.metadata.row_group(group).num_rows
                while rows_left > 0:
                    count = min(rows_left, BATCH_ROWS)
                    yield pa.record_batch({"": pa.nulls(count)})
                    rows_left -= count
            return
        yield from file.iter_batches(BATCH_ROWS, columns=list(columns), use_threads=False)


def _opened(filename: str, stream):  # type: ignore[no-untyped-def]
    from pyarrow.parquet import ParquetFile

    file = ParquetFile(stream, pre_buffer=False)
    for group in range(file.num_row_groups):
        if file.metadata.row_group(group).total_byte_size > _MAX_GROUP:
            raise DataError(
                f"{filename}: row group {group + 1} unpacks to more than {_MAX_GROUP:,} bytes. "
                "Write the file anew with smaller row groups."
            )
    return file


@contextmanager
def refusing_damage(filename: str) -> Iterator[None]:
    try:
        yield
    except DataError:
        raise
    except Exception as error:  # whatever a damaged file makes pyarrow raise
        reason = str(error).strip().split("\n", 1)[0][:100]
        raise DataError(
            f"{filename} is damaged or no Parquet or Arrow data ({reason}). Write it anew, or take "
            "another copy."
        ) from error


def _fits(look: Look) -> bool:
    return look.head.startswith(b"PAR1")


FORMAT = Format("parquet", "Parquet", ("parquet",), _fits, read_parquet, is_text=False)
