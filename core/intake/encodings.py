"""Which encoding a list is written in, and its text as UTF-8 in blocks, whatever it was.

UTF-8 and UTF-16 are known for certain. Older encodings are told by the words that they make
(`legacy_encoding`), and a person is always told to look.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from core.errors import Problem
from core.intake.decoding import reject
from core.intake.file_bytes import FileBytes, Survey
from core.intake.legacy_encoding import likeliest
from core.intake.line_ends import LineEnds, with_line_feeds

# What a person can choose: the name shown → Python's codec.
ENCODINGS: dict[str, str] = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
    "UTF-16 LE": "utf-16-le",
    "UTF-16 BE": "utf-16-be",
    "Windows-1252": "cp1252",
    "Latin-1": "latin-1",
    "Latin-9": "iso8859-15",
    "Mac Roman": "mac_roman",
    "Mac Central European": "mac_latin2",
    "Windows-1250": "cp1250",
    "Latin-2": "iso8859-2",
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8_r",
    "KOI8-U": "koi8_u",
    "Mac Cyrillic": "mac_cyrillic",
    "DOS Cyrillic": "cp866",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1257": "cp1257",
    "Windows-1258": "cp1258",
    "Windows-874": "cp874",
    "DOS Latin-1": "cp850",
    "DOS Latin-2": "cp852",
    "ISO Cyrillic": "iso8859-5",
    "ISO Greek": "iso8859-7",
    "ISO Turkish": "iso8859-9",
    "ISO Baltic": "iso8859-13",
    "DOS": "cp437",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "GBK": "gb18030",
    "Big5": "big5hkscs",
    "EUC-KR": "cp949",
    "ISO-2022-JP": "iso2022_jp",
    "HZ": "hz",
    "UTF-7": "utf-7",
}
_NAME_OF = {codecs.lookup(codec).name: name for name, codec in ENCODINGS.items()}

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF8, "UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# What announces letters that are written in ASCII bytes.
_ANNOUNCED = (((b"\x1b$B", b"\x1b$@"), "ISO-2022-JP"), ((b"~{",), "HZ"))
# A word with a letter that UTF-7 writes so: "J+APw-rgen".
_UTF7_WORD = re.compile(rb"[A-Za-z]\+A[A-Za-z0-9+/]{2,}-|\+A[A-Za-z0-9+/]{2,}-[A-Za-z]")
_BEGINNING = 64 * 1024
_STRAY = "stray-windows-1252"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes become text: its name for people, Python's codec, and what a person should look at."""

    name: str
    codec: str
    notes: tuple[Problem, ...] = ()
    errors: str = "replace"


def find_encoding(file: FileBytes, found: Survey, chosen: str | None = None) -> Encoding:
    """The encoding of a file; `chosen` is what a person says it is. InputRejected for what is no text."""
    beginning = file.beginning(_BEGINNING)
    marked = next((name for mark, name in _MARKS if beginning.startswith(mark)), None)
    if chosen is not None:
        return _as_chosen(chosen, beginning)
    if marked in ("UTF-16", "UTF-32"):
        return Encoding(marked, ENCODINGS[marked])
    codec = _utf16_without_mark(beginning)
    if codec:
        return Encoding(_NAME_OF[codec], codec)
    announced = _announced(beginning)
    if announced:
        return Encoding(announced, ENCODINGS[announced])
    _check_text(beginning, found)
    if not found.stray:
        return Encoding("UTF-8", "utf-8-sig")
    if marked == "UTF-8" or found.several > 2 * found.stray:
        message = (
            f"{found.stray:,} bytes are not UTF-8, the first in line {found.first_stray:,}; they are read as "
            "Windows-1252. Look at names with accents there, or save the file as UTF-8"
        )
        return Encoding("UTF-8", "utf-8-sig", (Problem("the encoding", message),), _STRAY)
    codec = likeliest(found.foreign)
    name = _NAME_OF[codecs.lookup(codec).name]
    message = (
        f"is not UTF-8 and is read as {name}. Look at names with accents, such as in line "
        f"{found.first_stray:,}; if they are wrong, choose another encoding"
    )
    return Encoding(name, codec, (Problem("the file", message),), _STRAY if codec == "cp1252" else "replace")


