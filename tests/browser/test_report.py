"""The report is one file that opens anywhere: no network, no scripts, both themes, any width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rrr.formats.html_report import html_report
from rrr.formats.percent import percent
from rrr.formats.report_content import ReportSentence
from rrr.records import Explanation
from rrr.text import tokenize
from tests.browser.accessibility import violations
from tests.formats.test_html_report import REPORT

TEXT = (
    "A long film at the Odeon\n  <img src=x onerror=window.alive=1>"
    "<script>window.alive=1</script> שלום " + "x" * 300
)


def explain(positive: float, hot: str) -> Explanation:
    tokens = tokenize(TEXT)
    return Explanation(
        tokens=tuple(token.text for token in tokens),
        starts=tuple(token.start for token in tokens),
        saliency=tuple(9.0 if token.text == hot else 0.5 for token in tokens),
        probabilities={"negative": 1 - positive, "positive": positive},
    )


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Page]:
    """The report, opened from the disk without a network; any complaint fails the test."""
    report = replace(
        REPORT,
        project=TEXT,
        verdict_kind="only_the_heatmap_changed",
        verdict_title="Only the heatmap changed",
        verdict_sections=[("What it cost", ["Right in 87 % of the “test” sentences."])],
        sentences=[
            ReportSentence(
                "test",
                "positive",
                TEXT,
                frozenset({5}),
                explain(0.1, "Odeon"),
                explain(0.9, "long"),
            )
        ],
    )
    path = tmp_path / "report.html"
    path.write_text(html_report(report), encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on(
        "request",
        lambda request: None if request.url == path.as_uri() else complaints.append(request.url),
    )
    page.context.set_offline(True)
    page.goto(path.as_uri())
    assert not complaints
    yield page
    page.context.set_offline(False)
    assert not complaints


def test_it_opens_without_a_network_and_nothing_in_it_comes_alive(opened: Page) -> None:
    expect(opened.get_by_text("Only the heatmap changed").first).to_be_visible()
    assert opened.evaluate("window.alive") is None
    heat = opened.locator(".rrr-heatmap").first
    assert heat.evaluate("element => element.textContent") == TEXT


def test_marked_words_are_struck_and_heat_is_orange_with_its_number(opened: Page) -> None:
    odeon = opened.locator(".rrr-heatmap .marked").first
    expect(odeon).to_have_text("Odeon")
    expect(odeon).to_have_css("text-decoration-line", "line-through")
    expect(odeon).to_have_css("background-color", "rgb(242, 140, 40)")
    share = 9 / (9 + 0.5 * (len(tokenize(TEXT)) - 1))
    title = f"Odeon: {percent(share)} of the saliency, struck out"
    expect(odeon).to_have_attribute("title", title)


def test_the_numbers_are_one_click_away(opened: Page) -> None:
    table = opened.locator("details table")
    expect(table).to_be_hidden()
    opened.get_by_text("Numbers", exact=True).click()
    expect(table.get_by_role("rowheader", name="Odeon")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_follows_the_readers_theme(opened: Page, scheme: str) -> None:
    opened.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    pages = {"light": "rgb(253, 252, 250)", "dark": "rgb(23, 24, 27)"}
    expect(opened.locator("body")).to_have_css("background-color", pages[scheme])
    assert violations(opened) == []


def test_it_fits_a_phone_and_a_sheet_of_paper(opened: Page) -> None:
    for width in (390, 1280):
        opened.set_viewport_size({"width": width, "height": 800})
        assert not opened.evaluate("document.documentElement.scrollWidth > innerWidth")
        curves = opened.locator(".scroll").filter(has=opened.locator(".curves"))
        assert curves.count()
        for each in curves.all():
            assert not each.evaluate("element => element.scrollWidth > element.clientWidth + 2")
    opened.emulate_media(media="print", color_scheme="dark")
    expect(opened.locator("body")).to_have_css("background-color", "rgb(253, 252, 250)")
