"""The token marker in a real browser: every gesture, every key, and what is stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from rrr.records import Evaluation, TrainingConfig
from rrr.services.marks import rules
from rrr.services.workspace import Workspace
from rrr.store import run_queries
from tests.browser.annotate_page import AnnotatePage, answer_to, make_project
from tests.browser.running_app import RunningApp
from tests.stored_runs import queued

FIRST = "A warm film seen at the Odeon, the ODEON of old"
SECOND = "A cold film seen at the Odeon"
THIRD = "A third film"


@pytest.fixture
def annotate(page: Page, app: RunningApp, workspace: Workspace) -> AnnotatePage:
    """The page, open at the first of three sentences."""
    opened = AnnotatePage(page, app, make_project(workspace, FIRST, SECOND, THIRD))
    opened.open()
    return opened


def test_a_clicked_word_is_struck_at_once_and_still_struck_after_a_reload(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.token("warm").click()
    assert annotate.struck == ["warm"]  # the server was not waited for
    annotate.wait_until_saved()
    annotate.reload()
    assert annotate.struck == ["warm"]
    answer = answer_to(workspace, annotate.project, 0)
    assert answer is not None
    assert answer.marked == (1,)


def test_taking_the_last_strike_off_leaves_the_sentence_unreviewed(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.token("warm").click()
    annotate.wait_until_saved()
    annotate.token("warm").click()
    expect(annotate.page.locator(".answer")).to_have_text("not reviewed yet")
    expect(annotate.status).to_have_text("")
    assert answer_to(workspace, annotate.project, 0) is None


def test_dragging_strikes_or_clears_as_the_first_word_goes(annotate: AnnotatePage) -> None:
    annotate.drag("warm", "at")
    assert annotate.struck == ["warm", "film", "seen", "at"]
    annotate.drag("seen", "film")
    assert annotate.struck == ["warm", "at"]


def test_dragging_back_lets_go_of_words_like_a_text_selection(annotate: AnnotatePage) -> None:
    annotate.token("warm").hover()
    annotate.page.mouse.down()
    annotate.token("at").hover()
    annotate.token("film").hover()
    annotate.page.mouse.up()
    assert annotate.struck == ["warm", "film"]


def test_shift_click_strikes_from_the_last_word_to_this_one(annotate: AnnotatePage) -> None:
    annotate.token("film").click()
    annotate.token("at").click(modifiers=["Shift"])
    assert annotate.struck == ["film", "seen", "at"]


def test_double_click_strikes_the_same_word_wherever_it_stands_in_the_sentence(
    annotate: AnnotatePage,
) -> None:
    annotate.token("Odeon").dblclick()
    assert annotate.struck == ["Odeon", "ODEON"]
    annotate.press("u")  # one step
    assert annotate.struck == []


def test_a_sentence_is_marked_and_left_by_keyboard_alone(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.press("ArrowRight", "Space", "End", "Space", "Home", "ArrowRight", "Space", "Enter")
    assert annotate.sentence.text_content() == SECOND  # it was there already
    annotate.wait_until_saved()
    answer = answer_to(workspace, annotate.project, 0)
    assert answer is not None
    assert (answer.status, answer.marked) == ("marked", (11,))
    annotate.press("Space")  # the cursor is in the new sentence already
    assert annotate.struck == ["A"]
    annotate.wait_until_saved()


def test_undo_and_redo_walk_through_the_steps(annotate: AnnotatePage) -> None:
    annotate.token("film").click()
    annotate.drag("Odeon", "ODEON")
    annotate.press("u")
    assert annotate.struck == ["film"]
    annotate.press("Control+z")
    assert annotate.struck == []
    annotate.press("Shift+Control+Z", "Shift+Control+Z")
    assert annotate.struck == ["film", "Odeon", ",", "the", "ODEON"]
    annotate.wait_until_saved()
    annotate.reload()
    assert annotate.struck == ["film", "Odeon", ",", "the", "ODEON"]


def test_undo_and_redo_outlive_a_reload_and_walk_back_over_answers(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.token("warm").click()
    annotate.drag("film", "seen")
    annotate.press("u")
    annotate.wait_until_saved()
    annotate.reload()
    annotate.press("Shift+Control+Z")
    assert annotate.struck == ["warm", "film", "seen"]
    annotate.press("u", "u")
    assert annotate.struck == []
    annotate.press("u")
    expect(annotate.notice).to_have_text("Nothing left to undo here.")
    annotate.press("Control+Shift+z", "s")  # skipped with a mark: it waits
    annotate.expect_sentence(SECOND)
    annotate.wait_until_saved()
    answer = answer_to(workspace, annotate.project, 0)
    assert answer is not None
    assert (answer.status, answer.marked) == ("skipped", (1,))
    annotate.press("b")
    expect(annotate.answer).to_have_text("skipped")
    annotate.press("u")
    expect(annotate.answer).to_have_text("marked")
    assert annotate.struck == ["warm"]


def test_skipped_and_flagged_are_answers_of_their_own(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.press("s")
    annotate.expect_sentence(SECOND)
    annotate.press("f")
    annotate.page.keyboard.type("rc, a name?")  # no key of it means anything here
    annotate.press("Enter")
    annotate.expect_sentence(THIRD)
    annotate.wait_until_saved()
    first, second = (answer_to(workspace, annotate.project, number) for number in (0, 1))
    assert first is not None
    assert first.status == "skipped"
    assert second is not None
    assert (second.status, second.note) == ("flagged", "rc, a name?")
    expect(annotate.page.get_by_text("1 left · 1 skipped · 1 flagged")).to_be_visible()
    annotate.press("b")
    expect(annotate.answer).to_have_text("flagged: rc, a name?")
    annotate.token("cold").click()
    expect(annotate.answer).to_have_text("flagged: rc, a name?")  # until somebody settles it
    annotate.button("Settle and next").click()
    annotate.wait_until_saved()
    second = answer_to(workspace, annotate.project, 1)
    assert second is not None
    assert (second.status, second.marked) == ("marked", (1,))


def test_escape_leaves_the_note_and_nothing_is_flagged(annotate: AnnotatePage) -> None:
    annotate.press("f")
    annotate.page.keyboard.type("never mind")
    annotate.press("Escape", "ArrowRight", "Space")
    annotate.expect_sentence(FIRST)
    assert annotate.struck == ["warm"]
    expect(annotate.answer).to_have_text("marked")


def test_nothing_irrelevant_is_an_answer_of_its_own(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.press("n")
    annotate.expect_sentence(SECOND)
    annotate.wait_until_saved()
    answer = answer_to(workspace, annotate.project, 0)
    assert answer is not None
    assert (answer.status, answer.marked) == ("nothing_irrelevant", ())
    annotate.press("b")
    annotate.expect_sentence(FIRST)
    expect(annotate.page.locator(".answer")).to_have_text("nothing irrelevant")


def test_enter_without_a_strike_is_no_answer(annotate: AnnotatePage, workspace: Workspace) -> None:
    expect(annotate.button("Decide later")).to_be_visible()
    annotate.press("Enter")
    annotate.expect_sentence(SECOND)
    expect(annotate.notice).to_contain_text("no answer yet")
    assert answer_to(workspace, annotate.project, 0) is None


def test_the_buttons_do_what_their_keys_do(annotate: AnnotatePage, workspace: Workspace) -> None:
    annotate.token("warm").click()
    annotate.button("Save and next").click()
    annotate.expect_sentence(SECOND)
    annotate.button("Nothing irrelevant").click()
    annotate.expect_sentence(THIRD)
    annotate.wait_until_saved()
    annotate.button("Back").click()
    annotate.expect_sentence(SECOND)
    statuses = [answer_to(workspace, annotate.project, number) for number in (0, 1, 2)]
    assert [each and each.status for each in statuses] == ["marked", "nothing_irrelevant", None]


def test_a_word_of_most_sentences_is_struck_everywhere_only_by_the_second_press(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    project = make_project(workspace, *(f"the film number {n} is warm" for n in range(30)))
    address, _, _ = annotate.address.rpartition("=")
    annotate.page.goto(f"{address}={project.id}")
    annotate.token("the").focus()
    annotate.press("Home", "a")
    expect(annotate.notice).to_contain_text("30 sentences, 100 % of all")
    assert not rules.list_rules(workspace, project)
    annotate.press("ArrowRight", "ArrowLeft", "a")  # it is asked anew
    expect(annotate.notice).to_contain_text("press a again")
    annotate.press("a")
    expect(annotate.page.get_by_text("is now struck everywhere")).to_be_visible()
    assert [each.rule.pattern for each in rules.list_rules(workspace, project)] == ["the"]


def test_on_a_low_page_the_buttons_do_not_cover_the_sentence(annotate: AnnotatePage) -> None:
    annotate.page.set_viewport_size({"width": 640, "height": 400})
    expect(annotate.page.locator(".actions")).to_have_css("position", "static")
    annotate.page.set_viewport_size({"width": 640, "height": 900})
    expect(annotate.page.locator(".actions")).to_have_css("position", "sticky")


def test_a_word_is_struck_everywhere_and_that_can_be_undone(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.token("Odeon").focus()
    annotate.press("End", "Home", *["ArrowRight"] * 6)
    expect(annotate.page.locator(".about-word")).to_have_text(
        "“Odeon” stands in 1 other sentence, 100 % of them good."
    )
    annotate.press("a")
    assert annotate.struck == ["Odeon", "ODEON"]
    expect(annotate.page.get_by_text("is now struck everywhere")).to_be_visible()
    listed = rules.list_rules(workspace, annotate.project)
    assert [(each.rule.pattern, each.num_sentences) for each in listed] == [("odeon", 2)]
    assert answer_to(workspace, annotate.project, 0) is None  # a rule is no answer
    annotate.press("Enter")
    annotate.expect_sentence(SECOND)
    annotate.expect_struck("Odeon")
    annotate.button("Take that back").click()
    annotate.expect_struck()
    assert rules.list_rules(workspace, annotate.project) == []


def test_undo_takes_a_rule_back_and_redo_makes_it_again(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    annotate.token("Odeon").click()
    annotate.press("a", "Home", "Space", "Enter")  # all at once: nothing waits for the rule
    annotate.expect_sentence(SECOND)
    annotate.wait_until_saved()
    annotate.expect_struck("Odeon")
    annotate.press("b", "u")  # the mark on "A"
    annotate.expect_struck("Odeon", "ODEON")
    annotate.press("u")  # the rule
    annotate.expect_struck("Odeon")  # struck by hand before there was a rule
    expect(annotate.page.get_by_text("is no longer struck everywhere")).to_be_visible()
    assert rules.list_rules(workspace, annotate.project) == []
    annotate.wait_until_saved()
    annotate.expect_struck("Odeon")
    annotate.press("Control+Shift+z")
    expect(annotate.page.get_by_text("is now struck everywhere")).to_be_visible()


def test_hand_beats_rule(annotate: AnnotatePage, workspace: Workspace) -> None:
    rules.add_rule(workspace, annotate.project, "odeon")
    annotate.reload()
    assert annotate.struck == ["Odeon", "ODEON"]
    annotate.token("Odeon").click()
    annotate.wait_until_saved()
    annotate.reload()
    assert annotate.struck == ["ODEON"]


def test_no_mark_is_lost_however_fast_the_hand_and_slow_the_answers(
    annotate: AnnotatePage,
) -> None:
    words = annotate.tokens.all_text_contents()
    for number in range(len(words)):
        annotate.tokens.nth(number).click()
        annotate.page.wait_for_timeout(110)  # answers to earlier marks arrive in between
    assert annotate.struck == words
    annotate.wait_until_saved()
    annotate.reload()
    assert annotate.struck == words


def test_leaving_at_once_takes_no_mark_along(annotate: AnnotatePage) -> None:
    annotate.token("warm").click()
    annotate.reload()
    annotate.expect_struck("warm")


def test_the_last_sentence_leads_to_training_and_the_first_knows_it_is_the_first(
    annotate: AnnotatePage,
) -> None:
    annotate.press("b")
    expect(annotate.notice).to_have_text("This is the first sentence.")
    for text in (FIRST, SECOND, THIRD):
        annotate.expect_sentence(text)
        annotate.press("n")
    expect(annotate.page.get_by_text("All 3 training sentences are reviewed")).to_be_visible()
    annotate.button("Look through them again").click()
    annotate.expect_sentence(FIRST)
    annotate.press("Enter")
    annotate.expect_sentence(SECOND)


def test_the_keys_are_explained_on_the_page(annotate: AnnotatePage) -> None:
    annotate.press("?")
    expect(annotate.page.get_by_text("strike a word, or take the strike off")).to_be_visible()
    annotate.press("Escape")
    expect(annotate.page.get_by_text("strike a word, or take the strike off")).to_be_hidden()


def test_keys_work_after_another_button_was_pressed_and_leave_streamlits_alone(
    annotate: AnnotatePage, workspace: Workspace
) -> None:
    expect(annotate.page.get_by_text("Are people just following the highlights?")).to_have_count(0)
    run = queued(workspace.database, annotate.project.id, "r", TrainingConfig(), "h", 1, None)
    run_queries.set_running(workspace.database, run.id)
    (workspace.settings.checkpoints / f"run-{run.id}").mkdir(parents=True)
    run_queries.set_finished(workspace.database, run.id, Evaluation({}, None), f"run-{run.id}")
    annotate.reload()
    annotate.page.get_by_text("Are people just following the highlights?").click()
    expect(annotate.page.get_by_text("Too few to tell")).to_be_visible()
    annotate.press("r", "c")
    annotate.expect_sentence(FIRST)
    annotate.press("n")
    annotate.expect_sentence(SECOND)
