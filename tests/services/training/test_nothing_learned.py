"""Where the sentences teach nothing, the sentences are named, and not the marks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rrr.errors import DataError
from rrr.records import EpochReport, LabelledTexts, NewExample, TrainingConfig
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.training.nothing_learned import num_contradicted, refuse_guessing
from rrr.services.training.weight_search import search_reason_weight
from rrr.services.workspace import Workspace
from rrr.store import importing

TEXTS = ("a film at the Odeon", "a film at the Rialto") * 20
LABELS = ("bad", "bad", "good", "good") * 10  # either text has either label
DATA = LabelledTexts(TEXTS, LABELS, ((4,),) * 40)


def after(epoch: int, loss: float, num_epochs: int = 8) -> EpochReport:
    return EpochReport(epoch, num_epochs, 1.0, {"classification_loss": loss, "accuracy": 0.5})


def test_the_message_says_what_was_found_and_what_to_do() -> None:
    with pytest.raises(DataError) as told:
        refuse_guessing(DATA, after(8, 0.69))
    message = str(told.value)
    assert "already without your marks" in message
    assert "40 sentences appear twice with different labels" in message
    assert "import more sentences" in message


def test_who_learns_or_was_hardly_trained_is_not_refused() -> None:
    refuse_guessing(DATA, None)
    refuse_guessing(DATA, after(8, 0.3))
    refuse_guessing(DATA, after(3, 0.69, num_epochs=3))


def test_like_texts_of_one_label_contradict_nothing() -> None:
    data = LabelledTexts(("a film", "A  Film", "a book"), ("good", "good", "bad"), ((),) * 3)
    assert num_contradicted(data) == 0
    assert num_contradicted(replace(data, labels=("good", "bad", "bad"))) == 2
    assert num_contradicted(data, replace(data, labels=("bad",) * len(data))) > 2


def test_no_weight_is_sought_where_nothing_is_learned_without_marks(
    small_config: TrainingConfig,
) -> None:
    tried = []
    with pytest.raises(DataError, match="already without your marks"):
        search_reason_weight(
            DATA,
            None,
            replace(small_config, reason_weight="auto", epochs=4),
            labels=("bad", "good"),
            marks_hash="",
            report=lambda _: None,
            should_stop=lambda: False,
            tell=lambda search: tried.extend(search.trials),
        )
    assert not tried


def test_a_press_that_teaches_nothing_ends_with_the_reason(
    fresh_workspace: Workspace, small_config: TrainingConfig
) -> None:
    rows = [
        NewExample(text, label, split)
        for split in ("train", "validation", "test")
        for text, label in zip(TEXTS, LABELS, strict=True)
    ]
    project = importing.add(fresh_workspace.database, "noise", ("bad", "good"), rows)
    rules.add_rule(fresh_workspace, project, "odeon")
    config = replace(small_config, reason_weight="auto", epochs=4)
    _, marked = runs.start_pair(fresh_workspace, project.id, config)
    ended = runs.wait(fresh_workspace, marked.id)
    assert ended.status == "failed"
    assert "already without your marks" in str(ended.error)
