"""Measure one cell: prepare the texts, train, test. Runs in a process of its own."""

from __future__ import annotations

import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.annotating.masks import marks_hash
from rrr.records import TEST, TRAIN, VALIDATION, LabelledTexts, TrainingConfig
from rrr.services.evidence.cells import Cell, Measured
from rrr.services.evidence.corpora import load_corpus
from rrr.services.evidence.corpus import Corpus, without_marked
from rrr.services.evidence.methods import PLAIN, Method, method_named
from rrr.services.searching import search_reason_weight
from rrr.text import tokenize

if TYPE_CHECKING:
    from rrr.learning.trained import TrainedClassifier


def measure(cell: Cell, corpora: Path | None) -> Measured:
    """Train and test what a cell asks for; the same cell gives the same numbers again.

    Raises:
        ConfigError: if a name is unknown.
        NotFound: if its corpus is not there.
    """
    method = method_named(cell.method)
    corpus = load_corpus(cell.corpus, corpora)
    config = TrainingConfig(
        **{
            **method.settings,
            "classifier": cell.classifier,
            "seed": cell.seed,
            "max_tokens": corpus.max_tokens,
        }
    )
    training, validation = (
        prepared(corpus.splits[split], method, f"{cell.seed} {split}")
        for split in (TRAIN, VALIDATION)
    )
    began = time.monotonic()
    trained = _trained(training, validation, config, method, corpus)
    seconds = time.monotonic() - began
    numbers = {
        **_accuracies_and_reliance(trained, corpus, method),
        "reason_weight": trained.config.fixed_weight,
        "seconds": seconds,
    }
    if cell.method == PLAIN and corpus.planted:
        from rrr.services.evidence.heatmaps import heatmap_numbers

        numbers |= heatmap_numbers(trained, corpus)
    return Measured(cell, numbers)


def prepared(data: LabelledTexts, method: Method, seed: str) -> LabelledTexts:
    """The texts as the method trains on them; `seed` fixes what is drawn at random."""
    if method.training == "marked_deleted":
        return without_marked(data)
    random = Random(seed)
    if method.training == "random_marks":
        return LabelledTexts(
            data.texts,
            data.labels,
            tuple(
                _other_tokens(text, marked, random)
                for text, marked in zip(data.texts, data.marked, strict=True)
            ),
        )
    if method.training == "some_marks":
        holders = [i for i, marked in enumerate(data.marked) if marked]
        kept = set(random.sample(holders, max(1, round(method.share * len(holders)))))
        marks = tuple(marked if i in kept else () for i, marked in enumerate(data.marked))
        return LabelledTexts(data.texts, data.labels, marks)
    return data


def _other_tokens(text: str, marked: tuple[int, ...], random: Random) -> tuple[int, ...]:
    """As many random tokens as are marked, none of them marked."""
    others = sorted(set(range(len(tokenize(text)))) - set(marked))
    return tuple(sorted(random.sample(others, min(len(marked), len(others)))))


def _trained(
    training: LabelledTexts,
    validation: LabelledTexts,
    config: TrainingConfig,
    method: Method,
    corpus: Corpus,
) -> TrainedClassifier:
    from rrr.learning.training import train

    marks = marks_hash({TRAIN: training.marked, VALIDATION: validation.marked})
    if method.searches:
        return search_reason_weight(
            training,
            validation,
            config,
            labels=corpus.labels,
            marks_hash=marks,
            report=lambda _: None,
            should_stop=lambda: False,
        ).trained
    return train(
        training,
        None,
        config,
        labels=corpus.labels,
        marks_hash=marks,
        report=lambda _: None,
        should_stop=lambda: False,
    )


def _accuracies_and_reliance(
    trained: TrainedClassifier, corpus: Corpus, method: Method
) -> dict[str, float]:
    """Accuracy on every test split; reliance on the corpus's own marks, whatever was trained on."""
    from rrr.services.evaluating import accuracy_of, judge

    tests = {name: data for name, data in corpus.splits.items() if name not in (TRAIN, VALIDATION)}
    asked = {
        name: without_marked(data) if method.deletes_when_asked else data
        for name, data in tests.items()
    }
    numbers = {f"accuracy.{name}": accuracy_of(trained, data) for name, data in asked.items()}
    if method.deletes_when_asked:
        return numbers  # it never sees a marked word
    reliance = judge(trained, corpus.splits[TEST], marked_words(corpus.splits[TRAIN]))
    if reliance is not None:
        numbers |= {
            "swap_flip_rate": reliance.swap_flip_rate,
            "removal_change": reliance.removal_change,
            "saliency_share": reliance.saliency_share,
        }
    return numbers
