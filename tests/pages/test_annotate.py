from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from rrr.records import NewExample, Project
from rrr.services import background
from rrr.services.marks import answers, rules
from rrr.services.workspace import Workspace
from rrr.settings import ROOT
from rrr.store import example_queries, importing, reading_queries
from rrr.store.reading_queries import WordReading
from rrr.ui.annotate.marking_state import _PLACE, PAGE_IS_OLD
from tests.answering import answer

HOSTILE = ":red[**bold**] $x$ <b> [link](http://example.org)"
TEXTS = ("A warm film seen at the Odeon", "A cold film", "The Odeon again")


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    rows = [NewExample(text, ("bad", "good")[n % 2], "train") for n, text in enumerate(TEXTS)]
    rows.append(NewExample("A test film", "good", "test"))
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), rows)


def page(**params: object) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "annotate.py"), default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = str(value)
    at.run()
    assert not at.exception
    return at


def marker_data(at: AppTest) -> dict[str, Any]:
    """What the page tells the token marker."""
    (marker,) = at.get("bidi_component")
    data: dict[str, Any] = json.loads(marker.proto.json)
    return data


def drawn(at: AppTest) -> dict[str, Any]:
    """The sentence on show."""
    data = marker_data(at)
    sentence: dict[str, Any] = next(
        sentence for sentence in data["sentences"] if sentence["item"] == data["item"]
    )
    return sentence


def send(
    at: AppTest, showing: int | None = None, has: Sequence[int] = (), **changes: object
) -> AppTest:
    """Send a batch as the token marker would, with one message if there are changes; AppTest knows
    no custom components."""
    on_show = drawn(at)
    sequence = max([0, *(receipt["sequence"] for receipt in marker_data(at)["receipts"])])
    message = {
        **{name: on_show[name] for name in ("item", "token_hash", "struck", "by_rule", "status")},
        "base_revision": on_show["revision"],
        "client": "tab",
        "sequence": sequence + 1,
        "accepted": [],
        "note": "",
        "past": [],
        "future": [],
        "heat": False,
        "rule": None,
        "cursor": 0,
    }
    batch = {
        "owner": marker_data(at)["owner"],
        "turn": changes.pop("turn", marker_data(at)["turn"]),
        "showing": showing or on_show["item"],
        "trail": [on_show["item"], *([showing] if showing else [])],
        "wants_next": changes.pop("wants_next", False),
        "has": list(has),
        "delivery": marker_data(at)["heard"] + 1,
        "messages": [{**message, **changes}] if changes else [],
    }
    return _say(at, batch=batch)


def look(at: AppTest, struck: list[int]) -> AppTest:
    """Ask the model what it makes of the sentence without these tokens."""
    return _say(at, look={"item": drawn(at)["item"], "struck": struck})


def _say(at: AppTest, **what: object) -> AppTest:
    (marker,) = at.get("bidi_component")
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=marker.proto.id, json_value=json.dumps(what)))
    at._run(states)
    assert not at.exception
    return at


def sheets(at: AppTest) -> list[int]:
    """Of which sentences the marker is told all."""
    return [sheet["item"] for sheet in marker_data(at)["sentences"]]


def many(workspace: Workspace, number: int) -> list[int]:
    """Ids of the sentences of a project that has so many."""
    rows = [NewExample(f"film number {n}", "good", "train") for n in range(number)]
    project = importing.add(workspace.database, "many", ("bad", "good"), rows)
    return [example.id for example in example_queries.stream_of(workspace.database, project.id)]


def said(at: AppTest) -> str:
    elements = [*at.markdown, *at.caption, *at.warning, *at.error, *at.info]
    bars = [element.proto.text for element in at.get("progress")]
    return "\n".join([*(element.value for element in elements), *bars])


def test_without_a_project_the_page_says_where_to_get_one(fresh_workspace: Workspace) -> None:
    assert "There is no project yet" in said(page())


