from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from rrr.errors import AnnotationError, StaleRevision
from rrr.records import (
    Annotation,
    AnnotationStatus,
    Example,
    Exposure,
    NewAnswer,
    Project,
    Sender,
    Step,
    Steps,
)
from rrr.store import annotation_queries, example_queries, rule_queries, schema
from rrr.store.database import Database
from rrr.store.review_queries import reviews_of, shared_ids

pytestmark = pytest.mark.both_stores


@pytest.fixture
def example(database: Database, project: Project) -> Example:
    return list(example_queries.stream_of(database, project.id))[1]


def save(
    database: Database,
    example: Example,
    base_revision: int,
    marked: tuple[int, ...],
    *,
    annotator: str = "me",
    status: AnnotationStatus = "marked",
    cleared: tuple[int, ...] = (),
    **more: Any,
) -> Annotation:
    answer = NewAnswer("h", base_revision, status, marked, **more)
    return annotation_queries.save(
        database, example, annotator, answer, marked=marked, cleared=cleared
    )


def test_no_answer_is_a_state_of_its_own(database: Database, example: Example) -> None:
    assert annotation_queries.get(database, example.id, "me") is None


def test_a_saved_answer_is_read_back_the_same(database: Database, example: Example) -> None:
    saved = save(database, example, 0, (0, 1), cleared=(2,))
    assert (saved.marked, saved.cleared, saved.revision) == ((0, 1), (2,), 1)
    assert annotation_queries.get(database, example.id, "me") == saved


def test_saving_twice_replaces_the_annotation(database: Database, example: Example) -> None:
    save(database, example, 0, (0,))
    second = save(database, example, 1, (), status="nothing_irrelevant")
    assert second.revision == 2
    assert reviews_of(database, [example.id]) == {example.id: [second]}


def test_an_answer_to_an_old_revision_is_refused_and_changes_nothing(
    database: Database, example: Example
) -> None:
    save(database, example, 0, (0,))
    current = save(database, example, 1, (1,))
    with pytest.raises(StaleRevision, match="another window"):
        save(database, example, 1, (2,))
    assert annotation_queries.get(database, example.id, "me") == current


def test_a_message_that_arrives_twice_does_no_harm(database: Database, example: Example) -> None:
    first = save(database, example, 0, (0,))
    assert save(database, example, 0, (0,)) == first


def test_of_two_windows_saving_at_once_exactly_one_wins(
    database: Database, example: Example
) -> None:
    def try_to_save(token: int) -> Annotation | None:
        try:
            return save(database, example, 0, (token,))
        except StaleRevision:
            return None

    with ThreadPoolExecutor(8) as pool:
        outcomes = [saved for saved in pool.map(try_to_save, range(8)) if saved is not None]
    assert [annotation_queries.get(database, example.id, "me")] == outcomes
    assert outcomes[0].revision == 1


def test_a_contradictory_answer_is_not_stored(database: Database, example: Example) -> None:
    with pytest.raises(AnnotationError, match="Nothing irrelevant"):
        save(database, example, 0, (1,), status="nothing_irrelevant")
    assert annotation_queries.get(database, example.id, "me") is None


def test_the_answer_given_last_counts(database: Database, example: Example) -> None:
    save(database, example, 0, (0,), annotator="adam")
    save(database, example, 0, (1,), annotator="zoe")
    latest = save(database, example, 1, (2,), annotator="adam")
    assert reviews_of(database, [example.id])[example.id][-1] == latest


def test_a_sentence_is_shared_once_two_people_have_reviewed_it(
    database: Database, project: Project
) -> None:
    one, other, third = list(example_queries.stream_of(database, project.id))[:3]
    for example in (one, other):
        save(database, example, 0, (0,), annotator="adam")
    save(database, third, 0, (0,), annotator="zoe")
    assert shared_ids(database, project.id) == []
    save(database, other, 0, (0,), annotator="zoe", status="skipped")
    assert shared_ids(database, project.id) == []
    save(database, other, 1, (), annotator="zoe", status="nothing_irrelevant")
    assert shared_ids(database, project.id) == [other.id]


