from __future__ import annotations

from rrr.annotating.word_index import WordIndex
from rrr.records import Example


def index_of(*rows: tuple[str, str | None, str]) -> WordIndex:
    return WordIndex(
        Example(number, 1, number, split, text, label)
        for number, (text, label, split) in enumerate(rows)
    )


def test_a_sentence_counts_once_however_often_the_word_stands_in_it() -> None:
    index = index_of(("Odeon odeon ODEON", "good", "train"), ("no cinema", "bad", "train"))
    assert index.sentences("odeon") == 1
    assert index.sentences_per_label("odeon") == {"good": 1}


def test_only_training_sentences_count() -> None:
    index = index_of(("odeon", "good", "test"), ("odeon", "bad", "train"))
    assert index.sentences_per_label("odeon") == {"bad": 1}


def test_a_part_of_a_word_is_not_the_word() -> None:
    assert index_of(("odeons", "good", "train")).sentences("odeon") == 0


def test_sentences_without_label_count_towards_no_label() -> None:
    index = index_of(("odeon", None, "train"), ("odeon", "bad", "train"))
    assert index.sentences("odeon") == 2
    assert index.sentences_per_label("odeon") == {"bad": 1}
