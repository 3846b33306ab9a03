"""A project with marks of both kinds, for the tests of snapshots; others have one of their own."""

from __future__ import annotations

import pytest

from rrr.annotating.rule_matching import rule_pattern
from rrr.records import NewExample, Project
from rrr.services.marks import rules
from rrr.services.workspace import Workspace
from rrr.store import importing
from tests.answering import answer

TEXTS = ("A warm film at the Odeon", "A cold film at the Rialto", "The Odeon again, warm")


@pytest.fixture
def project(fresh_workspace: Workspace) -> Project:
    """Three training sentences and a test sentence; "odeon" is struck but for the third, and "warm"
    by hand in the first."""
    new = [NewExample(text, "ab"[n % 2], "train") for n, text in enumerate(TEXTS)]
    small = importing.add(
        fresh_workspace.database, "Small", ("a", "b"), [*new, NewExample("Odeon", "a", "test")]
    )
    rules.strike(fresh_workspace, small, rule_pattern("word", "odeon"), spared=[3])
    answer(fresh_workspace, 1, "ann", "marked", [1, 5])
    return small
