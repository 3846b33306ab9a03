"""A project's splits with their marked words, cached until marks change.

An annotator marks tokens of some training sentences; models are compared on sentences nobody
marked. There, every occurrence of a marked word counts as marked, as it does when reliance is
measured, so that what the page strikes is what the numbers are about.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from rrr.annotating.marked_words import MarkedWords, marked_words
from rrr.annotating.masks import marks_hash
from rrr.last_used import LastUsed
from rrr.records import TRAIN, LabelledTexts, Project
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.marks.marked_corpus import labelled_texts
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import project_queries

READ_AT_ONCE = 5_000
"""Examples of a project that a page waits for, a fifth of a second."""


@dataclass(frozen=True)
class MarkedSplits:
    """`marks_hash` names the marks these are, as `Run.marks_hash` does; `num_training_words` is how
    many words the training sentences have in all."""

    splits: dict[str, LabelledTexts]
    words: MarkedWords
    marks_hash: str
    num_training_words: int

    def marked_in(self, text: str) -> frozenset[int]:
        """Indices of the tokens of any text that are marked words."""
        return frozenset(self.words.marked_in(text))


def marked_splits(workspace: Workspace, project: Project) -> MarkedSplits:
    """The labelled sentences of each split, in order, with their marked tokens as they are now.

    In the training split these are the tokens that were marked; elsewhere, every occurrence of a
    word marked there, and what was marked in the sentence itself; no word counts in part there.
    """
    workspace = require(workspace, project, "review")
    return _splits_of_projects.get_or_make(
        _key(workspace, project), lambda: _read(workspace, project)
    )


def marked_splits_soon(workspace: Workspace, project: Project) -> MarkedSplits | Pending | Failed:
    """As `marked_splits`, for pages: a large project is read by a thread."""
    workspace = require(workspace, project, "review")
    key = _key(workspace, project)
    return background.soon(
        ("marks", key),  # what has been begun for marks that have changed since is not waited for
        lambda: _splits_of_projects.get(key),
        lambda _: marked_splits(workspace, project),
        at_once=project.num_examples <= READ_AT_ONCE,
    )


_splits_of_projects: LastUsed[Hashable, MarkedSplits] = LastUsed(2)
"""Of projects; each takes a little more room than its texts."""


def _key(workspace: Workspace, project: Project) -> Hashable:
    version = project_queries.marks_version(workspace.database, project.id)
    return workspace.settings, project.id, project.num_examples, version


def _read(workspace: Workspace, project: Project) -> MarkedSplits:
    plain = labelled_texts(workspace, project)
    training = plain.get(TRAIN, LabelledTexts((), (), ()))
    words = marked_words(training)
    splits = {
        name: data if name == TRAIN else _with_marked_words(data, words)
        for name, data in plain.items()
    }
    return MarkedSplits(
        splits,
        words,
        marks_hash(plain),
        sum(len(text.split()) for text in training.texts),
    )


def _with_marked_words(data: LabelledTexts, words: MarkedWords) -> LabelledTexts:
    marked = tuple(
        tuple(sorted({*indices, *words.marked_in(text)}))
        for text, indices in zip(data.texts, data.marked, strict=True)
    )
    return LabelledTexts(data.texts, data.labels, marked)
