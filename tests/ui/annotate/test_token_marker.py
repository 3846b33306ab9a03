from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from rrr.annotating.rule_matching import RulePattern
from rrr.errors import AnnotationError
from rrr.records import (
    Exposure,
    NewAnswer,
    NewExample,
    Prediction,
    Project,
    Sender,
    Step,
    Steps,
)
from rrr.services.guidance.insight import Insight
from rrr.services.guidance.training_words import count_words
from rrr.services.marks import answers, rules
from rrr.services.marks.answers import Sentence
from rrr.services.marks.rules import RuleChange
from rrr.services.workspace import Workspace
from rrr.store import importing
from rrr.ui.annotate.token_marker import (
    Batch,
    Desk,
    Look,
    MarkerMessage,
    Receipt,
    Sheet,
    parse,
    parse_look,
    receive,
)
from rrr.ui.annotate.token_marker.drawing import drawing
from rrr.ui.owner import owner_of
from tests.answering import first_example

ROWS = [
    NewExample("  A warm film,\n seen at the Odeon ", "good", "train"),
    NewExample("The odeon again", "bad", "train"),
]
A, WARM, FILM, COMMA, SEEN, AT, THE, ODEON = range(8)


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    return importing.add(fresh_workspace.database, "cinemas", ("bad", "good"), ROWS)


@pytest.fixture
def shown(fresh_workspace: Workspace, project: Project) -> Sentence:
    example_id = first_example(fresh_workspace, project)
    return answers.sentence(fresh_workspace, example_id, "me")


@pytest.fixture
def message(shown: Sentence) -> MarkerMessage:
    """The first change in a tab: "warm" struck."""
    return MarkerMessage(
        item=shown.example.id,
        answer=NewAnswer(
            token_hash=shown.token_hash,
            base_revision=0,
            status="marked",
            struck=(WARM,),
            by_rule=(),
            steps=Steps(past=(Step((WARM,), (), "unreviewed", "marked"),)),
            sender=Sender("tab", 1),
        ),
        heat=False,
        rule=None,
        cursor=WARM,
    )


def changed(message: MarkerMessage, **fields: Any) -> MarkerMessage:
    """A message with another answer; `sequence` and `client` are those of its sender."""
    sender = message.answer.sender
    sender = Sender(fields.pop("client", sender.client), fields.pop("sequence", sender.sequence))
    return replace(message, answer=replace(message.answer, sender=sender, **fields))


def again(workspace: Workspace, shown: Sentence) -> Sentence:
    return answers.sentence(workspace, shown.example.id, "me")


RAW_MESSAGE: dict[str, Any] = {
    "item": 3,
    "token_hash": "abc",
    "base_revision": 0,
    "client": "tab",
    "sequence": 2,
    "status": "flagged",
    "struck": [4, 1],
    "by_rule": [],
    "accepted": [4],
    "note": "why",
    "past": [{"struck": [4, 1], "freed": [], "before": "unreviewed", "after": "marked"}],
    "future": [],
    "heat": True,
    "rule": None,
    "cursor": 4,
}
RAW: dict[str, Any] = {
    "owner": "o1",
    "turn": "a1",
    "showing": 4,
    "trail": [3, 4],
    "wants_next": False,
    "messages": [RAW_MESSAGE],
    "has": [5, 6],
    "delivery": 7,
}


