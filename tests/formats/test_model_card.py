"""A model card shows texts as they are, whatever is in them."""

from __future__ import annotations

from datetime import UTC, datetime

from rrr.formats.markdown_text import markdown_text
from rrr.formats.model_card import ModelCard, SplitResult, model_card

HOSTILE = "<script>x</script> | [a](http://b) *c*\n# d"


def test_no_text_becomes_markup() -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    card = model_card(
        ModelCard(
            project=HOSTILE,
            run=7,
            labels=[HOSTILE, "b"],
            split_sizes={HOSTILE: 3},
            num_marked_tokens=2,
            rules=[HOSTILE],
            verdict_title="Cured",
            verdict_sentence=HOSTILE,
            verdict_sections=[("What it cost", [HOSTILE])],
            results=[SplitResult(HOSTILE, 0.5, 4, (0.2, 0.8))],
            num_words=9,
            max_tokens=400,
            trained_at=moment,
            made_at=moment,
            settings={"encoder": HOSTILE},
            hashes={"marks": "abc"},
        )
    )
    assert card.count(markdown_text(HOSTILE)) >= 7
    assert card.count("<script") == card.count("\\<script")
    assert card.count("](") == card.count("\\](")
    assert "\n# d" not in card
    assert "02 January 2026" in card


def test_what_markdown_obeys_is_escaped_and_nothing_else() -> None:
    assert markdown_text("a*b\n#c \x1b, (87 %). www.x") == r"a\*b \#c \\x1b, (87 %). www\.x"
