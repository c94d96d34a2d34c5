"""Text that people or files brought in, made safe for places that read Markdown: labels, captions, titles.

Where an element shows text as it is (`st.text`, table cells), use that instead; it needs none of this.
"""

from __future__ import annotations

import re
import string

WORD_JOINER = "\u2060"
"""Invisible and without width: it breaks up what Markdown would link or replace."""

# Controls, line breaks that are no space, and the marks that turn the direction of text around. The
# joiners U+200C and U+200D stay: emoji and Persian are spelled with them.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_SPACES = re.compile(r"[ \t\n\r\u2028\u2029]+")
# Links and signs that are recognised after backslashes are gone: they need something in between.
_AUTOMATIC = re.compile(
    r"(?<=:)(?=//)|(?<=/)(?=/)|(?<=www)(?=\.)|(?=@)|(?<=@)|(?<=[-<=>])(?=[-<=>])|(?<=:)(?=streamlit)", re.I
)
# Begins with a letter; then letters, digits and signs of plain sentences, a colon or full stop only before a
# space, a hyphen only inside a word.
_HARMLESS = re.compile(r"[^\W\d_](?:[^\W_]|[ (),;?%'“”‘’–…]|[:.] |(?<=[^\W_])-(?=[^\W_])){0,299}\.?")
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_PUNCTUATION = re.compile("([" + re.escape(string.punctuation) + "])")


def escape(text: object, limit: int = 300) -> str:
    """`text` as one line of Markdown that shows exactly its characters, cut after `limit` of them."""
    plain = _CONTROLS.sub("", _SPACES.sub(" ", str(text))).strip()
    if len(plain) > limit:
        plain = plain[: limit - 1].rstrip() + "…"
    return _PUNCTUATION.sub(r"\\\1", _AUTOMATIC.sub(WORD_JOINER, plain))


def isolated(escaped: str) -> str:
    """Escaped text in a direction of its own: in Hebrew or Arabic its full stop stays at its end, and the
    line around it is not turned."""
    return f"\u2068{escaped}\u2069" if _RIGHT_TO_LEFT.search(escaped) else escaped


def label_text(text: object) -> str:
    """`text` as the label of a field: a screen reader reads a label's backslashes out, so they are put in
    only where Markdown could make anything of it."""
    plain = str(text).strip()
    return plain if _HARMLESS.fullmatch(plain) else escape(plain)


def sentence(text: object) -> str:
    """`text` escaped, its first letter a capital: a problem's message as a line of its own."""
    shown = str(text).strip()
    return escape(shown[:1].upper() + shown[1:], limit=1_000)


def humanised(name: str) -> str:
    """A field's name as a label: `contact_info` → "Contact info"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ").split()
    text = " ".join(word if word.isupper() else word.lower() for word in words)
    return text[:1].upper() + text[1:]
