"""A chart on a page: title, what it says, the figure with its alt text, and its data as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.user_text import escape


def show_chart(
    title: str,
    draw: Callable[[pd.DataFrame], Any],
    frame: pd.DataFrame,
    *,
    key: str,
    alt: str,
    note: str = "",
    columns: dict[str, str] | None = None,
    empty: str = "There is nothing to draw yet.",
    picked: Callable[[Any], None] | None = None,
) -> None:
    """Show `draw(frame)` in a card, or `empty` where the frame has no rows.

    `note` is one sentence on how to read it; `columns` renames columns for the table of its data, which
    a switch shows in the chart's place. `key` must be unique on the page. `picked` takes the first
    `customdata` of a point that was clicked; a key that changes with what follows forgets the click then.
    """
    with st.container(border=True, height="stretch", key=f"card_{key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"#### {escape(title)}", width="stretch")
            as_table = not frame.empty and st.toggle("As table", key=f"{key}_as_table")
        if note:
            st.caption(escape(note, limit=500))
        if frame.empty:
            st.caption(escape(empty, limit=500))
        elif as_table:
            st.dataframe(frame.rename(columns=columns or {}), hide_index=True, width="stretch", alt=alt)
        elif picked is None:
            st.plotly_chart(draw(frame), key=f"{key}_chart", config={"displayModeBar": False}, alt=alt)
        else:
            event = st.plotly_chart(
                draw(frame),
                key=f"{key}_chart",
                on_select="rerun",
                selection_mode="points",
                config={"displayModeBar": False},
                alt=alt,
            )
            points = event["selection"]["points"]
            data = points[0].get("customdata") if points else None
            if data:
                picked(data[0] if isinstance(data, list | tuple) else data)
