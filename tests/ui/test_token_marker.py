from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rrr.errors import AnnotationError
from rrr.records import NewExample, Project
from rrr.services import annotating, rules
from rrr.services.annotating import Sentence
from rrr.services.words import count_words
from rrr.services.workspace import Workspace
from rrr.store import projects
from rrr.ui.token_marker import MarkerMessage, Receipt, parse, receive
from rrr.ui.token_marker.drawing import drawing

ROWS = [
    NewExample("  A warm film,\n seen at the Odeon ", "good", "train"),
    NewExample("The odeon again", "bad", "train"),
]
A, WARM, FILM, COMMA, SEEN, AT, THE, ODEON = range(8)


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    return projects.add(fresh_workspace.database, "cinemas", ("bad", "good"), ROWS)


@pytest.fixture
def shown(fresh_workspace: Workspace, project: Project) -> Sentence:
    example_id = annotating.first_example(fresh_workspace, project)
    assert example_id is not None
    return annotating.sentence(fresh_workspace, example_id, "me")


@pytest.fixture
def message(shown: Sentence) -> MarkerMessage:
    """The first change in a tab: "warm" struck."""
    return MarkerMessage(
        item=shown.example.id,
        token_hash=shown.token_hash,
        base_revision=0,
        client="tab",
        sequence=1,
        acknowledged=0,
        struck=(WARM,),
        cursor=WARM,
        edited=True,
        action="save",
    )


def again(workspace: Workspace, shown: Sentence) -> Sentence:
    return annotating.sentence(workspace, shown.example.id, "me")


RAW: dict[str, Any] = {
    "item": 3,
    "token_hash": "abc",
    "base_revision": 0,
    "client": "tab",
    "sequence": 2,
    "acknowledged": 1,
    "struck": [4, 1],
    "cursor": 4,
    "edited": True,
    "action": "next",
    "attempt": 0,
}


class TestParse:
    def test_a_message_is_read(self) -> None:
        message = parse(RAW)
        assert (message.item, message.struck, message.action) == (3, (1, 4), "next")

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("item", "3"),
            ("item", True),
            ("sequence", -1),
            ("cursor", 1.5),
            ("struck", [1, "2"]),
            ("struck", None),
            ("struck", [-1]),
            ("action", "delete everything"),
            ("token_hash", None),
            ("client", 7),
        ],
    )
    def test_anything_else_is_refused(self, name: str, value: object) -> None:
        with pytest.raises(AnnotationError, match="cannot be read"):
            parse({**RAW, name: value})

    def test_no_message_at_all_is_refused(self) -> None:
        with pytest.raises(AnnotationError, match="Expected: an object"):
            parse(None)