class TestParse:
    def test_a_batch_is_read(self) -> None:
        batch = parse(RAW)
        assert (batch.showing, batch.trail, batch.wants_next) == (4, (3, 4), False)
        assert (batch.has, batch.delivery) == ((5, 6), 7)
        (message,) = batch.messages
        answer = message.answer
        assert (message.item, answer.struck, answer.status) == (3, (1, 4), "flagged")
        assert answer.sender == Sender("tab", 2)
        assert answer.steps == Steps(past=(Step((1, 4), (), "unreviewed", "marked"),))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("item", "3"),
            ("item", True),
            ("sequence", -1),
            ("cursor", 1.5),
            ("struck", [1, "2"]),
            ("struck", None),
            ("by_rule", [-1]),
            ("status", "deleted"),
            ("status", ["marked"]),
            ("token_hash", None),
            ("client", 7),
            ("note", None),
            ("rule", "everything"),
            ("past", [{"struck": [1]}]),
            ("future", "none"),
        ],
    )
    def test_any_other_message_is_refused(self, name: str, value: object) -> None:
        with pytest.raises(AnnotationError, match="cannot be read"):
            parse({**RAW, "messages": [{**RAW_MESSAGE, name: value}]})

    @pytest.mark.parametrize(
        ("name", "value"),
        [("messages", {}), ("messages", [1]), ("showing", None), ("trail", [None]), ("turn", 3)],
    )
    def test_any_other_batch_is_refused(self, name: str, value: object) -> None:
        with pytest.raises(AnnotationError, match="cannot be read"):
            parse({**RAW, name: value})

    def test_no_batch_at_all_is_refused(self) -> None:
        with pytest.raises(AnnotationError, match="an object"):
            parse(None)

    def test_what_cannot_be_stored_of_a_note_becomes_a_sign(self) -> None:
        note = "half \ud83c, whole \ud83c\udf89 or 🎉, zero \0"
        (message,) = parse({**RAW, "messages": [{**RAW_MESSAGE, "note": note}]}).messages
        assert message.answer.note == "half \ufffd, whole 🎉 or 🎉, zero \ufffd"

    def test_a_long_note_and_a_long_past_are_cut(self) -> None:
        long = {**RAW_MESSAGE, "note": "x" * 9999, "past": RAW_MESSAGE["past"] * 999}
        (message,) = parse({**RAW, "messages": [long]}).messages
        assert (len(message.answer.note), len(message.answer.steps.past)) == (2000, 200)

    def test_a_look_that_cannot_be_read_is_none(self) -> None:
        assert parse_look({"item": 3, "struck": [2, 1]}) == Look(3, (1, 2))
        assert parse_look({"item": 3, "struck": "all"}) is None
        assert parse_look(None) is None


