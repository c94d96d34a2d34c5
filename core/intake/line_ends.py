"""How the lines of a text end, and a stream of it with line feeds only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

# "\n" covers "\r\n": the return stays, and readers pass over it. "\r": rows, or some, end in it alone.
LineEnds = Literal["\n", "\r"]

_QUOTED = re.compile(r'"[^"]*"')
_LONE_RETURN = re.compile(r"\r(?!\n)")


def find_line_ends(sample: str) -> LineEnds:
    """How rows end: line ends inside of quotation marks are text and say nothing."""
    if "\r" not in sample or not _LONE_RETURN.search(sample):
        return "\n"
    bare = _QUOTED.sub("", sample)
    return "\r" if _LONE_RETURN.search(bare) else "\n"


def with_line_feeds(blocks: Iterable[bytes], ends: LineEnds) -> Iterator[bytes]:
    """A text with a line feed at each line end; return and line feed may be cut apart by a block's end."""
    if ends == "\n":
        yield from blocks
        return
    held = b""
    for block in blocks:
        content = held + block
        held = b"\r" if content.endswith(b"\r") else b""
        content = content[: len(content) - len(held)]
        yield content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if held:
        yield b"\n"


def from_byte(blocks: Iterator[bytes], start: int) -> Iterator[bytes]:
    """The blocks from a byte on."""
    for block in blocks:
        if start >= len(block):
            start -= len(block)
            continue
        yield block[start:]
        start = 0
