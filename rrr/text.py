"""Tokens with character offsets, and the vocabulary that numbers them.

One tokenizer serves the page, the model and the heatmap, so that a mark made in the browser is a
mark on exactly the position whose gradient is penalised. Its version is stored with every mark.

A token is a run of letters, marks and digits (with inner apostrophes, hyphens and underscores), a
single Han, Hiragana or Katakana character, or one grapheme of anything else that is not white
space (punctuation, an emoji with all its modifiers).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import ClassVar

from tokenizers import Regex
from tokenizers.pre_tokenizers import Split

from rrr.errors import ConfigError, DataError
from rrr.records import RuleKind

TOKENIZER_VERSION = "words-1"

PADDING_ID = 0
UNKNOWN_ID = 1
NUM_RESERVED_IDS = 2

_IDEOGRAPH = r"\p{Han}\p{Hiragana}\p{Katakana}"
_LETTER = rf"[[\p{{L}}\p{{M}}\p{{N}}]&&[^{_IDEOGRAPH}]]"
_WORD = rf"{_LETTER}+(?:['’_\-]{_LETTER}+)*"
_SPLIT = Split(Regex(rf"[{_IDEOGRAPH}]|{_WORD}|(?:(?!\s)\X)"), behavior="removed", invert=True)


# The same division for texts of ASCII characters only, several times as fast.
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:['_\-][A-Za-z0-9]+)*|[^ \t\n\r\f\v]")
_ASCII_PIECES = re.compile(f"({_ASCII_TOKEN.pattern})")  # splits into white space and tokens


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the text: `text[start:end] == token.text`, offsets in Unicode code points."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split a text into tokens; what lies between two of them is white space only.

    Examples:
        >>> [token.text for token in rrr.tokenize("It isn't fine.")]
        ['It', "isn't", 'fine', '.']
    """
    if text.isascii():
        matches = _ASCII_TOKEN.finditer(text)
        return [Token(match.group(), match.start(), match.end()) for match in matches]
    return [Token(word, start, end) for word, (start, end) in _SPLIT.pre_tokenize_str(text)]


_SPECIMEN = (
    "Ain't it co-op's “naïve” e\u0301tude_2? 東京タワー한국 \U0001f469\U0001f3fd\u200d\U0001f680"
    "\U0001f1eb\U0001f1ee ½ 3.5€ \ufb01n İz Straße\u00a0·\u200b…"
)


@cache
def tokenizer_hash() -> str:
    """Names how texts are divided here: by this version, with these versions of its libraries."""
    divided = [TOKENIZER_VERSION, *(token.text.casefold() for token in tokenize(_SPECIMEN))]
    return hashlib.sha256("\0".join(divided).encode()).hexdigest()[:16]


def refuse_one_text(texts: Iterable[str]) -> None:
    """Check that texts are several: a single string would be taken letter by letter.

    Raises:
        DataError: if it is one string.
    """
    if isinstance(texts, str | bytes):
        raise DataError(
            "Expected a list of texts. Received one text, whose letters would be taken one by one. "
            "Put it into a list: [text]."
        )


_APOSTROPHE = re.compile(r"’|(?<=\w)ʼ(?=\w)")  # the second one is a letter where it begins a word


def spelling_of(token: str) -> str:
    """One form for all ways to encode what looks the same: composed letters (NFC), typewriter
    apostrophes. Upper and lower case stay as they are."""
    if token.isascii():
        return token
    return _APOSTROPHE.sub("'", unicodedata.normalize("NFC", token))


def word_of(token: str) -> str:
    """The form under which a token is looked up in the vocabulary and matched by rules: its
    spelling without regard to upper and lower case."""
    if token.isascii():
        return token.lower()
    return spelling_of(unicodedata.normalize("NFD", token).casefold())


def pattern_form(kind: RuleKind, pattern: str) -> str:
    """The form in which a rule's pattern is stored and matched; a regular expression stays as it
    was written."""
    match kind:
        case "word":
            return word_of(pattern)
        case "exact":
            return spelling_of(pattern)
        case "phrase":
            return " ".join(words_of(pattern))
        case "regex":
            return pattern


