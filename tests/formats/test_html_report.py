import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from rrr.formats.html_report import html_report
from rrr.formats.percent import percent
from rrr.formats.report_content import (
    Report,
    ReportRun,
    ReportSentence,
    Share,
    ShareRow,
    WordRow,
)
from rrr.records import (
    EpochReport,
    Explanation,
    Reliance,
    TrainingConfig,
    Trial,
    WeightSearch,
)

HOSTILE = '<script>alert("x")</script> {{ 7*7 }} {% raw %} \'" onload=x </style> &amp;'


def explanation(positive: float) -> Explanation:
    return Explanation(
        tokens=("good", "<b>"),
        starts=(0, 5),
        saliency=(1.0, 3.0),
        probabilities={"negative": 1 - positive, HOSTILE: positive},
    )


def run(number: int, weight: float) -> ReportRun:
    return ReportRun(
        number=number,
        name=HOSTILE,
        is_baseline=weight == 0,
        weight_name=f"λ = {weight:g}",
        seconds=12.0,
        epochs=[
            EpochReport(epoch, 2, 1.0, {"loss": 0.5, "classification_loss": 0.4, "accuracy": 0.9})
            for epoch in (1, 2)
        ],
        settings=TrainingConfig(reason_weight=weight, max_embedding_norm=None).to_dict(),
        hashes={"marks": "abc123"},
        versions={"TensorFlow": HOSTILE},
    )


def row(what: str, before: float, after: float, *, is_part: bool = False) -> ShareRow:
    return ShareRow(
        what, Share(before, before, before), Share(after, after, after), 321, is_part=is_part
    )


RELIANCE = Reliance(321, 0.02, 0.06, 0.01, 0.85, 0.88)
REPORT = Report(
    project=f"Reviews {HOSTILE}",
    made_at=datetime(2030, 1, 2, 3, 4, tzinfo=UTC),
    verdict_kind="cured",
    verdict_title="Cured",
    verdict_sentence=f"It is right in “{HOSTILE}”.",
    verdict_sections=[("Worst label", [f"Right in 65 % of “{HOSTILE}”."])],
    before=run(1, 0.0),
    after=run(2, 37.5),
    num_training_sentences=1500,
    num_marked_tokens=1830,
    marked_words=["odeon", HOSTILE],
    accuracy=[row("test", 0.99, 0.87), row(HOSTILE, 0.05, 0.86, is_part=True)],
    reliance=[row("swap", 0.95, 0.02), row("removal", 0.4, 0.06)],
    saliency_share=(0.2, 0.01),
    num_seeds=1,
    words=[WordRow(HOSTILE, 0.3, 0.01, is_marked=True), WordRow("warm", 0.1, 0.4, is_marked=False)],
    words_read="500 test sentences",
    sentences=[
        ReportSentence(
            HOSTILE, HOSTILE, "good <b>", frozenset({1}), explanation(0.1), explanation(0.9)
        )
    ],
    search=WeightSearch(
        baseline=RELIANCE,
        deleted_accuracy=0.9,
        trials=(
            Trial(37.5, "good", RELIANCE, 8.0),
            Trial(3.75, "too_weak", RELIANCE, 8.0),
            Trial(375.0, "collapsed", None, 2.0),
        ),
        chosen=37.5,
        why=f"Because {HOSTILE}.",
    ),
    differences=[f"seed: 0 and {HOSTILE}"],
)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def page() -> Reader:
    reader = Reader()
    reader.feed(html_report(REPORT))
    return reader


def test_hostile_text_stays_text_wherever_it_stands(page: Reader) -> None:
    assert "script" not in page.tags
    assert page.tags.count("b") == 3  # the template's own; the text's are none
    assert page.text.count(HOSTILE) >= 14
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_nothing_is_fetched_from_anywhere(page: Reader) -> None:
    html = html_report(REPORT)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert not {"src", "srcset", "data"} & {name for name, _ in page.attributes}
    assert [value for name, value in page.attributes if name == "href"] == [
        "data:,",
        "#sentences",
    ]


def test_every_number_stands_before_and_after_with_the_points_between(page: Reader) -> None:
    text = re.sub(r"\s+", " ", page.text.replace("\u00a0", "~"))
    for told in (
        "swap 321 95~%95~% – 95~% 2.0~%2.0~% – 2.0~% −93",
        "test 321 99~%99~% – 99~% 87~%87~% – 87~% −12",
        "86~%86~% – 86~% +81",
        "from 20~% to 1.0~%",
        "99~% of 321 sentences",
    ):
        assert told in text
    assert "1,830 tokens" in text
    assert "λ = 37.5" in text


def test_the_search_says_what_every_weight_did_and_why_one_was_taken(page: Reader) -> None:
    text = re.sub(r"\s+", " ", page.text)
    assert "Because" in text
    assert "37.5 ★no longer relies on them85" in text.replace("\u00a0", "")
    assert "375stopped learning––2" in text


def test_what_is_needed_to_repeat_the_runs_stands_there(page: Reader) -> None:
    for told in ("abc123", "embedding size", "TensorFlow", "reason weight", "37.5"):
        assert told in page.text


def test_charts_tell_themselves_in_words(page: Reader) -> None:
    told = [value for name, value in page.attributes if name == "aria-label" and value]
    charts = " ".join(told).replace("\u00a0", " ")
    assert "Reliance on the struck words: swap: before 95 %, after 2.0 %" in charts
    assert "Right: before 90 % after the first epoch, 90 % at the end" in charts
    assert "λ = 37.5: 85 % right without their help, swaps change 2.0 %" in charts


def test_a_single_weight_is_not_drawn_since_there_is_nothing_to_compare() -> None:
    assert REPORT.search
    single = html_report(
        replace(REPORT, search=replace(REPORT.search, trials=REPORT.search.trials[:1]))
    )
    assert "What each λ does" in html_report(REPORT)
    assert "What each λ does" not in single
    assert "How λ was found" in single


def test_each_model_says_whether_it_is_right(page: Reader) -> None:
    text = re.sub(r"[ \n]+", " ", page.text)
    assert f"before: negative {percent(0.9)} ✗ wrong" in text
    assert re.search(rf"after: {re.escape(HOSTILE)} {percent(0.9)} ✓ right", text)


def test_missing_reliance_is_told_in_words() -> None:
    html = html_report(replace(REPORT, reliance=[], saliency_share=None, search=None))
    assert "Reliance was not measured" in html
    assert "How λ was found" not in html


def test_a_report_without_sentences_words_or_test_splits_is_whole() -> None:
    html = html_report(replace(REPORT, sentences=[], marked_words=[], words=[], accuracy=[]))
    assert "Sentence by sentence" not in html
    assert "nothing is known of how right" in html
    assert html.rstrip().endswith("</html>")


def test_any_two_runs_are_told_as_what_they_are() -> None:
    text = html_report(replace(REPORT, before=run(5, 1.0), note="Measured anew."))
    assert "knows nothing of any marks" not in text
    assert "run 5, λ = 1" in text
    assert "Measured anew." in text
