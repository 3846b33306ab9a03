"""What changed between two snapshots, or from one to the marks as they are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from rrr.annotating.snapshot_marks import changes
from rrr.last_used import LastUsed
from rrr.records import Example, KeptRule, Project
from rrr.services.marks.marked_corpus import present
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import example_queries, project_queries, snapshot_queries
from rrr.text import words_of

MAX_WORDS = 200
"""Words that a difference lists, at most: those with the most changes."""


@dataclass(frozen=True)
class WordChange:
    """At how many places a word, in the vocabulary's form, was struck or freed."""

    word: str
    added: int
    removed: int


@dataclass(frozen=True)
class SentenceChange:
    """The tokens of one sentence that are struck later only, and those that were earlier only."""

    example: Example
    added: tuple[int, ...]
    removed: tuple[int, ...]


@dataclass(frozen=True)
class Difference:
    """What changed from one snapshot to another, or to the marks as they are now.

    `words` are those with the most changes, `sentences` one page of all `num_sentences`;
    `num_added` and `num_removed` count tokens. Rules are named “word: odeon”.
    """

    words: tuple[WordChange, ...]
    num_words: int
    sentences: tuple[SentenceChange, ...]
    num_sentences: int
    num_added: int
    num_removed: int
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.num_sentences or self.rules_added or self.rules_removed)


def difference(
    workspace: Workspace,
    project: Project,
    before_id: int,
    after_id: int | None,
    *,
    start: int = 0,
    count: int = 20,
) -> Difference:
    """What changed between two snapshots.

    Args:
        workspace: where they are.
        project: theirs.
        before_id: the earlier one.
        after_id: the later one; None for the marks as they are now.
        start: of the changed sentences, the first one given.
        count: how many are given.

    Raises:
        NotFound: if there is no such snapshot.
    """
    workspace = require(workspace, project, "review")
    compared = _compare(workspace, project, before_id, after_id)
    page = compared.sentences[start : start + count]
    examples = example_queries.by_ids(workspace.database, [example_id for example_id, _, _ in page])
    added, removed = compared.added, compared.removed
    words_changed = sorted(
        added.keys() | removed.keys(), key=lambda word: (-added[word] - removed[word], word)
    )
    return Difference(
        words=tuple(WordChange(w, added[w], removed[w]) for w in words_changed[:MAX_WORDS]),
        num_words=len(words_changed),
        sentences=tuple(
            SentenceChange(example, struck, freed)
            for example, (_, struck, freed) in zip(examples, page, strict=True)
        ),
        num_sentences=len(compared.sentences),
        num_added=added.total(),
        num_removed=removed.total(),
        rules_added=compared.rules_added,
        rules_removed=compared.rules_removed,
    )


@dataclass(frozen=True)
class _Compared:
    """Everything that differs between two snapshots."""

    sentences: list[tuple[int, tuple[int, ...], tuple[int, ...]]]  # by example: added, removed
    added: Counter[str]
    removed: Counter[str]
    rules_added: tuple[str, ...]
    rules_removed: tuple[str, ...]


_compared: LastUsed[Hashable, _Compared] = LastUsed(2)  # for paging through them


def _compare(
    workspace: Workspace, project: Project, before_id: int, after_id: int | None
) -> _Compared:
    version = (
        project_queries.marks_version(workspace.database, project.id) if after_id is None else None
    )
    key = (workspace.settings, project.id, before_id, after_id, version, project.num_examples)
    compared = _compared.get(key)
    if compared is not None:
        return compared
    before = snapshot_queries.content_of(workspace.database, before_id)
    if after_id is None:
        after = present(workspace, project)[0]
    else:
        after = snapshot_queries.content_of(workspace.database, after_id)
    changed = list(changes(before.marks, after.marks))
    added: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    texts = _examples(workspace, [example_id for example_id, _, _ in changed])
    for example, (_, struck, freed) in zip(texts, changed, strict=True):
        words = words_of(example.text)
        added.update(words[token] for token in struck)
        removed.update(words[token] for token in freed)
    rules_before, rules_after = (
        {_named(rule) for rule in content.state.rules} for content in (before, after)
    )
    rules = tuple(sorted(rules_after - rules_before)), tuple(sorted(rules_before - rules_after))
    return _compared.put(key, _Compared(changed, added, removed, *rules))


def _examples(workspace: Workspace, ids: list[int]) -> Iterator[Example]:
    """The examples of these ids, a few at a time in memory."""
    for start in range(0, len(ids), 5_000):
        yield from example_queries.by_ids(workspace.database, ids[start : start + 5_000])


def _named(rule: KeptRule) -> str:
    return f"{rule.kind}: {rule.pattern}"
