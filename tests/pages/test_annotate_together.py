"""What one person sees on the Annotate page while others work, too."""

from __future__ import annotations

import pytest

from rrr.records import NewExample, Project
from rrr.services.sharing import leases, settings
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing, lease_queries, schema
from rrr.store.schema import now
from rrr.ui.annotate.others_line import listed
from tests.answering import answer
from tests.pages.test_annotate import drawn, marker_data, page, said, send

TEXTS = tuple(f"film number {number}" for number in range(4))


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(text, ("bad", "good")[n % 2], "train") for n, text in enumerate(TEXTS)]
    return importing.add(fresh_workspace.database, "films", ("bad", "good"), rows)


@pytest.fixture
def ids(fresh_workspace: Workspace, project: Project) -> list[int]:
    return [
        example.id for example in example_queries.stream_of(fresh_workspace.database, project.id)
    ]


def infos(at: object) -> list[str]:
    """What is told in blue, as one reads it."""
    return [info.value.replace("\\", "") for info in at.info]  # type: ignore[attr-defined]


def test_what_others_have_answered_is_not_handed_out_again(
    fresh_workspace: Workspace, ids: list[int]
) -> None:
    answer(fresh_workspace, ids[0], "ann", "marked", [0])
    at = page()
    assert marker_data(at)["item"] == ids[1]
    assert marker_data(at)["before"] == ids[0]  # one may go and look
    assert "reviewed 0, others 1, of 4 · 3 left" in said(at)
    assert infos(at) == []


def test_a_link_still_opens_it_and_shows_nothing_of_their_marks(
    fresh_workspace: Workspace, project: Project, ids: list[int]
) -> None:
    settings.set_overlap(fresh_workspace, project, 1.0)
    for person in ("ann", "bob"):
        answer(fresh_workspace, ids[0], person, "marked", [0, 1])
    at = page(example=ids[0])
    assert infos(at) == ["Two people have answered this already. You can answer it all the same."]
    assert (drawn(at)["item"], drawn(at)["struck"], drawn(at)["status"]) == (
        ids[0],
        [],
        "unreviewed",
    )
    at = send(at, status="nothing_irrelevant")
    assert marker_data(at)["receipts"][0]["refused"] is None
    assert infos(at) == []  # now it is this person's, too


def test_a_link_to_what_somebody_else_is_at_says_so(
    fresh_workspace: Workspace, project: Project, ids: list[int]
) -> None:
    leases.hold(fresh_workspace, project, "*Ann*", ids[2], [], None)
    at = page(example=ids[2])
    assert infos(at) == ["*Ann* is at this sentence now. You can answer it all the same."]
    assert at.info[0].value.startswith(r"\*Ann\*")


def test_what_a_tab_shows_and_has_ready_is_kept_for_it(
    fresh_workspace: Workspace, project: Project, ids: list[int]
) -> None:
    at = page()
    data = marker_data(at)
    assert (data["item"], data["ahead"]) == (ids[0], ids[1:])  # nobody else is here
    assert list(lease_queries.leased_out(fresh_workspace.database, project.id, "ann")) == ids
    answer(fresh_workspace, ids[3], "ann", "nothing_irrelevant")
    send(at, ids[1], status="nothing_irrelevant")
    left = lease_queries.leased_out(fresh_workspace.database, project.id, "ann")
    assert list(left) == [ids[1]]  # one of two left: the other is for whoever comes


def test_a_sentence_whose_lease_ran_out_and_was_taken_gives_way_to_the_next(
    fresh_workspace: Workspace,
    project: Project,
    ids: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = page()
    monkeypatch.setattr(schema, "now", lambda: now() + lease_queries.AHEAD)
    leases.hold(fresh_workspace, project, "ann", ids[1], [], None)
    at = send(at, ids[1], status="nothing_irrelevant")
    assert marker_data(at)["item"] == ids[2]
    assert "Somebody else has this sentence now" in said(at)


def test_whoever_goes_back_on_purpose_stays_there(
    fresh_workspace: Workspace, project: Project, ids: list[int]
) -> None:
    answer(fresh_workspace, ids[0], "ann", "nothing_irrelevant")
    at = page()
    at = send(at, ids[0])
    assert marker_data(at)["item"] == ids[0]
    assert "One person has answered this already" in infos(at)[0]


def test_who_is_at_the_last_sentences_is_said_and_one_of_them_comes_back(
    fresh_workspace: Workspace, project: Project, ids: list[int]
) -> None:
    for example_id in ids[:2]:
        answer(fresh_workspace, example_id, "tester", "nothing_irrelevant")
    of_ann, _ = (
        leases.hold(fresh_workspace, project, person, example_id, [], None)
        for person, example_id in (("Ann", ids[2]), ("Bob", ids[3]))
    )
    at = page()
    assert not at.get("bidi_component")
    (line,) = infos(at)
    assert line.startswith("Ann and Bob are at the last two sentences")
    assert "10 min" in line.replace("\u00a0", " ")
    answer(fresh_workspace, ids[3], "Bob", "nothing_irrelevant")
    leases.hold(fresh_workspace, project, "Ann", ids[0], [], of_ann)  # goes to another sentence
    assert marker_data(at.run())["item"] == ids[2]


def test_when_all_is_answered_the_page_says_by_whom(
    fresh_workspace: Workspace, ids: list[int]
) -> None:
    answer(fresh_workspace, ids[0], "tester", "marked", [0])
    for example_id in ids[1:]:
        answer(fresh_workspace, example_id, "ann", "nothing_irrelevant")
    at = page()
    assert "All 4 training sentences are answered: 1 by you, 3 by others." in said(at)
    at = at.button(key="look again").click().run()
    assert (marker_data(at)["item"], marker_data(at)["ahead"]) == (ids[0], [])


def test_names_are_listed_as_people_do() -> None:
    assert listed(["Ann"]) == "Ann"
    assert listed(["Ann", "Bob"]) == "Ann and Bob"
    assert listed(["Ann", "Bob", "Cy"]) == "Ann, Bob and Cy"
