"""The types that the scripts are checked against name what is really sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from rrr.records import Exposure, NewExample, Prediction, Sender
from rrr.services.guidance.insight import Insight
from rrr.services.guidance.training_words import count_words
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.store import importing
from rrr.ui.annotate import token_marker
from rrr.ui.annotate.token_marker import Desk, Receipt, Sheet, parse, parse_look
from rrr.ui.annotate.token_marker.drawing import drawing
from tests.answering import first_example
from tests.ui.annotate.test_token_marker import RAW, RAW_MESSAGE

WIRE = (Path(token_marker.__file__).parent / "wire.d.ts").read_text(encoding="utf-8")


def names_of(interface: str) -> set[str]:
    match = re.search(rf"interface {interface} {{\n(.*?)\n}}", WIRE, re.DOTALL)
    assert match is not None
    return set(re.findall(r"^  (\w+)\??:", match[1], re.MULTILINE))


@pytest.fixture
def drawn(fresh_workspace: Workspace) -> dict[str, Any]:
    """All that the server can send."""
    rows = [NewExample("A film", "good", "train"), NewExample("The film", "bad", "train")]
    project = importing.add(fresh_workspace.database, "films", ("bad", "good"), rows)
    item = first_example(fresh_workspace, project)
    sentence = answers.sentence(fresh_workspace, item, "me")
    insight = Insight(
        1, False, (0.5, 0.5), (), (), Prediction("good", 0.9), None, Exposure(1, False, ())
    )
    sheet = Sheet(sentence, count_words(fresh_workspace, sentence), insight)
    desk = Desk("owner", "turn", item, None, (), (sheet,))
    return drawing(desk, [Receipt(item, Sender("tab", 1), 1)])


def test_of_the_drawing(drawn: dict[str, Any]) -> None:
    (sheet,) = drawn["sentences"]
    assert names_of("Drawing") == drawn.keys()
    assert names_of("Sheet") == sheet.keys()
    assert names_of("Word") == sheet["words"][0].keys()
    assert names_of("ModelView") == sheet["insight"].keys()
    assert names_of("Receipt") == drawn["receipts"][0].keys()


class Read(dict[str, Any]):
    """A message that knows which of its names have been read."""

    def __init__(self, message: dict[str, Any]) -> None:
        super().__init__(message)
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return super().get(name, default)


def test_of_a_batch_and_its_messages() -> None:
    step = Read(RAW_MESSAGE["past"][0])
    message = Read({**RAW_MESSAGE, "past": [step]})
    batch = Read({**RAW, "messages": [message]})
    parse(batch)
    assert names_of("Batch") == batch.names
    assert names_of("Message") == message.names
    assert names_of("Step") == step.names


def test_of_a_look() -> None:
    look = Read({"item": 3, "struck": [1]})
    parse_look(look)
    assert names_of("Look") - {"again"} == look.names
