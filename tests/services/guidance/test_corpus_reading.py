from __future__ import annotations

from datetime import timedelta

import pytest

from rrr.records import TRAIN, Candidate, Project, TrainingConfig, WordReading
from rrr.services import background
from rrr.services.guidance import corpus_reading
from rrr.services.marks import rules
from rrr.services.training import runs
from rrr.services.training.models import load_trained
from rrr.services.workspace import Workspace
from rrr.store import (
    example_queries,
    inbox_queries,
    reading_queries,
    run_queries,
    run_shelf_queries,
)
from rrr.text import words_of
from tests.answering import answer
from tests.conftest import add_finished_run


def read(workspace: Workspace, project: Project, run_id: int = 2) -> None:
    run = run_queries.get(workspace.database, run_id)
    corpus_reading.read(workspace, project, run, lambda: False)


def words_read(workspace: Workspace, project: Project) -> dict[str, WordReading]:
    examples = example_queries.stream_of(workspace.database, project.id)
    words = {word for example in examples for word in words_of(example.text)}
    return reading_queries.words_of(workspace.database, 2, words)


def candidates_of(workspace: Workspace, project: Project) -> list[Candidate]:
    ids = [each.id for each in example_queries.stream_of(workspace.database, project.id)]
    return reading_queries.candidates(workspace.database, 2, ids)


def useful(workspace: Workspace, project: Project) -> dict[int, float]:
    return {
        each.example_id: each.uncertainty * sum(share for _, share in each.words)
        for each in candidates_of(workspace, project)
    }


def test_every_training_sentence_is_read_and_its_saliency_shared_out_among_its_words(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, trained_project)
    assert corpus_reading.newest_read(fresh_workspace, trained_project.id) == 2
    by_word = words_read(fresh_workspace, trained_project)
    assert sum(word.mass for word in by_word.values()) == pytest.approx(60, abs=1e-3)
    assert by_word["odeon"].sentences == 30
    assert by_word["odeon"].skew > 0.7 > 0.1 > by_word["the"].skew


def test_what_was_read_is_what_the_model_says(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, trained_project)
    trained = load_trained(fresh_workspace, run_queries.get(fresh_workspace.database, 2))
    first = next(iter(example_queries.stream_of(fresh_workspace.database, trained_project.id)))
    [again] = [
        each
        for each in candidates_of(fresh_workspace, trained_project)
        if each.example_id == first.id
    ]
    p = trained.probabilities([first.text])[0]
    from rrr.annotating.sentence_order import uncertainty

    assert again.uncertainty == pytest.approx(uncertainty([float(x) for x in p]), abs=1e-5)


def test_sentences_are_read_in_several_chunks_as_in_one(
    fresh_workspace: Workspace, trained_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(fresh_workspace, trained_project)
    at_once = useful(fresh_workspace, trained_project)
    monkeypatch.setattr(corpus_reading, "_CHUNK", 7)
    reading_queries.clear(fresh_workspace.database, 2)
    read(fresh_workspace, trained_project)
    assert useful(fresh_workspace, trained_project) == pytest.approx(at_once, abs=1e-5)
    assert len(at_once) == 60


def test_judged_words_make_no_sentence_useful(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    first = next(iter(example_queries.stream_of(fresh_workspace.database, trained_project.id)))
    answer(fresh_workspace, first.id, "somebody", "nothing_irrelevant")
    read(fresh_workspace, trained_project)
    assert useful(fresh_workspace, trained_project)[first.id] == 0
    assert max(useful(fresh_workspace, trained_project).values()) > 0


def test_a_reading_that_is_stopped_does_not_count_and_is_begun_anew(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    run = run_queries.get(fresh_workspace.database, 2)
    corpus_reading.read(fresh_workspace, trained_project, run, lambda: True)
    assert corpus_reading.newest_read(fresh_workspace, trained_project.id) is None
    corpus_reading.begin(fresh_workspace, trained_project)
    assert background.wait(60)
    state = corpus_reading.state(fresh_workspace, trained_project)
    assert (state.run_id, state.share) == (2, None)


def test_only_about_as_many_are_read_as_allowed_spread_over_the_split(
    fresh_workspace: Workspace, trained_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus_reading, "MAX_SENTENCES", 30)
    read(fresh_workspace, trained_project)
    number = reading_queries.complete(fresh_workspace.database, trained_project.id)[2]
    assert 24 <= number <= 36
    found = example_queries.chunk(
        fresh_workspace.database, trained_project.id, TRAIN, -1, 100, share=0.5
    )
    assert any(each.position < 15 for each in found)
    assert any(each.position > 45 for each in found)


def test_a_new_run_replaces_the_reading_and_is_compared_with_the_one_before(
    fresh_workspace: Workspace, trained_project: Project, small_checkpoints: tuple
) -> None:
    read(fresh_workspace, trained_project)
    database = fresh_workspace.database
    assert list(reading_queries.complete(database, trained_project.id)) == [2, 1]  # its baseline
    newer = add_finished_run(fresh_workspace, trained_project, small_checkpoints[1])
    assert corpus_reading.state(fresh_workspace, trained_project).run_id == 2
    read(fresh_workspace, trained_project, newer)
    assert list(reading_queries.complete(database, trained_project.id)) == [newer, 2]
    # The same model again: nothing changed, and what is no longer news is gone.
    assert inbox_queries.open_entries(database, trained_project.id, "me", 100) == []


def test_reading_and_training_do_not_disturb_each_other(
    fresh_workspace: Workspace, trained_project: Project, small_config: TrainingConfig
) -> None:
    read(fresh_workspace, trained_project)
    alone = words_read(fresh_workspace, trained_project)
    reading_queries.clear(fresh_workspace.database, 2)
    rules.add_rule(fresh_workspace, trained_project, "odeon")
    _, marked = runs.start_pair(fresh_workspace, trained_project.id, small_config)
    read(fresh_workspace, trained_project)
    assert runs.wait(fresh_workspace, marked.id).status == "finished"
    beside = words_read(fresh_workspace, trained_project)
    assert {word: of.mass for word, of in beside.items()} == pytest.approx(
        {word: of.mass for word, of in alone.items()}
    )


def test_a_deleted_run_takes_its_reading_along(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    read(fresh_workspace, trained_project)
    run_shelf_queries.delete(fresh_workspace.database, 2)
    assert corpus_reading.newest_read(fresh_workspace, trained_project.id) != 2
    assert inbox_queries.count_open(fresh_workspace.database, trained_project.id, "me") == 0
    run_shelf_queries.purge(fresh_workspace.database, timedelta(0))
    assert reading_queries.count_sentences(fresh_workspace.database, 2) == 0
    assert words_read(fresh_workspace, trained_project) == {}
