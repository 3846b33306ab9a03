"""The owner's choice reaches training, the record of each run, and whatever asks what is struck."""

from __future__ import annotations

import hashlib
import json

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import ConfigError, NotFound, StaleRevision
from rrr.learning.batches import training_batches
from rrr.records import LabelledTexts, MergePolicy, NewExample, Project
from rrr.services.marks import marked_corpus, rules, snapshots
from rrr.services.marks.back_to_snapshot import roll_back
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.marks.project_merge import choose_merge, merge_of
from rrr.services.marks.rule_conflicts import conflicts
from rrr.services.marks.sweep import sweep
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, example_queries, importing, snapshot_queries
from rrr.text import TOKENIZER_VERSION, Vocabulary, token_hash, tokenize, tokenizer_hash
from tests.answering import answer

pytestmark = pytest.mark.both_stores

POLICIES: tuple[MergePolicy, ...] = ("any", "majority", "weighted", "adjudicated", "graded")
TEXTS = ("A warm film at the Odeon", "A cold film at the Rialto", "The Odeon again")


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(TEXTS)]
    return importing.add(fresh_workspace.database, "Small", ("a", "b"), rows)


def training(workspace: Workspace, project: Project) -> LabelledTexts:
    return marked_corpus.labelled_texts(workspace, project)["train"]


def disagree(workspace: Workspace) -> None:
    """Of three people one strikes "warm" in the first sentence, two "Odeon"."""
    answer(workspace, 1, "amy", "marked", [1, 5])
    answer(workspace, 1, "bob", "marked", [5])
    answer(workspace, 1, "cem", "nothing_irrelevant")


def decide(workspace: Workspace, example_id: int, *marked: int, base: int = 0) -> int:
    example = example_queries.get(workspace.database, example_id)
    made = adjudication_queries.save(workspace.database, example, "rev", marked, "", base)
    return made.revision


@pytest.mark.parametrize(
    ("policy", "struck"),
    [
        ("any", (1, 5)),
        ("majority", (5,)),
        ("weighted", (5,)),
        ("adjudicated", ()),
        ("graded", (5,)),
    ],
)
def test_the_choice_decides_what_training_sees(
    fresh_workspace: Workspace, project: Project, policy: MergePolicy, struck: tuple[int, ...]
) -> None:
    disagree(fresh_workspace)
    choose_merge(fresh_workspace, project, policy)
    assert training(fresh_workspace, project).marked == (struck, (), ())
    decide(fresh_workspace, 1, 1)
    assert training(fresh_workspace, project).marked == ((1,), (), ())


def test_without_a_choice_the_majority_counts(fresh_workspace: Workspace, project: Project) -> None:
    disagree(fresh_workspace)
    assert merge_of(fresh_workspace, project).policy == "majority"
    assert training(fresh_workspace, project).marked == ((5,), (), ())


@pytest.mark.parametrize("policy", POLICIES)
def test_with_one_person_per_sentence_every_policy_gives_the_marks_of_that_person(
    fresh_workspace: Workspace, project: Project, policy: MergePolicy
) -> None:
    rules.strike(fresh_workspace, project, rule_pattern("word", "odeon"), spared=[3])
    answer(fresh_workspace, 1, "amy", "marked", [1, 5])
    answer(fresh_workspace, 2, "bob", "nothing_irrelevant")
    usual = snapshots.take(fresh_workspace, project)
    choose_merge(fresh_workspace, project, policy)
    assert training(fresh_workspace, project).marked == ((1, 5), (), ())
    assert training(fresh_workspace, project).shares == ()
    again = snapshots.take(fresh_workspace, project)
    assert (again.id, again.marks_hash, again.merge) == (usual.id, usual.marks_hash, None)


def test_snapshots_of_one_person_per_sentence_are_named_as_they_always_were(
    fresh_workspace: Workspace, project: Project
) -> None:
    answer(fresh_workspace, 1, "amy", "marked", [5])
    taken = snapshots.take(fresh_workspace, project)
    core = {
        "marks": [[1, [5], [-1]]],
        "answers": [[1, "amy", "marked", "[5]", "[]", "[]", ""]],
        "rules": [],
    }
    told = json.dumps(core, ensure_ascii=False, separators=(",", ":"))
    named = f"{taken.data_hash} {tokenizer_hash()} {told}"
    with fresh_workspace.database.read() as connection:
        (kept,) = connection.exec_driver_sql("SELECT state_hash FROM snapshots").scalars()
    assert kept == hashlib.sha256(named.encode()).hexdigest()[:16]


