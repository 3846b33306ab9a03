"""Reads a folder that Hugging Face `datasets` wrote, without that library: `save_to_disk` (Arrow
files, `dataset_dict.json`), or a repository of Parquet files such as `data/train-00000-of-00001`.

The split is the folder or the beginning of the file's name. Memory: one batch, a thousand rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.ipc

from rrr.errors import DataError
from rrr.formats.arrow_table import BATCH_ROWS, arrow_table
from rrr.formats.file_format import Format, Look
from rrr.formats.folder import Folder, folder_of
from rrr.formats.packed import seekable
from rrr.formats.parquet_file import parquet_batches, refusing_damage
from rrr.formats.read_options import Reading
from rrr.formats.source import Source, open_bytes
from rrr.formats.table import Table

_SHARD = re.compile(r"(?:data/)?(?P<split>[A-Za-z0-9_.]+?)(?:-\d{5}-of-\d{5}[^/]*)?\.parquet")
_MAX_STATE = 10_000_000


def _shards(folder: Folder) -> list[tuple[str, str]]:
    """The files that hold rows, and their splits; in order of the splits as they are written."""
    states = [name for name in folder.names if name.split("/")[-1] == "state.json"]
    if states:
        return [
            (split, name)
            for state in states
            for split in [state.removesuffix("state.json").strip("/")]
            for name in _files_of(folder, state)
        ]
    named = ((_SHARD.fullmatch(name), name) for name in folder.names)
    return [(match["split"], name) for match, name in named if match]


def _files_of(folder: Folder, state: str) -> list[str]:
    """The Arrow files that a state lists, beside it."""
    with open_bytes(folder.called(state), folder.source(state)) as stream:
        content = stream.read(_MAX_STATE)
    beside = state.removesuffix("state.json")
    try:
        files = [beside + file["filename"] for file in json.loads(content)["_data_files"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DataError(
            f"{folder.called(state)} lists no files ({str(error)[:60]}). Save the data set anew "
            "with “save_to_disk”."
        ) from error
    for name in files:
        folder.needed(name)
    return files


def read_datasets_folder(filename: str, source: Source, reading: Reading) -> Table:
    """The rows of all splits as a table, with the split as a column if there is more than one.

    Raises:
        DataError: naming the file or the row.
    """
    folder = folder_of(filename, source)
    shards = [] if folder is None else _shards(folder)
    if folder is None or not shards:
        raise DataError(
            f"{filename} is no folder of Hugging Face “datasets”. Expected what “save_to_disk” "
            "writes, or a ZIP archive of it."
        )
    schemas = [_schema(folder, name) for _, name in shards]
    schema = schemas[0]
    for (_, name), other_schema in zip(shards, schemas, strict=True):
        if other_schema.names != schema.names:
            raise DataError(
                f"{folder.called(name)} has other columns than {shards[0][1]}. Import the splits "
                "one by one."
            )
    has_splits = len({split for split, _ in shards}) > 1
    column = "split"
    while column in schema.names:
        column += " of the folder"

    def batches(columns: Sequence[str]) -> Iterator[tuple[str, pa.RecordBatch]]:
        for split, name in shards:
            for batch in _batches(folder, name, columns):
                yield split, batch

    reading = replace(reading, encoding=None, header=None)
    return arrow_table(filename, schema, batches, reading, column if has_splits else "")


def _schema(folder: Folder, name: str) -> pa.Schema:
    called = folder.called(name)
    with refusing_damage(called), seekable(called, folder.source(name)) as stream:
        if name.endswith(".parquet"):
            from pyarrow.parquet import read_schema

            return read_schema(stream)
        return pa.ipc.open_stream(stream).schema


def _batches(folder: Folder, name: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    called = folder.called(name)
    if name.endswith(".parquet"):
        with seekable(called, folder.source(name)) as stream:
            yield from parquet_batches(called, stream, columns)
        return
    with refusing_damage(called), open_bytes(called, folder.source(name)) as stream:
        for batch in pa.ipc.open_stream(stream):
            batch.validate(full=True)
            for start in range(0, batch.num_rows, BATCH_ROWS):
                yield batch.slice(start, BATCH_ROWS)


def _fits(look: Look) -> bool:
    if look.folder is None:
        return False
    try:
        return bool(_shards(look.folder))
    except DataError:
        return True  # it is one, if a damaged one


FORMAT = Format(
    "datasets",
    "Hugging Face datasets (folder or ZIP)",
    ("zip",),
    _fits,
    read_datasets_folder,
    is_text=False,
)
