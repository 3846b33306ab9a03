"""All formats that are read, and which of them a file has."""

from __future__ import annotations

from dataclasses import replace

from rrr.errors import DataError
from rrr.formats import (
    argilla,
    csv_file,
    datasets_folder,
    doccano,
    eraser,
    excel_file,
    hatexplain,
    label_studio,
    parquet_file,
    plain_json,
    prodigy,
)
from rrr.formats.file_format import Format, Look, look_at
from rrr.formats.packed import unpacked
from rrr.formats.read_options import Reading
from rrr.formats.source import Source
from rrr.formats.table import Table

FORMATS: tuple[Format, ...] = (
    plain_json.OWN,
    prodigy.FORMAT,
    label_studio.FORMAT,
    doccano.FORMAT,
    argilla.FORMAT,
    hatexplain.FORMAT,
    eraser.FORMAT,
    datasets_folder.FORMAT,
    excel_file.FORMAT,
    parquet_file.FORMAT,
    plain_json.LIST,
    plain_json.LINES,
    csv_file.TSV,
    csv_file.CSV,
)
"""The more specific first: where several fit, the first is taken unless a person says otherwise."""

FILE_TYPES = tuple(sorted({ending for known in FORMATS for ending in known.endings} | {"gz"}))


def format_named(name: str) -> Format:
    """Raises DataError if there is no format of this name."""
    for known in FORMATS:
        if known.name == name.strip().lower():
            return known
    raise DataError(
        f"There is no format “{name[:60]}”. Choose one of: "
        f"{', '.join(known.name for known in FORMATS)}."
    )


def formats_of(filename: str, source: Source) -> tuple[Format, ...]:
    """The formats that a file may have, the likeliest first.

    Raises:
        DataError: if it cannot be opened, or has none.
    """
    look = look_at(filename, unpacked(filename, source))
    if look.folder is None and look.ending not in FILE_TYPES:
        raise DataError(_unknown(filename))
    fitting = [candidate for candidate in FORMATS if candidate.fits(look)]
    named = tuple(candidate for candidate in fitting if look.ending in candidate.endings)
    return named or tuple(fitting) or _by_ending(filename, look)


def _by_ending(filename: str, look: Look) -> tuple[Format, ...]:
    """What a file calls itself: that reader says best what is wrong with it."""
    if look.folder is not None:
        raise DataError(
            f"{filename} is a folder or a ZIP archive of files that are not known. Expected a "
            "corpus of ERASER or HateXplain, or a folder of Hugging Face “datasets”. Choose a file "
            "in it."
        )
    named = tuple(candidate for candidate in reversed(FORMATS) if look.ending in candidate.endings)
    if not named:
        raise DataError(_unknown(filename))
    return named[:1]


def _unknown(filename: str) -> str:
    endings = [ending for ending in FILE_TYPES if ending not in ("gz", "txt")]
    return (
        f"{filename} cannot be imported. Expected a file ending in "
        f"{', '.join('.' + name for name in endings)}, or one of these gzipped (.gz). Save it as "
        "CSV or JSON Lines, or say what it is with its format."
    )


def read_table(filename: str, source: Source, reading: Reading) -> Table:
    """The file as a table, in the format that is asked for or that it seems to have; the table's
    reading says which.

    Raises:
        DataError: naming the row, if the file cannot be read.
    """
    source = unpacked(filename, source)
    if reading.format is None:
        chosen = formats_of(filename, source)[0]
    else:
        chosen = format_named(reading.format)
    table = chosen.read(filename, source, replace(reading, format=chosen.name))
    if next(table.rows(()), None) is None:
        raise DataError(f"{filename} has a header, but no rows. Choose a file with rows.")
    return table
