"""While Streamlit draws a page anew, the old marker and the new one are both there for a moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from rrr.records import NewExample
from rrr.services.guidance.training_words import count_words
from rrr.services.marks import answers
from rrr.services.workspace import Workspace
from rrr.store import example_queries, importing
from rrr.ui.annotate import token_marker
from rrr.ui.annotate.token_marker import Desk, Sheet
from rrr.ui.annotate.token_marker.drawing import drawing
from rrr.ui.es_modules import as_one_script

pytestmark = pytest.mark.browser

FOLDER = Path(token_marker.__file__).parent

# `window.markers` has, of each marker, how to close it and what it has sent.
MOUNT_TWO = """async ([script, html, data]) => {
    const address = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const mount = (await import(address)).default;
    window.markers = ["old", "new"].map(id => {
        const host = document.body.appendChild(document.createElement("div"));
        host.id = id;
        const parentElement = host.attachShadow({ mode: "open" });
        parentElement.innerHTML = html;
        const sent = [];
        const setStateValue = (name, value) => sent.push(structuredClone(value));
        return { sent, close: mount({ data, parentElement, setStateValue }) };
    });
}"""
STRIKE_IN_THE_OLD_AND_CLOSE_IT = """() => {
    document.getElementById("old").shadowRoot.querySelectorAll("[role=option]")[1].click();
    window.markers[0].close();
}"""


@pytest.fixture
def drawn(fresh_workspace: Workspace, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the server says of the sentence “A warm film”, to a person of this test's own: what
    another test leaves in the browser is not theirs."""
    rows = [NewExample("A warm film", "good", "train"), NewExample("A film", "bad", "train")]
    project = importing.add(fresh_workspace.database, "films", ("bad", "good"), rows)
    item = next(example_queries.stream_of(fresh_workspace.database, project.id)).id
    sentence = answers.sentence(fresh_workspace, item, "me")
    sheet = Sheet(sentence, count_words(fresh_workspace, sentence), None)
    return drawing(Desk(request.node.name, "turn", item, None, (), (sheet,)), [])


@pytest.fixture
def two_markers(page: Page, drawn: dict[str, Any]) -> Page:
    page.route("**/*", lambda route: route.fulfill(body="<body></body>", content_type="text/html"))
    page.goto("http://127.0.0.1/two-markers")
    html = (FOLDER / "token_marker.html").read_text(encoding="utf-8")
    page.evaluate(MOUNT_TWO, [as_one_script(FOLDER, "mount.js"), html, drawn])
    # Both have looked by now for what crashed tabs have left.
    page.evaluate("() => new Promise(resolve => setTimeout(resolve, 300))")
    return page


def struck_in(page: Page, marker: str) -> Locator:
    return page.locator(f"#{marker}").get_by_role("option", selected=True)


def test_a_word_struck_in_the_old_one_as_it_goes_is_struck_and_sent_by_the_new_one(
    two_markers: Page,
) -> None:
    page = two_markers
    page.evaluate(STRIKE_IN_THE_OLD_AND_CLOSE_IT)
    expect(struck_in(page, "new")).to_have_text(["warm"])
    page.wait_for_function("() => window.markers[1].sent.length > 0")
    (message,) = page.evaluate("() => window.markers[1].sent.at(-1).messages")
    assert message["struck"] == [1]
    assert page.evaluate("() => window.markers[0].sent") == []


def test_an_old_one_that_has_nothing_to_hand_over_leaves_the_new_one_as_it_is(
    two_markers: Page,
) -> None:
    page = two_markers
    page.evaluate("() => window.markers[0].close()")
    page.evaluate("() => new Promise(resolve => setTimeout(resolve, 600))")
    expect(struck_in(page, "new")).to_have_count(0)
    assert page.evaluate("() => window.markers[1].sent") == []
