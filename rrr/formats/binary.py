"""Files that are no text, whatever their names end in: pictures, archives, workbooks."""

from __future__ import annotations

import codecs

import chardet

from rrr.errors import DataError

_KINDS = {
    "application/gzip": "a gzip archive",
    "application/pdf": "a PDF document",
    "application/vnd.apache.parquet": "a Parquet table",
    "application/x-sqlite3": "an SQLite database",
}
_ZIP = b"PK\3\4"
_LOOKED_AT = 4096
_TOO_MANY_CONTROLS = 0.05
"""Share of the bytes that texts hardly have: in noise it is a tenth."""
_CONTROLS = bytes(set(range(1, 0x20)) - set(b"\t\n\f\r"))  # zero bytes are told when decoding


def refuse_binary(filename: str, head: bytes, *, is_sure: bool = False) -> None:
    """Look at the first bytes of a file.

    Args:
        filename: what it is called in the message.
        head: the first bytes, of a file that is not in UTF-16 or UTF-32.
        is_sure: whether to refuse kinds of files that are known only, not all that looks like none.

    Raises:
        DataError: if they are no text.
    """
    head = head[:_LOOKED_AT]
    if _is_utf_8(head):  # “GIF89a is a format” begins as a picture does
        return
    if head.startswith(_ZIP):  # chardet takes short ones for UTF-16
        kind = "an Excel workbook" if b"xl/" in head else "a ZIP archive"
    else:
        guess = chardet.detect(head)
        if guess["encoding"] is not None:
            return
        mime = guess["mime_type"] or ""
        kind = _KINDS.get(mime) or ("a picture" if mime.startswith("image/") else "")
    if not kind and (is_sure or _share_of_controls(head) < _TOO_MANY_CONTROLS):
        return
    raise DataError(
        f"{filename} is not a text file{f' but {kind}' if kind else ''}. Open it in the program "
        "that made it, and save it as CSV or JSON Lines with the encoding UTF-8."
    )


def _share_of_controls(head: bytes) -> float:
    return 1 - len(head.translate(None, _CONTROLS)) / len(head)


def _is_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\0" not in head
