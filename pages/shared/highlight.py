"""An answer with the words that matter marked where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from pages.shared.user_text import escape, isolated

_AROUND = 160  # characters of a long answer before and after what is marked


def highlighted(text: str, spans: Sequence[tuple[int, int]], color: str = "orange") -> str:
    """`text` as Markdown, letter by letter, with `spans` (start, end) marked; the far ends of a long answer
    are left out."""
    first = max(0, min((start for start, _ in spans), default=0) - _AROUND)
    last = min(len(text), max((end for _, end in spans), default=len(text)) + _AROUND)
    parts = ["… " if first else ""]
    place = first
    for start, end in spans:
        start, end = max(start, place), min(end, last)
        if start >= end:
            continue
        parts += [_plain(text[place:start]), f":{color}-background[{_plain(text[start:end]).strip()}]"]
        place = end
    parts.append(_plain(text[place:last]))
    return isolated("".join(parts)) + (" …" if last < len(text) else "")


def _plain(text: str) -> str:
    """Escaped, with the space at its ends that `escape` takes away."""
    if not text.strip():
        return " " if text else ""
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return before + escape(text, limit=len(text) + 1) + after
