"""What two models lean on, before and after the marks."""

import pytest

from rrr.errors import RunError
from rrr.records import Project
from rrr.services import background
from rrr.services.background import Pending
from rrr.services.comparison.leaning import Leaning, leaning_soon
from rrr.services.comparison.pairs import RunPair
from rrr.services.marks import rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.training import runs
from rrr.services.workspace import Workspace


@pytest.fixture
def pair(fresh_workspace: Workspace, trained_project: Project) -> RunPair:
    for word in ("odeon", "rialto"):
        rules.add_rule(fresh_workspace, trained_project, word)
    return RunPair(runs.get_run(fresh_workspace, 1), runs.get_run(fresh_workspace, 2))


def test_the_marked_words_weigh_less_after_and_all_shares_are_of_one_whole(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    marked = marked_splits(fresh_workspace, trained_project)
    assert isinstance(leaning_soon(fresh_workspace, pair, marked), Pending)
    assert background.wait(60)
    found = leaning_soon(fresh_workspace, pair, marked)
    assert isinstance(found, Leaning)
    assert (found.split, found.num_sentences) == ("test", 20)
    flagged = [each for each in found.words if each.is_marked]
    assert {each.word for each in flagged} == {"odeon", "rialto"}
    assert all(each.after < each.before for each in flagged)
    for shares in ([w.before for w in found.words], [w.after for w in found.words]):
        assert 0.5 < sum(shares) <= 1 + 1e-6  # the rest is punctuation's


def test_a_model_that_is_gone_is_told(
    fresh_workspace: Workspace, trained_project: Project, pair: RunPair
) -> None:
    from shutil import rmtree

    rmtree(fresh_workspace.settings.checkpoints / "run-2")
    with pytest.raises(RunError, match="run 2 is gone"):
        leaning_soon(fresh_workspace, pair, marked_splits(fresh_workspace, trained_project))
