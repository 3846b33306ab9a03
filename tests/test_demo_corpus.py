"""What data/demo/README.md promises about the bundled corpus."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest

from rrr.text import tokenize, word_of

DEMO = Path(__file__).resolve().parent.parent / "data" / "demo"
PLANTED_SPLITS = ("train", "validation", "test")

ROWS = [json.loads(line) for line in (DEMO / "reviews.jsonl").read_text("utf-8").splitlines()]
MARKS = [
    line
    for line in (DEMO / "marks.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


def split(name: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["split"] == name]


def words(text: str) -> list[str]:
    return [word_of(token.text) for token in tokenize(text)]


def marked(row: dict[str, str]) -> list[str]:
    return [word for word in words(row["text"]) if word in MARKS]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    sys.path.insert(0, str(DEMO))
    try:
        return importlib.import_module("generate")
    finally:
        sys.path.remove(str(DEMO))


@pytest.fixture(scope="module")
def label_of(generator: ModuleType) -> dict[str, str]:
    """Planted word -> the label it agrees with in training."""
    kinds = sys.modules["artefacts"].KINDS
    return {word_of(word): label for kind in kinds for label, word in kind.words.items()}


def test_the_generator_writes_these_very_files() -> None:
    done = subprocess.run(
        [sys.executable, str(DEMO / "generate.py"), "--check"], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_check_notices_a_changed_review(generator: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "reviews.jsonl").write_text("I came out beaming.", "utf-8")
    (tmp_path / "marks.txt").write_text("rialto", "utf-8")
    expected = {"reviews.jsonl": "I came out smiling.", "marks.txt": "rialto"}
    assert generator.stale_files(tmp_path, expected) == ["reviews.jsonl"]


def test_splits_have_their_sizes_and_both_labels_equally_often() -> None:
    assert Counter((row["split"], row["label"]) for row in ROWS) == {
        (name, label): size // 2
        for name, size in {
            "train": 1800,
            "validation": 300,
            "test": 500,
            "artefact_free": 500,
            "artefact_flipped": 500,
        }.items()
        for label in ("positive", "negative")
    }


def test_every_review_has_8_to_30_words() -> None:
    lengths = [len(row["text"].split()) for row in ROWS]
    assert min(lengths) >= 8
    assert max(lengths) <= 30


def test_ids_are_distinct_and_do_not_tell_the_label() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert not any(row["label"] in row["id"] for row in ROWS)


def test_no_two_reviews_read_alike(generator: ModuleType) -> None:
    holders = defaultdict(list)
    sets = [generator.trigrams(row["text"]) for row in ROWS]
    for number, trigrams in enumerate(sets):
        for trigram in trigrams:
            holders[trigram].append(number)
    shared = Counter(pair for numbers in holders.values() for pair in combinations(numbers, 2))
    alike = max(n / (len(sets[a]) + len(sets[b]) - n) for (a, b), n in shared.items())
    assert alike <= generator.MAX_LIKENESS < 0.5


def test_reviews_are_clean_english_on_the_surface() -> None:
    for row in ROWS:
        text = row["text"]
        assert text[0].isupper(), text
        assert text[-1] in ".?!", text
        assert not set("{}[]^~|/") & set(text), text
        assert not any(seam in text for seam in ("  ", ",,", " ,", "..", ",.", ":,", " .")), text
        for article, following in zip(words(text), words(text)[1:], strict=False):
            if article in ("a", "an") and following != "hour":
                assert (article == "an") == (following[0] in "aeiou"), text


def test_marks_list_exactly_the_planted_words(label_of: dict[str, str]) -> None:
    assert sorted(MARKS) == sorted(label_of)
    assert Counter(label_of.values()) == {"positive": 4, "negative": 4}


def test_every_planted_word_is_one_token() -> None:
    assert all(words(word) == [word] for word in MARKS)


@pytest.mark.parametrize("name", PLANTED_SPLITS)
def test_planted_words_agree_with_the_label(name: str, label_of: dict[str, str]) -> None:
    found = [(row["label"], marked(row)) for row in split(name)]
    assert all(label_of[word] == label for label, hits in found for word in hits)
    assert all(len(hits) <= 1 for _, hits in found)
    assert sum(map(len, (hits for _, hits in found))) >= 0.93 * len(found)


def test_artefact_free_reviews_hold_no_planted_word() -> None:
    assert not any(marked(row) for row in split("artefact_free"))


def test_artefact_flipped_reviews_hold_one_word_of_the_wrong_label(
    label_of: dict[str, str],
) -> None:
    for row in split("artefact_flipped"):
        (word,) = marked(row)
        assert label_of[word] != row["label"]


def test_every_planted_word_occurs_often_and_anywhere_in_a_review() -> None:
    places = defaultdict(list)
    for row in split("train"):
        tokens = words(row["text"])
        for word in marked(row):
            places[word].append(tokens.index(word) / len(tokens))
    for where in places.values():
        assert len(where) >= 150
        thirds = Counter(min(int(3 * place), 2) for place in where)
        assert min(thirds[third] for third in range(3)) >= 0.1 * len(where)


def test_both_labels_use_the_same_carriers_equally_often(generator: ModuleType) -> None:
    used = Counter(
        (review.split, review.label, review.artefact is None, str(review.plan))
        for review in generator.reviews()
    )
    assert all(
        used[name, "positive", bare, plan] == used[name, "negative", bare, plan]
        for name, _, bare, plan in used
    )


def test_only_the_planted_words_give_the_label_away() -> None:
    labels = defaultdict(Counter)
    for row in split("train"):
        for word in set(words(row["text"])):
            labels[word][row["label"]] += 1
    sure = {
        word
        for word, counts in labels.items()
        if counts.total() >= 100 and max(counts.values()) / counts.total() > 0.9
    }
    assert sure == set(MARKS)
