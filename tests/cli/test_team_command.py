from __future__ import annotations

import json

from typer.testing import CliRunner, Result

from rrr.cli import app
from rrr.records import MERGE_SENTENCES, Project
from rrr.services.workspace import Workspace
from rrr.store import example_queries
from tests.answering import answer


def team(workspace: Workspace, *arguments: str) -> Result:
    folder = str(workspace.settings.workspace)
    return CliRunner().invoke(app, ["team", "Small", *arguments, "--workspace", folder])


def test_the_shell_tells_how_far_everybody_is(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    ids = [example.id for example in example_queries.stream_of(fresh_workspace.database, 1)]
    answer(fresh_workspace, ids[0], "ann", "marked", [0])
    answer(fresh_workspace, ids[1], "Bob", "skipped")
    assert team(fresh_workspace).stdout.splitlines() == [
        "ann  reviewed 1, 59 left",
        "Bob  reviewed 0, 1 skipped, 58 left",
        "1 of 60 training sentences have all the answers they need.",
        "Each sentence goes to one person.",
        f"majority: {MERGE_SENTENCES['majority']}",
    ]


def test_the_shell_shares_the_sentences_out(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    output = team(fresh_workspace, "--overlap", "0.5", "--people", "3").stdout
    assert "0 of the 30 sentences that go to 3 people each (50 %) have them." in output
    fields = json.loads(team(fresh_workspace, "--json").stdout)
    assert fields == {
        "people": [],
        "total": 60,
        "enough": 0,
        "overlap": 30,
        "overlap_enough": 0,
        "people_per_sentence": 3,
        "overlap_share": 0.5,
        "merge": "majority",
    }


def test_settings_out_of_range_are_refused_in_plain_words(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    for arguments, expected in (
        (("--overlap", "20"), "from 0 to 1. Received: 20.0"),
        (("--overlap", "nan"), "from 0 to 1. Received: nan"),
        (("--people", "0"), "From 1 to 20 people"),
    ):
        result = team(fresh_workspace, *arguments)
        assert result.exit_code == 1
        assert expected in result.stderr
