"""What a reviewer decides about a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from rrr.annotating.masks import check_indices
from rrr.errors import AnnotationError
from rrr.records import MAX_NOTE_LENGTH, Adjudication
from rrr.services.permissions import require
from rrr.services.workspace import Workspace
from rrr.store import adjudication_queries, example_queries
from rrr.text import token_hash, tokenize


def decide(
    workspace: Workspace,
    example_id: int,
    struck: Iterable[int],
    *,
    base_revision: int,
    note: str = "",
    seen_hash: str | None = None,
) -> Adjudication:
    """Decide which words of a sentence are struck; this counts before all answers and rules.

    Args:
        workspace: acts for the reviewer.
        example_id: the sentence.
        struck: its struck tokens, from 0; none for “nothing is irrelevant”.
        base_revision: the revision of the decision that was shown; 0 for none.
        note: why, perhaps.
        seen_hash: names the tokens that were shown, if it is known.

    Raises:
        NotFound: if there is no such sentence.
        NotAllowed: if this person is no reviewer.
        AnnotationError: if the words or the note do not fit.
        StaleRevision: if somebody else has decided since.
    """
    example = example_queries.get(workspace.database, example_id)
    allowed = require(workspace, example.project_id, "adjudicate")
    tokens, marked = tokenize(example.text), tuple(sorted(set(struck)))
    if seen_hash is not None and seen_hash != token_hash(tokens):
        raise AnnotationError(
            "This sentence was divided into other words when you opened it. Reload the page."
        )
    check_indices(marked, len(tokens))
    if len(note) > MAX_NOTE_LENGTH:
        raise AnnotationError(
            f"A note may have {MAX_NOTE_LENGTH:,} characters. Received: {len(note):,}. Shorten it."
        )
    person = workspace.person.key
    return adjudication_queries.save(allowed.database, example, person, marked, note, base_revision)


def take_back(workspace: Workspace, example_id: int, *, base_revision: int) -> None:
    """Take a decision back, so that everybody's votes count again.

    Raises:
        NotFound: if there is no such sentence.
        NotAllowed: if this person is no reviewer.
        StaleRevision: if somebody else has decided since.
    """
    example = example_queries.get(workspace.database, example_id)
    allowed = require(workspace, example.project_id, "adjudicate")
    adjudication_queries.withdraw(allowed.database, example_id, base_revision, workspace.person.key)
