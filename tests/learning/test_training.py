"""Training from texts to a classifier: repeatable, cancellable, cured where it should be."""

import dataclasses

import numpy as np
import pytest

from rrr.errors import Cancelled, DataError
from rrr.explaining.removal import removal_saliency
from rrr.learning.training import train
from rrr.records import LabelledTexts, TrainingConfig

SMALL = TrainingConfig("average", 8, 8, reason_weight=1.0, epochs=2, batch_size=16, seed=3)
LABELS = ("negative", "positive")


def reviews(count=48):
    texts, labels = [], []
    for number in range(count):
        good = number % 2 == 0
        texts.append(f"A {'great' if good else 'dull'} film , seen at the Rialto {number % 7}")
        labels.append("positive" if good else "negative")
    return LabelledTexts(tuple(texts), tuple(labels), ((7,),) * count)


def trained(config=SMALL, data=None, report=lambda _: None, should_stop=lambda: False, **options):
    data = reviews() if data is None else data
    return train(
        data,
        options.get("validation"),
        config,
        labels=LABELS,
        marks_hash="abc",
        report=report,
        should_stop=should_stop,
    )


def test_the_same_inputs_and_seed_give_the_same_weights():
    first, second = trained(), trained()
    for a, b in zip(first.classifier.get_weights(), second.classifier.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_another_seed_gives_other_weights():
    other = trained(dataclasses.replace(SMALL, seed=4))
    assert not np.array_equal(
        other.classifier.get_weights()[0], trained().classifier.get_weights()[0]
    )


def test_each_epoch_is_reported_with_validation():
    reports = []
    trained(report=reports.append, validation=reviews(10))
    assert [(r.epoch, r.num_epochs) for r in reports] == [(1, 2), (2, 2)]
    assert {"classification_loss", "saliency_loss", "val_accuracy"} <= set(reports[0].metrics)
    assert 0 < reports[0].seconds <= reports[1].seconds


def test_a_cancelled_run_stops_before_its_next_batch():
    asked = []

    def should_stop():
        asked.append(True)
        return len(asked) == 2

    with pytest.raises(Cancelled):
        trained(should_stop=should_stop)
    assert len(asked) == 2


def test_embedding_rows_stay_within_the_bound():
    config = dataclasses.replace(SMALL, max_embedding_norm=0.05, learning_rate=0.1)
    embeddings = trained(config).classifier.layers[1].get_weights()[0]
    assert np.linalg.norm(embeddings, axis=1).max() <= 0.05 * (1 + 1e-5)


def test_marks_beyond_the_cut_are_left_out():
    trained(dataclasses.replace(SMALL, max_tokens=4, epochs=1))  # token 7 is marked


def test_a_text_without_tokens_can_be_trained_on_and_predicted():
    data = reviews(16)
    data = LabelledTexts(("", *data.texts[1:]), data.labels, ((), *data.marked[1:]))
    probabilities = trained(data=data).probabilities(["", "great"])
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_one_label_only_is_refused():
    data = LabelledTexts(("a film", "another"), ("positive", "positive"), ((), ()))
    with pytest.raises(DataError, match="at least two labels"):
        trained(data=data)


def test_an_unknown_label_is_refused():
    data = LabelledTexts(("a film", "another"), ("positive", "mixed"), ((), ()))
    with pytest.raises(DataError, match=r"\['mixed'\]"):
        trained(data=data)


def test_predictions_do_not_depend_on_what_else_is_asked():
    model = trained()
    texts = ["great", "A dull film , seen at the Rialto 3 with a long, long tail of words", "film"]
    together = model.probabilities(texts)
    alone = np.concatenate([model.probabilities([text]) for text in texts])
    np.testing.assert_allclose(together, alone, rtol=1e-5)


def contrary(data):
    """Validation that gets worse the more is learned."""
    return dataclasses.replace(data, labels=data.labels[::-1])


def test_the_weights_of_the_best_epoch_are_kept_and_no_more_are_taken_than_help():
    states = []
    config = dataclasses.replace(SMALL, epochs=8, reason_weight=0.0)
    model = train(
        reviews(),
        contrary(reviews(10)),
        config,
        labels=LABELS,
        marks_hash="",
        report=lambda _: None,
        should_stop=lambda: False,
        keep=states.append,
    )
    assert [state.epoch for state in states] == [1, 2, 3, 4]  # half, three of them no better
    for mine, first in zip(model.classifier.get_weights(), states[0].weights, strict=True):
        np.testing.assert_array_equal(mine, first)
    assert states[0].best is None
    for kept in (states[1].best, states[3].best):
        np.testing.assert_array_equal(kept[0], states[0].weights[0])


def test_under_a_penalty_an_epoch_is_judged_on_sentences_without_their_marked_words():
    with_words, without_words, plain = [], [], []
    validation = reviews(10)
    texts = tuple(" ".join(text.split()[:7] + text.split()[8:]) for text in validation.texts)
    deleted = LabelledTexts(texts, validation.labels, ((),) * len(texts))
    trained(report=with_words.append, validation=validation)
    trained(report=without_words.append, validation=deleted)
    trained(dataclasses.replace(SMALL, reason_weight=0.0), report=plain.append, validation=deleted)
    for one, other in zip(with_words, without_words, strict=True):
        penalty = SMALL.reason_weight * one.metrics["val_saliency_loss"]
        expected = other.metrics["val_classification_loss"] + penalty
        assert one.metrics["val_neutral_loss"] == pytest.approx(expected, rel=1e-5)
    assert "val_neutral_loss" not in plain[0].metrics


def test_probabilities_are_calibrated_on_validation_and_predictions_are_not_changed():
    data = reviews()
    wrong = tuple(LABELS[0] if n < 6 else label for n, label in enumerate(data.labels))
    config = dataclasses.replace(SMALL, epochs=1, learning_rate=0.1, reason_weight=0.0)
    model = trained(config, validation=dataclasses.replace(data, labels=wrong))
    alone = trained(config)
    assert alone.temperature == 1.0
    assert model.temperature != 1.0
    ids = model.encode(data.texts)
    np.testing.assert_array_equal(model.uncalibrated_of_ids(ids), alone.probabilities_of_ids(ids))
    sure, other = model.probabilities_of_ids(ids), alone.probabilities_of_ids(ids)
    np.testing.assert_array_equal(sure.argmax(axis=1), other.argmax(axis=1))
    true = np.array([LABELS.index(label) for label in wrong])
    rows = np.arange(len(true))
    assert np.log(sure[rows, true]).mean() > np.log(other[rows, true]).mean() + 0.01


def test_heatmaps_are_of_the_logits_whatever_the_temperature():
    model = trained()
    hot = dataclasses.replace(model, temperature=4.0)
    texts = ["A great film", "dull"]
    for method in ("gradient_norms", "gradient_times_input"):
        (one,), (other,) = (
            list(getattr(each, method)(each.encode(texts))) for each in (model, hot)
        )
        for mine, theirs in zip(one.per_token, other.per_token, strict=True):
            np.testing.assert_array_equal(mine, theirs)
        assert other.probabilities.max() < one.probabilities.max()
    for mine, theirs in zip(
        removal_saliency(model, texts), removal_saliency(hot, texts), strict=True
    ):
        assert mine.saliency == theirs.saliency
        assert mine.probabilities != theirs.probabilities