def utf8_blocks(file: FileBytes, encoding: Encoding, ends: LineEnds = "\n") -> Iterator[bytes]:
    """The text of a file as UTF-8 without a byte order mark, its lines ended by line feeds.

    A block may end in the middle of a character.
    """
    blocks = file.blocks()
    if encoding.codec == "utf-8-sig" and encoding.errors != _STRAY:
        # The survey has found them to be UTF-8.
        first = next(blocks, b"").removeprefix(codecs.BOM_UTF8)
        return with_line_feeds(chain([first], blocks), ends)
    return with_line_feeds(_encoded(blocks, encoding), ends)


def _encoded(blocks: Iterator[bytes], encoding: Encoding) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding.codec)(encoding.errors)
    for block in blocks:
        yield decoder.decode(block).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


def _as_chosen(chosen: str, beginning: bytes) -> Encoding:
    codec = ENCODINGS.get(chosen)
    if codec is None:
        try:
            known = _NAME_OF.get(codecs.lookup(chosen.removesuffix("-sig")).name)
        except LookupError:
            known = None
        if known is None:
            raise reject(
                f"cannot be read as {chosen[:40]!r}, which is no encoding known here; choose one of "
                f"{', '.join(ENCODINGS)}"
            )
        chosen, codec = known, ENCODINGS[known]
    if codec == "utf-8":
        return Encoding(chosen, "utf-8-sig", errors="replace" if _is_utf8(beginning) else _STRAY)
    if codec == "utf-16" and not beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = _utf16_without_mark(beginning) or "utf-16-le"
    return Encoding(chosen, codec, errors=_STRAY if codec == "cp1252" else "replace")


def _is_utf8(beginning: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return True


def _announced(beginning: bytes) -> str | None:
    """The encoding of Asian letters in ASCII bytes, where the beginning has some and is sound."""
    for marks, name in _ANNOUNCED:
        if beginning.isascii() and any(mark in beginning for mark in marks):
            try:
                codecs.getincrementaldecoder(ENCODINGS[name])().decode(beginning)
            except UnicodeDecodeError:
                continue
            return name
    return "UTF-7" if beginning.isascii() and _is_utf7(beginning) else None


def _is_utf7(beginning: bytes) -> bool:
    """Whether words have letters that UTF-7 writes in ASCII, and all of it reads as a text of Europe."""
    if not _UTF7_WORD.search(beginning):
        return False
    try:
        text = codecs.getincrementaldecoder("utf-7")().decode(beginning)
    except UnicodeDecodeError:
        return False
    return all(
        character < "\u0180" or "\u0370" <= character < "\u0530" or "\u2010" <= character < "\u20d0"
        for character in text
    )


def _utf16_without_mark(beginning: bytes) -> str | None:
    """UTF-16 told by its zero bytes: the ASCII in it (delimiters, line ends) has them on one side."""
    even, odd = beginning[0::2].count(0), beginning[1::2].count(0)
    if max(even, odd) < max(2, len(beginning) // 50) or 20 * min(even, odd) > max(even, odd):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    text = codecs.getincrementaldecoder(codec)("replace").decode(beginning)
    readable = sum(character.isprintable() or character in "\r\n\t" for character in text)
    return codec if readable >= 0.95 * len(text) else None


# The others separate records in some exports, or end a file.
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\r\x01\x0b\x0c\x1a\x1c\x1d\x1e\x1f")


def _check_text(beginning: bytes, found: Survey) -> None:
    """Refuse what has many bytes that no text has, whatever its encoding."""
    controls = len(beginning) - len(beginning.translate(None, _CONTROLS))
    trailing_zeros = len(beginning) - len(beginning.rstrip(b"\0"))
    zeros = beginning.count(0) - trailing_zeros
    # A few in a small file are for its rows to answer for.
    if 50 * (controls + zeros) > len(beginning) + 200 or 2 * found.zeros > found.size:
        raise reject("is not text (it has control characters all over); save the list as CSV, XLSX or JSON")


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    """The bytes that do not fit, as Windows-1252 has them; its five gaps as browsers read them."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - the registry hands decoders' errors to this name
    wrong = error.object[error.start : error.end]
    text = "".join(
        bytes([byte]).decode("cp1252", "ignore") or bytes([byte]).decode("latin-1") for byte in wrong
    )
    return text, error.end


codecs.register_error(_STRAY, _read_stray)
