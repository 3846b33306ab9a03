from __future__ import annotations

import pytest

from rrr.errors import NotFound
from rrr.records import Project
from rrr.store import deleting, example_queries, project_queries, rule_queries
from rrr.store.database import Database
from rrr.store.rule_queries import NewRule

pytestmark = pytest.mark.both_stores

ODEON: NewRule = ("word", "odeon", None)
FILM: NewRule = ("regex", "film", 3)


@pytest.fixture
def ids(database: Database, project: Project) -> list[int]:
    return [example.id for example in example_queries.stream_of(database, project.id)]


def test_rules_are_listed_in_the_order_they_were_made(database: Database, project: Project) -> None:
    made = rule_queries.add(database, project.id, [ODEON, FILM])
    assert [(rule.kind, rule.pattern, rule.num_sentences) for rule in made] == [ODEON, FILM]
    assert rule_queries.list_of(database, project.id) == made
    assert rule_queries.count(database, project.id) == 2
    assert rule_queries.find(database, project.id, "regex", "film") == made[1]
    assert rule_queries.find(database, project.id, "word", "film") is None


def test_a_rule_made_again_stays_the_one_it_was(database: Database, project: Project) -> None:
    (first,) = rule_queries.add(database, project.id, [ODEON])
    again = rule_queries.add(database, project.id, [FILM, ODEON])
    assert again[1] == first
    assert rule_queries.count(database, project.id) == 2


def test_a_removed_rule_is_gone_and_cannot_be_removed_again(
    database: Database, project: Project
) -> None:
    (rule,) = rule_queries.add(database, project.id, [ODEON])
    assert rule_queries.delete(database, rule.id) == rule
    assert rule_queries.list_of(database, project.id) == []
    with pytest.raises(NotFound, match="removed already"):
        rule_queries.delete(database, rule.id)


def test_a_rule_spares_what_it_was_last_told_to(
    database: Database, project: Project, ids: list[int]
) -> None:
    rule, is_new = rule_queries.put(database, project.id, ODEON, ids[:2])
    other, _ = rule_queries.put(database, project.id, FILM, ids[1:2])
    assert is_new
    assert rule_queries.sparing(database, ids[1]) == {rule.id, other.id}
    assert rule_queries.exceptions_of(database, project.id) == {
        ids[0]: {rule.id},
        ids[1]: {rule.id, other.id},
    }
    again, is_new = rule_queries.put(database, project.id, ODEON, ids[2:3])
    assert (again, is_new) == (rule, False)
    assert rule_queries.spared_by(database, rule.id) == ids[2:3]
    assert rule_queries.count_spared(database, project.id) == {rule.id: 1, other.id: 1}
    rule_queries.delete(database, rule.id)
    assert rule_queries.exceptions_of(database, project.id) == {ids[1]: {other.id}}


def test_the_version_of_the_marks_goes_up_with_every_change_of_them(
    database: Database, project: Project, ids: list[int]
) -> None:
    versions = [project_queries.marks_version(database, project.id)]

    def changed() -> bool:
        versions.append(project_queries.marks_version(database, project.id))
        return versions[-1] > versions[-2]

    rule, _ = rule_queries.put(database, project.id, ODEON, ids[:1])
    assert changed()
    assert not changed()
    rule_queries.put(database, project.id, ODEON, ids[1:2])
    assert changed()
    rule_queries.put(database, project.id, ODEON, [])
    assert changed()
    rule_queries.delete(database, rule.id)
    assert changed()
    project_queries.rename(database, project.id, "another name")
    assert not changed()


def test_a_deleted_project_takes_its_rules_and_exceptions_along(
    database: Database, project: Project, ids: list[int]
) -> None:
    rule, _ = rule_queries.put(database, project.id, ODEON, ids)
    project_queries.delete(database, project.id)
    deleting.delete_hidden(database)
    assert rule_queries.spared_by(database, rule.id) == []
