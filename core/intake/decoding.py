"""Bytes of an upload → text, with the encoding named; what cannot be read is refused with its place."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from core.errors import InputRejected, Problem

MAX_BYTES = 10 * 1024 * 1024  # 50,000 leads of 200 characters; larger lists come in several files

# Longest first: the mark of UTF-32 begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\x00", "a database"),
)


class Decoded(NamedTuple):
    """The text of a file; `encoding` in the words of a person ("UTF-8")."""

    text: str
    encoding: str


def reject(message: str, place: str = "the file") -> InputRejected:
    """InputRejected about one place of a file: "Line 2, column 5: …"."""
    shown = f"{place[:1].upper()}{place[1:]}"
    joint = " " if place == "the file" else ": "
    return InputRejected(f"{shown}{joint}{message}", [Problem(place, message)])


def place_of(text: str, offset: int, first_line: int = 1) -> str:
    """`line 3, column 14`, both counted from 1, columns in characters, as editors show them."""
    line = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset)
    return f"line {first_line + line}, column {column}"


def check_size(content: bytes) -> None:
    """Refuse an empty file, one that is too large, and one that is visibly no text at all."""
    if not content.strip():
        raise reject("is empty; choose one that has something in it")
    if len(content) > MAX_BYTES:
        megabytes = len(content) / 1024 / 1024
        raise reject(f"has {megabytes:.1f} MB; at most 10 MB are read at once, so split it into several")
    for beginning, kind in _OTHER_KINDS:
        if content.startswith(beginning):
            raise reject(f"is {kind}, not text; save the data as CSV (UTF-8) or as JSON")


def decode(content: bytes) -> Decoded:
    """UTF-8 with or without a byte order mark, or UTF-16 with one; anything else is refused by name."""
    check_size(content)
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "UTF-8"))
    if encoding == "UTF-32":
        raise reject("is saved as UTF-32; save it as UTF-8")
    if not mark and looks_like_utf16(content):
        raise reject("looks like UTF-16 without a byte order mark; save it as UTF-8")
    body = content[len(mark) :] if encoding == "UTF-8" else content
    try:
        text = body.decode("utf-8" if encoding == "UTF-8" else "utf-16")
    except UnicodeDecodeError as error:
        raise _unreadable(body, error, encoding) from None
    if not text.strip():
        raise reject("is empty; choose one that has something in it")
    return Decoded(text, encoding)


def looks_like_utf16(content: bytes) -> bool:
    """Whether every second byte of the beginning is zero, which no text in UTF-8 has."""
    beginning = content[:64]
    pairs = len(beginning) // 2
    return pairs > 0 and pairs in (
        beginning[0 : 2 * pairs : 2].count(0),
        beginning[1 : 2 * pairs : 2].count(0),
    )


def _unreadable(body: bytes, error: UnicodeDecodeError, encoding: str) -> InputRejected:
    if encoding == "UTF-16":
        return reject("begins like UTF-16 but is damaged or cut off; save it again, as UTF-8")
    before = body[: error.start].decode("utf-8")
    return reject(
        f"the byte 0x{body[error.start]:02X} is not UTF-8. The file was probably saved in an older "
        "Windows or Mac encoding; save it as UTF-8",
        place_of(before, len(before)),
    )
