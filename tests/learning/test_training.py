"""Training from texts to a classifier: repeatable, cancellable, cured where it should be."""

import dataclasses

import numpy as np
import pytest

from rrr.errors import Cancelled, DataError
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
