"""The corpora by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from rrr.errors import ConfigError
from rrr.evidence import demo_texts, film_reviews, newsgroups
from rrr.evidence.corpus import Corpus
from rrr.evidence.shared_corpora import is_there

PLANTED = ("demo", "decoy_demo", "decoy_imdb")
"""Corpora with planted words: the decoy tasks."""

SMALL = "small_decoy_demo"
"""A part of `decoy_demo`, for what needs many trainings: how marks of several people are merged."""

REAL = (newsgroups.NAME, film_reviews.NAME)

TITLES = {
    "demo": "the bundled demo, eight planted words",
    "decoy_demo": "demo reviews without their planted words, one decoy per class",
    "decoy_imdb": "imdb_cad originals cut at 50 tokens, one decoy per class",
    SMALL: "600 of the demo reviews without their planted words, one decoy per class",
    newsgroups.NAME: "news_atheism_christian, 25 names and addresses marked",
    film_reviews.NAME: "imdb_cad, trained on originals, words left standing marked",
}

_LOADERS: dict[str, Callable[[Path | None], Corpus]] = {
    "demo": lambda _: demo_texts.demo(),
    "decoy_demo": lambda _: demo_texts.decoy_demo(),
    SMALL: lambda _: demo_texts.small_decoy_demo(SMALL),
    "decoy_imdb": film_reviews.decoy_film_reviews,
    newsgroups.NAME: newsgroups.newsgroups,
    film_reviews.NAME: film_reviews.film_reviews,
}

_FILE_OF = {
    "decoy_imdb": film_reviews.NAME,
    newsgroups.NAME: newsgroups.NAME,
    film_reviews.NAME: film_reviews.NAME,
}


def available(folder: Path | None) -> tuple[str, ...]:
    """Names of the corpora that can be loaded when the optional ones are in `folder`."""
    return tuple(
        name for name in _LOADERS if name not in _FILE_OF or is_there(folder, _FILE_OF[name])
    )


@lru_cache(maxsize=2)
def load_corpus(name: str, folder: Path | None) -> Corpus:
    """Read a corpus; the last two are kept in memory.

    Raises:
        ConfigError: if there is none of this name.
        NotFound: if it is not in `folder`.
    """
    if name not in _LOADERS:
        raise ConfigError(f"The corpus must be one of {', '.join(_LOADERS)}. Received: {name!r}.")
    return _LOADERS[name](folder)
