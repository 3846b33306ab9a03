from __future__ import annotations

import pytest

from rrr.records import Exposure, Project
from rrr.services.guidance import corpus_reading, heat_steering, outlook
from rrr.services.marks import answers, fair_words, rules
from rrr.services.marks.judged_words import judged_words, new_words
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, run_queries
from rrr.text import word_of
from tests.answering import answer


def strike(
    workspace: Workspace,
    project: Project,
    number: int,
    words: tuple[str, ...],
    exposure: Exposure | None = None,
) -> None:
    """Answer a training sentence: strike these words, or say that nothing is irrelevant."""
    example = list(example_queries.stream_of(workspace.database, project.id))[number]
    seen = answers.sentence(workspace, example.id, "me")
    struck = [i for i, token in enumerate(seen.tokens) if word_of(token.text) in words]
    status = "marked" if struck else "nothing_irrelevant"
    answer(workspace, example.id, "me", status, struck, exposure=exposure)


def test_words_are_judged_by_the_last_sentence_they_were_met_in(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    strike(fresh_workspace, small_project, 0, ("odeon",))  # a warm film, seen at the Odeon
    judged = judged_words(fresh_workspace, small_project.id, "me")
    assert (judged["odeon"], judged["warm"], "rialto" in judged) == (True, False, False)
    strike(fresh_workspace, small_project, 2, ())
    assert judged_words(fresh_workspace, small_project.id, "me")["odeon"] is False
    assert judged_words(fresh_workspace, small_project.id, "you") == {}


def test_a_word_is_new_once(fresh_workspace: Workspace, small_project: Project) -> None:
    for number, words in enumerate([("odeon",), ("rialto",), ("odeon",), ()]):
        strike(fresh_workspace, small_project, number, words)
        new_words(fresh_workspace, small_project.id, "me")  # looking in between changes nothing
    assert new_words(fresh_workspace, small_project.id, "me") == [True, True, False, False]
    strike(fresh_workspace, small_project, 1, ())  # taken back and done again: still the first
    strike(fresh_workspace, small_project, 1, ("rialto",))
    assert new_words(fresh_workspace, small_project.id, "me") == [True, False, False, True]
    strike(fresh_workspace, small_project, 2, ("odeon", "bright"))
    assert new_words(fresh_workspace, small_project.id, "me") == [True, False, True, True]


def test_without_a_model_or_answers_there_is_no_outlook(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    found = outlook.outlook(fresh_workspace, small_project, "me")
    assert found == outlook.Outlook(None, None, None)


def test_new_words_are_told_after_enough_answers(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    for number in range(outlook.LEAST_ANSWERS):
        assert outlook.outlook(fresh_workspace, small_project, "me").new_words is None
        strike(fresh_workspace, small_project, number, ("odeon", "rialto"))
    found = outlook.outlook(fresh_workspace, small_project, "me").new_words
    assert found is not None
    assert (found.answers, found.hits) == (10, 2)
    assert 0.05 < found.low < 0.2 < found.high < 0.52


def test_what_is_unjudged_is_the_saliency_on_words_never_met(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    run = run_queries.get(fresh_workspace.database, 2)
    corpus_reading.read(fresh_workspace, trained_project, run, lambda: False)
    before = outlook.outlook(fresh_workspace, trained_project, "me")
    assert before.unjudged == pytest.approx(1)
    assert before.unjudged_then is not None
    assert before.unjudged_then < 0.6

    strike(fresh_workspace, trained_project, 0, ())
    words = {
        word_of(token.text)
        for token in answers.sentence(
            fresh_workspace,
            next(example_queries.stream_of(fresh_workspace.database, trained_project.id)).id,
            "me",
        ).tokens
    }
    mass = sum(
        w.mass for w in reading_queries.words_of(fresh_workspace.database, 2, words).values()
    )
    after = outlook.outlook(fresh_workspace, trained_project, "me")
    assert after.unjudged == pytest.approx(1 - mass / 60)
    assert mass > 1

    rule = rules.add_rule(fresh_workspace, trained_project, "grim")
    ruled = outlook.outlook(fresh_workspace, trained_project, "me").unjudged
    grim = reading_queries.words_of(fresh_workspace.database, 2, ["grim"])["grim"].mass
    assert ruled == pytest.approx(1 - (mass + grim) / 60)
    rules.remove_rule(fresh_workspace, rule.id)
    assert outlook.outlook(fresh_workspace, trained_project, "me") == after


def test_one_is_done_once_no_unchecked_word_decides_much(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    run = run_queries.get(fresh_workspace.database, 1)
    assert outlook.outlook(fresh_workspace, trained_project, "me").deciding is None
    corpus_reading.read(fresh_workspace, trained_project, run, lambda: False)
    found = outlook.outlook(fresh_workspace, trained_project, "me").deciding
    assert found
    assert "odeon" in found
    rules.add_rule(fresh_workspace, trained_project, found[0])
    for word in found[1:]:
        fair_words.call_fair(fresh_workspace, trained_project, word, "you")
    assert outlook.outlook(fresh_workspace, trained_project, "me").deciding == ()


def test_steering_is_told_from_stored_answers(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    strike(fresh_workspace, small_project, 0, ("odeon", "warm"), Exposure(1, False, (3,)))
    strike(fresh_workspace, small_project, 1, ("rialto",), Exposure(1, True, (0,)))
    strike(fresh_workspace, small_project, 2, ("odeon",))
    found = heat_steering.measure(fresh_workspace, small_project)
    assert (found.shown_sentences, found.blind_sentences) == (1, 1)
    assert found.low is None
