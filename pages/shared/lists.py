"""Lists of records: a table to choose a row from, the choice in the URL, pages from the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st

from core.canonical import digest
from db.page import Page
from pages.shared.formats import NONE

# As `formats.money` writes it: "$25,000.00", "CHF 1,000.00".
_MONEY = re.compile(r"-?(?:[A-Z]{3} |[A-Z]{0,2}[$€£¥₹])\d[\d,]*\.\d\d")
Show = Callable[[Any], Any]


def choose_row(
    frame: pd.DataFrame,
    *,
    key: str,
    id_column: str,
    columns: Mapping[str, str],
    formats: Mapping[str, Show] | None = None,
    alt: str,
    config: Mapping[str, Any] | None = None,
) -> str | None:
    """Show `columns` (name → heading) of `frame`; return the id of the chosen row.

    The choice stands in the URL as `?<key>=<id>`, so that a link opens the same record and marks its row. It
    is the record that is chosen, not its place: it stays open when the list is sorted, goes on to another
    page or gets new rows. `config` sets up columns by their heading.
    """
    shown = as_shown(frame, columns, formats)
    ids = [str(found) for found in frame[id_column]]
    linked = st.query_params.get(key)
    # Streamlit keeps places of rows: other rows are another table, which begins with the linked one.
    table = f"{key}_rows_{digest(ids)}"
    with st.container(key=f"{key}_table"):
        event = st.dataframe(
            shown,
            key=table,
            hide_index=True,
            width="stretch",
            on_select="rerun",
            selection_mode="single-row",
            selection_default={"selection": {"rows": [ids.index(linked)] if linked in ids else []}},
            alt=alt,
            column_config={**figures(shown), **(config or {})},
        )
    positions = event["selection"]["rows"]
    before = f"{key}:table"
    if positions and positions[0] < len(ids):
        st.session_state[before] = table
        st.query_params[key] = ids[positions[0]]
        return ids[positions[0]]
    if st.session_state.pop(before, None) == table:
        st.query_params.pop(key, None)
        return None
    return linked


def figures(shown: pd.DataFrame) -> dict[str, Any]:
    """Column settings: 71500 as 71,500, or as the reader's language has it; money to the right."""
    settings: dict[str, Any] = {}
    for name in shown.columns:
        if pd.api.types.is_integer_dtype(shown[name]):
            settings[str(name)] = st.column_config.NumberColumn(format="localized")
        elif _is_money(shown[name]):
            settings[str(name)] = st.column_config.TextColumn(alignment="right")
    return settings


def _is_money(values: Iterable[Any]) -> bool:
    found = {str(value) for value in values} - {NONE, ""}
    return bool(found) and all(map(_MONEY.fullmatch, found))


def as_shown(
    frame: pd.DataFrame, columns: Mapping[str, str], formats: Mapping[str, Show] | None = None
) -> pd.DataFrame:
    """The `columns` (name → heading) of a frame as people read them."""
    shown = frame[list(columns)].copy()
    for name, show in (formats or {}).items():
        shown[name] = [show(value) for value in shown[name]]
    shown.columns = pd.Index(list(columns.values()))
    return shown


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples, with None where a frame has no value: its own sign for it counts as true."""
    plain = frame.astype(object)
    return cast(Iterator[Any], plain.where(frame.notna(), None).itertuples(index=False))


def page_switch(page: Page, *, key: str) -> None:
    """Say how many rows there are, and offer the other pages; the number is read by `page_number`."""
    with st.container(horizontal=True, vertical_alignment="center"):
        page_words(page)
        if page.pages > 1:
            st.pagination(page.pages, key=f"{key}_page")


def page_words(page: Page) -> None:
    """Which rows of how many are shown."""
    first = (page.number - 1) * page.size + 1 if page.total else 0
    last = min(page.total, page.number * page.size)
    more = " or more; narrow the search to see the others" if page.is_more else ""
    if page.looked_at:
        more = (
            f" among the first {page.looked_at:,} of the list; more letters or another word look at all of it"
        )
    st.caption(f"{first:,}–{last:,} of {page.total:,}{more}")


def page_number(key: str) -> int:
    """The page that was chosen last, from 1."""
    return int(st.session_state.get(f"{key}_page", 1) or 1)
