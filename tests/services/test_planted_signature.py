"""Six hundred tickets with a planted signature, from import to verdict: nobody is led astray."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing

import pytest

from rrr.formats.columns import ColumnChoice
from rrr.records import Project, TrainingConfig
from rrr.services.comparison.leaning import leaning
from rrr.services.comparison.neighbours import neighbours
from rrr.services.comparison.pairs import RunPair
from rrr.services.comparison.reporting import report_of
from rrr.services.comparison.verdict import verdict
from rrr.services.guidance import corpus_reading
from rrr.services.guidance.questions import words_to_ask
from rrr.services.guidance.training_words import ranked_words
from rrr.services.marks import fair_words, rules
from rrr.services.marks.marked_splits import marked_splits
from rrr.services.projects import file_import
from rrr.services.training import runs
from rrr.services.workspace import Workspace
from rrr.settings import Settings
from tests.tickets import AGENTS, HONEST, PHRASE, tickets

CONFIG = TrainingConfig(
    classifier="cnn",
    embedding_size=8,
    hidden_size=8,
    epochs=10,
    learning_rate=0.02,
    batch_size=30,
    penalty="expected_gradients",
    reason_weight=3.0,
)
Trained = tuple[Workspace, Project, RunPair]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trained]:
    """The tickets with the agents' names struck, a pair trained, and its model has read them."""
    folder = tmp_path_factory.mktemp("tickets") / "workspace"
    with closing(Workspace(Settings(workspace=folder, annotator="tester"))) as workspace:
        content = "\n".join(map(json.dumps, tickets())).encode()
        choice = ColumnChoice("text", "queue", "split")
        project = file_import.import_file(
            workspace, "Tickets", "tickets.jsonl", content, choice
        ).project
        for name in AGENTS:
            rules.add_rule(workspace, project, name)
        pair = RunPair(
            *(
                runs.wait(workspace, run.id)
                for run in runs.start_pair(workspace, project.id, CONFIG)
            )
        )
        corpus_reading.read(workspace, project, pair.after, lambda: False)
        yield workspace, project, pair


def asked(workspace: Workspace, project: Project) -> set[str]:
    return {each.word for each in words_to_ask(workspace, project, "tester", 40)}


def test_the_verdict_names_the_label_that_paid_for_the_cure(trained: Trained) -> None:
    judged = verdict(*trained[2].evaluations)
    assert judged.kind == "cured_at_a_price"
    assert judged.worst is not None
    assert judged.worst.label == "praise"
    assert judged.worst.change < -0.2
    assert any("“praise”" in sentence for sentence in judged.cost)


def test_the_words_beside_the_struck_name_are_told_and_no_honest_one(trained: Trained) -> None:
    workspace, project, pair = trained
    marked = marked_splits(workspace, project)
    found = leaning(workspace, pair, marked)
    assert found is not None
    assert [each.text for each in neighbours(found, marked)] == [PHRASE]
    report = report_of(workspace, project, pair)
    ((heading, told),) = [part for part in report.verdict_sections if "moved" in part[0]]
    assert heading == "Where the weight moved"
    assert f"“{PHRASE}”" in told[0]


def test_the_whole_phrase_is_asked_about_until_it_is_struck(trained: Trained) -> None:
    workspace, project, _ = trained
    (question,) = [
        each
        for each in words_to_ask(workspace, project, "tester", 40)
        if set(PHRASE.split()) & set(each.text.split())
    ]
    assert (question.text, question.label) == (PHRASE, "praise")
    rules.strike(workspace, project, question.pattern)
    assert PHRASE not in {each.text for each in words_to_ask(workspace, project, "tester", 40)}
    sought = ranked_words(workspace, project, "handled", 0, 5).rows
    assert [(row.word, row.phrase, row.struck) for row in sought] == [("handled", PHRASE, True)]
    rules.take_back(workspace, project, question.pattern)


def test_a_phrase_called_fair_is_neither_asked_about_nor_told_again(trained: Trained) -> None:
    workspace, project, pair = trained
    change = fair_words.call_fair(workspace, project, PHRASE, "tester")
    assert not set(PHRASE.split()) & asked(workspace, project)
    ranked = {row.word for row in ranked_words(workspace, project, "", 0, 1000).rows}
    assert not set(PHRASE.split()) & ranked
    sections = [heading for heading, _ in report_of(workspace, project, pair).verdict_sections]
    assert "Where the weight moved" not in sections
    fair_words.undo(workspace, project, change)
    assert PHRASE in {each.text for each in words_to_ask(workspace, project, "tester", 40)}


def test_an_honest_word_that_was_called_fair_is_never_suggested_again(trained: Trained) -> None:
    workspace, project, _ = trained
    honest = {word for words in HONEST.values() for word in words}
    assert asked(workspace, project) & honest
    for word in honest:
        fair_words.call_fair(workspace, project, word, "tester")
    corpus_reading.read(workspace, project, trained[2].after, lambda: False)
    assert not asked(workspace, project) & honest
    ranked = {row.word for row in ranked_words(workspace, project, "", 0, 1000).rows}
    assert {*PHRASE.split()} <= ranked
    assert not ranked & honest
