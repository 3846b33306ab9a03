"""Each model has to find another explanation than those before it."""

import pytest

from rrr.records import LabelledTexts, TrainingConfig
from rrr.services.exploration.rounds import explore

CONFIG = TrainingConfig(
    "cnn", 8, 8, epochs=8, batch_size=16, learning_rate=0.02, penalty="blanking"
)


@pytest.mark.slow
def test_what_one_model_leaned_on_the_next_does_without():
    """Two words decide alike; each model takes to one of them."""
    texts, labels = [], []
    for number in range(80):
        good = number % 2 == 0
        town, word = ("rialto", "fine") if good else ("odeon", "dull")
        texts.append(f"{town} shows a film , number {number % 7} , {word} it was")
        labels.append("yes" if good else "no")
    data = LabelledTexts(tuple(texts), tuple(labels), ((),) * 80)
    first, second = explore(data, None, CONFIG, labels=("no", "yes"), rounds=2)
    told = [{word.word for word in each.words} for each in (first, second)]
    # None of the words that go with no label, and none twice.
    assert told[0] <= {"rialto", "odeon", "fine", "dull"}
    assert told[0]
    assert not told[0] & told[1]
    assert first.accuracy > 0.9
    assert [first.number, second.number] == [1, 2]
    by_word = {word.word: word for word in (*first.words, *second.words)}
    for word, label in (("rialto", "yes"), ("odeon", "no")):
        if word in by_word:
            assert by_word[word].label == label
