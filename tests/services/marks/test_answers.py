from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrr.errors import AnnotationError, NotFound, StaleRevision
from rrr.records import (
    Annotation,
    AnnotationStatus,
    NewAnswer,
    NewExample,
    Project,
)
from rrr.services.marks import answers, marked_corpus, rules
from rrr.services.marks.answers import Sentence
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.answering import first_example

pytestmark = pytest.mark.both_stores

ROWS = [
    NewExample("The Odeon was full", "good", "train"),
    NewExample("An odeon, an ODEON", "bad", "train"),
    NewExample("No cinema here", None, "train"),
    NewExample("The odeon again", "good", "test"),
]


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), ROWS)


@pytest.fixture
def first(fresh_workspace: Workspace, project: Project) -> Sentence:
    example_id = first_example(fresh_workspace, project)
    return answers.sentence(fresh_workspace, example_id, "me")


def save(
    workspace: Workspace,
    seen: Sentence,
    struck: Sequence[int],
    status: AnnotationStatus = "marked",
) -> Annotation:
    """The answer to a sentence that may have changed since it was seen."""
    given = NewAnswer(seen.token_hash, seen.revision, status, tuple(struck))
    return answers.save(workspace, again(workspace, seen), given)


def again(workspace: Workspace, seen: Sentence) -> Sentence:
    return answers.sentence(workspace, seen.example.id, "me")


def test_an_unreviewed_sentence_has_revision_zero_and_no_marks(first: Sentence) -> None:
    assert [token.text for token in first.tokens] == ["The", "Odeon", "was", "full"]
    assert (first.revision, first.annotation, first.effective_marks) == (0, None, ())


def test_saved_marks_are_there_when_the_sentence_is_read_again(
    fresh_workspace: Workspace, first: Sentence
) -> None:
    saved = save(fresh_workspace, first, [3, 1])
    seen = again(fresh_workspace, first)
    assert (seen.annotation, seen.effective_marks, seen.revision) == (saved, (1, 3), 1)


