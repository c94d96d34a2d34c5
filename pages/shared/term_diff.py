"""What changed between two versions of an offer, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import groupby

import streamlit as st

from core.offer_changes import TermDifference
from pages.shared.formats import day
from pages.shared.user_text import escape

_LONG = 600


def show_term_diff(lines: Sequence[TermDifference]) -> None:
    """Each field with its old lines struck out and its new ones marked; signs say it without colour."""
    if not lines:
        st.caption("The terms are the same.")
    for label, group in groupby(lines, key=lambda line: line["label"]):
        st.markdown(f"**{escape(label)}**")
        for line in group:
            if line["before"] is not None:
                st.markdown(f":red[−] ~~{_words(line['before'])}~~")
            if line["after"] is not None:
                st.markdown(f":green[\\+] {_words(line['after'])}")


def _words(text: str) -> str:
    """A line of the terms; a day that stands alone as people write it."""
    with suppress(ValueError):
        return day(date.fromisoformat(text))
    return escape(text, _LONG)