def test_the_first_unreviewed_training_sentence_is_shown(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    assert "".join(a + b for a, b in drawn(at)["tokens"]) == TEXTS[0]
    assert (drawn(at)["label"], drawn(at)["split"]) == ("bad", None)
    assert "reviewed 0 of 3" in said(at)


def test_a_saved_mark_counts_and_the_address_names_the_sentence(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = send(page(), struck=[1], status="marked")
    data = drawn(at)
    (receipt,) = marker_data(at)["receipts"]
    assert (data["struck"], data["revision"], receipt["refused"]) == ([1], 1, None)
    assert "reviewed 1 of 3" in said(at)
    assert "uses your marks in 1 sentence" in said(at)
    assert at.query_params["example"] == str(data["item"])


def test_a_link_leads_to_its_sentence(fresh_workspace: Workspace, project: Project) -> None:
    last = list(example_queries.stream_of(fresh_workspace.database, project.id))[-1]
    at = page(project=project.id, example=last.id)
    assert drawn(at)["item"] == last.id
    assert drawn(at)["split"] == "test"  # and said so: it is not trained on


@pytest.mark.parametrize("example", ["999", "-1", "1; drop table", "٣"])
def test_a_link_to_nowhere_leads_to_work_instead(
    fresh_workspace: Workspace, project: Project, example: str
) -> None:
    at = page(project=project.id, example=example)
    assert "".join(a + b for a, b in drawn(at)["tokens"]) == TEXTS[0]
    assert ("not in this project" in said(at)) == (example == "999")


def test_a_link_to_a_project_that_is_gone_leads_to_the_newest(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page(project=project.id + 1, example=1)
    assert at.query_params["project"] == str(project.id)
    assert "The project in this link is not here" in said(at)
    assert "reviewed 0 of 3" in said(at)


def test_the_walk_leaves_out_what_is_reviewed_and_ends_after_training_sentences(
    fresh_workspace: Workspace, project: Project
) -> None:
    second = list(example_queries.stream_of(fresh_workspace.database, project.id))[1]
    answer(fresh_workspace, second.id, "tester", "nothing_irrelevant")
    at = page()
    third = drawn(at)["item"] + 2
    assert marker_data(at)["ahead"] == [third]  # ready before it is asked for
    at = send(at, third, status="nothing_irrelevant")
    assert "".join(a + b for a, b in drawn(at)["tokens"]) == TEXTS[2]
    assert marker_data(at)["ahead"] == []
    at = send(at, status="nothing_irrelevant", wants_next=True)
    assert "All 3 training sentences are reviewed" in said(at)
    assert not at.get("bidi_component")
    at.button(key="look again").click().run()
    assert "".join(a + b for a, b in drawn(at)["tokens"]) == TEXTS[0]
    assert marker_data(at)["ahead"][0] == second.id  # in order now: looking through reviewed ones


def test_the_page_follows_the_tab_and_keeps_it_supplied(fresh_workspace: Workspace) -> None:
    ids = many(fresh_workspace, 30)
    at = page()
    data = marker_data(at)
    assert (data["item"], data["before"], data["ahead"]) == (ids[0], None, ids[1:7])
    at = send(at, ids[1])
    assert (marker_data(at)["item"], marker_data(at)["ahead"]) == (ids[1], ids[2:13])
    assert at.query_params["example"] == str(ids[1])
    at = send(send(at, ids[1]), ids[1])
    assert marker_data(at)["ahead"] == ids[2:20]  # enough
    at = page(example=ids[4])
    assert marker_data(at)["before"] == ids[3]


def test_what_the_tab_has_ready_is_not_sent_again_but_for_the_nearest(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 30)
    at = send(page(), ids[1], has=ids[2:7])
    assert marker_data(at)["ahead"] == ids[2:13]
    assert sheets(at) == [ids[1], *ids[2:5], *ids[7:13]]
    at.run()  # as after a visit to another page: the marker is made anew and has nothing
    assert sheets(at) == [ids[1], *ids[2:19]]


def test_a_look_brings_one_sentence_and_no_news_of_what_others_come(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 9)
    at = look(page(), [1])
    assert (sheets(at), marker_data(at)["ahead"]) == ([ids[0]], ids[1:7])
    assert not marker_data(at)["page_is_old"]
    # As if a look had cut off the drawing of what a batch said: the marker is to ask for it again.
    at.session_state[PAGE_IS_OLD] = True
    assert marker_data(look(at, [1, 2]))["page_is_old"]
    assert not marker_data(look(send(at), [1]))["page_is_old"]


def test_a_look_that_comes_with_the_address_of_the_sentence_before_leads_nowhere(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 4)
    at = send(page(), ids[1])
    turn = marker_data(at)["turn"]
    at.query_params["example"] = str(ids[0])  # the browser has not heard of the new one yet
    at = look(at, [1])
    assert (marker_data(at)["turn"], marker_data(at)["item"]) == (turn, ids[1])
    assert at.query_params["example"] == str(ids[1])


def test_a_look_that_comes_before_a_jump_is_drawn_does_not_lead_back(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 4)
    at = send(page(), status="nothing_irrelevant", wants_next=True)
    at.session_state[_PLACE] = None  # that drawing was given up half-way
    at.query_params["example"] = str(ids[0])
    at = look(at, [1])
    assert marker_data(at)["item"] == ids[1]


def test_a_look_at_a_sentence_that_the_server_has_not_heard_of_yet_is_answered(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 4)
    at = page()
    at = _say(at, look={"item": ids[1], "struck": [0]})
    assert marker_data(at)["item"] == ids[0]
    assert sheets(at) == [ids[0], ids[1]]


def test_a_batch_that_is_sent_again_does_not_lead_back_by_its_older_address(
    fresh_workspace: Workspace,
) -> None:
    ids = many(fresh_workspace, 3)
    at = page()
    asked = {"status": "nothing_irrelevant", "wants_next": True, "turn": marker_data(at)["turn"]}
    at = send(at, **asked)
    turn = marker_data(at)["turn"]
    assert (turn != asked["turn"], marker_data(at)["item"]) == (True, ids[1])
    # The answer was late, and the tab asked once more before it heard where it is led.
    at.query_params["example"] = str(ids[0])
    at = send(at, ids[0], item=ids[0], **asked)
    assert (marker_data(at)["turn"], marker_data(at)["item"]) == (turn, ids[1])
    assert at.query_params["example"] == str(ids[1])


def test_a_batch_from_before_a_jump_is_stored_but_leads_nowhere(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    item = drawn(at)["item"]
    at = send(at, item + 1, struck=[1], status="marked", turn="an older one")
    assert marker_data(at)["item"] == item
    assert drawn(at)["struck"] == [1]


def test_skipped_and_flagged_sentences_are_counted_and_passed_over(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    ahead = marker_data(at)["ahead"]
    at = send(at, ahead[0], status="skipped")
    at = send(at, ahead[1], status="flagged", note="a name?")
    assert "reviewed 0 of 3 · 1 left · 1 skipped · 1 flagged" in said(at)
    at = send(at, status="nothing_irrelevant", wants_next=True)
    assert "All 3 training sentences are answered, 1 skipped and 1 flagged among them" in said(at)


def test_a_refused_message_shows_what_is_stored(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    item = drawn(at)["item"]
    answer(fresh_workspace, item, "tester", "marked", [2])
    at = send(at, struck=[1], status="marked")
    assert drawn(at)["struck"] == [2]
    assert "saved in another window" in marker_data(at)["receipts"][0]["refused"]


def test_a_message_for_another_sentence_changes_nothing(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    item = drawn(at)["item"]
    at = send(at, item=item + 1, struck=[1], status="marked")
    assert drawn(at)["item"] == item
    assert "text has changed" in marker_data(at)["receipts"][0]["refused"]
    assert answers.progress(fresh_workspace, project, "tester").reviewed == 0


def test_a_message_that_cannot_be_read_is_said_to_be_so(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = send(page(), struck="everything")
    assert "cannot be read" in said(at)


def test_a_rule_is_made_and_taken_back(fresh_workspace: Workspace, project: Project) -> None:
    at = send(page(), rule="strike", cursor=6)
    assert "“Odeon” is now struck everywhere" not in said(at)  # the word in its own form
    assert "“odeon” is now struck everywhere" in said(at)
    assert drawn(at)["by_rule"] == [6]
    at.button(key="undo rule change").click().run()
    assert rules.list_rules(fresh_workspace, project) == []
    assert drawn(at)["struck"] == []


def test_the_demo_offers_its_known_marks(fresh_workspace: Workspace) -> None:
    rows = [NewExample(text, "good", "train") for text in TEXTS]
    demo = importing.add(fresh_workspace.database, "demo", ("bad", "good"), rows, is_demo=True)
    at = page()
    at.button(key="demo marks").click().run()
    assert not at.exception
    assert rules.list_rules(fresh_workspace, demo)
    assert "demo marks" not in {button.key for button in at.button}


def test_hostile_labels_are_shown_as_they_are(fresh_workspace: Workspace) -> None:
    rows = [NewExample("a film", HOSTILE, "train"), NewExample("a film", "good", "train")]
    importing.add(fresh_workspace.database, HOSTILE, (HOSTILE, "good"), rows)
    assert drawn(page())["label"] == HOSTILE  # the marker shows texts as texts


def test_the_app_stands_around_the_page(fresh_workspace: Workspace, project: Project) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert drawn(at)["item"]  # there is work: the bare address leads here
    assert at.sidebar.text[0].value == "cinemas"


def test_another_project_is_opened_from_the_sidebar(
    fresh_workspace: Workspace, project: Project
) -> None:
    other = importing.add(
        fresh_workspace.database, "tickets", ("a", "b"), [NewExample("x", "a", "train")]
    )
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["project"] = str(project.id)
    at.run()
    at.sidebar.selectbox[0].set_value(other.id).run()
    assert not at.exception
    assert at.query_params["project"] == str(other.id)
    assert drawn(at)["tokens"][0][1] == "x"


def test_the_bare_address_leads_to_the_projects_if_there_is_none(
    fresh_workspace: Workspace,
) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not at.exception
    assert [title.value for title in at.title] == ["Projects"]


def test_a_suggestion_is_a_question_and_what_is_fair_is_suggested_to_nobody(
    fresh_workspace: Workspace, trained_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    import rrr.learning.trained  # noqa: F401  as if somebody had trained in this process

    monkeypatch.setenv("RRR_BLIND_SHARE", "0")
    reading_queries.add_words(fresh_workspace.database, 2, [WordReading("warm", 30.0, 30, 1.0)])
    reading_queries.set_complete(fresh_workspace.database, 2, 60)
    page()
    assert background.wait(60)
    at = page()
    assert "Is *warm* a fair reason for *good*?" in said(at)
    assert drawn(at)["insight"]["suggested"]
    at.button(key="answer fair").click().run()
    assert not at.exception
    assert "a fair reason for" not in said(at)
    assert not any(sentence["insight"]["suggested"] for sentence in marker_data(at)["sentences"])


def test_a_label_is_changed_with_who_and_when_and_undone(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    item = drawn(at)["item"]
    at.button(key=f"change label of {item}").click().run()  # there is one other, “good”
    assert not at.exception
    assert drawn(at)["label"] == "good"
    assert "1 sentence has the label “good” now" in said(at).replace("\\", "")
    assert "tester changed it from bad to good on" in said(at).replace("\\", "")
    at.button(key="undo label change").click().run()
    assert drawn(at)["label"] == "bad"


def test_a_sentence_is_found_by_its_words_in_any_split(
    fresh_workspace: Workspace, project: Project
) -> None:
    at = page()
    (field,) = [field for field in at.text_input if field.label == "Words in it"]
    field.set_value("TEST film").run()
    assert "1 sentence" in said(at)
    button = next(b for b in at.button if str(b.key).startswith("open found "))
    button.click().run()
    assert drawn(at)["split"] == "test"
    (field,) = [field for field in at.text_input if field.label == "Words in it"]
    field.set_value("nowhere").run()
    assert "No sentence holds “nowhere”" in said(at)


def test_labels_that_look_wrong_are_put_right_or_called_right(fresh_workspace: Workspace) -> None:
    rows = [NewExample(f"film {n}", ("bad", "good")[n % 2], "train") for n in range(9)]
    rows += [NewExample("so <b>so</b>", label, "train") for label in ("bad", "good", "good")]
    project = importing.add(fresh_workspace.database, "twice", ("bad", "good"), rows)
    at = page()
    at.session_state["label doubts panel"] = True  # open
    at.run()
    background.wait(30)
    at.run()
    assert "The same words 3 times: 2 × **good**, 1 × **bad**" in said(at)
    ids = [
        example.id for example in example_queries.stream_of(fresh_workspace.database, project.id)
    ]
    at.button(key=f"doubt {ids[9]} good").click().run()
    assert not at.exception
    labels_now = [
        example.label for example in example_queries.by_ids(fresh_workspace.database, ids[9:])
    ]
    assert labels_now == ["good"] * 3
    assert "No label looks wrong" in said(at)
    at.button(key="undo label change of a doubtful one").click().run()
    assert "The same words 3 times" in said(at)
    at.button(key=f"label is right {ids[9]}").click().run()
    assert "No label looks wrong" in said(at)
