"""Marks as they were: taking a snapshot, training with it, comparing two, going back to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace

from rrr.annotating import masks
from rrr.annotating.rule_matching import RulePattern
from rrr.annotating.snapshot_marks import changes
from rrr.errors import AnnotationError, RunError
from rrr.last_used import LastUsed
from rrr.records import (
    TRAIN,
    Example,
    KeptRule,
    LabelledTexts,
    Project,
    Snapshot,
)
from rrr.services.audit import record
from rrr.services.marks.marked_corpus import present, splits_upto
from rrr.services.marks.sweep import sweep
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import (
    example_queries,
    project_queries,
    relabelling,
    rolling_back,
    snapshot_queries,
)
from rrr.text import tokenizer_hash, words_of

MAX_WORDS = 200
"""Words that a difference lists, at most: those with the most changes."""


@dataclass(frozen=True)
class SnapshotUse:
    """A snapshot, and the runs that were trained with it, oldest first; there may be none, where it
    was only kept so that going back to another one can be undone."""

    snapshot: Snapshot
    run_ids: tuple[int, ...]


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


@dataclass(frozen=True)
class RolledBack:
    """Going back to a snapshot. `before` is the one of the marks as they had been: going back to it
    undoes this."""

    before: Snapshot
    num_answers: int  # that changed
    num_rules: int


def take(workspace: Workspace, project: Project) -> Snapshot:
    """Keep the marks as they are now; if nothing has changed, the snapshot there is.

    Reads all sentences, unless this process has taken the same snapshot before.

    Raises:
        AnnotationError: if marks do not fit their sentences.
    """
    workspace = require(workspace, project, "train")
    version = project_queries.marks_version(workspace.database, project.id)
    key, moment = (workspace.settings, project.id), (version, project.num_examples)
    taken = _taken.get(key)
    if taken is not None and taken[0] == moment:
        return taken[1]
    while True:
        last_relabelling = relabelling.last_id(workspace.database, project.id)
        content, last_example_id, splits, data_hash = present(workspace, project)
        if last_relabelling == relabelling.last_id(workspace.database, project.id):
            break  # nobody has changed a label meanwhile
    training = splits.get(TRAIN, LabelledTexts((), (), ()))
    snapshot = snapshot_queries.add(
        workspace.database,
        project.id,
        content,
        marks_hash=masks.marks_hash(splits),
        data_hash=data_hash,
        tokenizer_hash=tokenizer_hash(),
        last_example_id=last_example_id,
        last_relabelling_id=last_relabelling,
        num_marked_tokens=sum(map(len, training.marked)),
        num_marked_sentences=sum(map(bool, training.marked)),
    )
    if version == project_queries.marks_version(workspace.database, project.id):
        _taken.put(key, (moment, snapshot))  # of no later marks
    return snapshot


_taken: LastUsed[Hashable, tuple[Hashable, Snapshot]] = LastUsed(16)
"""Of projects, with the moment each is of."""


def list_snapshots(workspace: Workspace, project_id: int) -> list[SnapshotUse]:
    """All snapshots of a project, newest first."""
    workspace = require(workspace, project_id, "review")
    return [SnapshotUse(*row) for row in snapshot_queries.list_of(workspace.database, project_id)]


def load(workspace: Workspace, project: Project, snapshot_id: int) -> dict[str, LabelledTexts]:
    """The sentences with labels as they were, by split, with the marks as they were: what a run
    with this snapshot trains and is measured on. Sentences added since are not among them.

    Raises:
        NotFound: if there is no such snapshot.
        RunError: if the sentences themselves, or how they are divided into words, have changed.
    """
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    _refuse_other_words(snapshot)
    content = snapshot_queries.content_of(workspace.database, snapshot_id)
    labels = relabelling.labels_then(
        workspace.database, project.id, snapshot.last_relabelling_id
    ).of_examples
    splits, data_hash = splits_upto(
        workspace,
        project,
        snapshot.last_example_id,
        content.marks,
        content.shares,
        labels_then=labels,
    )
    if data_hash != snapshot.data_hash:
        raise RunError(
            f"The sentences of “{project.name}” are not those of snapshot {snapshot_id} any "
            f"more. Its marks would fall on other words. Train with the marks as they are now."
        )
    return splits


def merge_used(workspace: Workspace, snapshot_id: int | None) -> str | None:
    """How the marks of several people were put together, a key of `MERGE_SENTENCES`; None where no
    two people had reviewed the same sentence, or where the marks were not kept.

    Raises:
        NotFound: if there is no such snapshot.
    """
    if snapshot_id is None:
        return None
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    require(workspace, snapshot.project_id, "review")
    return snapshot.merge


def labels_of(workspace: Workspace, project: Project, snapshot_id: int) -> tuple[str, ...]:
    """The project's labels as they were, in order.

    Raises:
        NotFound: if there is no such snapshot.
    """
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    return relabelling.labels_then(
        workspace.database, project.id, snapshot.last_relabelling_id
    ).labels


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
            SentenceChange(example, new, old)
            for example, (_, new, old) in zip(examples, page, strict=True)
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
    for example, (_, new, old) in zip(texts, changed, strict=True):
        words = words_of(example.text)
        added.update(words[token] for token in new)
        removed.update(words[token] for token in old)
    rules_before, rules_after = (
        {_named(rule) for rule in content.state.rules} for content in (before, after)
    )
    rules = tuple(sorted(rules_after - rules_before)), tuple(sorted(rules_before - rules_after))
    return _compared.put(key, _Compared(changed, added, removed, *rules))


def roll_back(workspace: Workspace, project: Project, snapshot_id: int) -> RolledBack:
    """Make all answers, decisions and rules what they were when the snapshot was taken.

    How the marks of several people are put together stays as the owner has chosen it.

    The marks as they are now are kept in a snapshot first. Whoever has a changed sentence open is
    refused when saving, as after any change from elsewhere. Sentences stay as they are; those added
    since become unreviewed.

    Raises:
        NotFound: if there is no such snapshot.
        AnnotationError: if texts are divided into words in another way than then.
        StaleRevision: if somebody changes marks at the same moment; nothing is changed then.
    """
    workspace = require(workspace, project, "change the project")
    snapshot = snapshot_queries.get(workspace.database, snapshot_id)
    _refuse_other_words(snapshot)
    state = snapshot_queries.content_of(workspace.database, snapshot_id).state
    version = project_queries.marks_version(workspace.database, project.id)
    before = take(workspace, project)
    if before.last_example_id != snapshot.last_example_id:
        rules = tuple(_recounted(workspace, project, rule) for rule in state.rules)
        state = replace(state, rules=rules)
    changed = rolling_back.put_back(workspace.database, project.id, state, version)
    record(workspace, "roll back", project.id, snapshot=snapshot_id, answers=changed[0])
    return RolledBack(before, *changed)


def _examples(workspace: Workspace, ids: list[int]) -> Iterator[Example]:
    """The examples of these ids, a few at a time in memory."""
    for start in range(0, len(ids), 5_000):
        yield from example_queries.by_ids(workspace.database, ids[start : start + 5_000])


def _refuse_other_words(snapshot: Snapshot) -> None:
    if snapshot.tokenizer_hash != tokenizer_hash():
        raise AnnotationError(
            f"Snapshot {snapshot.id} is from a version that split texts into words in another "
            f"way. Its marks would fall on other words. Use that version of Right Reasons, or "
            f"the marks as they are now."
        )


def _recounted(workspace: Workspace, project: Project, rule: KeptRule) -> KeptRule:
    """With the number of sentences it strikes in now that there are more."""
    if rule.num_sentences is None:
        return rule
    number = sweep(workspace, project, RulePattern(rule.kind, rule.pattern)).num_training
    return KeptRule(rule.kind, rule.pattern, number, rule.created_at, rule.spared)


def _named(rule: KeptRule) -> str:
    return f"{rule.kind}: {rule.pattern}"
