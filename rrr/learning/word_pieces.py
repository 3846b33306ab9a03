"""The vocabulary of a pre-trained encoder: words in pieces, by the WordPiece algorithm of BERT."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from rrr.errors import DataError
from rrr.learning.pieces import Pieces
from rrr.text import PADDING_ID, texts_of

_PADDING, _UNKNOWN, _BEGIN, _END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
_LONGEST_WORD = 100
"""Letters of a word, beyond which it is unknown, as in BERT."""
_KEPT_WORDS = 65_536


@dataclass(frozen=True)
class PieceVocabulary:
    """Numbers the pieces of words (Devlin et al., NAACL 2019); a `pieces.AnyVocabulary`.

    Our own tokens are divided one by one, so that each piece belongs to one token. That gives what
    BERT's tokenizer gives, except where BERT sees one word and we see several: signs that are no
    punctuation and touch a letter (`5€`), Japanese letters, control characters. In a text `[SEP]`
    is three tokens and never the special piece.

    Args:
        pieces: each at the place of its id, `[PAD]` first; those within a word begin with `##`.
        lowercase: whether the encoder knows small letters without accents only.
        most_ids: the longest text that it can read, in pieces, `[CLS]` and `[SEP]` included.

    Raises:
        DataError: if a piece stands there twice, or a special one is missing.
    """

    pieces: tuple[str, ...]
    lowercase: bool
    most_ids: int
    padding: ClassVar[int] = PADDING_ID

    def __post_init__(self) -> None:
        ids = {piece: number for number, piece in enumerate(self.pieces)}
        if len(ids) != len(self.pieces):
            raise DataError(
                "A vocabulary must not hold the same piece twice. Take another encoder."
            )
        special = (_PADDING, _UNKNOWN, _BEGIN, _END)
        missing = [piece for piece in special if piece not in ids]
        if missing or ids[_PADDING] != PADDING_ID:
            raise DataError(
                f"The encoder's vocabulary must hold {', '.join(special)}, and {_PADDING} at its "
                f"beginning, as BERT's does. Received: {len(ids):,} pieces"
                + (f" without {', '.join(missing)}. " if missing else f", {_PADDING} not first. ")
                + "Take an encoder with a WordPiece vocabulary: BERT, MiniLM or DistilBERT."
            )
        model = WordPiece(ids, unk_token=_UNKNOWN, max_input_chars_per_word=_LONGEST_WORD)
        tokenizer = Tokenizer(model)
        tokenizer.normalizer = BertNormalizer(lowercase=self.lowercase)
        tokenizer.pre_tokenizer = BertPreTokenizer()

        @lru_cache(_KEPT_WORDS)
        def pieces_of(token: str) -> Pieces:
            return tuple(tokenizer.encode(token, add_special_tokens=False).ids)

        object.__setattr__(self, "_ids", ids)
        object.__setattr__(self, "_pieces_of", pieces_of)

    def __len__(self) -> int:
        """Number of token ids."""
        return len(self.pieces)

    @property
    def before(self) -> Pieces:
        """`[CLS]`."""
        return (self._id(_BEGIN),)

    @property
    def after(self) -> Pieces:
        """`[SEP]`."""
        return (self._id(_END),)

    @property
    def unknown(self) -> Pieces:
        """Nothing: a text without words is still `[CLS] [SEP]`."""
        return ()

    def pieces_of(self, tokens: Iterable[str]) -> list[Pieces]:
        """The ids of each token's pieces; none for a control character."""
        return list(map(self._pieces_of, tokens))  # type: ignore[attr-defined]

    def pieces_of_text(self, text: str) -> list[Pieces]:
        """The ids of the pieces of each token of a text."""
        return self.pieces_of(texts_of(text))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `PieceVocabulary.from_json` makes the same vocabulary of them."""
        return {
            "pieces": list(self.pieces),
            "lowercase": self.lowercase,
            "most_ids": self.most_ids,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> PieceVocabulary:
        """The vocabulary that gave these values."""
        return cls(tuple(values["pieces"]), values["lowercase"], values["most_ids"])

    def _id(self, piece: str) -> int:
        ids: dict[str, int] = self._ids  # type: ignore[attr-defined]
        return ids[piece]