def test_a_rules_mark_left_standing_is_no_hand_mark(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    rules.add_rule(fresh_workspace, project, "ODEON")
    seen = again(fresh_workspace, first)
    assert (seen.rule_marks, seen.effective_marks) == ((1,), (1,))
    saved = save(fresh_workspace, seen, [1, 3])
    assert (saved.marked, saved.cleared) == ((3,), ())


def test_a_rules_mark_taken_back_stays_away_in_this_sentence_only(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    rules.add_rule(fresh_workspace, project, "odeon")
    save(fresh_workspace, again(fresh_workspace, first), [])
    assert again(fresh_workspace, first).effective_marks == ()
    following = answers.neighbour(fresh_workspace, first.example)
    assert following is not None
    other = answers.sentence(fresh_workspace, following, "me")
    assert [other.tokens[index].text for index in other.effective_marks] == ["odeon", "ODEON"]


def test_removing_a_rule_leaves_hand_marks(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    save(fresh_workspace, first, [1, 3])
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    save(fresh_workspace, again(fresh_workspace, first), [0, 1, 3])
    rules.remove_rule(fresh_workspace, rule.id)
    assert again(fresh_workspace, first).effective_marks == (0, 1, 3)


def test_a_save_from_a_window_left_behind_is_refused(
    fresh_workspace: Workspace, first: Sentence
) -> None:
    saved = save(fresh_workspace, first, [1])
    with pytest.raises(StaleRevision):
        save(fresh_workspace, first, [2])
    assert again(fresh_workspace, first).annotation == saved


def test_a_rule_made_elsewhere_is_not_cleared_by_saving(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    rules.add_rule(fresh_workspace, project, "odeon")  # while the sentence is open
    given = NewAnswer(first.token_hash, 0, "marked", struck=(3,), by_rule=())
    saved = answers.save(fresh_workspace, again(fresh_workspace, first), given)
    assert (saved.marked, saved.cleared) == ((3,), ())
    assert again(fresh_workspace, first).effective_marks == (1, 3)


def test_a_rule_removed_elsewhere_leaves_no_hand_mark(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    given = NewAnswer(first.token_hash, 0, "marked", struck=(1, 3), by_rule=(1,))
    saved = answers.save(fresh_workspace, first, given)
    assert saved.marked == (3,)


@pytest.mark.parametrize("status", ["skipped", "flagged"])
def test_hand_marks_of_a_sentence_not_reviewed_do_not_reach_the_training(
    fresh_workspace: Workspace, project: Project, first: Sentence, status: AnnotationStatus
) -> None:
    rules.add_rule(fresh_workspace, project, "odeon")
    save(fresh_workspace, again(fresh_workspace, first), [3], status)
    assert again(fresh_workspace, first).effective_marks == (3,)  # kept for whoever settles it
    splits = marked_corpus.labelled_texts(fresh_workspace, project)
    assert splits["train"].marked[0] == (1,)  # the rule strikes, the hand does not
    progress = answers.progress(fresh_workspace, project, "me")
    assert (progress.reviewed, progress.left) == (0, 2)
    assert getattr(progress, status) == 1


def test_the_same_message_sent_again_gives_the_same_answer(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    rules.add_rule(fresh_workspace, project, "odeon")
    saved = save(fresh_workspace, first, [0, 3])
    assert save(fresh_workspace, first, [0, 3]) == saved


def test_marks_on_another_division_of_the_text_are_refused(
    fresh_workspace: Workspace, first: Sentence
) -> None:
    with pytest.raises(AnnotationError, match="The text has changed"):
        answers.save(fresh_workspace, first, NewAnswer("other", 0, "marked", struck=(1,)))
    assert again(fresh_workspace, first).annotation is None


@pytest.mark.parametrize("outside", [4, -1])
def test_marks_outside_the_sentence_are_refused(
    fresh_workspace: Workspace, first: Sentence, outside: int
) -> None:
    with pytest.raises(AnnotationError, match="4 tokens"):
        save(fresh_workspace, first, [outside])


def test_nothing_irrelevant_is_not_unreviewed(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    save(fresh_workspace, first, [], "nothing_irrelevant")
    assert again(fresh_workspace, first).annotation is not None
    progress = answers.progress(fresh_workspace, project, "me")
    assert (progress.reviewed, progress.nothing_irrelevant, progress.marked) == (1, 1, 0)


def test_nothing_irrelevant_with_a_word_struck_by_hand_is_refused(
    fresh_workspace: Workspace, first: Sentence
) -> None:
    with pytest.raises(AnnotationError, match="Take the marks off"):
        save(fresh_workspace, first, [2], "nothing_irrelevant")
    assert again(fresh_workspace, first).annotation is None


def test_nothing_but_what_the_rules_strike_is_an_answer(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    save(fresh_workspace, first, [1])
    rules.add_rule(fresh_workspace, project, "odeon")
    saved = save(fresh_workspace, again(fresh_workspace, first), [1], "nothing_irrelevant")
    assert (saved.status, saved.marked, saved.cleared) == ("nothing_irrelevant", (), ())
    assert again(fresh_workspace, first).effective_marks == (1,)


def test_progress_counts_training_sentences_of_one_annotator(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    save(fresh_workspace, first, [1])
    rules.add_rule(fresh_workspace, project, "odeon")
    mine = answers.progress(fresh_workspace, project, "me")
    assert (mine.reviewed, mine.total, mine.marked, mine.num_rules) == (1, 3, 1, 1)
    assert answers.progress(fresh_workspace, project, "you").reviewed == 0


def test_texts_to_train_on_have_labels_and_the_marks_in_force(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    save(fresh_workspace, first, [3])
    rules.add_rule(fresh_workspace, project, "odeon")
    splits = marked_corpus.labelled_texts(fresh_workspace, project)
    assert splits["train"].texts == ("The Odeon was full", "An odeon, an ODEON")
    assert splits["train"].labels == ("good", "bad")
    assert splits["train"].marked == ((1, 3), (1, 4))
    assert splits["test"].marked == ((1,),)


def test_the_marks_hash_follows_marks_and_rules_and_returns(
    fresh_workspace: Workspace, project: Project, first: Sentence
) -> None:
    empty = marked_splits(fresh_workspace, project).marks_hash
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    with_rule = marked_splits(fresh_workspace, project).marks_hash
    rules.remove_rule(fresh_workspace, rule.id)
    assert marked_splits(fresh_workspace, project).marks_hash == empty != with_rule


def test_a_sentence_that_is_not_there_is_said_to_be_missing(fresh_workspace: Workspace) -> None:
    with pytest.raises(NotFound):
        answers.sentence(fresh_workspace, 1, "me")
