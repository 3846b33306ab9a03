from __future__ import annotations

import shutil
from collections.abc import Iterable

import pytest

from rrr.records import Project
from rrr.services import background
from rrr.services.guidance import corpus_reading, insight
from rrr.services.guidance.insight import Insight
from rrr.services.marks import answers, fair_words
from rrr.services.marks.answers import Sentence
from rrr.services.workspace import Workspace
from rrr.store import example_queries, reading_queries, run_queries, run_shelf_queries
from rrr.store.reading_queries import WordReading
from rrr.text import word_of
from tests.answering import answer


def sentence_of(workspace: Workspace, project: Project, number: int = 0) -> Sentence:
    example = list(example_queries.stream_of(workspace.database, project.id))[number]
    return answers.sentence(workspace, example.id, "me")


def seen(
    workspace: Workspace, project: Project, sentence: Sentence, struck: list[int] | None = None
) -> Insight:
    """What is seen as soon as the model is there."""
    import rrr.learning.trained  # noqa: F401  as if somebody had trained in this process

    insight.look(workspace, project, sentence, "me", struck)
    assert background.wait(60)
    found = insight.look(workspace, project, sentence, "me", struck)
    assert found is not None
    return found


def open_sentences(workspace: Workspace, project: Project, blind: bool) -> list[Sentence]:
    """The training sentences that are, or are not, controls for this annotator."""
    sentences = [sentence_of(workspace, project, number) for number in range(60)]
    return [each for each in sentences if seen(workspace, project, each).blind == blind]


def test_without_a_model_there_is_no_insight(
    fresh_workspace: Workspace, small_project: Project
) -> None:
    sentence = sentence_of(fresh_workspace, small_project)
    assert insight.look(fresh_workspace, small_project, sentence, "me") is None
    assert not insight.expected(fresh_workspace, small_project)


