"""Our tokens in WordPiece's pieces: what BERT's own tokenizer makes of the text."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers.implementations import BertWordPieceTokenizer

from rrr.errors import DataError
from rrr.evidence.corpora import load_corpus
from rrr.learning.pieces import ids_of
from rrr.learning.word_pieces import PieceVocabulary
from rrr.text import tokenize
from tests.learning.tiny_pieces import PIECES, tiny_pieces


def of_bert(text, lowercase=True):
    """What the tokenizer of the `tokenizers` library for BERT gives for a whole text."""
    ids = {piece: number for number, piece in enumerate(PIECES)}
    return BertWordPieceTokenizer(vocab=ids, lowercase=lowercase).encode(text).ids


def ours(text, lowercase=True):
    vocabulary = tiny_pieces(most_ids=100_000, lowercase=lowercase)
    return ids_of(vocabulary.pieces_of_text(text), vocabulary)


printable_ascii = st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\n"))
piece_like = st.lists(st.sampled_from([*"goudfilmesxyz' -_.,5[]", "film", "un", " "])).map("".join)


@given(printable_ascii | piece_like, st.booleans())
def test_texts_in_ascii_are_read_as_bert_reads_them(text, lowercase):
    assert ours(text, lowercase) == of_bert(text, lowercase)


@pytest.mark.parametrize(
    "text",
    ["Ünfilmed, “good” – it’s naïve…", "a\u0300 film\u00a0was bad", "BAD 电影 Good", "ﬁlm ½ ß"],
)
def test_accents_typographic_signs_and_chinese_are_read_as_bert_reads_them(text):
    assert ours(text) == of_bert(text)


def test_the_sentences_of_the_demo_are_read_as_bert_reads_them():
    corpus = load_corpus("demo", None)
    texts = [text for data in corpus.splits.values() for text in data.texts]
    assert len(texts) > 1000
    assert [ours(text) for text in texts] == [of_bert(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unfilmed it's", [["un", "##film", "##ed"], ["[UNK]", "'", "[UNK]"]]),
        ("film-film", [["film", "-", "film"]]),
        ("[SEP]", [["[UNK]"], ["[UNK]"], ["[UNK]"]]),
        ("5€", [["5"], ["[UNK]"]]),
        ("good\x07", [["good"], []]),
    ],
)
def test_every_piece_belongs_to_one_token(text, words):
    rows = tiny_pieces().pieces_of_text(text)
    assert [[PIECES[number] for number in row] for row in rows] == words
    assert len(rows) == len(tokenize(text))


def test_it_comes_back_from_json_as_it_was():
    vocabulary = tiny_pieces(most_ids=9, lowercase=False)
    assert PieceVocabulary.from_json(json.loads(json.dumps(vocabulary.to_json()))) == vocabulary


@pytest.mark.parametrize(
    ("pieces", "named"),
    [
        (("[PAD]", "[UNK]", "[CLS]"), "without \\[SEP\\]"),
        (("[UNK]", "[PAD]", "[CLS]", "[SEP]"), "\\[PAD\\] not first"),
        ((*PIECES, "good"), "same piece twice"),
    ],
)
def test_a_vocabulary_of_another_kind_is_refused(pieces, named):
    with pytest.raises(DataError, match=named):
        PieceVocabulary(pieces, True, 9)
