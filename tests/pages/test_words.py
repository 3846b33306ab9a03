from __future__ import annotations

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from rrr.annotating.rule_matching import rule_pattern
from rrr.formats.word_masses_json import write_word_masses
from rrr.records import NewExample, Project
from rrr.services import background
from rrr.services.guidance import corpus_reading
from rrr.services.marks import answers, fair_words, marked_corpus, rules
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import example_queries, importing
from rrr.ui.words.settling import SECONDS
from tests.answering import answer

HOSTILE = "<b>x</b> **bold** :red[y] \u202eodeon"


def page() -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "words.py"), default_timeout=60).run()
    assert not at.exception
    return at


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.error, *at.subheader]
    return "\n".join(
        [*(element.value for element in elements), *(h.proto.body for h in at.get("html"))]
    )


def click(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    assert "There is no project yet" in said(page())


def test_before_there_is_a_model_words_are_ranked_by_their_label(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    buttons = [b.key.removeprefix("look at ") for b in at.button if b.key.startswith("look at ")]
    assert buttons[:2] == ["odeon", "rialto"]
    assert "ranked by how surely each goes with one label" in said(at)
    assert "in 30 sentences · 100\N{NO-BREAK SPACE}% good" in said(at)
    assert "<mark>Odeon</mark>" in said(at)


def test_while_the_newest_model_reads_the_page_says_so_and_then_ranks_by_it(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    import rrr.learning.trained  # noqa: F401  # else nobody wants TensorFlow, and none is loaded

    may_end = threading.Event()
    reading = corpus_reading._name(fresh_workspace, trained_project)
    background.begin(reading, lambda _: may_end.wait(60))  # a reading may be over before the page
    at = page()
    may_end.set()
    assert "Once the newest model has read the sentences" in said(at)
    assert "read by the newest model" in said(at)
    assert background.wait(60)
    page()  # begins the reading of the model
    assert background.wait(60)
    assert "ranked by how much run 2" in said(page())
    assert "rrr-settle" not in said(page())
    # Words that rank anew while they are on show take no click for a moment.
    at.run()
    assert "ranked by how much run 2" in said(at)
    assert "rrr-settle" in said(at)
    time.sleep(SECONDS)
    at.run()
    assert "rrr-settle" not in said(at)


def test_searching_finds_part_of_a_word_in_any_case(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    at.text_input(key="words sought").set_value("IALT").run()
    assert [b.key for b in at.button if b.key.startswith("look at ")] == ["look at rialto"]
    at.text_input(key="words sought").set_value("%").run()
    assert "No word matches your search" in said(at)


def test_a_word_is_struck_everywhere_but_where_it_was_taken_out_and_that_is_undone(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = click(page(), "look at odeon")
    assert "30 training sentences and 20 to test on" in said(at)
    spared = next(box for box in at.checkbox if box.key.startswith("strike in"))
    example_id = int(spared.key.split()[2])
    spared.uncheck().run()
    assert at.button(key="strike everywhere").label == "Strike in 49 sentences"
    at = click(at, "strike everywhere")
    assert "“odeon” is now struck everywhere but in 1 sentence" in said(at)
    seen = answers.sentence(fresh_workspace, example_id, "tester")
    assert (seen.effective_marks, seen.annotation) == ((), None)
    marked = marked_corpus.labelled_texts(fresh_workspace, small_project)["train"].marked
    assert sum(bool(marks) for marks in marked) == 29
    assert "<s><strong>odeon</strong></s> · struck everywhere" in said(at)
    at = click(at, "undo rule change")
    assert rules.list_rules(fresh_workspace, small_project) == []


def test_a_word_called_fair_leaves_the_ranking_and_comes_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    assert "Is it a fair reason for <em>good</em>?" in said(at)
    assert at.button(key="look at odeon").label == "Not fair…"
    at = click(at, "fair odeon")
    assert "You call “odeon” a fair reason." in said(at)
    assert not [b for b in at.button if b.key == "look at odeon"]
    assert "**odeon** · a fair reason  \n:small[fair: tester on " in said(at)
    at = click(at, "ask about odeon")
    assert "Your answer about “odeon” is taken back." in said(at)
    assert "tester on" not in said(at)
    at = click(at, "undo fair change")
    assert "fair: tester on " in said(at)
    at.text_input(key="words sought").set_value("odeon").run()
    assert "<strong>odeon</strong> · a fair reason" in said(at)
    at = click(at, "ask again odeon")
    assert fair_words.list_judged(fresh_workspace, small_project) == []


def test_a_phrase_is_called_fair_as_a_phrase_and_its_word_comes_back_with_it(
    fresh_workspace: Workspace,
) -> None:
    rows = [NewExample(f"thanks number {n}, handled by us", "praise", "train") for n in range(9)]
    rows += [NewExample(f"by far the best {n}", "praise", "train") for n in range(9)]
    rows += [NewExample(f"my parcel {n} is late", "delay", "train") for n in range(9)]
    importing.add(fresh_workspace.database, "tickets", ("delay", "praise"), rows)
    at = page()
    assert "Is <em>handled by us</em> a fair reason for <em>praise</em>?" in said(at)
    at = click(at, "fair handled")
    assert "You call “handled by us” a fair reason." in said(at)
    assert "**handled by us** · a fair reason" in said(at)
    keys = {button.key for button in at.button}
    assert not {"fair handled", "fair us"} & keys
    assert "fair by" in keys  # it stands elsewhere, too
    at.text_input(key="words sought").set_value("handled").run()
    assert "a fair reason, as part of “handled by us”" in said(at)
    at = click(at, "ask again handled")
    assert "fair handled" in {button.key for button in at.button}
    at = click(at, "undo fair change")
    assert "**handled by us** · a fair reason" in said(at)


def test_each_person_answers_for_themselves_and_all_see_who_said_what(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    fair_words.call_fair(fresh_workspace, small_project, "odeon", "*Ann*")
    at = page()
    assert r"**odeon** · a fair reason" in said(at)
    assert r"fair: \*Ann\* on " in said(at)
    at = click(at, "not fair, too: odeon")
    assert "You call “odeon” no fair reason." in said(at)
    assert "**odeon** · open: as many people say one as the other" in said(at)
    assert " · not fair: tester on " in said(at)
    fair_words.call_unfair(fresh_workspace, small_project, "odeon", "bob")
    at = page()
    assert "**odeon** · no fair reason, and not struck" in said(at)
    at = click(at, "ask about odeon")  # takes back only what this person has said
    (judged,) = fair_words.list_judged(fresh_workspace, small_project)
    assert [by_person.annotator for by_person in judged.answers] == ["bob", "*Ann*"]


def test_where_the_weight_moved_is_said_with_the_way_to_strike_it(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    import rrr.learning.trained  # noqa: F401  else nobody wants TensorFlow, and none is loaded

    rules.add_rule(fresh_workspace, trained_project, "odeon")
    rules.add_rule(fresh_workspace, trained_project, "rialto")
    assert "asked where the weight has moved" in str(page().get("status"))
    assert background.wait(60)
    assert "The weight moved" not in said(page())
    for number, seen, odeon in ((1, 0.05, 0.3), (2, 0.3, 0.02)):
        (file,) = (fresh_workspace.settings.checkpoints / f"run-{number}").glob("words-*.json")
        write_word_masses({"odeon": odeon, "seen": seen, "film": 0.1}, 20, file)
    rules.add_rule(fresh_workspace, trained_project, "grim")  # another look at the marks
    at = page()
    assert "beside the ones you struck: *seen at the* (from " in said(at)
    at = click(at, "strike neighbour seen at the")
    shown = at.session_state["pattern to be struck, and what it spares"]
    assert (shown.pattern.kind, shown.pattern.pattern) == ("phrase", "seen at the")


def test_what_to_strike_is_said_with_examples(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    assert "Agreeing with the label is not enough" in said(page())


def test_a_rule_is_changed_removed_and_comes_back_with_its_exceptions(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = next(example_queries.stream_of(fresh_workspace.database, small_project.id))
    odeon = rule_pattern("word", "odeon")
    rules.strike(fresh_workspace, small_project, odeon, [first.id])
    at = click(page(), "look at odeon")
    assert at.button(key="strike everywhere").label == "Strike in 49 sentences"
    at = click(at, "strike nowhere")
    assert rules.list_rules(fresh_workspace, small_project) == []
    assert "is no longer struck everywhere" in said(at)
    click(at, "undo rule change")
    assert rules.spared_by(fresh_workspace, small_project, odeon) == [first.id]


def test_sentences_in_which_a_hand_left_the_word_standing_can_be_taken_out(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = next(example_queries.stream_of(fresh_workspace.database, small_project.id))
    answer(fresh_workspace, first.id, "tester", "nothing_irrelevant")
    at = click(page(), "look at odeon")
    assert "1 sentence was reviewed by hand" in said(at)
    assert "left standing by hand" in said(at)
    at = click(at, "spare left standing")
    assert at.button(key="strike everywhere").label == "Strike in 49 sentences"
    assert "All of them are taken out" in said(at)


def test_rules_that_go_against_hand_marks_say_so(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    first = next(example_queries.stream_of(fresh_workspace.database, small_project.id))
    answer(fresh_workspace, first.id, "tester", "nothing_irrelevant")
    rules.add_rule(fresh_workspace, small_project, "odeon")
    assert "against hand marks in 1 sentence" in said(page())


def test_other_kinds_are_previewed_struck_and_listed(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    at.selectbox(key="pattern kind").set_value("regex")
    at.text_input(key="pattern").set_value("(Odeon|Rialto)[.]")
    at.button(key="preview pattern").click().run()
    assert "60 training sentences and 40 to test on" in said(at)
    at = click(at, "strike everywhere")
    assert "in 60 training sentences" in said(at)
    (listed,) = rules.list_rules(fresh_workspace, small_project)
    at = click(at, f"remove rule {listed.rule.id}")
    assert rules.list_rules(fresh_workspace, small_project) == []


@pytest.mark.parametrize(("kind", "pattern"), [("regex", "(a"), ("phrase", "one"), ("exact", "")])
def test_a_bad_pattern_is_refused_where_it_was_typed(
    fresh_workspace: Workspace, small_project: Project, kind: str, pattern: str
) -> None:
    at = page()
    at.selectbox(key="pattern kind").set_value(kind)
    at.text_input(key="pattern").set_value(pattern)
    at.button(key="preview pattern").click().run()
    assert not at.exception
    assert len(at.error) == 1
    assert at.text_input(key="pattern").value == pattern


def test_rules_and_hits_come_in_pages(fresh_workspace: Workspace, small_project: Project) -> None:
    for number in range(25):
        rules.add_rule(fresh_workspace, small_project, f"word{number}")
    at = page()
    assert "**word24**" in said(at)
    assert "**word4**" not in said(at)
    at = click(at, "look at odeon")
    assert len(at.checkbox) == 20


def test_hostile_text_is_shown_as_it_is(fresh_workspace: Workspace) -> None:
    rows = [NewExample(f"{HOSTILE} {n}", HOSTILE, "train") for n in range(3)]
    rows.append(NewExample("a film", "good", "test"))
    importing.add(fresh_workspace.database, "hostile", (HOSTILE, "good"), rows)
    at = page()
    assert "100\N{NO-BREAK SPACE}% &lt;b&gt;x&lt;/b&gt; **bold**" in said(at)
    assert "<b>x" not in said(at)
    click(at, "look at odeon")
    assert "&lt;b&gt;x&lt;/b&gt; **bold**" in said(at)
    assert "<b>x" not in said(at)


def test_the_owner_writes_the_card_and_an_empty_one_brings_the_usual_back(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    at = page()
    assert "**Strike** a word that only happens to go with the label" in said(at)
    at.text_area[0].set_value(HOSTILE)
    at = click(at, "keep card")
    assert HOSTILE in [text.value for text in at.text]  # as it is, not as Markdown
    assert "only happens to go with the label" not in said(at)
    at.text_area[0].set_value("  ")
    assert "only happens to go with the label" in said(click(at, "keep card"))
