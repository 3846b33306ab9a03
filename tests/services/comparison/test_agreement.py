"""How far two models agree with people's evidence."""

from __future__ import annotations

from rrr.records import Project
from rrr.services import background
from rrr.services.background import Pending
from rrr.services.comparison.agreement import Agreement, agreement_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.store import example_queries, rationale_queries
from rrr.text import words_of


def test_a_model_cured_of_planted_words_agrees_more_with_evidence(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    pair = RunPair(runs.get_run(fresh_workspace, 1), runs.get_run(fresh_workspace, 2))
    assert agreement_soon(fresh_workspace, trained_project, pair) is None
    stored = list(example_queries.stream_of(fresh_workspace.database, trained_project.id))
    evidence = [
        (each, tuple(place for place, word in enumerate(words_of(each.text)) if word in WARM))
        for each in stored
    ]
    with fresh_workspace.database.write() as connection:
        rationale_queries.add_batch(connection, evidence)
    assert isinstance(agreement_soon(fresh_workspace, trained_project, pair), Pending)
    assert background.wait(60)
    found = agreement_soon(fresh_workspace, trained_project, pair)
    assert isinstance(found, Agreement)
    assert found.split == "test"
    assert found.after.auprc > found.before.auprc


WARM = {"warm", "funny", "dull", "slow"}