class TestReceive:
    @pytest.fixture(autouse=True)
    def _prepare(self, fresh_workspace: Workspace, project: Project, shown: Sentence) -> None:
        self.workspace, self.project, self.shown = fresh_workspace, project, shown

    def send(self, *messages: MarkerMessage, earlier: tuple[Receipt, ...] = ()) -> list[Receipt]:
        item = self.shown.example.id
        owner = owner_of(self.workspace, self.project, "me")
        batch = Batch(owner, "turn", item, (item,), False, messages)
        received = receive(self.workspace, self.project, "me", batch, earlier)
        assert received.trouble is None
        return list(received.receipts)

    def send_one(self, message: MarkerMessage) -> Receipt:
        (receipt,) = self.send(message)
        return receipt

    @property
    def now(self) -> Sentence:
        return again(self.workspace, self.shown)

    def test_marks_are_stored_and_acknowledged(self, message: MarkerMessage) -> None:
        receipt = self.send_one(message)
        assert (receipt.sender.sequence, receipt.revision, receipt.refused) == (1, 1, None)
        assert receipt.saved_at is not None
        assert self.now.effective_marks == (WARM,)
        assert self.now.annotation is not None
        assert self.now.annotation.steps == message.answer.steps

    def test_a_batch_holds_messages_on_several_sentences(self, message: MarkerMessage) -> None:
        following = answers.neighbour(self.workspace, self.shown.example)
        assert following is not None
        other = answers.sentence(self.workspace, following, "me")
        later = changed(message, token_hash=other.token_hash, sequence=2, struck=(1,))
        on_other = replace(later, item=following)
        receipts = self.send(on_other, message)
        assert [receipt.item for receipt in receipts] == [message.item, following]
        assert answers.progress(self.workspace, self.project, "me").marked == 2

    def test_a_message_for_another_sentence_is_refused(self, message: MarkerMessage) -> None:
        receipt = self.send_one(replace(message, item=message.item + 1))
        assert receipt.refused is not None
        assert "text has changed" in receipt.refused
        assert answers.progress(self.workspace, self.project, "me").reviewed == 0

    def test_a_message_for_another_project_is_refused(self, message: MarkerMessage) -> None:
        other = importing.add(self.workspace.database, "other", ("bad", "good"), ROWS)
        first = first_example(self.workspace, other)
        receipt = self.send_one(replace(message, item=first))
        assert receipt.refused is not None
        assert "another project" in receipt.refused

    def test_an_old_revision_is_refused(self, message: MarkerMessage) -> None:
        self.send(message)
        receipt = self.send_one(changed(message, client="other tab", struck=(FILM,)))
        assert receipt.refused is not None
        assert "another window" in receipt.refused
        assert self.now.effective_marks == (WARM,)

    def test_a_later_message_may_follow_before_the_receipt_arrives(
        self, message: MarkerMessage
    ) -> None:
        self.send(message)
        second = self.send_one(changed(message, sequence=2, struck=(WARM, FILM)))
        assert (second.refused, second.revision) == (None, 2)

    def test_a_message_said_twice_is_done_once(self, message: MarkerMessage) -> None:
        first = self.send_one(message)
        assert self.send(message, earlier=(first,)) == [first]
        assert self.send_one(message).revision == 1  # by a session that knows no receipts
        assert self.now.revision == 1

    @pytest.mark.parametrize("status", ["skipped", "flagged", "nothing_irrelevant"])
    def test_every_answer_is_stored_as_such(self, message: MarkerMessage, status: Any) -> None:
        self.send(changed(message, status=status, struck=(), note="why"))
        assert self.now.status == status
        assert self.now.annotation is not None
        assert self.now.annotation.note == "why"

    def test_an_answer_taken_back_leaves_the_sentence_unreviewed(
        self, message: MarkerMessage
    ) -> None:
        self.send(message)
        receipt = self.send_one(changed(message, sequence=2, struck=(), status="unreviewed"))
        assert (receipt.revision, self.now.status) == (2, "unreviewed")

    def test_what_a_rule_struck_is_confirmed_without_hand_marks(
        self, message: MarkerMessage
    ) -> None:
        rules.add_rule(self.workspace, self.project, "odeon")
        self.send(changed(message, struck=(ODEON,), by_rule=(ODEON,)))
        answer = self.now.annotation
        assert answer is not None
        assert (answer.status, answer.marked, answer.cleared) == ("marked", (), ())

    def test_a_rule_made_in_another_tab_is_not_cleared(self, message: MarkerMessage) -> None:
        rules.add_rule(self.workspace, self.project, "odeon")
        self.send(message)  # it was shown no rule
        assert self.now.effective_marks == (WARM, ODEON)

    def test_a_rule_taken_back_by_hand_is_an_answer(self, message: MarkerMessage) -> None:
        rules.add_rule(self.workspace, self.project, "odeon")
        self.send(changed(message, struck=(), by_rule=(ODEON,)))
        assert self.now.annotation is not None
        assert self.now.annotation.cleared == (ODEON,)

    def test_accepted_suggestions_are_told_apart_as_long_as_they_are_struck(
        self, message: MarkerMessage
    ) -> None:
        self.send(changed(message, struck=(WARM, FILM), accepted=(FILM, ODEON)))
        assert self.now.annotation is not None
        assert self.now.annotation.accepted == (FILM,)

    def test_a_word_is_struck_everywhere_and_spared_again(self, message: MarkerMessage) -> None:
        wish = replace(message, rule="strike", cursor=ODEON)
        struck = self.send_one(wish).rule_change
        assert struck == RuleChange(RulePattern("word", "odeon"), before=None, after=())
        assert self.now.annotation is None  # a rule is no answer
        assert self.now.effective_marks == (ODEON,)
        spared = self.send_one(replace(changed(wish, sequence=2), rule="spare")).rule_change
        assert spared == RuleChange(RulePattern("word", "odeon"), before=(), after=None)
        assert self.now.effective_marks == ()

    def test_sparing_a_word_again_can_be_undone_with_its_exceptions(
        self, message: MarkerMessage
    ) -> None:
        pattern = RulePattern("word", "odeon")
        rules.strike(self.workspace, self.project, pattern, spared=[message.item])
        again = self.send_one(replace(message, rule="strike", cursor=ODEON))
        assert again.rule_change is None  # struck already, and but for one sentence
        spared = self.send_one(replace(changed(message, sequence=2), rule="spare", cursor=ODEON))
        assert spared.rule_change is not None
        rules.undo(self.workspace, self.project, spared.rule_change)
        assert rules.spared_by(self.workspace, self.project, pattern) == [message.item]

    def test_a_rule_for_a_word_that_is_not_there_is_refused(self, message: MarkerMessage) -> None:
        receipt = self.send_one(replace(message, cursor=99, rule="strike"))
        assert receipt.refused is not None
        assert "8 tokens" in receipt.refused
        assert self.now.effective_marks == ()


