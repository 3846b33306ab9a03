"""A whole project as one file: a ZIP of JSON that people can read, and of models without code.

    project.json             what it is, its name and labels
    sentences.jsonl          sentences, answers, rules and fair words, as `rrr export` has them
    labels/1.json            a change of labels; 2.json is the next one
    snapshots/1.json         the marks as they were when a training began
    runs/1.json              a run: settings, epochs, how its kind and λ were found, measurements
    models/run-7/            its model: classifier.keras, checkpoint.json and measured-….npz

Sentences go by their places, from 0. An archive from somebody else may hold anything: other names
are passed over, none becomes a path, everything is bounded, and nothing is run.
"""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeVar

from rrr.errors import DataError, RightReasonsError
from rrr.formats.archive_errors import broken, too_large
from rrr.formats.archived_models import unpack_model, write_model
from rrr.formats.encoding import UTF_8
from rrr.formats.exported_marks import ExportedMarks
from rrr.formats.folder import folder_of
from rrr.formats.history_json import (
    relabelling_json,
    relabelling_of,
    run_json,
    run_of,
    snapshot_json,
    snapshot_of,
)
from rrr.formats.jsonl_file import objects
from rrr.formats.project_description import Description, description_of
from rrr.formats.source import Source, open_bytes
from rrr.formats.table import MAX_ROWS, MAX_TEXT_LENGTH
from rrr.formats.usable_corpus import MAX_NAME_LENGTH, MAX_SPLITS
from rrr.records import NewExample, ProjectHistory
from rrr.text import TOKENIZER_VERSION

FORMAT, VERSION = "right-reasons project", 1

_DESCRIPTION, _SENTENCES = "project.json", "sentences.jsonl"
_MAX_JSON = 200_000_000
"""Bytes."""

_Past = TypeVar("_Past")


def write_archive(
    stream: IO[bytes],
    description: Description,
    lines: Iterable[str],
    history: ProjectHistory,
    models: Mapping[int, Path],
) -> None:
    """Write a project's file.

    Args:
        stream: where to.
        description: of the project.
        lines: of the sentences, as `annotations_jsonl` has them.
        history: its sentences by their places.
        models: number of a run -> the folder of its model.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        about = {"format": FORMAT, "version": VERSION, "tokenizer": TOKENIZER_VERSION}
        archive.writestr(_DESCRIPTION, _json({**about, **vars(description)}))
        sentences = zipfile.ZipInfo(_SENTENCES, time.localtime()[:6])
        sentences.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(sentences, "w", force_zip64=True) as member:
            for line in lines:
                member.write(line.encode())
        for kind, entries in (
            ("labels", map(relabelling_json, history.relabellings)),
            ("snapshots", map(snapshot_json, history.snapshots)),
            ("runs", map(run_json, history.runs)),
        ):
            for number, entry in enumerate(entries, start=1):
                archive.writestr(f"{kind}/{number}.json", _json(entry))
        for number, folder in models.items():
            write_model(archive, number, folder)


def is_project_archive(filename: str, source: Source) -> bool:
    """Whether this is, by its looks, a project's file.

    Raises:
        DataError: if it is a damaged archive.
    """
    folder = folder_of(filename, source)
    return folder is not None and {_DESCRIPTION, _SENTENCES} <= set(folder.names)


class ProjectArchive:
    """A project's file that somebody brings.

    Attributes:
        description: what it says of itself.

    Raises:
        DataError: if it is none, or of another version.
    """

    def __init__(self, filename: str, source: Source) -> None:
        folder = folder_of(filename, source) if is_project_archive(filename, source) else None
        if folder is None:
            raise DataError(
                f"{filename} is no project of Right Reasons. Choose a file that “rrr project "
                "export” or “Download the project” has written; import other files as data."
            )
        self._filename, self._folder = filename, folder
        entry = self._object(_DESCRIPTION)
        if entry.get("format") != FORMAT or entry.get("version") != VERSION:
            raise DataError(
                f"{filename}: expected a project in version {VERSION} of the format. Received: "
                f"{str(entry.get('version'))[:20]}. Update Right Reasons, then import it again."
            )
        if entry.get("tokenizer") != TOKENIZER_VERSION:
            raise DataError(
                f"{filename} is from a version that divides texts into words in another way, so "
                f"its marks would fall on other words. Use that version, or unpack {_SENTENCES} "
                "and import the texts alone."
            )
        self.description = self._checked(_DESCRIPTION, lambda: description_of(entry))

    def marks(self) -> ExportedMarks:
        """The answers, rules and fair words, to be handed to the sentences."""
        return ExportedMarks(self._called(_SENTENCES), self._folder.needed(_SENTENCES), UTF_8)

    def sentences(self) -> Iterator[NewExample]:
        """The sentences in their order, without their marks.

        Raises:
            DataError: on the way, naming the line.
        """
        name, splits, number = self._called(_SENTENCES), set[str](), 0
        source = self._folder.needed(_SENTENCES)
        for number, (line, entry) in enumerate(objects(name, source, UTF_8), start=1):
            text, label, split = entry.get("text"), entry.get("label"), entry.get("split")
            splits.add(str(split))
            if (
                not (isinstance(text, str) and text.strip() and len(text) <= MAX_TEXT_LENGTH)
                or not (label is None or label in self.description.labels)
                or not (isinstance(split, str) and 0 < len(split) <= MAX_NAME_LENGTH)
                or len(splits) > MAX_SPLITS
                or number > MAX_ROWS
            ):
                raise broken(self._called(_SENTENCES), f"line {line}")
            yield NewExample(text, label, split)
        if number != self.description.num_sentences:
            raise broken(self._called(_SENTENCES), f"{number} sentences")

    def history(self) -> ProjectHistory:
        """Its changes of labels, snapshots and runs.

        Raises:
            DataError: naming the file within it that does not fit.
        """
        runs = tuple(self._pasts("runs", run_of))
        if len({past.run.id for past in runs}) < len(runs):
            raise broken(self._called("runs"), "two of one number")
        return ProjectHistory(
            tuple(self._pasts("labels", relabelling_of)),
            tuple(self._pasts("snapshots", snapshot_of)),
            runs,
            self.description.striking_advice,
        )

    def unpack_model(self, number: int, folder: Path) -> None:
        """Write the files of a run's model into a folder that is there.

        Raises:
            DataError: if they are not there, too large, or archives that unpack without end.
        """
        unpack_model(self._folder, number, folder)

    def _pasts(self, kind: str, past_of: Callable[[dict[str, Any]], _Past]) -> Iterator[_Past]:
        number = 1
        while (name := f"{kind}/{number}.json") in self._folder.names:
            entry = self._object(name)
            yield self._checked(name, lambda entry=entry: past_of(entry))  # type: ignore[misc]
            number += 1

    def _object(self, name: str) -> dict[str, Any]:
        with open_bytes(self._called(name), self._folder.needed(name)) as stream:
            content = stream.read(_MAX_JSON + 1)
        if len(content) > _MAX_JSON:
            raise too_large(self._called(name))

        def read() -> dict[str, Any]:
            entry = json.loads(content)
            if not isinstance(entry, dict):
                raise ValueError("no object")
            return entry

        return self._checked(name, read)

    def _checked(self, name: str, read: Callable[[], _Past]) -> _Past:
        """What `read` returns; what is wrong is said of the file within the archive."""
        try:
            return read()
        except (RightReasonsError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise broken(self._called(name), str(error)[:80]) from error
        except RecursionError as error:
            raise broken(self._called(name), "lists within lists") from error

    def _called(self, name: str) -> str:
        return self._folder.called(name)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
