from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.errors import AnnotationError
from rrr.records import NewExample, Project, RuleKind
from rrr.services.marks import answers, marked_corpus, rules
from rrr.services.marks import sweep as sweeping
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing
from tests.answering import answer

pytestmark = pytest.mark.both_stores

TEXTS = [
    ("The Odeon was full", "train"),
    ("odeon, the Odeon", "train"),
    ("no cinema", "train"),
    ("at the odeon again", "test"),
]


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(text, "good", split) for text, split in TEXTS]
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), rows)


@pytest.mark.parametrize(
    ("kind", "pattern", "found"),
    [
        ("word", "ODEON", [0, 1, 3]),
        ("exact", "odeon", [1, 3]),
        ("phrase", "the odeon", [0, 1, 3]),
        ("phrase", "odeon the", []),
        ("regex", "^[oO]|full$", [0, 1]),
        ("word", "nowhere", []),
    ],
)
def test_a_sweep_finds_every_sentence_with_a_hit(
    fresh_workspace: Workspace, project: Project, kind: RuleKind, pattern: str, found: list[int]
) -> None:
    told: list[tuple[int, int]] = []
    sweep = sweeping.sweep(
        fresh_workspace, project, rule_pattern(kind, pattern), lambda *how_far: told.append(how_far)
    )
    hits = sweeping.hits(fresh_workspace, sweep, 0, 10)
    assert [hit.example.position for hit in hits] == found
    assert sweep.num_training == sum(TEXTS[n][1] == "train" for n in found)
    assert kind != "regex" or told == [(4, 4)]
    for hit in hits:
        assert "".join(text for text, _ in hit.parts) == hit.example.text
        assert any(struck for _, struck in hit.parts)


def test_of_a_long_text_the_part_with_the_hit_is_shown(fresh_workspace: Workspace) -> None:
    text = "before " * 500 + "Odeon" + " after" * 500
    rows = [NewExample(text, "good", "train"), NewExample("x", "bad", "test")]
    project = importing.add(fresh_workspace.database, "long", ("bad", "good"), rows)
    sweep = sweeping.sweep(fresh_workspace, project, rule_pattern("word", "odeon"))
    (hit,) = sweeping.hits(fresh_workspace, sweep, 0, 10)
    assert ("Odeon", True) in hit.parts
    assert (hit.parts[0], hit.parts[-1]) == (("… ", False), (" …", False))
    assert sum(len(part) for part, _ in hit.parts) < 300
    assert {word.strip() for part, _ in hit.parts for word in part.split()} == {
        "…",
        "before",
        "Odeon",
        "after",
    }  # cut between words


def test_what_a_hand_left_standing_is_told_and_a_mark_is_not(
    fresh_workspace: Workspace, project: Project
) -> None:
    first, second, *_ = example_queries.stream_of(fresh_workspace.database, project.id)
    for example, struck in ((first, [1]), (second, [0])):
        answer(fresh_workspace, example.id, "me", "marked", struck)
    sweep = sweeping.sweep(fresh_workspace, project, rule_pattern("word", "odeon"))
    assert list(sweep.left_standing) == [second.id]  # one of its two was struck


def test_a_rules_mark_that_was_confirmed_was_not_left_standing(
    fresh_workspace: Workspace, project: Project
) -> None:
    odeon = rule_pattern("word", "odeon")
    rules.strike(fresh_workspace, project, odeon)
    first, second, *_ = example_queries.stream_of(fresh_workspace.database, project.id)
    for example, struck in ((first, [1]), (second, [0])):
        answer(fresh_workspace, example.id, "me", "marked", struck)
    sweep = sweeping.sweep(fresh_workspace, project, odeon)
    assert list(sweep.left_standing) == [second.id]  # one of its two was taken back


def test_an_expression_that_takes_too_long_over_all_is_refused_and_no_rule_made(
    fresh_workspace: Workspace, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "SECONDS_PER_SWEEP", -1.0)
    pattern = rule_pattern("regex", "o")
    with pytest.raises(AnnotationError, match="Make it simpler"):
        rules.strike(fresh_workspace, project, pattern)
    assert rules.list_rules(fresh_workspace, project) == []


def test_a_spared_sentence_stays_unreviewed_and_a_hand_mark_in_it_counts(
    fresh_workspace: Workspace, project: Project
) -> None:
    first, *_ = example_queries.stream_of(fresh_workspace.database, project.id)
    rules.strike(fresh_workspace, project, rule_pattern("word", "odeon"), [first.id])
    seen = answers.sentence(fresh_workspace, first.id, "me")
    assert (seen.rule_marks, seen.effective_marks, seen.annotation) == ((), (), None)
    assert answers.progress(fresh_workspace, project, "me").reviewed == 0
    answer(fresh_workspace, first.id, "me", "marked", [1])
    assert answers.sentence(fresh_workspace, first.id, "me").effective_marks == (1,)
    assert marked_corpus.labelled_texts(fresh_workspace, project)["train"].marked[0] == (1,)


def test_undo_makes_a_rule_what_it_was_before(fresh_workspace: Workspace, project: Project) -> None:
    ids = [
        example.id for example in example_queries.stream_of(fresh_workspace.database, project.id)
    ]
    pattern = rule_pattern("phrase", "the odeon")
    made = rules.strike(fresh_workspace, project, pattern, ids[:1])
    changed = rules.strike(fresh_workspace, project, pattern, ids[1:2])
    assert rules.spared_by(fresh_workspace, project, pattern) == ids[1:2]
    rules.undo(fresh_workspace, project, changed)
    assert rules.spared_by(fresh_workspace, project, pattern) == ids[:1]
    rules.undo(fresh_workspace, project, made)
    assert rules.spared_by(fresh_workspace, project, pattern) is None
    (count,) = [rules.strike(fresh_workspace, project, pattern)] and rules.list_rules(
        fresh_workspace, project
    )
    assert (count.num_sentences, count.num_spared) == (2, 0)
