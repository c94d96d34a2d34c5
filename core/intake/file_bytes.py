"""Where the bytes of a list come from: memory, a staged file, either of them packed with gzip.

The one module of core that opens a file: lists are larger than memory should hold, so they are read in
blocks, and once from end to end before anything is said about them.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import numpy as np

from core.intake.decoding import reject

# 5,000,000 rows, the most that one import reads, have 0.8 GB where rows are as long as in real exports.
MAX_UNPACKED = 2 * 1024**3
# Lists pack 5 to 30 times smaller, a million equal rows 300 times; nothing that is a list packs further.
_MAX_RATIO = 500
_RATIO_FROM = 64 * 1024**2
_BLOCK = 1024 * 1024
_FOREIGN = 128 * 1024  # bytes of lines beyond ASCII that are kept to tell the encoding from

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class FileBytes:
    """A file that can be read from its beginning as often as needed.

    An open file (a converted spreadsheet) is read from its start too and belongs to this object.
    """

    source: Path | bytes | IO[bytes]

    @property
    def compressed(self) -> bool:
        with self._raw() as raw:
            return raw.read(2) == _GZIP

    def beginning(self, size: int) -> bytes:
        """The first bytes, unpacked."""
        found = bytearray()
        for block in self.blocks(min(size, _BLOCK)):
            found += block
            if len(found) >= size:
                break
        return bytes(found[:size])

    def blocks(self, size: int = _BLOCK) -> Iterator[bytes]:
        """All of it in blocks, unpacked. InputRejected beyond 2 GB, and for a packed file that is damaged."""
        with self._raw() as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            if not packed:
                yield from _limited(raw, size)
                return
            try:
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield from _limited(unpacked, size, raw)
            except (EOFError, gzip.BadGzipFile, zlib.error):
                raise reject(
                    "is packed with gzip, but damaged or cut off; pack it again or upload the list itself"
                ) from None

    def _raw(self) -> IO[bytes]:
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        if isinstance(self.source, Path):
            return self.source.open("rb")
        return cast("IO[bytes]", _KeptOpen(self.source))


class _KeptOpen(io.RawIOBase):
    """An open file with a place of its own in it: several may read at once, and none closes it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._place = 0

    def read(self, size: int = -1) -> bytes:
        self._file.seek(self._place)
        content = self._file.read(size)
        self._place += len(content)
        return content

    def seek(self, offset: int, _whence: int = 0) -> int:
        self._place = offset
        return offset

    def tell(self) -> int:
        return self._place


def _limited(file: IO[bytes] | gzip.GzipFile, size: int, packed: IO[bytes] | None = None) -> Iterator[bytes]:
    total = 0
    while block := file.read(size):
        total += len(block)
        if total > MAX_UNPACKED:
            raise reject("has more than 2 GB of text; split it into several files")
        if packed is not None and total > _RATIO_FROM and total > _MAX_RATIO * packed.tell():
            raise reject(
                f"unpacks to more than {_MAX_RATIO} times its size, which no list does; it is not read"
            )
        yield block


@dataclass(slots=True)
class Survey:
    """What one pass over all bytes tells.

    `stray` counts the bytes that UTF-8 does not have, `several` the characters beyond ASCII that it
    has. `foreign` holds lines with bytes beyond ASCII, at most 128 kB. `first_stray` is
    the line of the first stray byte.
    """

    size: int = 0
    newlines: int = 0
    returns: int = 0
    zeros: int = 0
    several: int = 0
    stray: int = 0
    first_stray: int = 0
    foreign: bytes = b""


def survey(file: FileBytes) -> Survey:
    """Read the whole file once: its size, its lines, whether it is UTF-8, and what tells another encoding."""
    found = Survey()
    cut = b""
    for block in file.blocks():
        found.size += len(block)
        found.zeros += block.count(0)
        found.returns += block.count(b"\r")
        if cut or not block.isascii():
            cut = _look_beyond_ascii(found, cut + block)
        found.newlines += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
    if cut:
        found.stray += 1
        found.first_stray = found.first_stray or found.newlines + 1
    return found


def _look_beyond_ascii(found: Survey, block: bytes) -> bytes:
    """Count the characters of a block; the beginning of a character that its end cuts in two."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    if len(found.foreign) < _FOREIGN:
        lines = [line for line in block.split(b"\n") if not line.isascii()]
        found.foreign += b"\n".join(lines)[:_FOREIGN] + b"\n"
    try:
        text = decoder.decode(block)
    except UnicodeDecodeError as error:
        if not found.first_stray:
            found.first_stray = found.newlines + block.count(b"\n", 0, error.start) + 1
        text = block.decode("utf-8", "replace")
        strays = text.count("\ufffd")
        found.stray += strays
        found.several += len(text) - len(text.encode("ascii", "ignore")) - strays
        return b""
    found.several += len(block) - len(text)  # bytes beyond the first of each character: near enough
    return decoder.getstate()[0]
