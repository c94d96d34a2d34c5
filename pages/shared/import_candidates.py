"""Rows of a list beside stored leads or other rows that may be the same person, for somebody to decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import pandas as pd
import streamlit as st

from db.lead_import import AlikeRows, Candidate
from pages.shared.formats import NONE, count
from pages.shared.import_fields import field_label
from pages.shared.user_text import escape

_COMPARED = ("name", "company", "email", "phone", "source")
_PAIRS_A_PAGE = 10
_Pair = TypeVar("_Pair", Candidate, AlikeRows)


def candidates_part(candidates: Sequence[Candidate], merged: set[tuple[int, int]], *, key: str) -> None:
    """Rows that may be a stored lead, side by side; `merged` is kept in step with what a person ticks."""
    if not candidates:
        return
    st.subheader("The same person?", anchor=False)
    st.caption(
        "These rows look like leads that are stored, but no e-mail and no phone proves it. "
        "Nothing is merged unless you tick it."
    )

    def show(candidate: Candidate) -> None:
        line, pair = candidate.line, (candidate.line, candidate.lead_pk)
        with st.container(border=True, key=f"{key}_{line}_{candidate.lead_pk}"):
            _side_by_side(f"Line {line:,}", candidate.row, "Stored lead", candidate.lead)
            label = f"Same person: merge line {line:,} into this lead ({candidate.likeness} % alike)"
            _choice(label, pair, merged, key)

    _page_by_page(candidates, show, key)


def alike_part(pairs: Sequence[AlikeRows], total: int, merged: set[tuple[int, int]], *, key: str) -> None:
    """Rows of the file that may be one person, side by side; `total` is how many pairs there are."""
    if not pairs:
        return
    st.subheader("The same person twice in the file?", anchor=False)
    first = f"The {len(pairs):,} likest of {count(total, 'pair')} are shown. " if total > len(pairs) else ""
    st.caption(
        "These rows look alike, but no e-mail and no phone proves that they are one person. "
        f"{first}Nothing is merged unless you tick it."
    )

    def show(pair: AlikeRows) -> None:
        line, other = pair.line, pair.other_line
        with st.container(border=True, key=f"{key}_{line}_{other}"):
            _side_by_side(f"Line {other:,}", pair.other, f"Line {line:,}", pair.row)
            label = f"Same person: merge line {line:,} into line {other:,} ({pair.likeness} % alike)"
            _choice(label, (line, other), merged, key)

    _page_by_page(pairs, show, key)


def _page_by_page(pairs: Sequence[_Pair], show: Callable[[_Pair], None], key: str) -> None:
    pages = -(-len(pairs) // _PAIRS_A_PAGE)
    number = int(st.session_state.get(f"{key}_page", 1) or 1) if pages > 1 else 1
    for pair in pairs[(number - 1) * _PAIRS_A_PAGE : number * _PAIRS_A_PAGE]:
        show(pair)
    if pages > 1:
        st.pagination(pages, key=f"{key}_page")


def _choice(label: str, pair: tuple[int, int], merged: set[tuple[int, int]], key: str) -> None:
    if st.checkbox(label, value=pair in merged, key=f"{key}_merge_{pair[0]}_{pair[1]}"):
        merged.add(pair)
    else:
        merged.discard(pair)


def _side_by_side(title: str, one: Mapping[str, str], other_title: str, other: Mapping[str, str]) -> None:
    fields = [name for name in _COMPARED if one.get(name) or other.get(name)]
    st.table(
        pd.DataFrame(
            {
                title: [escape(one.get(name) or NONE) for name in fields],
                other_title: [escape(other.get(name) or NONE) for name in fields],
            },
            index=[field_label(name) for name in fields],
        ),
        border="horizontal",
        alt=f"{title} beside {other_title[0].lower()}{other_title[1:]}",
    )
