"""A model card in Markdown: what a model was made of, what it is worth, and its limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rrr.counted import counted
from rrr.formats.markdown_text import markdown_table, markdown_text
from rrr.formats.percent import percent

_MOST_RULES = 100


@dataclass(frozen=True)
class SplitResult:
    """A test set and how many of its `number` sentences the model labels rightly; `number` is 0
    where only the share is known."""

    split: str
    share: float
    number: int
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class ModelCard:
    """What a card tells. All texts are as they are, escaped when written."""

    project: str
    run: int
    labels: Sequence[str]
    split_sizes: Mapping[str, int]
    num_marked_tokens: int
    rules: Sequence[str]
    verdict_title: str
    verdict_sentence: str
    verdict_sections: Sequence[tuple[str, Sequence[str]]]
    results: Sequence[SplitResult]
    num_words: int | None  # that it knows; None for an encoder, which reads words in pieces
    max_tokens: int
    trained_at: datetime | None
    made_at: datetime
    settings: Mapping[str, object]
    hashes: Mapping[str, str]
    versions: Mapping[str, str] = field(default_factory=dict)


def model_card(card: ModelCard) -> str:
    """The card as Markdown."""
    parts = [
        f"# Model card: {markdown_text(card.project)}, run {card.run}",
        f"Sorts texts into {counted(len(card.labels), 'label')}: {_listed(card.labels)}.",
        "## Use",
        'In this folder: `python predict.py "a text" "another text"`. It needs the Python '
        f"packages {_packages(card)} and prints each label’s probability.",
        *_data(card),
        *_marks(card),
        *_verdict(card),
        *_limits(card),
        *_made(card),
    ]
    return "\n\n".join(parts) + "\n"


def _packages(card: ModelCard) -> str:
    return "`keras` and `tensorflow`" if card.num_words else "`keras-hub` and `tensorflow`"


def _data(card: ModelCard) -> list[str]:
    sizes = [(markdown_text(name), f"{size:,}") for name, size in card.split_sizes.items()]
    return ["## Data", markdown_table(("Part", "Sentences"), sizes)]


def _marks(card: ModelCard) -> list[str]:
    if not card.num_marked_tokens:
        return ["## Struck words", "None: this model was trained without marks."]
    sentence = (
        f"People struck {counted(card.num_marked_tokens, 'word')} in the training sentences as "
        "irrelevant, and training was to teach the model to do without them. What came of it "
        "stands below."
    )
    if not card.rules:
        return ["## Struck words", sentence]
    listed = _listed(card.rules[:_MOST_RULES])
    num_more = len(card.rules) - _MOST_RULES
    also = f" and {num_more:,} more" if num_more > 0 else ""
    return ["## Struck words", sentence, f"Struck everywhere: {listed}{also}."]


def _verdict(card: ModelCard) -> list[str]:
    parts = ["## What it is worth"]
    if card.verdict_title:
        title, text = markdown_text(card.verdict_title), markdown_text(card.verdict_sentence)
        parts.append(f"**{title}.** {text}")
    for heading, sentences in card.verdict_sections:
        lines = "\n".join(f"- {markdown_text(sentence)}" for sentence in sentences)
        parts.append(f"{markdown_text(heading)}:\n\n{lines}")
    rows = [
        (
            markdown_text(result.split.replace("_", " ")),
            percent(result.share),
            "–" if result.interval is None else " to ".join(map(percent, result.interval)),
            f"{result.number:,}" if result.number else "–",
        )
        for result in card.results
    ]
    parts.append(markdown_table(("Test set", "Right", "95 % interval", "Sentences"), rows))
    return parts


def _limits(card: ModelCard) -> list[str]:
    return [
        "## Limits",
        "- It was tested on sentences like those it learned from. On other texts it can be much "
        "worse.\n"
        "- It always names one of its labels, also for a text that fits none of them.\n"
        f"- {_reading(card)}\n"
        "- Only the struck words were checked. It may rely on other words that nobody has "
        "looked at.\n"
        "- Its probabilities were fitted on validation sentences. Check them before you let a "
        "threshold decide.",
    ]


def _reading(card: ModelCard) -> str:
    if card.num_words is None:
        return (
            f"It reads the first {card.max_tokens:,} words of a text, in pieces, and fewer where "
            "they have more pieces than the encoder can read at once."
        )
    return (
        f"It knows {card.num_words:,} words. All others look alike to it. It reads the first "
        f"{card.max_tokens:,} words of a text."
    )


def _made(card: ModelCard) -> list[str]:
    trained = "unknown" if card.trained_at is None else f"{card.trained_at:%d %B %Y, %H:%M} UTC"
    facts = {name: str(value) for name, value in card.versions.items()}
    facts |= {f"hash of the {name}": value for name, value in card.hashes.items()}
    facts |= {name.replace("_", " "): str(value) for name, value in card.settings.items()}
    rows = [("trained", trained), ("this file", f"{card.made_at:%d %B %Y, %H:%M} UTC")]
    rows += [(markdown_text(name), markdown_text(value)) for name, value in facts.items()]
    return ["## How it was made", markdown_table(("What", "Value"), rows)]


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(f"“{markdown_text(text)}”" for text in texts)