def texts_of(text: str) -> list[str]:
    """The text of each token in order, for passes over whole corpora."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text)
    return [token.text for token in tokenize(text)]


def texts_and_starts(text: str) -> tuple[list[str], list[int]]:
    """The text and the start of each token in order, for passes over whole corpora."""
    if text.isascii():
        # White space, token, white space, …: in a third of the time that match objects take.
        pieces = _ASCII_PIECES.split(text)
        ends = list(accumulate(map(len, pieces)))
        return pieces[1::2], ends[:-1:2]
    tokens = tokenize(text)
    return [token.text for token in tokens], [token.start for token in tokens]


def words_of(text: str) -> list[str]:
    """`word_of` each token in order, for passes over whole corpora."""
    if text.isascii():
        return _ASCII_TOKEN.findall(text.lower())
    return [word_of(token.text) for token in tokenize(text)]


def without_tokens(text: str, indices: Iterable[int]) -> str:
    """The text without some of its tokens, given by their indices; white space stays."""
    tokens = tokenize(text)
    for token in (tokens[index] for index in sorted(set(indices), reverse=True)):
        text = text[: token.start] + text[token.end :]
    return text


def token_hash(tokens: Sequence[Token]) -> str:
    """Names this very division of this very text; token indices mean something only with it."""
    return digest([TOKENIZER_VERSION, [[token.text, token.start] for token in tokens]])


def digest(value: object) -> str:
    """A short name for anything that can be written as JSON."""
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def words_key(text: str) -> bytes:
    """Equal for texts of the same words in the same order: no model can tell them apart."""
    return hashlib.sha256("\0".join(words_of(text)).encode()).digest()[:16]


@dataclass(frozen=True)
class Vocabulary:
    """Numbers words by frequency; id 0 is padding and id 1 any word not in it.

    It is a `rrr.learning.pieces.AnyVocabulary`: each word is one piece, and nothing stands around a
    text.

    Examples:
        >>> vocabulary = rrr.Vocabulary.fit(["a fine film", "a dull film"], max_size=4)
        >>> vocabulary.words, vocabulary.id_of("Film"), vocabulary.id_of("dull")
        (('a', 'film'), 3, 1)
    """

    words: tuple[str, ...]
    padding: ClassVar[int] = PADDING_ID
    before: ClassVar[tuple[int, ...]] = ()
    after: ClassVar[tuple[int, ...]] = ()
    unknown: ClassVar[tuple[int, ...]] = (UNKNOWN_ID,)
    most_ids: ClassVar[None] = None

    def __post_init__(self) -> None:
        ids = {word: number for number, word in enumerate(self.words, start=NUM_RESERVED_IDS)}
        if len(ids) != len(self.words):
            raise DataError("A vocabulary must not hold the same word twice. Build it anew.")
        # Vocabularies of older checkpoints hold words in other spellings, too.
        for word, number in list(ids.items()):
            ids.setdefault(word_of(word), number)
        object.__setattr__(self, "_ids", ids)
        object.__setattr__(self, "_pieces", {word: (number,) for word, number in ids.items()})

    @classmethod
    def fit(cls, texts: Iterable[str], max_size: int = 20_000) -> Vocabulary:
        """Count the words of `texts`; keep the most frequent, ties in alphabetical order.

        Raises:
            ConfigError: if `max_size` leaves no room for words.
            DataError: if `texts` is one text instead of several.
        """
        refuse_one_text(texts)
        if max_size <= NUM_RESERVED_IDS:
            raise ConfigError(
                f"A vocabulary needs room for more than {NUM_RESERVED_IDS} ids. "
                f"Received: max_size={max_size}."
            )
        counts = Counter(word for text in texts for word in words_of(text))
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        return cls(tuple(ranked[: max_size - NUM_RESERVED_IDS]))

    def __len__(self) -> int:
        """Number of ids, the two reserved ones included."""
        return len(self.words) + NUM_RESERVED_IDS

    @property
    def ids(self) -> Mapping[str, int]:
        """The id of each word it knows."""
        ids: dict[str, int] = self._ids  # type: ignore[attr-defined]
        return ids

    def encode(self, tokens: Sequence[Token]) -> list[int]:
        """Ids of the tokens, one each; unknown words get `UNKNOWN_ID`."""
        return self.encode_words([word_of(token.text) for token in tokens])

    def encode_words(self, words: Iterable[str]) -> list[int]:
        """Ids of words in the vocabulary's form, as `words_of` gives them."""
        ids = self.ids
        return [ids.get(word, UNKNOWN_ID) for word in words]

    def pieces_of(self, tokens: Iterable[str]) -> list[tuple[int, ...]]:
        """The id of each token, alone in a tuple."""
        return self._pieces_of_words(map(word_of, tokens))

    def pieces_of_text(self, text: str) -> list[tuple[int, ...]]:
        """The id of each token of a text, alone in a tuple."""
        return self._pieces_of_words(words_of(text))

    def _pieces_of_words(self, words: Iterable[str]) -> list[tuple[int, ...]]:
        pieces: dict[str, tuple[int, ...]] = self._pieces  # type: ignore[attr-defined]
        return [pieces.get(word, self.unknown) for word in words]

    def to_json(self) -> list[str]:
        """The words, most frequent first."""
        return list(self.words)

    def id_of(self, word: str) -> int:
        """Id of a single word, `UNKNOWN_ID` if the vocabulary does not hold it."""
        return self.ids.get(word_of(word), UNKNOWN_ID)