def test_a_run_is_recorded_with_the_merge_and_keeps_it(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    choose_merge(fresh_workspace, project, "graded")
    graded = snapshots.take(fresh_workspace, project)
    choose_merge(fresh_workspace, project, "any")
    struck_by_any = snapshots.take(fresh_workspace, project)
    assert (graded.merge, struck_by_any.merge) == ("graded", "any")
    assert graded.marks_hash != struck_by_any.marks_hash
    splits = snapshots.load(fresh_workspace, project, graded.id)
    assert splits["train"].marked == ((5,), (), ())
    assert splits["train"].shares == (((1, 1 / 3), (5, 2 / 3)), (), ())
    kept = snapshot_queries.content_of(fresh_workspace.database, graded.id)
    assert kept.merge == "graded"


def test_graded_marks_reach_the_batches_and_the_hash_of_what_pages_show(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    choose_merge(fresh_workspace, project, "graded")
    shown = marked_splits(fresh_workspace, project)
    taken = snapshots.take(fresh_workspace, project)
    assert shown.marks_hash == taken.marks_hash
    data = snapshots.load(fresh_workspace, project, taken.id)["train"]
    vocabulary = Vocabulary.fit(TEXTS)
    batches = training_batches(
        data, vocabulary, ("a", "b"), max_tokens=9, batch_size=3, shuffle_seed=None
    )
    ((inputs, _),) = list(batches)
    masks = sorted(inputs["Z"].numpy().tolist())
    assert masks[0] == pytest.approx([1, 2 / 3, 1, 1, 1, 1 / 3])
    assert masks[1:] == [[1.0] * 6] * 2


def test_a_rule_conflicts_where_the_people_together_left_its_word_standing(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    rule = rules.add_rule(fresh_workspace, project, "odeon")
    pattern = rule_pattern("word", "odeon")
    assert conflicts(fresh_workspace, project) == {}
    assert sweep(fresh_workspace, project, pattern).left_standing.tolist() == []
    choose_merge(fresh_workspace, project, "adjudicated")
    assert conflicts(fresh_workspace, project) == {rule.id: 1}
    assert sweep(fresh_workspace, project, pattern).left_standing.tolist() == [1]
    decide(fresh_workspace, 1, 5)
    assert conflicts(fresh_workspace, project) == {}


def test_going_back_to_a_snapshot_brings_its_decisions_back(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    first = decide(fresh_workspace, 1, 1)
    decided = snapshots.take(fresh_workspace, project)
    second = decide(fresh_workspace, 1, 5, base=first)
    decide(fresh_workspace, 2, 1)
    back = roll_back(fresh_workspace, project, decided.id)
    assert training(fresh_workspace, project).marked == ((1,), (), ())
    now = adjudication_queries.of_project(fresh_workspace.database, project.id)
    assert now.keys() == {1}
    assert now[1].revision not in (first, second)
    with pytest.raises(StaleRevision, match="rev decided since"):
        decide(fresh_workspace, 1, 0, base=second)
    roll_back(fresh_workspace, project, back.before.id)
    assert training(fresh_workspace, project).marked == ((5,), (1,), ())


def test_people_are_weighted_by_how_well_they_agree(
    fresh_workspace: Workspace, project: Project
) -> None:
    disagree(fresh_workspace)
    decide(fresh_workspace, 1, 1, 5)
    choose_merge(fresh_workspace, project, "weighted")
    assert merge_of(fresh_workspace, project).weights == {"amy": 1.0, "bob": 2 / 3, "cem": 0.05}


def test_an_unknown_choice_or_project_is_refused(
    fresh_workspace: Workspace, project: Project
) -> None:
    with pytest.raises(ConfigError, match="any, majority"):
        choose_merge(fresh_workspace, project, "most")
    gone = Project(99, "gone", (), {}, False, project.created_at)
    with pytest.raises(NotFound, match="no project 99"):
        choose_merge(fresh_workspace, gone, "any")


def test_a_decision_is_stored_with_the_words_it_was_made_on(
    fresh_workspace: Workspace, project: Project
) -> None:
    decide(fresh_workspace, 1, 5)
    with fresh_workspace.database.read() as connection:
        row = connection.exec_driver_sql("SELECT * FROM adjudications").one()
    assert (row.tokenizer, row.token_hash) == (TOKENIZER_VERSION, token_hash(tokenize(TEXTS[0])))


def test_of_two_reviewers_the_second_is_told_even_after_a_decision_was_taken_back(
    fresh_workspace: Workspace, project: Project
) -> None:
    first = decide(fresh_workspace, 1, 5)
    assert decide(fresh_workspace, 1, 5) == first  # sent twice
    with pytest.raises(StaleRevision, match="rev decided since"):
        decide(fresh_workspace, 1, 1)
    adjudication_queries.withdraw(fresh_workspace.database, 1, first)
    with pytest.raises(StaleRevision, match="took this decision back"):
        decide(fresh_workspace, 1, 1, base=first)
    second = decide(fresh_workspace, 1, 5)
    assert second > first
    with pytest.raises(StaleRevision):
        adjudication_queries.withdraw(fresh_workspace.database, 1, first)
