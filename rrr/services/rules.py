"""Rules: words struck out everywhere, in what is there and in what is imported later."""

from __future__ import annotations

from dataclasses import dataclass

from rrr.annotating.rules import RuleMatcher
from rrr.errors import AnnotationError, DataError
from rrr.records import Project, Rule
from rrr.services.workspace import Workspace
from rrr.settings import DEMO
from rrr.store import rules, words
from rrr.text import tokenize, word_of


@dataclass(frozen=True)
class RuleCount:
    """A rule and in how many training examples its word stands."""

    rule: Rule
    num_sentences: int


def add_rule(workspace: Workspace, project: Project, word: str) -> Rule:
    """Strike a word out everywhere, upper and lower case alike; a rule that exists is returned.

    Raises:
        AnnotationError: if `word` is not exactly one token.
    """
    return rules.add(workspace.database, project.id, [_single_word(word)])[0]


def remove_rule(workspace: Workspace, rule_id: int) -> None:
    """Take a rule and its marks back; marks made by hand stay.

    Raises:
        NotFound: if there is no such rule.
    """
    rules.delete(workspace.database, rule_id)


def take_back_rule(workspace: Workspace, project: Project, word: str) -> str | None:
    """Remove the rule for a word, if there is one; returns its word then."""
    wanted = _single_word(word)
    for rule in rules.list_of(workspace.database, project.id):
        if rule.word == wanted:
            rules.delete(workspace.database, rule.id)
            return rule.word
    return None


def list_rules(workspace: Workspace, project: Project) -> list[RuleCount]:
    """All rules, oldest first."""
    known = rules.list_of(workspace.database, project.id)
    counts = words.per_label(workspace.database, project.id, [rule.word for rule in known])
    return [RuleCount(rule, sum(counts.get(rule.word, {}).values())) for rule in known]


def matcher_of(workspace: Workspace, project_id: int) -> RuleMatcher:
    """The project's rules, ready to be laid upon its sentences."""
    return RuleMatcher(rules.list_of(workspace.database, project_id))


def apply_demo_rules(workspace: Workspace, project: Project) -> list[Rule]:
    """Add the rules that come with the demo corpus: what an annotator would strike there.

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
    listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return rules.add(workspace.database, project.id, [_single_word(word) for word in listed])


def _single_word(word: str) -> str:
    tokens = tokenize(word)
    if len(tokens) != 1:
        raise AnnotationError(
            f"A rule strikes one word. Received: “{word.strip()[:80]}”, which is {len(tokens)}. "
            "Make one rule for each word."
        )
    return word_of(tokens[0].text)