def test_answers_are_counted_by_annotator_split_and_status(
    database: Database, project: Project
) -> None:
    validation, first, _, second, *_ = list(example_queries.stream_of(database, project.id))
    save(database, first, 0, (0,))
    save(database, second, 0, (), status="nothing_irrelevant")
    save(database, validation, 0, (0,))
    save(database, first, 0, (0,), annotator="you")
    counted = annotation_queries.count(database, project.id, "me", "train")
    assert counted == {"marked": 1, "nothing_irrelevant": 1}


def test_a_withdrawn_answer_never_gives_its_revision_away(
    database: Database, example: Example
) -> None:
    save(database, example, 0, (0,))
    withdrawn = save(database, example, 1, (), status="unreviewed")
    assert (withdrawn.status, withdrawn.revision, withdrawn.is_reviewed) == ("unreviewed", 2, False)
    with pytest.raises(StaleRevision):  # another tab that still holds revision 1
        save(database, example, 1, (1,))
    assert save(database, example, 2, (1,)).revision == 3


def test_only_reviewed_answers_count(database: Database, project: Project) -> None:
    statuses: tuple[AnnotationStatus, ...] = ("skipped", "flagged", "unreviewed", "marked")
    found = list(example_queries.stream_of(database, project.id))
    for each, status in zip(found, statuses, strict=False):
        save(database, each, 0, () if status == "unreviewed" else (0,), status=status)
    ids = [example.id for example in found]
    assert reviews_of(database, ids).keys() == {ids[3]}


def test_flagged_sentences_are_listed_newest_first_with_their_notes(
    database: Database, project: Project
) -> None:
    found = list(example_queries.stream_of(database, project.id))
    for each in found[:3]:
        save(database, each, 0, (), status="flagged", note=f"why {each.id}")
    save(database, found[0], 1, (), status="skipped")
    listed = annotation_queries.with_status(database, project.id, "flagged")
    assert [(each.example_id, each.note) for each in listed] == [
        (each.id, f"why {each.id}") for each in (found[2], found[1])
    ]
    assert annotation_queries.with_status(database, project.id, "flagged", annotator="you") == []


def test_steps_suggestions_and_exposure_are_kept(database: Database, example: Example) -> None:
    steps = Steps(
        past=(Step((0,), (), "unreviewed", "marked"),),
        future=(Step((), (0,), "marked", "flagged"),),
    )
    exposure = Exposure(run_id=3, blind=False, pointed=(0, 1))
    save(database, example, 0, (0, 1), steps=steps, accepted=(1,), exposure=exposure)
    kept = annotation_queries.get(database, example.id, "me")
    assert kept is not None
    assert (kept.steps, kept.accepted, kept.exposure) == (steps, (1,), exposure)


def test_a_tab_may_send_on_before_it_has_heard_of_its_last_save(
    database: Database, example: Example
) -> None:
    first = save(database, example, 0, (0,), sender=Sender("tab", 1))
    assert save(database, example, 0, (1,), sender=Sender("tab", 1)) == first  # said before
    second = save(database, example, 0, (1,), sender=Sender("tab", 2))
    assert (second.revision, second.marked) == (2, (1,))
    with pytest.raises(StaleRevision):
        save(database, example, 0, (2,), sender=Sender("other tab", 1))


def test_the_counts_follow_every_change(database: Database, project: Project) -> None:
    _, first, _, second, *_ = list(example_queries.stream_of(database, project.id))
    save(database, first, 0, (0,))
    save(database, second, 0, (0,))
    save(database, first, 1, (), status="skipped")
    save(database, second, 1, (), status="unreviewed")
    counted = annotation_queries.count(database, project.id, "me", "train")
    assert counted == {"skipped": 1, "unreviewed": 1}


def test_of_two_answers_the_later_one_counts_though_the_clock_was_set_back(
    database: Database, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = save(database, example, 0, (0,), annotator="zoe")
    monkeypatch.setattr(schema, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    later = save(database, example, 0, (1,), annotator="amy")
    assert later.updated_at > first.updated_at
    project = example.project_id
    assert reviews_of(database, [example.id]) == {example.id: [first, later]}
    assert annotation_queries.with_status(database, project, "marked") == [later, first]

    (rule,) = rule_queries.add(database, project, [("word", "late", None)])
    assert rule.created_at > later.updated_at
    again = save(database, example, 1, (0, 1), annotator="zoe")
    assert reviews_of(database, [example.id])[example.id][-1] == again
    assert again.updated_at > rule.created_at
