from __future__ import annotations

import pytest

from rrr.errors import NotFound
from rrr.records import Project
from rrr.store import deleting, examples, projects, rules
from rrr.store.database import Database
from rrr.store.rules import NewRule

ODEON: NewRule = ("word", "odeon", None)
FILM: NewRule = ("regex", "film", 3)


@pytest.fixture
def ids(database: Database, project: Project) -> list[int]:
    return [example.id for example in examples.stream_of(database, project.id)]


def test_rules_are_listed_in_the_order_they_were_made(database: Database, project: Project) -> None:
    made = rules.add(database, project.id, [ODEON, FILM])
    assert [(rule.kind, rule.pattern, rule.num_sentences) for rule in made] == [ODEON, FILM]
    assert rules.list_of(database, project.id) == made
    assert rules.count(database, project.id) == 2
    assert rules.find(database, project.id, "regex", "film") == made[1]
    assert rules.find(database, project.id, "word", "film") is None


def test_a_rule_made_again_stays_the_one_it_was(database: Database, project: Project) -> None:
    (first,) = rules.add(database, project.id, [ODEON])
    again = rules.add(database, project.id, [FILM, ODEON])
    assert again[1] == first
    assert rules.count(database, project.id) == 2


def test_a_removed_rule_is_gone_and_cannot_be_removed_again(
    database: Database, project: Project
) -> None:
    (rule,) = rules.add(database, project.id, [ODEON])
    assert rules.delete(database, rule.id) == rule
    assert rules.list_of(database, project.id) == []
    with pytest.raises(NotFound, match="removed already"):
        rules.delete(database, rule.id)


def test_a_rule_spares_what_it_was_last_told_to(
    database: Database, project: Project, ids: list[int]
) -> None:
    rule, is_new = rules.put(database, project.id, ODEON, ids[:2])
    other, _ = rules.put(database, project.id, FILM, ids[1:2])
    assert is_new
    assert rules.sparing(database, ids[1]) == {rule.id, other.id}
    assert rules.exceptions_of(database, project.id) == {
        ids[0]: {rule.id},
        ids[1]: {rule.id, other.id},
    }
    again, is_new = rules.put(database, project.id, ODEON, ids[2:3])
    assert (again, is_new) == (rule, False)
    assert rules.spared_by(database, rule.id) == ids[2:3]
    assert rules.count_spared(database, project.id) == {rule.id: 1, other.id: 1}
    rules.delete(database, rule.id)
    assert rules.exceptions_of(database, project.id) == {ids[1]: {other.id}}


def test_the_version_of_the_marks_goes_up_with_every_change_of_them(
    database: Database, project: Project, ids: list[int]
) -> None:
    versions = [projects.marks_version(database, project.id)]

    def changed() -> bool:
        versions.append(projects.marks_version(database, project.id))
        return versions[-1] > versions[-2]

    rule, _ = rules.put(database, project.id, ODEON, ids[:1])
    assert changed()
    assert not changed()
    rules.put(database, project.id, ODEON, ids[1:2])
    assert changed()
    rules.put(database, project.id, ODEON, [])
    assert changed()
    rules.delete(database, rule.id)
    assert changed()
    projects.rename(database, project.id, "another name")
    assert not changed()


def test_a_deleted_project_takes_its_rules_and_exceptions_along(
    database: Database, project: Project, ids: list[int]
) -> None:
    rule, _ = rules.put(database, project.id, ODEON, ids)
    projects.delete(database, project.id)
    deleting.delete_hidden(database)
    assert rules.spared_by(database, rule.id) == []