class TestReceive:
    @pytest.fixture(autouse=True)
    def _prepare(self, fresh_workspace: Workspace, project: Project, shown: Sentence) -> None:
        self.workspace, self.project, self.shown = fresh_workspace, project, shown

    def send(self, message: MarkerMessage, last: Receipt | None = None) -> Receipt:
        return receive(self.workspace, self.project, "me", self.shown.example.id, message, last)

    @property
    def struck(self) -> tuple[int, ...]:
        return again(self.workspace, self.shown).effective_marks

    def test_marks_are_stored_and_acknowledged(self, message: MarkerMessage) -> None:
        receipt = self.send(message)
        assert (receipt.sequence, receipt.revision, receipt.refused) == (1, 1, None)
        assert receipt.saved_at is not None
        assert self.struck == (WARM,)

    def test_a_message_for_another_sentence_is_refused(self, message: MarkerMessage) -> None:
        other = receive(
            self.workspace, self.project, "me", self.shown.example.id + 1, message, None
        )
        assert other.refused is not None
        assert "no longer shows" in other.refused
        assert self.struck == ()

    def test_marks_on_another_division_of_the_text_are_refused(
        self, message: MarkerMessage
    ) -> None:
        receipt = self.send(replace(message, token_hash="old"))
        assert receipt.refused is not None
        assert "another division" in receipt.refused
        assert self.struck == ()

    def test_an_old_revision_is_refused(self, message: MarkerMessage) -> None:
        self.send(message)
        receipt = self.send(replace(message, client="other tab", struck=(FILM,)))
        assert receipt.refused is not None
        assert "another window" in receipt.refused
        assert self.struck == (WARM,)

    def test_a_later_message_may_follow_before_the_receipt_arrives(
        self, message: MarkerMessage
    ) -> None:
        first = self.send(message)
        second = self.send(replace(message, sequence=2, struck=(WARM, FILM)), first)
        assert (second.refused, second.revision) == (None, 2)
        assert self.struck == (WARM, FILM)

    def test_a_marker_that_has_its_receipt_gets_no_such_credit(
        self, message: MarkerMessage
    ) -> None:
        first = self.send(message)
        late = replace(message, sequence=2, acknowledged=1, struck=(FILM,))
        assert self.send(late, first).refused is not None

    def test_a_message_said_twice_is_done_once(self, message: MarkerMessage) -> None:
        first = self.send(message)
        assert self.send(message, first) is first
        assert again(self.workspace, self.shown).revision == 1

    def test_going_on_confirms_what_a_rule_struck(self, message: MarkerMessage) -> None:
        rules.add_rule(self.workspace, self.project, "odeon")
        self.send(replace(message, struck=(ODEON,), edited=False, action="next"))
        answer = again(self.workspace, self.shown).annotation
        assert answer is not None
        assert (answer.status, answer.marked, answer.cleared) == ("marked", (), ())

    def test_going_on_without_a_strike_is_no_answer(self, message: MarkerMessage) -> None:
        receipt = self.send(replace(message, struck=(), edited=False, action="next"))
        assert again(self.workspace, self.shown).annotation is None
        assert receipt.notice is not None
        assert "left unreviewed" in receipt.notice

    def test_going_back_without_an_edit_stores_nothing(self, message: MarkerMessage) -> None:
        self.send(replace(message, edited=False, action="back"))
        assert again(self.workspace, self.shown).annotation is None

    def test_nothing_irrelevant_is_stored_as_such(self, message: MarkerMessage) -> None:
        self.send(replace(message, struck=(), action="nothing"))
        answer = again(self.workspace, self.shown).annotation
        assert answer is not None
        assert answer.status == "nothing_irrelevant"

    def test_looking_again_keeps_nothing_irrelevant(self, message: MarkerMessage) -> None:
        first = self.send(replace(message, struck=(), action="nothing"))
        look = replace(
            message, sequence=2, acknowledged=1, base_revision=1, struck=(), edited=False
        )
        receipt = self.send(replace(look, action="next"), first)
        assert (receipt.revision, receipt.notice) == (1, None)

    def test_the_last_strike_taken_off_withdraws_the_answer(self, message: MarkerMessage) -> None:
        first = self.send(message)
        receipt = self.send(replace(message, sequence=2, struck=()), first)
        assert (receipt.revision, receipt.saved_at) == (2, None)
        assert again(self.workspace, self.shown).status == "unreviewed"

    def test_a_rule_taken_back_by_hand_is_an_answer(self, message: MarkerMessage) -> None:
        rules.add_rule(self.workspace, self.project, "odeon")
        self.send(replace(message, struck=()))
        answer = again(self.workspace, self.shown).annotation
        assert answer is not None
        assert answer.cleared == (ODEON,)

    def test_striking_everywhere_makes_a_rule_and_no_hand_mark(
        self, message: MarkerMessage
    ) -> None:
        everywhere = replace(message, struck=(WARM, ODEON), cursor=ODEON, action="everywhere")
        receipt = self.send(everywhere)
        assert receipt.ruled == "odeon"
        answer = again(self.workspace, self.shown).annotation
        assert answer is not None
        assert answer.marked == (WARM,)
        assert self.struck == (WARM, ODEON)

    def test_a_rule_for_a_word_that_is_not_there_is_refused(self, message: MarkerMessage) -> None:
        receipt = self.send(replace(message, cursor=99, action="everywhere"))
        assert receipt.refused is not None
        assert "8 tokens" in receipt.refused
        assert self.struck == ()


class TestDrawing:
    def test_the_text_is_whole_again_when_put_together(
        self, fresh_workspace: Workspace, shown: Sentence
    ) -> None:
        data = drawing(shown, count_words(fresh_workspace, shown), None)
        assert "".join(a + b for a, b in data["tokens"]) + data["tail"] == ROWS[0].text

    def test_each_token_finds_its_word(
        self, fresh_workspace: Workspace, project: Project, shown: Sentence
    ) -> None:
        rules.add_rule(fresh_workspace, project, "Odeon")
        shown = again(fresh_workspace, shown)
        data = drawing(shown, count_words(fresh_workspace, shown), None)
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

    def test_a_receipt_says_when_it_was_saved(
        self,
        fresh_workspace: Workspace,
        project: Project,
        shown: Sentence,
        message: MarkerMessage,
    ) -> None:
        receipt = receive(fresh_workspace, project, "me", shown.example.id, message, None)
        shown = again(fresh_workspace, shown)
        data = drawing(shown, count_words(fresh_workspace, shown), receipt)
        assert data["receipt"]["saved_at"] == data["saved_at"]
        assert (data["status"], data["revision"], data["by_hand"]) == ("marked", 1, [WARM])
