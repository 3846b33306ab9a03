"""What annotators say: answers sentence by sentence, and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rrr.errors import AnnotationError

AnnotationStatus = Literal["unreviewed", "nothing_irrelevant", "marked", "skipped", "flagged"]

REVIEWED_STATUSES: tuple[AnnotationStatus, ...] = ("marked", "nothing_irrelevant")
"""The answers whose hand marks reach the loss. Skipped and flagged sentences keep their marks for
whoever settles them; until then only rules strike there, as in unreviewed ones."""

MAX_NOTE_LENGTH = 2000


@dataclass(frozen=True)
class Exposure:
    """What an annotator was shown of a model's view of a sentence while answering it.

    `pointed` are the tokens that the heat pointed at, by saliency or as suggestions; in a `blind`
    control sentence they are those it would have pointed at, had it been shown.
    """

    run_id: int
    blind: bool
    pointed: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """One change an annotator made in a sentence, kept to be undone or done again."""

    struck: tuple[int, ...]  # tokens it struck
    freed: tuple[int, ...]  # tokens it took the strike off
    before: AnnotationStatus
    after: AnnotationStatus


@dataclass(frozen=True)
class Steps:
    """What can be undone in a sentence (`past`) and done again (`future`), latest last."""

    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Sender:
    """The tab that sends an answer, and which of its messages this is, from 1."""

    client: str = ""
    sequence: int = 0


@dataclass(frozen=True)
class NewAnswer:
    """What somebody made of one sentence as they saw it, to be stored.

    Tokens count from 0. `token_hash` names the tokens that were shown, `base_revision` is the
    revision that was shown, 0 for a sentence never answered. Status "unreviewed" takes an answer
    back. `struck` are all tokens shown struck, by hand or by a rule; with status
    "nothing_irrelevant" only those that a rule strikes. `by_rule` are those shown as struck by a
    rule, None for those that rules strike now: what a rule has struck since is not taken for
    cleared by hand. `accepted` are those struck because a model suggested them; ones not struck are
    left out. An answer that its `sender` sends twice is stored once.
    """

    token_hash: str
    base_revision: int
    status: AnnotationStatus
    struck: tuple[int, ...]
    by_rule: tuple[int, ...] | None = None
    accepted: tuple[int, ...] = ()
    note: str = ""
    steps: Steps = Steps()
    exposure: Exposure | None = None
    sender: Sender = Sender()


@dataclass(frozen=True)
class Annotation:
    """One annotator's answer on one example; no annotation at all means unreviewed.

    `marked` are the indices of tokens struck out by hand, `accepted` those of them that a model had
    suggested; `cleared` those where the hand took back a mark that a rule had made (hand beats
    rule). All sorted, from 0; none is both marked and cleared. `note` says why a sentence was
    flagged. An answer taken back keeps its place with status "unreviewed", so that its revision
    never comes again. `sender` made this revision.
    """

    example_id: int
    annotator: str
    status: AnnotationStatus
    marked: tuple[int, ...]
    cleared: tuple[int, ...]
    revision: int
    updated_at: datetime
    note: str = ""
    accepted: tuple[int, ...] = ()
    steps: Steps = Steps()
    exposure: Exposure | None = None
    sender: Sender = Sender()

    @property
    def is_reviewed(self) -> bool:
        """Whether its hand marks count."""
        return self.status in REVIEWED_STATUSES

    def __post_init__(self) -> None:
        for name in ("marked", "cleared", "accepted"):
            indices = getattr(self, name)
            if list(indices) != sorted(set(indices)) or (indices and indices[0] < 0):
                raise AnnotationError(
                    f"{name} must be token indices from 0, sorted, none twice. "
                    f"Received: {indices}. Reload the page and mark the words again."
                )
        if set(self.marked) & set(self.cleared):
            raise AnnotationError(
                "A token cannot be marked and cleared at once. Reload the page and mark again."
            )
        if not set(self.accepted) <= set(self.marked):
            raise AnnotationError(
                "An accepted suggestion must be a marked token. Reload the page and mark again."
            )
        if self.status == "nothing_irrelevant" and self.marked:
            raise AnnotationError(
                "'Nothing irrelevant' cannot come with marked words. Take the marks off first."
            )
        if len(self.note) > MAX_NOTE_LENGTH:
            raise AnnotationError(
                f"A note may have {MAX_NOTE_LENGTH:,} characters. Received: {len(self.note):,}. "
                "Shorten it."
            )


RuleKind = Literal["word", "exact", "phrase", "regex"]


@dataclass(frozen=True)
class Rule:
    """Strike out everywhere what the pattern says, but for the sentences excepted.

    `pattern` is, by `kind`: "word" one word in the vocabulary's form (upper and lower case alike),
    "exact" one word as it is written, "phrase" several words in the vocabulary's form with a space
    between, "regex" a regular expression. `num_sentences` is how many training sentences it
    strikes in, None for a word, which is looked up.
    """

    id: int
    project_id: int
    kind: RuleKind
    pattern: str
    num_sentences: int | None
    created_at: datetime
    person: str | None = None  # key of whoever made it


@dataclass(frozen=True)
class FairAnswer:
    """What `annotator` says about `word`: is it a fair reason for the label? A word in the
    vocabulary's form, or a phrase: several, with a space between."""

    word: str
    annotator: str
    created_at: datetime
    is_fair: bool = True


MarkSource = Literal["hand", "suggestion", "rule"]


@dataclass(frozen=True)
class Mark:
    """A struck token, by its index, and whose mark it is; hand beats rule.

    `rules` are the patterns that strike it as well, or alone: "word: odeon".
    """

    token: int
    by: MarkSource
    rules: tuple[str, ...]
