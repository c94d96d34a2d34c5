"""What changed between two versions of an offer, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from core.offer_changes import TermDifference
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
                st.markdown(f":red[−] ~~{escape(line['before'], _LONG)}~~")
            if line["after"] is not None:
                st.markdown(f":green[\\+] {escape(line['after'], _LONG)}")
