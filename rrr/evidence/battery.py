"""Which cells make up the evidence, in the order in which they are measured."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from rrr.evidence.cells import Cell
from rrr.evidence.corpora import PLANTED, REAL, SMALL
from rrr.evidence.methods import (
    DELETING,
    LAST_LAYER,
    MERGES,
    PLAIN,
    SHARES,
    STARTING,
    SWAPPING,
    WINDOW,
    at_random,
    automatic,
    by_people,
    with_share,
)
from rrr.records import ClassifierKind

KINDS: tuple[ClassifierKind, ...] = ("lstm", "bilstm", "gru", "cnn", "average")
DEFAULT_SEEDS = 5
WINDOW_SEEDS = 2
"""Seeds of the λ window table, which needs many λ but no narrow intervals."""
MERGE_SEEDS = 5
"""Seeds of the table of merges, each with other people's errors."""

_BASELINES = (PLAIN, DELETING, SWAPPING, LAST_LAYER)
_SEARCHED = tuple(
    automatic(penalty) for penalty in ("blanking", "expected_gradients", "input_gradient")
)


def battery(num_seeds: int = DEFAULT_SEEDS) -> list[Cell]:
    """Every cell of the default battery, none twice.

    Seed by seed, so that what is interrupted has all tables, with wider intervals.
    """
    cells = (cell for seed in range(num_seeds) for cell in _of_seed(seed))
    return list(dict.fromkeys(cells))


def chosen(
    cells: Collection[Cell],
    *,
    corpora: Collection[str] = (),
    methods: Collection[str] = (),
    classifiers: Collection[str] = (),
) -> list[Cell]:
    """The cells that have one of the named corpora, methods and classifiers; no name: all."""
    return [
        cell
        for cell in cells
        if (not corpora or cell.corpus in corpora)
        and (not methods or cell.method in methods)
        and (not classifiers or cell.classifier in classifiers)
    ]


def _of_seed(seed: int) -> Iterator[Cell]:
    for corpus in PLANTED:
        for kind in KINDS:
            methods = (*_BASELINES, *_SEARCHED)
            for method in methods if kind not in ("bilstm", "gru") else methods[:-1]:
                yield Cell(corpus, method, kind, seed)
    for penalty in ("blanking", "expected_gradients", "input_gradient"):
        yield Cell("demo", at_random(penalty), "cnn", seed)
    yield Cell("demo", STARTING, "lstm", seed)
    yield Cell("demo", automatic("integrated_gradients"), "lstm", seed)
    for corpus in REAL:
        for method in (*_BASELINES, *_SEARCHED, at_random("blanking")):
            yield Cell(corpus, method, "cnn", seed)
        for method in (*_BASELINES, *_SEARCHED[:-1]):
            yield Cell(corpus, method, "lstm", seed)
    for share in SHARES:
        yield Cell("demo", with_share(share), "cnn", seed)
    if seed < MERGE_SEEDS:
        merges = (by_people(merge) for merge in MERGES)
        for method in (PLAIN, DELETING, automatic("blanking"), *merges):
            yield Cell(SMALL, method, "cnn", seed)
    if seed < WINDOW_SEEDS:
        for series in WINDOW.values():
            for method in series:
                yield Cell("demo", method, "lstm", seed)
