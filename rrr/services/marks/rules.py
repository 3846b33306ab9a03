"""Rules: words struck out everywhere, in what is there and in what is imported later."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rrr.annotating.rule_matching import RuleMatcher, RulePattern, rule_pattern
from rrr.errors import DataError
from rrr.records import Project, Rule
from rrr.services.marks.sweep import Report, sweep
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.settings import DEMO
from rrr.store import rule_queries, word_queries


@dataclass(frozen=True)
class RuleCount:
    """A rule, in how many training examples its pattern stands, and how many of all it spares."""

    rule: Rule
    num_sentences: int
    num_spared: int = 0


@dataclass(frozen=True)
class RuleChange:
    """A change of one rule, kept to be undone; None for no rule.

    `before` and `after` are ids of the sentences the rule spared or spares.
    """

    pattern: RulePattern
    before: tuple[int, ...] | None
    after: tuple[int, ...] | None


def add_rule(workspace: Workspace, project: Project, word: str) -> Rule:
    """Strike a word out everywhere, upper and lower case alike; a rule that exists is returned.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    workspace = require(workspace, project, "make rules")
    pattern = rule_pattern("word", word)
    return rule_queries.add(
        workspace.database,
        project.id,
        [(pattern.kind, pattern.pattern, None)],
        workspace.person.key,
    )[0]


def strike(
    workspace: Workspace,
    project: Project,
    pattern: RulePattern,
    spared: Collection[int] = (),
    report: Report | None = None,
) -> RuleChange:
    """Strike a pattern out everywhere but in the sentences `spared`; these stay unreviewed.

    A rule that exists spares exactly these from now on.

    Args:
        spared: Ids of examples.
        report: told how far the search has come.

    Raises:
        AnnotationError: if a regular expression takes too long on this project's sentences.
    """
    workspace = require(workspace, project, "make rules")
    number = None
    if pattern.kind != "word":
        number = sweep(workspace, project, pattern, report).num_training
    before = _spared(workspace, project, pattern)
    rule_queries.put(
        workspace.database,
        project.id,
        (pattern.kind, pattern.pattern, number),
        spared,
        workspace.person.key,
    )
    return RuleChange(pattern, before, tuple(sorted(set(spared))))


def remove_rule(workspace: Workspace, rule_id: int) -> RuleChange:
    """Take a rule and its marks back; marks made by hand stay.

    Raises:
        NotFound: if there is no such rule.
    """
    if workspace.authority != "program":
        project_id = rule_queries.project_of(workspace.database, rule_id)
        workspace = require(workspace, project_id, "make rules")
    spared = tuple(rule_queries.spared_by(workspace.database, rule_id))
    rule = rule_queries.delete(workspace.database, rule_id, workspace.person.key)
    return RuleChange(RulePattern(rule.kind, rule.pattern), spared, None)


def take_back(workspace: Workspace, project: Project, pattern: RulePattern) -> RuleChange | None:
    """Remove a pattern's rule; None if there is none."""
    workspace = require(workspace, project, "make rules")
    rule = _rule_of(workspace, project, pattern)
    return None if rule is None else remove_rule(workspace, rule.id)


def undo(workspace: Workspace, project: Project, change: RuleChange) -> None:
    """Make a pattern's rule what it was before the change, exceptions included."""
    workspace = require(workspace, project, "make rules")
    if change.before is not None:
        strike(workspace, project, change.pattern, change.before)
        return
    take_back(workspace, project, change.pattern)


def list_rules(workspace: Workspace, project: Project) -> list[RuleCount]:
    """All rules, oldest first."""
    workspace = require(workspace, project, "look")
    rules = rule_queries.list_of(workspace.database, project.id)
    ruled = [rule.pattern for rule in rules if rule.kind == "word"]
    counts = word_queries.per_label(workspace.database, project.id, ruled)
    spared = rule_queries.count_spared(workspace.database, project.id)
    return [
        RuleCount(
            rule,
            sum(counts.get(rule.pattern, {}).values())
            if rule.num_sentences is None
            else rule.num_sentences,
            spared.get(rule.id, 0),
        )
        for rule in rules
    ]


def spared_by(workspace: Workspace, project: Project, pattern: RulePattern) -> list[int] | None:
    """Ids of the sentences that the pattern's rule spares; None if the pattern has no rule."""
    workspace = require(workspace, project, "look")
    spared = _spared(workspace, project, pattern)
    return None if spared is None else list(spared)


def matcher_of(workspace: Workspace, project_id: int) -> RuleMatcher:
    """The project's rules, ready to be laid upon its sentences."""
    return RuleMatcher(rule_queries.list_of(workspace.database, project_id))


def ruled_words(workspace: Workspace, project_id: int) -> set[str]:
    """The words, in the vocabulary's form, that rules strike wherever they stand."""
    workspace = require(workspace, project_id, "look")
    rules = rule_queries.list_of(workspace.database, project_id)
    return {rule.pattern for rule in rules if rule.kind == "word"}


def overruled(workspace: Workspace, project_id: int, texts: Collection[str]) -> set[str]:
    """Of words and phrases in the vocabulary's form, those that rules strike wherever they stand;
    of a phrase one struck word is enough."""
    workspace = require(workspace, project_id, "look")
    rules = rule_queries.list_of(workspace.database, project_id)
    words = {rule.pattern for rule in rules if rule.kind == "word"}
    matcher = RuleMatcher(rule for rule in rules if rule.kind in ("word", "phrase"))
    return {text for text in texts if text in words or (" " in text and matcher.strikes_in(text))}


def apply_demo_rules(workspace: Workspace, project: Project) -> list[Rule]:
    """Add the rules that come with the demo corpus: what an annotator would strike there.

    Raises:
        DataError: if the demo's rule list is not there.
    """
    workspace = require(workspace, project, "make rules")
    patterns = [rule_pattern("word", word) for word in demo_words()]
    return rule_queries.add(
        workspace.database,
        project.id,
        [(rule.kind, rule.pattern, None) for rule in patterns],
        workspace.person.key,
    )


def has_demo_rules(workspace: Workspace, project: Project) -> bool:
    """Whether all that an annotator would strike in the demo is struck by rules already."""
    workspace = require(workspace, project, "look")
    try:
        return ruled_words(workspace, project.id) >= set(demo_words())
    except DataError:
        return False


def demo_words() -> list[str]:
    """The words an annotator would strike in the demo corpus, in the vocabulary's form.

    Raises:
        DataError: if the demo's rule list is not there.
    """
    path = DEMO / "marks.txt"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise DataError(
            f"The demo's rule list cannot be read ({error}). Start Right Reasons from a full "
            "copy of its repository."
        ) from error
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _rule_of(workspace: Workspace, project: Project, pattern: RulePattern) -> Rule | None:
    return rule_queries.find(workspace.database, project.id, pattern.kind, pattern.pattern)


def _spared(workspace: Workspace, project: Project, pattern: RulePattern) -> tuple[int, ...] | None:
    rule = _rule_of(workspace, project, pattern)
    return None if rule is None else tuple(rule_queries.spared_by(workspace.database, rule.id))
