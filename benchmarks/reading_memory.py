"""What memory it takes to read a file and to import it, by its number of rows.

    .venv/bin/python -m benchmarks.reading_memory [--rows 10000 100000 1000000]

Writes a file of each format in a temporary folder and reads it to its last row, each in a process
of its own. One line a format: the process's peak memory in MB above what it had with its libraries
loaded, for each number of rows. It should not depend on it. An import, the last line, also keeps a
hash of each text, on the disk, to find repeats; its time stands beside it.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NAMES = {
    "csv": "x.csv",
    "csv, gzipped": "x.csv.gz",
    "jsonl": "x.jsonl",
    "json": "x.json",
    "prodigy": "prodigy.jsonl",
    "parquet": "x.parquet",
    "excel": "x.xlsx",
    "csv, imported": "imported.csv",
}
_IMPORTED = "csv, imported"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--formats", nargs="+", choices=list(NAMES), default=list(NAMES))
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.read:
        is_import = chosen.read.name == NAMES[_IMPORTED]
        print(*(peak_of_importing if is_import else peak_of_reading)(chosen.read))
        return
    print("format", *(f"{rows:,} rows" for rows in chosen.rows), sep="\t")
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.formats:
            cells = []
            for rows in chosen.rows:
                path = Path(folder, NAMES[name])
                write(name, path, rows)
                command = [sys.executable, "-m", "benchmarks.reading_memory", "--read", str(path)]
                done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
                megabytes, count, *seconds = done.stdout.split()
                if int(count) != rows:
                    raise SystemExit(f"{path.name}: {count} rows instead of {rows}")
                took = f", {float(seconds[0]):.0f} s of the processor" if seconds else ""
                cells.append(f"{float(megabytes):.0f} MB{took}")
                path.unlink()
            print(name, *cells, sep="\t", flush=True)


def peak_of_reading(path: Path) -> tuple[float, int]:
    """Megabytes above those before the file is opened, and how many rows there are."""
    from rrr.formats.read_options import AS_IT_LOOKS
    from rrr.formats.registry import read_table

    before = peak()
    table = read_table(path.name, path, AS_IT_LOOKS)
    wanted = [table.column("text"), table.column("label")]
    count = sum(1 for _ in table.read(wanted))  # beyond what a project may hold
    return peak() - before, count


def peak_of_importing(path: Path) -> tuple[float, int, float]:
    """Megabytes above those before an import, how many sentences came of it, and seconds of
    processor time. A few rows are imported before, which loads all libraries."""
    from rrr.formats.columns import ColumnChoice
    from rrr.services.projects import file_import
    from rrr.services.workspace import Workspace
    from rrr.settings import Settings

    choice = ColumnChoice("text", "label")
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        workspace = Workspace(Settings(Path(folder, "workspace"), "me"))
        few = Path(folder, "few.csv")
        write("csv", few, 200)
        file_import.import_file(workspace, "few", few.name, few, choice)
        before, began = peak(), time.process_time()
        made = file_import.import_file(workspace, "many", path.name, path, choice)
        seconds = time.process_time() - began
        workspace.close()
    return peak() - before, made.num_added, seconds


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows_of(number: int) -> Iterator[tuple[str, str]]:
    for n in range(number):
        yield f"review {n} of a film that went on for {n % 97} minutes at the Odeon", "ab"[n % 2]


def write(name: str, path: Path, number: int) -> None:
    rows = rows_of(number)
    if name == "parquet":
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter

        schema = pa.schema([("text", pa.string()), ("label", pa.string())])
        with ParquetWriter(path, schema) as writer:
            while batch := list(islice(rows, 50_000)):
                texts, labels = zip(*batch, strict=True)
                writer.write_table(pa.table({"text": texts, "label": labels}, schema))
        return
    if name == "excel":
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("reviews")
        sheet.append(["text", "label"])
        for row in islice(rows, 1_048_575):
            sheet.append(row)
        book.save(path)
        return
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as out:
        if name.startswith("csv"):
            writer = csv.writer(out)
            writer.writerow(("text", "label"))
            writer.writerows(rows)
            return
        separator = "[" if name == "json" else ""
        for text, label in rows:
            entry: dict[str, Any] = {"text": text, "label": label}
            if name == "prodigy":
                span = {"start": 0, "end": 6, "label": "WHY"}
                entry |= {"spans": [span], "answer": "accept"}
            out.write(separator + json.dumps(entry) + "\n")
            separator = "," if name == "json" else ""
        if name == "json":
            out.write("]")


if __name__ == "__main__":
    main()
