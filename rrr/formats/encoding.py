"""Which encoding a file has: told by its first bytes, by being valid UTF-8, or guessed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import chardet

from rrr.errors import DataError
from rrr.formats.binary import refuse_binary
from rrr.formats.names import shortened
from rrr.formats.source import Source, chunks, decoded

UTF_8 = "utf-8-sig"
"""A byte-order mark at the beginning is no text."""

ENCODINGS = {
    UTF_8: "UTF-8",
    "cp1252": "Windows-1252 (Western Europe)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
    "cp1250": "Windows-1250 (Central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "iso8859-15": "ISO 8859-15 (Western Europe)",
    "mac-roman": "Mac Roman",
    "cp850": "DOS 850 (Western Europe)",
    "koi8-r": "KOI8-R (Cyrillic)",
    "cp932": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "cp949": "EUC-KR (Korean)",
}
"""Python's names of the encodings that are read -> what people call them."""

_MARKS = {
    codecs.BOM_UTF8: UTF_8,
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_GUESSED = {name: name for name in ENCODINGS if not name.startswith("utf")}
_GUESSED |= {"euc_jis_2004": _GUESSED.pop("euc_jp"), "big5hkscs": "big5", "shift_jis_2004": "cp932"}
"""chardet's names of what may be guessed -> ours."""
_BEYOND_ASCII = re.compile(r"""[^\s,;"]{0,15}[^\s\x00-\x7f][^\s,;"]{0,15}""")
_NUM_WORDS = 8
_PRINTED = frozenset(b"\t\r\n") | frozenset(range(0x20, 0x7F))
_HEAD = 1 << 16
_SAMPLE = 1 << 15
_FEW = 4
"""So many bytes beyond ASCII say nothing about an encoding."""
_ALIKE = 0.8
"""A guess that is this share as good as the best one, or more, may be right as well. Measured on
texts of ten words drawn from 28 languages: Windows-1252 stays below where it is wrong."""


def known_encoding(name: str) -> str:
    """The key in `ENCODINGS` of an encoding by any of its names.

    Raises:
        DataError: if it is not among those that are read.
    """
    spelled = name.strip().removesuffix("-sig")
    for encoding in ENCODINGS:
        try:
            if codecs.lookup(encoding.removesuffix("-sig")).name == codecs.lookup(spelled).name:
                return encoding
        except (LookupError, ValueError):  # ValueError: a zero byte in the name
            break
    raise DataError(
        f"The encoding “{shortened(name)}” is not known. Choose one of: "
        f"{', '.join(key.removesuffix('-sig') for key in ENCODINGS)}."
    )


def detected_encoding(filename: str, source: Source) -> str:
    """The encoding that a file seems to have, a key of `ENCODINGS`.

    A byte-order mark and valid UTF-8 are certain. Anything else is a guess, to be shown to the
    person with what it makes of the file.

    Raises:
        DataError: if the file cannot be opened, is no text, or is UTF-8 but for some damaged
            places.
    """
    head = next(chunks(filename, source, _HEAD), b"")
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    refuse_binary(filename, head, is_sure=True)
    if wide := _wide(head):
        return wide
    refuse_binary(filename, head)
    try:
        for _ in decoded(filename, source, UTF_8):
            pass
    except DataError:
        if _is_damaged_utf_8(filename, source):
            raise
        return _guessed(b"".join(_telling(filename, source)))
    return UTF_8


def telling_words(filename: str, source: Source, encoding: str) -> tuple[str, ...]:
    """Some words with letters beyond ASCII, by which a reader sees whether the encoding is right.

    Raises:
        DataError: as `decoded` does.
    """
    words: dict[str, None] = {}
    for text in decoded(filename, source, encoding):
        for word in _BEYOND_ASCII.finditer(text):
            words[word.group()] = None
            if len(words) == _NUM_WORDS:
                return tuple(words)
    return tuple(words)


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: beside a zero byte stands an ASCII character."""
    pairs = list(zip(head[0::2], head[1::2], strict=False))
    little = sum(high == 0 and low in _PRINTED for low, high in pairs)
    big = sum(high == 0 and low in _PRINTED for high, low in pairs)
    if max(little, big) < max(2, len(pairs) / 50):
        return None
    return "utf-16-le" if little > big else "utf-16-be"


def _is_damaged_utf_8(filename: str, source: Source) -> bool:
    """Whether most of what is not ASCII is UTF-8: in other encodings it hardly ever is."""
    decoder = codecs.getincrementaldecoder(UTF_8)("replace")
    valid = damaged = 0
    for chunk in chunks(filename, source):
        text = decoder.decode(chunk)
        replaced = text.count("\N{REPLACEMENT CHARACTER}")
        valid += len(text) - len(text.encode("ascii", "ignore")) - replaced
        damaged += replaced
    return valid >= max(1, damaged)


def _telling(filename: str, source: Source) -> Iterator[bytes]:
    """Lines that are not ASCII, as many as it takes to guess by."""
    size = 0
    for chunk in chunks(filename, source):
        for line in chunk.splitlines(keepends=True):
            if not line.isascii():
                size += len(line)
                yield line[:_SAMPLE]
                if size > _SAMPLE:
                    return


def _guessed(sample: bytes) -> str:
    """Windows-1252 is by far the commonest: another has to look clearly better."""
    if sum(byte > 127 for byte in sample) < _FEW:
        return "cp1252"
    guesses = chardet.detect_all(
        sample, ignore_threshold=True, compat_names=False, include_encodings=_GUESSED
    )
    likely = [guess for guess in guesses if guess["encoding"] in _GUESSED]
    if not likely:
        return "cp1252"
    for guess in likely:
        if (
            guess["encoding"] == "cp1252"
            and guess["confidence"] >= _ALIKE * likely[0]["confidence"]
        ):
            return "cp1252"
    return _GUESSED[str(likely[0]["encoding"])]
