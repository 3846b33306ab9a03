from __future__ import annotations

import pytest

from rrr.records import Project, Sharing
from rrr.services.marks import answers
from rrr.services.sharing import settings
from rrr.services.sharing.team_progress import team_progress
from rrr.services.workspace import Workspace
from rrr.store import answers_of_projects, example_queries, sharing_queries, team_counts
from tests.answering import answer

pytestmark = pytest.mark.both_stores


def ids_of(workspace: Workspace, project: Project) -> list[int]:
    known = example_queries.stream_of(workspace.database, project.id)
    return [example.id for example in known if example.split == "train"]


def test_alone_one_sees_what_one_always_saw(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    ids = ids_of(fresh_workspace, small_project)
    answer(fresh_workspace, ids[0], "me", "marked", [0])
    answer(fresh_workspace, ids[1], "me", "skipped")
    progress = answers.progress(fresh_workspace, small_project, "me")
    assert (progress.reviewed, progress.skipped, progress.by_others) == (1, 1, 0)
    assert progress.left == 58


def test_everybodys_part_and_what_is_left_of_the_whole(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    settings.set_people_per_sentence(fresh_workspace, small_project, 2)
    settings.set_overlap(fresh_workspace, small_project, 1.0)
    ids = ids_of(fresh_workspace, small_project)
    for example_id in ids[:10]:
        answer(fresh_workspace, example_id, "ann", "nothing_irrelevant")
    for example_id in ids[6:10]:
        answer(fresh_workspace, example_id, "bob", "marked", [0])
    answer(fresh_workspace, ids[10], "bob", "flagged", note="?")
    team = team_progress(fresh_workspace, small_project, "cy")
    assert [each.person for each in team.people] == ["ann", "bob", "cy"]
    assert [each.reviewed for each in team.people] == [10, 4, 0]
    assert [each.left for each in team.people] == [50, 55, 56]
    assert (team.total, team.enough, team.overlap, team.overlap_enough) == (60, 4, 60, 4)
    assert answers.progress(fresh_workspace, small_project, "cy").by_others == 4


def test_numbers_kept_are_those_counted(fresh_workspace: Workspace, small_project: Project) -> None:
    settings.set_overlap(fresh_workspace, small_project, 0.5)
    ids = ids_of(fresh_workspace, small_project)
    for person, status in (
        ("ann", "marked"),
        ("bob", "skipped"),
        ("bob", "marked"),
        ("ann", "unreviewed"),
        ("cy", "nothing_irrelevant"),
        ("ann", "flagged"),
        ("bob", "flagged"),
    ):
        for example_id in ids[::3]:
            answer(fresh_workspace, example_id, person, status, [0] * (status == "marked"))  # type: ignore[arg-type]
        kept = dict(team_counts.read(fresh_workspace.database, small_project.id))
        with fresh_workspace.database.write() as connection:
            answers_of_projects.recount(connection, small_project.id)
        counted = dict(team_counts.read(fresh_workspace.database, small_project.id))
        for numbers in (kept, counted):
            del numbers["", team_counts.REOPENED]
        assert {key: number for key, number in kept.items() if number} == {
            key: number for key, number in counted.items() if number
        }


def test_an_overlap_is_spread_evenly_and_grows_without_letting_go(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    chosen = {
        share: {
            place
            for place in range(10_000)
            if sharing_queries.is_in_overlap(small_project.id, place, Sharing(2, share))
        }
        for share in (0.0, 0.2, 0.5, 1.0)
    }
    assert not chosen[0.0]
    assert chosen[0.2] < chosen[0.5] < chosen[1.0] == set(range(10_000))
    for start in range(0, 10_000, 500):
        assert 95 <= sum(place in chosen[0.2] for place in range(start, start + 500)) <= 105
    number = settings.count_overlap(fresh_workspace, small_project, 0.2)
    positions = [
        each.position
        for each in example_queries.stream_of(fresh_workspace.database, small_project.id)
        if each.split == "train"
    ]
    assert number == sum(place in chosen[0.2] for place in positions)
