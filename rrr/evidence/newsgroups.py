"""`news_atheism_christian`: two newsgroups, told apart by who writes in them.

The rules are ours, chosen on the training split alone: of the words that stand in at least 25
training posts, 90 % or more of them of one group, those that are a person's name or part of an
address or signature there. These are 25; the other such words are what the groups talk about
(`christ`, `morality`) or numbers.
"""

from __future__ import annotations

from pathlib import Path

from rrr.evidence.corpus import FREE, Corpus, marked_by, without_marked
from rrr.evidence.shared_corpora import rows_of
from rrr.records import TEST, LabelledTexts

NAME = "news_atheism_christian"
_MAX_TOKENS = 120

RULES: dict[str, tuple[str, int]] = {
    "rutgers": ("host in an address", 194),
    "athos": ("host in an address", 121),
    "geneva": ("host in an address", 74),
    "keith": ("name and account", 60),
    "livesey": ("name and account", 36),
    "caltech": ("host in an address", 34),
    "schneider": ("name", 34),
    "sgi": ("host in an address", 34),
    "solntze": ("host in an address", 34),
    "wpd": ("host in an address", 34),
    "bobby": ("name", 32),
    "cco": ("host in an address", 32),
    "mozumder": ("name", 31),
    "tek": ("host in an address", 30),
    "allan": ("name", 29),
    "beauchaine": ("name", 29),
    "bobbe": ("account in an address", 29),
    "gap": ("host in an address", 29),
    "ico": ("host in an address", 29),
    "co": ("part of an address", 26),
    "fred": ("name", 26),
    "rice": ("name", 26),
    "gregg": ("name", 25),
    "jaeger": ("name", 25),
    "mantis": ("host in an address", 25),
}
"""Word -> what it is in these posts, and in how many training posts it stands."""


def newsgroups(folder: Path | None) -> Corpus:
    """The posts, every occurrence of a rule's word marked; `free` is `test` without these words."""
    rows: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of(folder, NAME):
        rows.setdefault(row["split"], []).append((row["text"], row["label"]))
    splits = {}
    for split, pairs in rows.items():
        texts, labels = zip(*pairs, strict=True)
        splits[split] = LabelledTexts(texts, labels, marked_by(texts, frozenset(RULES)))
    splits[FREE] = without_marked(splits[TEST])
    known = tuple(sorted({label for data in splits.values() for label in data.labels}))
    return Corpus(NAME, known, splits, _MAX_TOKENS, planted=False)
