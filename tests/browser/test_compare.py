"""The Compare page as a browser draws it, after a real training."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import Locator, Page, expect

from rrr.records import NewExample, Project, TrainingConfig
from rrr.services.demo_loop import train_pair
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.browser.accessibility import violations, violations_in_light_and_dark
from tests.browser.drawing import wait_until_drawn
from tests.browser.running_app import RunningApp
from tests.browser.tapping import tap_link

HOSTILE = "bad <img src=x onerror=window.alive=1>\n  <script>window.alive=1</script> :red[x] Rex"
WITHOUT = re.compile(r"^model: \w+ \d+ % · without the struck words: \w+ \d+ %$")
# Streamlit puts the desk's HTML into the page before it fetches the desk's script.
TYPE_AS_SOON_AS_THERE_IS_A_BOX = """() => {
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attach.call(this, init);
    const observer = new MutationObserver(() => {
      const box = root.querySelector("#desk-text");
      if (!box) return;
      observer.disconnect();
      box.value = "so good an odeon";
      box.dispatchEvent(new Event("input"));
    });
    observer.observe(root, { childList: true, subtree: true });
    return root;
  };
}"""
SECONDS = 60_000  # milliseconds: TensorFlow has to be loaded first


@pytest.fixture(scope="module")
def project(app: RunningApp) -> Project:
    """A project with one finished pair in the running app's workspace."""
    workspace = Workspace(app.settings)
    examples = [
        NewExample(f"{word} film number{number} {venue}", label, split)
        for number, split in enumerate(["train"] * 4 + ["test"])
        for word, venue, label in (("good", "Odeon", "positive"), ("bad", "Rex", "negative"))
    ]
    examples.append(NewExample(HOSTILE, "negative", "test"))
    name = f"compared {uuid.uuid4().hex}"  # the app may be shared, and this be done again in it
    project = importing.add(workspace.database, name, ["negative", "positive"], examples)
    for word in ("Odeon", "Rex"):
        rules.add_rule(workspace, project, word)
    config = TrainingConfig(
        classifier="gru",
        embedding_size=4,
        hidden_size=4,
        epochs=2,
        reason_weight=100.0,
        penalty="input_gradient",
    )
    train_pair(workspace, project, config, lambda run, report: None)
    assert [run.status for run in runs.list_runs(workspace, project.id)] == ["finished"] * 2
    workspace.close()
    return project


@pytest.fixture
def opened(page: Page, app: RunningApp, project: Project) -> Page:
    page.goto(f"{app.url}/compare?project={project.id}")
    expect(page.locator(".rrr-heatmap").first).to_be_visible(timeout=SECONDS)
    return page


def browse(page: Page) -> None:
    page.get_by_role("combobox", name="Sentences that").click()
    page.get_by_role("option", name="are there, in order").click()
    expect(page.get_by_text("sentence 1 of 3 in test")).to_be_visible()


def rectangles(elements: Locator) -> list[dict[str, float]]:
    """Where they are at one moment: what is drawn above them later moves all of them."""
    boxes: list[dict[str, float]] = elements.evaluate_all(
        "elements => elements.map(element => element.getBoundingClientRect().toJSON())"
    )
    return boxes


def test_both_heatmaps_stand_side_by_side_with_numbers_and_marks(opened: Page) -> None:
    left, right = rectangles(opened.locator(".rrr-heatmap"))
    assert left["right"] <= right["left"]
    assert left["top"] == right["top"]
    for heat in opened.locator(".rrr-heatmap").all():
        marked = heat.locator(".marked")
        expect(marked).to_have_count(1)
        expect(marked).to_have_css("text-decoration-line", "line-through")
        title = marked.get_attribute("title") or ""
        assert title.endswith("of the saliency, struck out")


def test_the_hottest_word_is_full_orange_on_the_common_scale(opened: Page) -> None:
    colours = opened.locator(".rrr-heatmap span").evaluate_all(
        "spans => spans.map(span => getComputedStyle(span).backgroundColor)"
    )
    assert colours.count("rgb(242, 140, 40)") == 1


def test_hostile_text_is_drawn_and_does_not_come_alive(opened: Page) -> None:
    browse(opened)
    opened.get_by_role("textbox", name="Search").fill("script")
    opened.get_by_role("textbox", name="Search").press("Enter")
    expect(opened.get_by_text("sentence 3 of 3 in test")).to_be_visible()
    heat = opened.locator(".rrr-heatmap").first
    expect(heat).to_contain_text("onerror")
    assert heat.evaluate("element => element.textContent") == HOSTILE
    assert opened.evaluate("window.alive") is None


def test_next_goes_on(opened: Page) -> None:
    browse(opened)
    opened.get_by_role("button", name="Next").click()
    expect(opened.get_by_text("sentence 2 of 3 in test")).to_be_visible()


