from __future__ import annotations

import pytest

from rrr.errors import ConfigError
from rrr.records import AnnotationStatus, Project
from rrr.services.guidance import corpus_reading, next_sentence
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.store import example_queries, inbox_queries, run_queries
from tests.answering import answer as answer_sentence

pytestmark = pytest.mark.both_stores


def answer(
    workspace: Workspace,
    example_id: int,
    status: AnnotationStatus = "nothing_irrelevant",
    annotator: str = "me",
) -> None:
    answer_sentence(workspace, example_id, annotator, status)


def walk(workspace: Workspace, project: Project, annotator: str = "me") -> list[int]:
    """Answer one sentence after the other, always the one that comes next."""
    walked: list[int] = []
    while found := next_sentence.upcoming(
        workspace, project, annotator, walked[-1] if walked else None, 1
    ):
        walked += found
        answer(workspace, found[0], annotator=annotator)
        assert len(walked) <= 100
    return walked


@pytest.fixture
def ids(fresh_workspace: Workspace, small_project: Project) -> list[int]:
    """The training sentences in order."""
    known = list(example_queries.stream_of(fresh_workspace.database, small_project.id))
    return [example.id for example in known if example.split == "train"]


def read(workspace: Workspace, project: Project) -> None:
    corpus_reading.read(workspace, project, run_queries.get(workspace.database, 2), lambda: False)


def test_before_any_model_most_useful_first_means_in_order(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    state = next_sentence.state(fresh_workspace, small_project, "me")
    assert (state.order, state.in_force) == ("useful", "in_order")
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", None, 3) == ids[:3]


def test_the_order_is_kept_for_each_person(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    next_sentence.choose(fresh_workspace, small_project, "me", "random")
    next_sentence.choose(fresh_workspace, small_project, "me", "flagged")
    assert next_sentence.state(fresh_workspace, small_project, "me").order == "flagged"
    assert next_sentence.state(fresh_workspace, small_project, "you").order == "useful"
    with pytest.raises(ConfigError, match="alphabetical"):
        next_sentence.choose(fresh_workspace, small_project, "me", "alphabetical")  # type: ignore[arg-type]


@pytest.mark.parametrize("order", ["in_order", "random", "useful"])
def test_every_order_leads_to_each_training_sentence_once(
    fresh_workspace: Workspace, trained_project: Project, ids: list[int], order: next_sentence.Order
) -> None:
    read(fresh_workspace, trained_project)
    next_sentence.choose(fresh_workspace, trained_project, "me", order)
    walked = walk(fresh_workspace, trained_project)
    assert sorted(walked) == ids
    assert (walked == ids) == (order == "in_order")


@pytest.mark.parametrize("order", ["in_order", "random", "useful"])
def test_what_was_left_out_is_come_back_to(
    fresh_workspace: Workspace, trained_project: Project, ids: list[int], order: next_sentence.Order
) -> None:
    read(fresh_workspace, trained_project)
    next_sentence.choose(fresh_workspace, trained_project, "me", order)
    for example_id in ids[1:]:
        answer(fresh_workspace, example_id, "skipped")
    assert next_sentence.upcoming(fresh_workspace, trained_project, "me", ids[5], 4) == [ids[0]]
    assert next_sentence.upcoming(fresh_workspace, trained_project, "me", ids[0], 4) == []
    answer(fresh_workspace, ids[9], "unreviewed")
    assert next_sentence.upcoming(fresh_workspace, trained_project, "me", ids[0], 4) == [ids[9]]


def test_random_orders_differ_from_person_to_person_and_go_on_after_a_pause(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    for annotator in ("me", "you"):
        next_sentence.choose(fresh_workspace, small_project, annotator, "random")
    mine = next_sentence.upcoming(fresh_workspace, small_project, "me", None, 60)
    yours = next_sentence.upcoming(fresh_workspace, small_project, "you", None, 60)
    assert sorted(mine) == sorted(yours)
    assert mine != yours
    answer(fresh_workspace, mine[7])
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", None, 3) == mine[8:11]
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", mine[20], 3) == mine[21:24]


def test_most_useful_first_follows_the_words_judged_since(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, trained_project)
    first, second = next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 2)
    answer(fresh_workspace, first)
    then = next_sentence.upcoming(fresh_workspace, trained_project, "me", first, 1)
    assert then == [second]  # it was chosen as if the first had been answered
    judged = {token.text.lower() for token in answers.sentence(fresh_workspace, first, "me").tokens}
    new = {t.text.lower() for t in answers.sentence(fresh_workspace, then[0], "me").tokens}
    assert new - judged


def test_my_answers_and_everybodys_flags_can_be_looked_through(
    fresh_workspace: Workspace, small_project: Project, ids: list[int]
) -> None:
    for number in (2, 5, 8):
        answer(fresh_workspace, ids[number])
    answer(fresh_workspace, ids[3], "flagged", "you")
    answer(fresh_workspace, ids[5], "flagged")
    next_sentence.choose(fresh_workspace, small_project, "me", "mine")
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", None, 9) == [
        ids[2],
        ids[5],
        ids[8],
    ]
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", ids[5], 9) == [
        ids[8],
        ids[2],
    ]
    next_sentence.choose(fresh_workspace, small_project, "me", "flagged")
    assert next_sentence.upcoming(fresh_workspace, small_project, "me", None, 9) == [ids[3], ids[5]]
    assert next_sentence.wanted(fresh_workspace, small_project, "me", [ids[2], ids[5]]) == [ids[5]]


