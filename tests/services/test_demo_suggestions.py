"""After a cure of the demo nobody is asked to strike what is said of a film."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import ModuleType

import pytest

from rrr.records import TRAIN, Project, TrainingConfig
from rrr.services import background
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.verdict import CURED, verdict
from rrr.services.guidance import corpus_reading, insight
from rrr.services.guidance.questions import is_after_cure, words_to_ask
from rrr.services.marks import answers, rules
from rrr.services.projects import demo_project
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from rrr.store import example_queries, importing
from rrr.text import words_of

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
CONFIG = TrainingConfig(
    classifier="cnn",
    embedding_size=16,
    hidden_size=16,
    epochs=3,
    learning_rate=0.01,
    reason_weight=1.0,
)
_KEPT = {"train": 1800, "validation": 100, "test": 200}


@pytest.fixture(scope="module")
def opinions() -> set[str]:
    """All words of the lists of opinions: of those on each side, and of what is said of parts."""
    sys.path.insert(0, str(DEMO))
    try:
        lists: ModuleType = importlib.import_module("opinions")
    finally:
        sys.path.remove(str(DEMO))
    said = [*lists.ADJECTIVES_POSITIVE, *lists.ADJECTIVES_NEGATIVE]
    said += [each for aspect in lists.ASPECTS for each in (*aspect.positive, *aspect.negative)]
    return {word for phrase in said for word in words_of(phrase) if word.isalpha()}


@pytest.fixture(scope="module")
def cured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Project]]:
    """The demo after a training with its known marks, read by the new model."""
    folder = tmp_path_factory.mktemp("demo") / "workspace"
    with closing(Workspace(Settings(workspace=folder, annotator="tester"))) as workspace:
        found = demo_project.demo_examples()
        rows = [
            row
            for split, size in _KEPT.items()
            for row in [row for row in found if row.split == split][:size]
        ]
        project = importing.add(workspace.database, demo_project.DEMO_NAME, found.labels, rows)
        rules.apply_demo_rules(workspace, project)
        queued = runs.start_pair(workspace, project.id, CONFIG)
        pair = RunPair(*(runs.wait(workspace, run.id) for run in queued))
        assert verdict(*pair.evaluations).kind in CURED
        corpus_reading.read(workspace, project, pair.after, lambda: False)
        yield workspace, project


def test_no_question_is_about_a_word_of_the_opinion_lists(
    cured: tuple[Workspace, Project], opinions: set[str]
) -> None:
    workspace, project = cured
    assert is_after_cure(workspace, project)
    asked = {each.word for each in words_to_ask(workspace, project, "tester", 40)}
    assert not asked & opinions


def test_no_sentence_suggests_a_word_of_the_opinion_lists(
    cured: tuple[Workspace, Project], opinions: set[str]
) -> None:
    workspace, project = cured
    told = [
        each
        for each in example_queries.chunk(workspace.database, project.id, TRAIN, -1, 400, 1.0)
        if opinions & set(words_of(each.text))
    ][:40]
    seen = [answers.sentence(workspace, each.id, "tester") for each in told]
    insight.look(workspace, project, seen[0], "tester")
    assert background.wait(60)
    for sentence in seen:
        found = insight.look(workspace, project, sentence, "tester")
        assert found is not None
        words = words_of(sentence.example.text)
        assert not {words[index] for index in found.suggested} & opinions
