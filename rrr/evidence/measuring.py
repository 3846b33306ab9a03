"""Measure one cell: prepare the texts, train, test. Runs in a process of its own."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from rrr.annotating.marked_words import marked_words
from rrr.annotating.masks import marks_hash
from rrr.evidence.cells import Cell, Measured
from rrr.evidence.corpora import load_corpus
from rrr.evidence.corpus import Corpus, without_marked
from rrr.evidence.last_layer import last_layer_retrained
from rrr.evidence.methods import PLAIN, Method, method_named
from rrr.evidence.several_people import marked_by_people
from rrr.records import TEST, TRAIN, VALIDATION, ClassifierKind, LabelledTexts, TrainingConfig
from rrr.services.training.weight_search import search_reason_weight
from rrr.text import texts_of, tokenize

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
    if cell.method == PLAIN:
        trained, seconds = _plain(cell.corpus, corpora, cell.classifier, cell.seed)
    else:
        trained, seconds = _trained(cell, method, corpus, corpora)
    numbers = {
        **_accuracies_and_reliance(trained, corpus, method),
        "reason_weight": trained.config.fixed_weight,
        "seconds": seconds,
    }
    if cell.method == PLAIN and corpus.planted:
        from rrr.evidence.heatmaps import heatmap_numbers

        numbers |= heatmap_numbers(trained, corpus)
    return Measured(cell, numbers)


def prepared(data: LabelledTexts, method: Method, seed: str) -> LabelledTexts:
    """The texts as the method trains on them; `seed` fixes what is drawn at random."""
    if method.training == "marked_deleted":
        return without_marked(data)
    random = Random(seed)
    if method.training == "marked_swapped":
        return _swapped(data, random)
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
    if method.training == "marked_by_people":
        return marked_by_people(data, method.merge, seed)
    return data


def _swapped(data: LabelledTexts, random: Random) -> LabelledTexts:
    """Each marked token replaced by any of the marked words, so that none goes with a label."""
    words = sorted(
        {
            texts_of(text)[index]
            for text, marked in zip(data.texts, data.marked, strict=True)
            for index in marked
        }
    )
    texts = []
    for text, marked in zip(data.texts, data.marked, strict=True):
        tokens = tokenize(text)
        for index in sorted(marked, reverse=True):
            token = tokens[index]
            text = text[: token.start] + random.choice(words) + text[token.end :]
        texts.append(text)
    return LabelledTexts(tuple(texts), data.labels, ((),) * len(data))


def _other_tokens(text: str, marked: tuple[int, ...], random: Random) -> tuple[int, ...]:
    """As many random tokens as are marked, none of them marked."""
    others = sorted(set(range(len(tokenize(text)))) - set(marked))
    return tuple(sorted(random.sample(others, min(len(marked), len(others)))))


def _trained(
    cell: Cell, method: Method, corpus: Corpus, corpora: Path | None
) -> tuple[TrainedClassifier, float]:
    """The model, and how many seconds it took with all that the method needs for it."""
    config = _config(corpus, cell.classifier, cell.seed, method)
    training, validation = (
        prepared(corpus.splits[split], method, f"{cell.seed} {split}")
        for split in (TRAIN, VALIDATION)
    )
    if not (method.searches or method.refits_last_layer):
        began = time.monotonic()
        return _once(training, validation, config, corpus), time.monotonic() - began
    baseline, seconds = _plain(cell.corpus, corpora, cell.classifier, cell.seed)
    began = time.monotonic()
    if method.refits_last_layer:
        retrained = last_layer_retrained(baseline, validation, cell.seed)
        return retrained, seconds + time.monotonic() - began
    result = search_reason_weight(
        training,
        validation,
        config,
        labels=corpus.labels,
        marks_hash=marks_hash({TRAIN: training, VALIDATION: validation}),
        report=lambda _: None,
        should_stop=lambda: False,
        baseline=baseline,
    )
    return result.trained, seconds + time.monotonic() - began


@lru_cache(maxsize=2)
def _plain(
    corpus_name: str, corpora: Path | None, kind: ClassifierKind, seed: int
) -> tuple[TrainedClassifier, float]:
    """A model trained without marks, and its seconds: the baseline of every search, kept for it."""
    corpus = load_corpus(corpus_name, corpora)
    config = _config(corpus, kind, seed, method_named(PLAIN))
    began = time.monotonic()
    trained = _once(corpus.splits[TRAIN], corpus.splits[VALIDATION], config, corpus)
    return trained, time.monotonic() - began


def _config(corpus: Corpus, kind: ClassifierKind, seed: int, method: Method) -> TrainingConfig:
    settings = {"classifier": kind, "seed": seed, "max_tokens": corpus.max_tokens}
    return TrainingConfig(**{**method.settings, **settings})


def _once(
    training: LabelledTexts, validation: LabelledTexts, config: TrainingConfig, corpus: Corpus
) -> TrainedClassifier:
    from rrr.learning.training import train

    return train(
        training,
        validation,
        config,
        labels=corpus.labels,
        marks_hash=marks_hash({TRAIN: training, VALIDATION: validation}),
        report=lambda _: None,
        should_stop=lambda: False,
    )


def _accuracies_and_reliance(
    trained: TrainedClassifier, corpus: Corpus, method: Method
) -> dict[str, float]:
    """Accuracy on every test split; reliance on the corpus's own marks, whatever was trained on."""
    from rrr.services.training.evaluating import judge

    tests = {name: data for name, data in corpus.splits.items() if name not in (TRAIN, VALIDATION)}
    asked = {
        name: without_marked(data) if method.deletes_when_asked else data
        for name, data in tests.items()
    }
    numbers = {}
    for name, data in asked.items():
        numbers[f"accuracy.{name}"], numbers[f"worst_label.{name}"] = _accuracies(trained, data)
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


def _accuracies(trained: TrainedClassifier, data: LabelledTexts) -> tuple[float, float]:
    """Share of right predictions, of all texts and of those of the label that has the least."""
    predicted = trained.probabilities(data.texts).argmax(axis=1)
    right: dict[str, list[bool]] = {}
    for number, label in zip(predicted, data.labels, strict=True):
        right.setdefault(label, []).append(trained.labels[number] == label)
    shares = [sum(of_label) / len(of_label) for of_label in right.values()]
    return sum(map(sum, right.values())) / len(data), min(shares)
