"""Rows of a list beside stored leads that may be the same person, for somebody to decide."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from db.lead_import import Candidate
from pages.shared.formats import NONE
from pages.shared.import_fields import field_label
from pages.shared.user_text import escape

_COMPARED = ("name", "company", "email", "phone", "source")
_CANDIDATES_A_PAGE = 10


def candidates_part(candidates: Sequence[Candidate], merged: set[tuple[int, int]], *, key: str) -> None:
    """Rows that may be a stored lead, side by side; `merged` is kept in step with what a person ticks."""
    if not candidates:
        return
    st.subheader("The same person?", anchor=False)
    st.caption(
        "These rows look like leads that are stored, but no e-mail and no phone proves it. "
        "Nothing is merged unless you tick it."
    )
    pages = -(-len(candidates) // _CANDIDATES_A_PAGE)
    number = int(st.session_state.get(f"{key}_page", 1) or 1) if pages > 1 else 1
    for candidate in candidates[(number - 1) * _CANDIDATES_A_PAGE : number * _CANDIDATES_A_PAGE]:
        pair = (candidate.line, candidate.lead_pk)
        with st.container(border=True, key=f"{key}_{candidate.line}_{candidate.lead_pk}"):
            _side_by_side(candidate)
            ticked = st.checkbox(
                f"Same person: merge line {candidate.line:,} into this lead ({candidate.likeness} % alike)",
                value=pair in merged,
                key=f"{key}_merge_{candidate.line}_{candidate.lead_pk}",
            )
        if ticked:
            merged.add(pair)
        else:
            merged.discard(pair)
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


def _side_by_side(candidate: Candidate) -> None:
    fields = [name for name in _COMPARED if candidate.row.get(name) or candidate.lead.get(name)]
    st.table(
        pd.DataFrame(
            {
                f"Line {candidate.line:,} of the file": [
                    escape(candidate.row.get(name) or NONE) for name in fields
                ],
                "Stored lead": [escape(candidate.lead.get(name) or NONE) for name in fields],
            },
            index=[field_label(name) for name in fields],
        ),
        border="horizontal",
        alt=f"Line {candidate.line} beside the stored lead",
    )
