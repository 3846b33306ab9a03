"""Which encoding a file has."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrr.errors import DataError
from rrr.formats import source
from rrr.formats.csv_file import read_csv
from rrr.formats.encoding import ENCODINGS, UTF_8, detected_encoding, known_encoding, telling_words
from rrr.formats.jsonl_file import read_jsonl
from rrr.formats.read_options import Reading
from tests.formats.tables import cells_of

SPOKEN = {
    "cp1252": "text,label\nDer Film war schön, „grüße“ – déjà vu,pos\nIt’s “good”,neg\n",
    "cp1250": "text,label\nZażółć gęślą jaźń,pos\nPříliš žluťoučký kůň úpěl,neg\n",
    "cp1251": "text,label\nФильм был очень хороший,pos\nПлохой фильм,neg\n",
    "cp932": "text,label\nこの映画はとても面白かったです。,pos\n時間の無駄だったと思います。,neg\n"
    "音楽がすばらしく、最後まで飽きませんでした。,pos\n",
    "euc_jp": "text,label\nこの本は退屈でした,pos\n素晴らしい演技だった,neg\n",
    "cp1254": "text,label\nBu film çok güzeldi ve oyuncular başarılıydı,pos\nSıkıcıydı,neg\n",
    "cp1257": "text,label\nŠis filmas buvo labai gražus ir įdomus,pos\n"
    "Aktorių vaidyba puiki bet pabaiga liūdna,neg\n",
    "cp1253": "text,label\nΗ ταινία ήταν πολύ ωραία,pos\nΤο βιβλίο ήταν βαρετό,neg\n",
    "koi8-r": "text,label\nэтот фильм был очень хорош,pos\nкнига оказалась скучной,neg\n",
    "gb18030": "text,label\n这部电影非常好看,pos\n这部电影太难看了,neg\n",
    "cp949": "text,label\n이 영화는 정말 재미있었어요,pos\n정말 나빴어요,neg\n",
    "big5": "text,label\n這部電影非常好看,pos\n這部電影太難看了,neg\n",
}


@pytest.mark.parametrize("encoding", SPOKEN)
def test_an_encoding_is_guessed_by_what_it_makes_of_the_file(encoding: str) -> None:
    assert detected_encoding("x.csv", SPOKEN[encoding].encode(encoding)) == encoding


@pytest.mark.parametrize(
    "content",
    [
        "text,label\ngrüße,a\n",
        "text,label\nIt’s fine,a\nnothing here,b\n",
        "t,l\n£,a\n",
        "t,l\n" + "a 20° day, 5½ stars ™ ©,b\n" * 5,
    ],
)
def test_a_few_western_letters_are_taken_for_windows_1252(content: str) -> None:
    assert detected_encoding("x.csv", content.encode("cp1252")) == "cp1252"


def test_letters_far_down_the_file_count(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"plain,a\n" * 50_000 + "Der Film war schön – über die Länge,b\n".encode("cp1252")
    assert detected_encoding("x.csv", content) == "cp1252"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", UTF_8),
        ("utf-8-sig", UTF_8),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
@given(
    texts=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12), min_size=1
    )
)
def test_every_unicode_file_is_read_as_it_was_written(
    encoding: str, found: str, texts: list[str]
) -> None:
    quoted = [text.replace('"', '""') for text in texts]
    content = "text,label\n" + "".join(f'"{text}","a"\n' for text in quoted)
    read = read_csv("x.csv", content.encode(encoding))
    assert read.reading.encoding == found
    assert cells_of(read) == [(text, "a") for text in texts]


def test_byte_order_marks_are_told_apart() -> None:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
    names = [detected_encoding("x", mark + b"a\0\0\0") for mark in marks]
    assert names == ["utf-16", "utf-16", "utf-32", "utf-32"]


def test_json_lines_are_read_in_other_encodings_too() -> None:
    content = '{"text": "schön war’s", "label": "a"}\n'
    for encoding in ("cp1252", "utf-16", "utf-8-sig"):
        assert cells_of(read_jsonl("x.jsonl", content.encode(encoding))) == [("schön war’s", "a")]


def test_an_encoding_that_was_chosen_counts() -> None:
    read = read_csv("x.csv", b"text,label\n\xe4,a\n", Reading(encoding="cp1251"))
    assert cells_of(read) == [("д", "a")]


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        (b"text,label\nok,a\n\x81,b\n", "cp1252", "line 3: not CP1252 text .byte 0x81"),
        (b"text,label\nok,a\n\xe4,b\n", UTF_8, "line 3: not UTF-8 text"),
        ("text,label".encode("utf-16-le"), "utf-16", "byte-order mark of UTF-16"),
        ("text,label\n".encode("utf-16") + b"\0", "utf-16", "line 2: not UTF-16"),
    ],
)
def test_a_file_that_the_chosen_encoding_does_not_fit_is_refused(
    content: bytes, encoding: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        read_csv("x.csv", content, Reading(encoding=encoding))


@pytest.mark.parametrize("chunk", [1, 3, 1000])
def test_utf_8_with_a_damaged_place_is_not_taken_for_something_else(
    monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(source, "_CHUNK", chunk)
    with pytest.raises(DataError, match="line 3: not UTF-8"):
        detected_encoding("x.csv", "text\nüber\n".encode() + b"caf\xe9\n")


@pytest.mark.parametrize(
    ("name", "known"),
    [("UTF-8", UTF_8), ("ISO-8859-15", "iso8859-15"), ("Windows-1252", "cp1252"), ("sjis", None)],
)
def test_an_encoding_is_known_by_its_other_names(name: str, known: str | None) -> None:
    if known is None:
        with pytest.raises(DataError, match=r"“sjis” is not known. Choose one of: utf-8, cp1252"):
            known_encoding(name)
    else:
        assert known_encoding(name) == known


@pytest.mark.parametrize("name", ["", "x\0y", "unicode_escape", "zip", "rot13", "x" * 10_000])
def test_what_is_no_encoding_of_texts_is_refused(name: str) -> None:
    with pytest.raises(DataError, match="not known"):
        known_encoding(name)


def test_words_to_check_an_encoding_by_are_shown_as_they_stand() -> None:
    content = 'text,label\n"Der Film war schön, „grüße“ – it’s",a\nplain,b\n'.encode("cp1252")
    assert telling_words("x", content, "cp1252") == ("schön", "„grüße“", "–", "it’s")
    assert telling_words("x", content, "cp1251")[0] == "schцn"


def test_every_encoding_on_offer_is_known() -> None:
    assert [known_encoding(name) for name in ENCODINGS] == list(ENCODINGS)