class TestDrawing:
    @pytest.fixture(autouse=True)
    def _prepare(self, fresh_workspace: Workspace, shown: Sentence) -> None:
        self.workspace, self.shown = fresh_workspace, shown

    def draw(self, insight: Insight | None = None, **changes: Any) -> dict[str, Any]:
        now = again(self.workspace, self.shown)
        sheet = Sheet(now, count_words(self.workspace, now), insight, (WARM,))
        item = self.shown.example.id
        desk = Desk("owner", "turn", item, None, (), (sheet,), **changes)
        (drawn,) = drawing(desk, [])["sentences"]
        return dict(drawn)

    def test_the_text_is_whole_again_when_put_together(self) -> None:
        data = self.draw()
        assert "".join(a + b for a, b in data["tokens"]) + data["tail"] == ROWS[0].text

    def test_each_token_finds_its_word(self, project: Project) -> None:
        rules.add_rule(self.workspace, project, "Odeon")
        data = self.draw()
        assert data["struck"] == data["by_rule"] == [ODEON]
        assert data["words"][data["word_of"][ODEON]] == {
            "others": 1,
            "label": "bad",
            "share": 100,
            "ruled": True,
        }
        assert data["words"][data["word_of"][WARM]] == {
            "others": 0,
            "label": None,
            "share": 0,
            "ruled": False,
        }

    def test_a_stored_answer_is_told_with_its_steps_and_its_tab(
        self, project: Project, message: MarkerMessage
    ) -> None:
        owner = owner_of(self.workspace, project, "me")
        batch = Batch(owner, "turn", message.item, (), False, (message,))
        receive(self.workspace, project, "me", batch, [])
        data = self.draw()
        assert (data["status"], data["revision"], data["by_hand"]) == ("marked", 1, [WARM])
        assert (data["client"], data["sequence"]) == ("tab", 1)
        step = {"struck": (WARM,), "freed": (), "before": "unreviewed", "after": "marked"}
        assert (data["past"], data["future"]) == ([step], [])

    def test_what_the_model_sees_is_told(self) -> None:
        shares = (0.5, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0)
        exposure = Exposure(3, False, (0,))
        seen = Insight(3, False, shares, (2,), (0,), Prediction("good", 0.9), None, exposure)
        assert self.draw(seen)["insight"] == {
            "run": 3,
            "blind": False,
            "shares": list(shares),
            "against": [2],
            "suggested": [0],
            "predicted": ["good", 0.9],
            "without": None,
            "looked": [WARM],
        }
        assert self.draw()["insight"] is None


class TestOwner:
    def test_another_workspace_project_or_person_is_another_owner(
        self, fresh_workspace: Workspace, project: Project, tmp_path: Path
    ) -> None:
        other_folder = replace(fresh_workspace.settings, workspace=tmp_path / "copy")
        later = replace(project, created_at=project.created_at + timedelta(microseconds=1))
        with closing(Workspace(other_folder)) as copied:
            owners = [
                owner_of(fresh_workspace, project, "me"),
                owner_of(fresh_workspace, project, "you"),
                owner_of(fresh_workspace, later, "me"),
                owner_of(copied, project, "me"),
            ]
        assert len(set(owners)) == len(owners)
        assert owner_of(fresh_workspace, project, "me") == owners[0]

    def test_marks_of_another_owner_are_kept_by_the_browser_and_not_stored(
        self, fresh_workspace: Workspace, project: Project, message: MarkerMessage, shown: Sentence
    ) -> None:
        owner = owner_of(fresh_workspace, project, "you")
        batch = Batch(owner, "turn", message.item, (), False, (message,))
        received = receive(fresh_workspace, project, "me", batch, [])
        assert received.receipts == ()
        assert received.trouble is not None
        assert "another workspace, project or person" in received.trouble
        assert again(fresh_workspace, shown).status == "unreviewed"


def test_what_cannot_be_stored_now_has_no_receipt_and_is_stored_later(
    fresh_workspace: Workspace, project: Project, message: MarkerMessage, shown: Sentence
) -> None:
    owner = owner_of(fresh_workspace, project, "me")
    batch = Batch(owner, "turn", message.item, (), False, (message,))
    file = fresh_workspace.settings.database
    with closing(Workspace(fresh_workspace.settings)) as workspace:
        aside = file.rename(file.with_name("aside"))
        received = receive(workspace, project, "me", batch, [])
        aside.rename(file)
    assert received.receipts == ()
    assert received.trouble is not None
    assert "nothing is saved any more" in received.trouble
    (receipt,) = receive(fresh_workspace, project, "me", batch, []).receipts
    assert receipt.saved_at is not None
    assert again(fresh_workspace, shown).effective_marks == (WARM,)
