from __future__ import annotations

import pytest

from rrr.errors import NotFound
from rrr.records import Project
from rrr.store import rules
from rrr.store.database import Database


def test_rules_are_listed_in_the_order_they_were_made(database: Database, project: Project) -> None:
    made = rules.add(database, project.id, ["odeon", "film"])
    assert [rule.word for rule in made] == ["odeon", "film"]
    assert rules.list_of(database, project.id) == made
    assert rules.count(database, project.id) == 2


def test_a_rule_made_again_stays_the_one_it_was(database: Database, project: Project) -> None:
    (first,) = rules.add(database, project.id, ["odeon"])
    again = rules.add(database, project.id, ["film", "odeon"])
    assert again[1] == first
    assert rules.count(database, project.id) == 2


def test_a_removed_rule_is_gone_and_cannot_be_removed_again(
    database: Database, project: Project
) -> None:
    (rule,) = rules.add(database, project.id, ["odeon"])
    rules.delete(database, rule.id)
    assert rules.list_of(database, project.id) == []
    with pytest.raises(NotFound, match="removed already"):
        rules.delete(database, rule.id)
