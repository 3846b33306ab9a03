"""What a project's file says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from rrr.formats.table import MAX_TEXT_LENGTH
from rrr.formats.usable_corpus import MAX_LABELS, MAX_NAME_LENGTH
from rrr.records import USUAL_MERGE, Sharing, checked_policy


@dataclass(frozen=True)
class Description:
    """What a project's file says of itself. `num_runs_left_out` were not over."""

    name: str
    labels: tuple[str, ...]
    num_sentences: int
    num_runs: int
    num_runs_left_out: int
    striking_advice: str | None
    written_at: str
    program: str
    merge: str = USUAL_MERGE  # files of older versions do not say, nor the next two
    people_per_sentence: int = Sharing().people_per_sentence
    overlap: float = Sharing().overlap

    @property
    def sharing(self) -> Sharing:
        """Raises ConfigError if a number is out of its range."""
        return Sharing(self.people_per_sentence, self.overlap)


def description_of(entry: Mapping[str, Any]) -> Description:
    """A description as JSON has it.

    Raises:
        ValueError, KeyError, TypeError: if it is none.
        RightReasonsError: if a number or a policy is none of ours.
    """
    labels, advice = entry["labels"], entry["striking_advice"]
    texts = [entry["name"], entry["written_at"], entry["program"], *labels]
    texts += [] if advice is None else [advice]
    if not all(isinstance(text, str) and text.encode() for text in texts):
        raise ValueError("no text")
    if not 1 <= len(set(labels)) == len(labels) <= MAX_LABELS:
        raise ValueError("no labels")
    if max(map(len, labels)) > MAX_NAME_LENGTH or len(advice or "") > MAX_TEXT_LENGTH:
        raise ValueError("a text that is too long")
    names = ("num_sentences", "num_runs", "num_runs_left_out")
    if not all(type(entry[name]) is int and entry[name] >= 0 for name in names):
        raise ValueError("no numbers")
    values = {field.name: entry[field.name] for field in fields(Description) if field.name in entry}
    checked_policy(values.get("merge", USUAL_MERGE))
    described = Description(**{**values, "labels": tuple(labels)})
    if type(described.people_per_sentence) is not int or type(described.overlap) not in (
        int,
        float,
    ):
        raise ValueError("no numbers")
    return replace(described, **asdict(described.sharing))
