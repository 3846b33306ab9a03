"""The words two models lean on, read from a sample of sentences and kept beside the checkpoint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rrr.errors import DataError, RunError
from rrr.formats.word_masses_json import read_word_masses, write_word_masses
from rrr.records import (
    DEFAULT_SALIENCY,
    TEST,
    TRAIN,
    LabelledTexts,
    Run,
    SaliencyName,
)
from rrr.services import background
from rrr.services.background import Failed, Pending
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks.marked_splits import MarkedSplits
from rrr.services.permissions import require
from rrr.services.training.models import explain
from rrr.services.training.run_checkpoints import checkpoint_folder, has_checkpoint
from rrr.services.workspace import Workspace
from rrr.text import word_of

MAX_SENTENCES = 600
"""Read by each model, evenly spread over the split; a second or two by integrated gradients."""

_CHUNK = 100
"""Sentences read between two looks whether the program ends."""


@dataclass(frozen=True)
class LeanedOn:
    """A word's share of all saliency in the sentences read, in [0, 1], by both models."""

    word: str
    before: float
    after: float
    is_marked: bool


@dataclass(frozen=True)
class Leaning:
    """What both lean on, the heaviest first by the larger share; words only, no punctuation."""

    words: tuple[LeanedOn, ...]
    split: str
    num_sentences: int
    method: SaliencyName


def leaning_soon(
    workspace: Workspace,
    pair: RunPair,
    marked: MarkedSplits,
    method: SaliencyName = DEFAULT_SALIENCY,
) -> Leaning | Pending | Failed:
    """What both models lean on; a thread reads what is not stored.

    Raises:
        RunError: if a model is gone.
    """
    workspace = require(workspace, pair.after.project_id, "review")
    split, texts = sample(marked)
    return background.soon(
        ("leaning", workspace.settings, pair.before.id, pair.after.id, method),
        lambda: _stored(workspace, pair, marked, method, split, texts),
        lambda should_stop: read(workspace, pair, texts, method, should_stop),
    )


def leaning(
    workspace: Workspace,
    pair: RunPair,
    marked: MarkedSplits,
    method: SaliencyName = DEFAULT_SALIENCY,
) -> Leaning | None:
    """What both models lean on; waits while they read. None where there are no sentences."""
    split, texts = sample(marked)
    read(workspace, pair, texts, method, lambda: False)
    return _stored(workspace, pair, marked, method, split, texts)


def sample(marked: MarkedSplits) -> tuple[str, Sequence[str]]:
    """The sentences to read: of the test split, else of the largest that there is."""
    splits: dict[str, LabelledTexts] = {n: data for n, data in marked.splits.items() if len(data)}
    unseen = {name: data for name, data in splits.items() if name != TRAIN} or splits
    if not unseen:
        return TEST, ()
    name = TEST if TEST in unseen else max(unseen, key=lambda split: len(unseen[split]))
    texts = unseen[name].texts
    step = max(1.0, len(texts) / MAX_SENTENCES)
    return name, [texts[int(i * step)] for i in range(min(len(texts), MAX_SENTENCES))]


def read(
    workspace: Workspace,
    pair: RunPair,
    texts: Sequence[str],
    method: SaliencyName,
    should_stop: background.ShouldStop,
) -> None:
    """Have both models read the sentences, unless they have before."""
    for run in (pair.before, pair.after):
        file = _file(workspace, run, method, texts)
        if file.exists():
            continue
        mass: defaultdict[str, float] = defaultdict(float)
        for start in range(0, len(texts), _CHUNK):
            if should_stop():
                return
            for explanation in explain(workspace, run, texts[start : start + _CHUNK], method):
                for token, share in zip(explanation.tokens, explanation.shares, strict=True):
                    mass[word_of(token)] += share
        shares = {word: total / len(texts) for word, total in mass.items() if total}
        write_word_masses(shares, len(texts), file)


def _stored(
    workspace: Workspace,
    pair: RunPair,
    marked: MarkedSplits,
    method: SaliencyName,
    split: str,
    texts: Sequence[str],
) -> Leaning | None:
    files = [_file(workspace, run, method, texts) for run in (pair.before, pair.after)]
    try:
        before, after = (read_word_masses(file)[0] for file in files)
    except FileNotFoundError:
        return None
    except DataError:
        for file in files:
            file.unlink(missing_ok=True)
        return None
    words = [
        LeanedOn(
            word, before.get(word, 0.0), after.get(word, 0.0), word in marked.words.label_counts
        )
        for word in before.keys() | after.keys()
        if any(map(str.isalnum, word))
    ]
    words.sort(key=lambda word: (-max(word.before, word.after), word.word))
    return Leaning(tuple(words), split, len(texts), method)


def _file(workspace: Workspace, run: Run, method: SaliencyName, texts: Sequence[str]) -> Path:
    if not has_checkpoint(workspace, run):
        raise RunError(f"The trained model of run {run.id} is gone. Train it again.")
    return checkpoint_folder(workspace, run.id) / f"words-{method}-{_key(texts)}.json"


def _key(texts: Sequence[str]) -> str:
    digest = hashlib.blake2b(digest_size=8)
    for text in texts:
        digest.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