def test_both_models_answer_while_a_sentence_is_typed_and_words_are_struck(opened: Page) -> None:
    opened.get_by_role("radio", name="Type your own").click()
    box = opened.get_by_label("Your own sentence")
    box.press_sequentially("so good an odeon <b>")
    table = opened.locator(".desk table")
    expect(table.locator("tr.after td").first).to_have_text(re.compile(r"^\w+ \d+\s%$"))
    words = opened.locator(".desk .words button")
    expect(words).to_have_text(["so", "good", "an", "odeon", "<", "b", ">"])
    expect(opened.locator(".rrr-heatmap").first).to_have_text("so good an odeon <b>")
    expect(opened.locator(".rrr-heatmap .marked").first).to_have_text("odeon")
    without = table.locator("tr.after td.without")
    expect(without).to_be_hidden()
    words.nth(3).click()
    expect(words.nth(3)).to_have_attribute("aria-pressed", "true")
    expect(without).to_have_text(re.compile(r"^\w+ \d+\s%$"))
    box.press("End")
    box.press_sequentially("!")
    expect(words).to_have_count(8)
    expect(words.nth(3)).to_have_attribute("aria-pressed", "false")
    assert violations(opened) == []


def test_what_is_typed_before_the_script_has_come_is_kept_and_answered(opened: Page) -> None:
    opened.evaluate(TYPE_AS_SOON_AS_THERE_IS_A_BOX)
    opened.get_by_role("radio", name="Type your own").click()
    expect(opened.locator(".desk .words button")).to_have_text(["so", "good", "an", "odeon"])
    expect(opened.get_by_label("Your own sentence")).to_have_value("so good an odeon")


def test_a_page_is_well_though_a_tap_on_its_link_leaves_the_box_in_the_same_moment(
    opened: Page,
) -> None:
    opened.get_by_role("radio", name="Type your own").click()
    for number in range(3):
        box = opened.get_by_label("Your own sentence")
        box.wait_for()
        wait_until_drawn(opened)
        box.fill(f"so good a rialto {number}")
        tap_link(opened, "Train")
        expect(opened.get_by_role("button", name="Train with my marks")).to_be_visible()
        opened.get_by_test_id("stSidebarNavLink").filter(has_text="Compare").click()
        expect(opened.get_by_label("Your own sentence")).to_have_value(f"so good a rialto {number}")


def test_a_word_clicked_in_the_chart_shows_its_sentences_and_the_chart_can_be_taken_away(
    opened: Page,
) -> None:
    opened.get_by_role("radio", name="Words", exact=True).click()
    opened.locator('[data-testid=stVegaLiteChart] path[aria-label*="odeon"]').last.click()
    expect(opened.get_by_role("combobox", name="Sentences with")).to_have_value("odeon")
    expect(opened.locator(".rrr-heatmap .marked").first).to_have_text("Odeon")
    opened.get_by_role("button", name="Numbers and files").click()
    files = opened.get_by_test_id("stPopoverBody")
    for kind, start in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", b"\xef\xbb\xbfword,marked")):
        with opened.expect_download(timeout=SECONDS) as download:
            files.get_by_role("button", name=kind, exact=True).click()
        assert download.value.path().read_bytes().startswith(start)


def test_a_number_of_the_confusion_matrix_leads_to_its_sentences(opened: Page) -> None:
    opened.get_by_role("radio", name="Accuracy", exact=True).click()
    charts = opened.get_by_test_id("stVegaLiteChart").filter(
        has=opened.locator('[aria-label*="true label"]')
    )
    expect(charts).to_have_count(2)
    numbers = charts.last.locator('[aria-label*="true label: positive"]')
    taken = numbers.filter(has_not_text="0").last
    taken.click()
    way_out = opened.get_by_role("button", name=re.compile("^(close )?after: positive taken for"))
    expect(way_out).to_be_visible()
    expect(opened.get_by_text(re.compile("· labelled positive$"))).to_be_visible()
    expect(opened.get_by_text("Number, of 1", exact=True)).to_be_visible()
    way_out.click()
    expect(opened.get_by_text("Number, of 3", exact=True)).to_be_visible()


def test_the_heatmaps_are_stacked_on_a_phone(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 800})
    heats = opened.locator(".rrr-heatmap")
    expect(heats.first).to_be_visible()
    upper, lower = rectangles(heats)
    assert upper["bottom"] <= lower["top"]
    assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_report_is_downloaded(opened: Page) -> None:
    wait_until_drawn(opened)
    with opened.expect_download(timeout=SECONDS) as download:
        opened.get_by_role("button", name="Download as a report").click()
    report = download.value.path().read_text(encoding="utf-8")
    assert report.startswith("<!DOCTYPE html>")
    assert "compared" in report
    assert "<script>" not in report


def test_the_marker_shows_what_the_model_sees(opened: Page, app: RunningApp) -> None:
    """After Compare: that page has loaded TensorFlow, without which there is nothing to see."""
    opened.goto(opened.url.replace("/compare", "/annotate"))
    line = opened.locator(".model")
    expect(line).to_have_text(WITHOUT, timeout=SECONDS)  # "Odeon" is struck by its rule
    token = opened.get_by_role("option").first
    heat = token.evaluate("element => element.style.getPropertyValue('--heat')")
    assert int(heat.removesuffix("%")) > 0
    expect(token).to_have_attribute("aria-description", re.compile(r"\d % of the saliency"))
    token.click()  # "…" stands there until the server has left this word out, too
    expect(line).to_have_text(WITHOUT)
    assert violations(opened) == []
    opened.keyboard.press("h")
    expect(line).to_be_hidden()
    opened.reload()
    expect(opened.get_by_role("button", name="Heat")).to_have_attribute("aria-pressed", "false")
    opened.keyboard.press("h")
    expect(line).to_have_text(WITHOUT)


def test_heatmaps_are_open_to_everybody(opened: Page) -> None:
    assert violations_in_light_and_dark(opened) == []
