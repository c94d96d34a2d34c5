"""The small parts that documents are made of. Every text is user text: shown letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import pandas as pd
import streamlit as st

from core.money import format_money
from pages.shared.formats import day
from pages.shared.user_text import escape, isolated

_LONG = 2_000  # characters of one paragraph; a contract allows more, a page does not need them


def facts(entries: Mapping[str, Any], *, columns: int = 3) -> None:
    """Label and value pairs side by side; empty ones are left out."""
    shown = {label: value for label, value in entries.items() if value not in (None, "", [], {})}
    if not shown:
        return
    with st.grid(columns, min_column_width=200, gap=("small", "medium")) as grid:
        for label, value in shown.items():
            with grid.cell(), st.container(gap="xxsmall"):
                st.caption(escape(label))
                st.markdown(escape(words(value), _LONG))


def bullets(lines: Iterable[Any], *, icon: str = "") -> None:
    """A list of texts, one line each."""
    sign = f"{icon} " if icon else ""
    st.markdown("\n".join(f"- {sign}{escape(words(line), _LONG)}" for line in lines))


def heading(text: str) -> None:
    st.markdown(f"##### {escape(text)}")


def quote(text: Any, source: str = "") -> None:
    """A client's own words, with where they come from."""
    by = f" — {isolated(escape(source))}" if source else ""
    st.markdown(f"> “{isolated(escape(text, _LONG))}”{by}")


def note(text: Any) -> None:
    """How a figure came about, in small print."""
    if text:
        st.caption(escape(text, _LONG))


def money(amount: Any, currency: Any) -> str:
    """A decimal string with its currency as people write it, or the text as it is."""
    try:
        return format_money(Decimal(str(amount)), str(currency))
    except (InvalidOperation, ValueError):
        return str(amount)


def date_words(value: Any) -> str:
    """An ISO date or moment as "3 Feb 2025" or "3 Feb 2025, 14:05"; other text as it is."""
    if not isinstance(value, str):
        return words(value)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return day(moment.date()) if len(value) <= len("2025-02-03") else f"{day(moment.date())}, {moment:%H:%M}"


def words(value: Any) -> str:
    """Any JSON value as one line of plain text."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {words(part)}" for name, part in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(words(part) for part in value)
    return str(value)


def table(rows: Sequence[Mapping[str, Any]], alt: str, **settings: Any) -> None:
    """Rows of label → value as a table whose cells are shown letter by letter."""
    if rows:
        st.dataframe(
            pd.DataFrame(list(rows)), hide_index=True, width="stretch", placeholder="–", alt=alt, **settings
        )
