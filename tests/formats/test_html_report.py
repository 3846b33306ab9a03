import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from rrr.formats.html_report import Report, ReportSentence, html_report
from rrr.formats.percent import percent
from rrr.records import Evaluation, Explanation, Reliance, TrainingConfig

HOSTILE = '<script>alert("x")</script> {{ 7*7 }} {% raw %} \'" onload=x </style> &amp;'


def explanation(positive: float) -> Explanation:
    return Explanation(
        tokens=("good", "<b>"),
        starts=(0, 5),
        saliency=(1.0, 3.0),
        probabilities={"negative": 1 - positive, HOSTILE: positive},
    )


REPORT = Report(
    project=f"Reviews {HOSTILE}",
    made_at=datetime(2030, 1, 2, 3, 4, tzinfo=UTC),
    verdict_kind="cured",
    verdict_title="Cured",
    verdict_sentence=f"It is right in “{HOSTILE}”.",
    before=Evaluation({"test": 0.99, HOSTILE: 0.05}, Reliance(321, 0.95, 0.4, 0.2)),
    after=Evaluation({"test": 0.87, HOSTILE: 0.86}, Reliance(321, 0.02, 0.06, 0.01)),
    num_training_sentences=1500,
    num_marked_tokens=1830,
    marked_words=["odeon", HOSTILE],
    sentences=[
        ReportSentence(
            HOSTILE, HOSTILE, "good <b>", frozenset({1}), explanation(0.1), explanation(0.9)
        )
    ],
    weight_name="λ = 37.5",
    settings=TrainingConfig(reason_weight=37.5, max_embedding_norm=None).to_dict(),
    versions={"TensorFlow": HOSTILE},
    seconds=83.4,
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
    assert "b" in page.tags  # the template's own; the text's is none
    assert page.text.count(HOSTILE) >= 8
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_nothing_is_fetched_from_anywhere(page: Reader) -> None:
    html = html_report(REPORT)
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert not {"src", "srcset", "data"} & {name for name, _ in page.attributes}
    assert [value for name, value in page.attributes if name == "href"] == ["data:,"]


def test_every_number_stands_before_and_after_with_the_points_between(page: Reader) -> None:
    text = re.sub(r"\s+", " ", page.text.replace("\u00a0", "~"))
    for row in ("95~% 2.0~% −93", "40~% 6.0~% −34", "20~% 1.0~% −19", "99~% 87~% −12"):
        assert row in text
    assert "5.0~% 86~% +81" in text
    assert "in 321 sentences" in text
    assert "1,830 tokens" in text
    assert "λ = 37.5" in text


def test_each_model_says_whether_it_is_right(page: Reader) -> None:
    text = re.sub(r"[ \n]+", " ", page.text)
    assert f"before: negative {percent(0.9)} ✗ wrong" in text
    assert re.search(rf"after: {re.escape(HOSTILE)} {percent(0.9)} ✓ right", text)


def test_missing_reliance_is_told_in_words() -> None:
    html = html_report(
        replace(
            REPORT,
            before=replace(REPORT.before, reliance=None),
            after=replace(REPORT.after, reliance=None),
        )
    )
    assert "Reliance was not measured" in html


def test_a_report_without_sentences_or_words_is_whole() -> None:
    html = html_report(replace(REPORT, sentences=[], marked_words=[]))
    assert "Sentences that changed most" not in html
    assert html.rstrip().endswith("</html>")