def test_the_model_is_loaded_without_making_anybody_wait(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    import rrr.learning.trained  # noqa: F401

    sentence = sentence_of(fresh_workspace, trained_project)
    assert insight.look(fresh_workspace, trained_project, sentence, "me") is None
    assert insight.expected(fresh_workspace, trained_project)
    assert background.wait(60)
    assert not insight.expected(fresh_workspace, trained_project)
    found = insight.look(fresh_workspace, trained_project, sentence, "me")
    assert found is not None
    assert found.run_id == 2  # the one with marks, not the baseline


def test_every_token_has_its_share(fresh_workspace: Workspace, trained_project: Project) -> None:
    sentence = open_sentences(fresh_workspace, trained_project, blind=False)[0]
    found = seen(fresh_workspace, trained_project, sentence)
    assert len(found.shares) == len(sentence.tokens)
    assert sum(found.shares) == pytest.approx(1, abs=1e-5)
    assert found.predicted is not None
    assert found.predicted.label == sentence.example.label
    assert found.without is None  # nothing is struck
    hottest = max(range(len(found.shares)), key=lambda index: found.shares[index])
    assert hottest in found.exposure.pointed


def test_the_prediction_without_the_struck_words_is_that_of_the_text_without_them(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    sentence = open_sentences(fresh_workspace, trained_project, blind=False)[0]
    words = [word_of(token.text) for token in sentence.tokens]
    struck = [words.index("warm"), words.index("odeon")]
    found = seen(fresh_workspace, trained_project, sentence, struck)
    from rrr.services.training.models import load_trained

    trained = load_trained(fresh_workspace, run_queries.get(fresh_workspace.database, 2))
    rest = " ".join(word for index, word in enumerate(words) if index not in struck)
    assert found.without is not None
    assert found.without.probability == pytest.approx(
        trained.probabilities([rest])[0].max(), abs=1e-6
    )
    everything = seen(fresh_workspace, trained_project, sentence, list(range(len(words))))
    assert everything.without is not None  # nothing is left, and that is no error


def test_a_control_sentence_shows_nothing_but_keeps_what_it_would_have_shown(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    controls = open_sentences(fresh_workspace, trained_project, blind=True)
    assert 1 <= len(controls) <= 15
    found = seen(fresh_workspace, trained_project, controls[0], [1])
    assert (found.shares, found.suggested, found.predicted, found.without) == ((), (), None, None)
    assert found.exposure.blind
    assert found.exposure.pointed


def test_suggestions_stay_while_a_sentence_is_marked_and_are_never_marks(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    run_shelf_queries.delete(
        fresh_workspace.database, 2
    )  # the baseline leans on more words that are skewed
    corpus_reading.read(
        fresh_workspace,
        trained_project,
        run_queries.get(fresh_workspace.database, 1),
        lambda: False,
    )
    sentences = open_sentences(fresh_workspace, trained_project, blind=False)
    found = [seen(fresh_workspace, trained_project, each) for each in sentences]
    sentence, suggested = next(
        (each, what.suggested)
        for each, what in zip(sentences, found, strict=True)
        if len(what.suggested) > 1
    )
    assert sentence.effective_marks == ()
    answer(fresh_workspace, sentence.example.id, "me", "marked", suggested[:1])
    marked = answers.sentence(fresh_workspace, sentence.example.id, "me")
    after = seen(fresh_workspace, trained_project, marked)
    assert after.suggested == suggested[1:]  # though all its words have been judged now
    assert set(suggested) <= set(after.exposure.pointed)

    # Elsewhere, what was struck is suggested again, and what was left standing is not.
    def words(of: Sentence, indices: Iterable[int]) -> set[str]:
        return {word_of(of.tokens[index].text) for index in indices}

    struck, left = words(sentence, suggested[:1]), words(sentence, suggested[1:])
    again = [seen(fresh_workspace, trained_project, each) for each in sentences[1:]]
    told = set().union(
        *(words(s, i.suggested) for s, i in zip(sentences[1:], again, strict=True) if s != sentence)
    )
    assert struck <= told
    assert not (left - struck) & told

    # Answering a sentence does not bring back what was not suggested in it.
    other, now = next(
        (each, what.suggested)
        for each, what, before in zip(sentences[1:], again, found[1:], strict=True)
        if each != sentence and set(what.suggested) < set(before.suggested)
    )
    answer(fresh_workspace, other.example.id, "me", "nothing_irrelevant")
    answered = answers.sentence(fresh_workspace, other.example.id, "me")
    assert seen(fresh_workspace, trained_project, answered).suggested == now


def test_a_deleted_model_is_not_waited_for(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    shutil.rmtree(fresh_workspace.settings.checkpoints / "run-2")
    sentence = open_sentences(fresh_workspace, trained_project, blind=False)[0]
    assert seen(fresh_workspace, trained_project, sentence).run_id == 1


def test_a_damaged_model_is_tried_once(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    import rrr.learning.trained  # noqa: F401

    damaged = fresh_workspace.settings.checkpoints / "run-2" / "classifier.keras"
    damaged.write_bytes(b"not a model")
    sentence = sentence_of(fresh_workspace, trained_project)
    for _ in range(2):
        assert insight.look(fresh_workspace, trained_project, sentence, "me") is None
        assert background.wait(60)
    assert not insight.expected(fresh_workspace, trained_project)


def test_what_stands_in_a_fair_phrase_is_not_suggested_there_but_elsewhere(
    fresh_workspace: Workspace, trained_project: Project
) -> None:
    reading_queries.add_words(fresh_workspace.database, 2, [WordReading("warm", 30.0, 30, 1.0)])
    reading_queries.set_complete(fresh_workspace.database, 2, 60)
    sentences = open_sentences(fresh_workspace, trained_project, blind=False)

    def suggested_in() -> list[str]:
        found = [(each, seen(fresh_workspace, trained_project, each)) for each in sentences]
        return [each.example.text for each, what in found if what.suggested]

    before = suggested_in()
    assert any("warm film" in text for text in before)
    fair_words.call_fair(fresh_workspace, trained_project, "warm film", "somebody")
    assert suggested_in() == [text for text in before if "warm film" not in text] != []
