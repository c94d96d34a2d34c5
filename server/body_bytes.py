"""The bytes of a request as they were sent → unpacked, and with the encoding that the sender named."""

from __future__ import annotations

import codecs
import re
import zlib

from core.errors import InputRejected, Problem

PACKINGS = ("gzip", "x-gzip", "deflate")

_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_EITHER = 32 + zlib.MAX_WBITS  # what zlib calls a gzip or a zlib header, whichever is there


class TooLarge(Exception):
    """The body has more bytes than are taken."""


def unpacked(content: bytes, most: int) -> bytes:
    """A body packed with gzip or deflate. TooLarge above `most` bytes, of which no more are unpacked;
    InputRejected where it is damaged."""
    reader = zlib.decompressobj(_EITHER)
    try:
        found = reader.decompress(content, most + 1)
    except zlib.error:
        found = b""
    if len(found) > most:
        raise TooLarge
    if not reader.eof:
        message = "is damaged or cut off, or is not packed as Content-Encoding says"
        raise InputRejected(f"The body {message}.", [Problem("body", message)])
    return found


def charset_of(content_type: str) -> str:
    """The encoding of a text by its `Content-Type`, UTF-8 if it names none. InputRejected for one that is
    not known."""
    named = _CHARSET.search(content_type)
    try:
        found = codecs.lookup(named[1] if named else "utf-8")
        "".encode(found.name)  # a codec such as base64 is no encoding of text
    except LookupError:
        message = "names an encoding that is not known; send UTF-8"
        raise InputRejected(f"The Content-Type {message}.", [Problem("Content-Type", message)]) from None
    return found.name


def as_utf8(content: bytes, charset: str) -> bytes:
    """The text in UTF-8; what says UTF-8 is left to whoever reads it, who names the place of a fault."""
    if charset in ("utf-8", "ascii"):
        return content
    try:
        return content.decode(charset).encode()
    except UnicodeError:
        message = f"is not encoded as {charset}, which its Content-Type says"
        raise InputRejected(f"The body {message}.", [Problem("body", message)]) from None