def test_changed_sentences_come_until_they_are_answered(
    fresh_workspace: Workspace, read_project: Project
) -> None:
    next_sentence.choose(fresh_workspace, read_project, "me", "changed")
    entries = inbox_queries.open_entries(fresh_workspace.database, read_project.id, "me", 100)
    changed = [entry.example_id for entry, _ in entries]
    assert next_sentence.upcoming(fresh_workspace, read_project, "me", None, 100) == changed
    answer(fresh_workspace, changed[1])
    assert next_sentence.upcoming(fresh_workspace, read_project, "me", changed[0], 1) == [
        changed[2]
    ]
    assert next_sentence.wanted(fresh_workspace, read_project, "me", changed[:3]) == [
        changed[0],
        changed[2],
    ]


@pytest.mark.parametrize("order", ["in_order", "random", "useful"])
def test_announced_sentences_are_wanted_until_they_are_answered(
    fresh_workspace: Workspace, small_project: Project, order: next_sentence.Order
) -> None:
    next_sentence.choose(fresh_workspace, small_project, "me", order)
    announced = next_sentence.upcoming(fresh_workspace, small_project, "me", None, 3)
    answer(fresh_workspace, announced[1])
    assert next_sentence.wanted(fresh_workspace, small_project, "me", announced) == [
        announced[0],
        announced[2],
    ]


def test_a_project_without_training_sentences_has_nothing_to_come(
    fresh_workspace: Workspace,
) -> None:
    from rrr.records import NewExample
    from rrr.store import importing

    rows = [NewExample("only a test", "a", "test"), NewExample("and another", "b", "test")]
    project = importing.add(fresh_workspace.database, "tests", ("a", "b"), rows)
    for order in next_sentence.ORDERS:
        next_sentence.choose(fresh_workspace, project, "me", order)
        assert next_sentence.upcoming(fresh_workspace, project, "me", None, 3) == []


@pytest.mark.parametrize("order", ["in_order", "useful"])
def test_an_answer_taken_back_is_met_again_however_far_one_has_come(
    fresh_workspace: Workspace, trained_project: Project, ids: list[int], order: next_sentence.Order
) -> None:
    read(fresh_workspace, trained_project)
    next_sentence.choose(fresh_workspace, trained_project, "me", order)
    walked: list[int] = []
    for _ in range(20):
        found = next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 1)
        answer(fresh_workspace, found[0])
        walked += found
    assert len(set(walked)) == 20
    answer(fresh_workspace, walked[0], "unreviewed")
    if order == "in_order":
        assert next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 1) == walked[:1]
    left = next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 41)
    assert set(left) == set(ids) - set(walked[1:])
    # Another is taken back and that one answered: as many as before are taken back.
    answer(fresh_workspace, walked[0])
    next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 1)
    answer(fresh_workspace, walked[1], "unreviewed")
    left = next_sentence.upcoming(fresh_workspace, trained_project, "me", None, 41)
    assert set(left) == set(ids) - set(walked) | {walked[1]}
