"""Whether a run cured its model: then few of the words it still relies on are worth a question."""

from __future__ import annotations

from collections.abc import Hashable

from rrr.last_used import LastUsed
from rrr.records import Run
from rrr.services.comparison.pairs import run_pairs
from rrr.services.comparison.verdict import CURED, is_low, verdict
from rrr.services.workspace import Workspace
from rrr.store import run_queries

WORTH_ASKING = 0.01
"""Share of all saliency from which a word is asked about after a cure. In the demo the planted
words have 0.8 to 5 % each before the cure. After it no other word that goes with one label has more
than 0.6 %: good reasons share the weight among them."""

_known: LastUsed[Hashable, bool] = LastUsed(32)


def is_cured(workspace: Workspace, run: Run) -> bool:
    """Whether this run, beside its baseline, no longer relies on the words that were struck."""
    key = (workspace.settings, run.project_id, run.id)
    cured = _known.get(key)
    return _known.put(key, _is_cured(workspace, run)) if cured is None else cured


def least_share(workspace: Workspace, run: Run) -> float:
    """Share of all saliency, in [0, 1], that a word needs to be asked about."""
    return WORTH_ASKING if is_cured(workspace, run) else 0.0


def _is_cured(workspace: Workspace, run: Run) -> bool:
    if run.is_baseline:
        return False
    pairs = run_pairs(run_queries.list_of(workspace.database, run.project_id))
    own_pair = next((pair for pair in pairs if pair.after.id == run.id), None)
    if own_pair is None or own_pair.before.evaluation is None or own_pair.after.evaluation is None:
        return False
    kind, reliance = verdict(*own_pair.evaluations).kind, own_pair.after.evaluation.reliance
    # Where too few sentences tell whether it was a cure, a low reliance is still no reason to push.
    return kind in CURED or (
        kind == "too_few_to_tell" and reliance is not None and is_low(reliance)
    )
