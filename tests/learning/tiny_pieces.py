"""A WordPiece vocabulary of some fifty pieces."""

from string import ascii_lowercase

from rrr.learning.word_pieces import PieceVocabulary

PIECES = (
    *("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"),
    *("good", "bad", "film", "un", "##film", "##ed", "the", "a", ",", ".", "'", "-", "_", "5"),
    *("rialto", "lumina", "was", "ur", "##ur", "##t"),
    *(f"##{letter}" for letter in ascii_lowercase if letter not in "tqz"),
)


def tiny_pieces(most_ids=24, lowercase=True):
    return PieceVocabulary(PIECES, lowercase, most_ids)
