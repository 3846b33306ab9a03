"""What the corpora hold, and what is planted in them."""

import gzip
import json

import pytest

from rrr.errors import ConfigError, DataError, NotFound
from rrr.evidence.corpora import available, load_corpus
from rrr.evidence.corpus import FLIPPED, FREE, REVISED, without_marked
from rrr.evidence.decoys import INVENTED_WORDS, decoy_version
from rrr.evidence.film_reviews import words_left_standing
from rrr.evidence.newsgroups import RULES
from rrr.records import TEST, TRAIN, VALIDATION, LabelledTexts
from rrr.text import tokenize


def labelled(*pairs):
    texts, labels = zip(*pairs, strict=True)
    return LabelledTexts(texts, labels, ((),) * len(texts))


def plain_splits():
    data = labelled(("A dull film.", "bad"), ("  ", "bad"), ("One two three four", "good"))
    return dict.fromkeys((TRAIN, VALIDATION, TEST), data)


def test_a_decoy_of_its_own_label_is_put_in_every_text_and_only_it_is_marked():
    corpus = decoy_version("d", ("bad", "good"), plain_splits(), max_tokens=60)
    own = dict(zip(("bad", "good"), INVENTED_WORDS, strict=False))
    data = corpus.splits[TRAIN]
    for text, label, marked in zip(data.texts, data.labels, data.marked, strict=True):
        assert [tokenize(text)[i].text for i in marked] == [own[label]]
        assert sum(token.text in INVENTED_WORDS for token in tokenize(text)) == 1


def test_flipped_texts_differ_from_those_in_place_by_the_decoy_alone():
    corpus = decoy_version("d", ("bad", "good"), plain_splits(), max_tokens=60)
    bad, good = INVENTED_WORDS[:2]
    swap = {bad: good, good: bad}
    for here, there in zip(corpus.splits[TEST].texts, corpus.splits[FLIPPED].texts, strict=True):
        assert " ".join(swap.get(word, word) for word in here.split()) == " ".join(there.split())
    assert corpus.splits[FREE].texts == plain_splits()[TEST].texts


def test_no_decoy_stands_where_texts_are_cut_off():
    splits = dict.fromkeys((TRAIN, VALIDATION, TEST), labelled(*[("one " * 50, "bad")] * 40))
    corpus = decoy_version("d", ("bad", "good"), splits, max_tokens=5)
    places = {marked[0] for marked in corpus.splits[TRAIN].marked}
    assert places == set(range(5))


def test_a_corpus_that_holds_a_decoy_already_is_refused():
    splits = plain_splits() | {TEST: labelled((f"a {INVENTED_WORDS[0].upper()}", "bad"))}
    with pytest.raises(DataError, match=INVENTED_WORDS[0]):
        decoy_version("d", ("bad", "good"), splits, max_tokens=60)


def test_deleting_marked_words_leaves_the_others_in_order():
    data = LabelledTexts(("Seen at the Corvane, again.",), ("good",), ((3,),))
    assert without_marked(data).texts == ("Seen at the , again .",)


def test_the_demo_offers_its_words_in_place_absent_and_flipped():
    corpus = load_corpus("demo", None)
    marks = {name: sum(map(len, data.marked)) for name, data in corpus.splits.items()}
    assert marks[FREE] == 0
    assert marks[FLIPPED] == len(corpus.splits[FLIPPED]) == 500


def test_the_decoy_demo_is_rid_of_its_planted_words():
    corpus = load_corpus("decoy_demo", None)
    words = {token.text for text in corpus.splits[TRAIN].texts for token in tokenize(text)}
    assert words.isdisjoint({"Corvane", "Palvero", "Thornquill"})
    assert len(corpus.splits[TEST]) == 1500


def test_a_corpus_that_is_not_there_is_named_with_the_option_that_helps(tmp_path):
    assert available(tmp_path) == available(None) == ("demo", "decoy_demo", "small_decoy_demo")
    with pytest.raises(NotFound, match="--corpora"):
        load_corpus("imdb_cad", tmp_path)
    with pytest.raises(ConfigError, match="decoy_demo"):
        load_corpus("mnist", None)


def review(split, kind, label, words, edited=()):
    tokens = words.split()
    return {
        "text": words,
        "label": label,
        "split": split,
        "kind": kind,
        "tokens": tokens,
        "rationales": {"edit_diff_derived": [int(token in edited) for token in tokens]},
    }


def reviews():
    return [
        review(split, kind, label, words, edited)
        for split in ("train", "val", "test")
        for kind in ("original", "revised")
        for label, words, edited in (
            [("negative", "plot awful Horror", ("awful",)), ("negative", "plot sad", ())] * 20
            + [("positive", "plot lovely", ("lovely",)), ("positive", "plot merry", ())] * 20
        )
    ]


def test_words_that_tell_the_label_count_only_if_people_left_them_standing():
    words = words_left_standing(row for row in reviews() if row["split"] == "train")
    # "awful" and "lovely" were changed; "plot" stands everywhere and tells nothing
    assert words == {"horror", "sad", "merry"}


def test_film_reviews_are_learned_from_originals_and_tested_on_revised_ones_too(tmp_path):
    (tmp_path / "imdb_cad").mkdir()
    with gzip.open(tmp_path / "imdb_cad" / "data.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in reviews())
    assert available(tmp_path) == (
        *("demo", "decoy_demo", "small_decoy_demo"),
        *("decoy_imdb", "imdb_cad"),
    )
    corpus = load_corpus("imdb_cad", tmp_path)
    assert {name: len(data) for name, data in corpus.splits.items()} == dict.fromkeys(
        (TRAIN, VALIDATION, TEST, REVISED, FREE), 80
    )
    assert corpus.splits[TRAIN].marked[0] == (2,)


def test_the_newsgroup_rules_are_at_most_25():
    assert len(RULES) <= 25
    assert all(word == word.casefold() for word in RULES)
