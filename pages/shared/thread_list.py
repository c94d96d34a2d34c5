"""The steps of a golden thread as a list: what each is, what is known of it, how it was handed over."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd
import streamlit as st

from core.golden_thread import Fact, Side, Step, Thread
from core.money import Money, format_money
from pages.shared.formats import count, day
from pages.shared.record_links import KIND_ICONS, KIND_NAMES, THREAD, record_place
from pages.shared.user_text import escape

_SIDES: dict[Side, str] = {"before": "What led to it", "here": "This record", "after": "What it led to"}


def thread_list(thread: Thread) -> None:
    """Every step in the order of the graph, under the side on which it stands."""
    ordered = [step for step, _ in thread.rows()]
    for side, heading in _SIDES.items():
        steps = [step for step in ordered if thread.sides[step.key] == side]
        if not steps:
            continue
        st.markdown(f"#### {heading}")
        for step in steps:
            _show(step, thread)


def _show(step: Step, thread: Thread) -> None:
    with st.container(
        border=True, gap="xsmall", key=f"step_{thread.sides[step.key]}_{step.key.kind}_{hash(step.key)}"
    ):
        with st.container(horizontal=True, vertical_alignment="center"):
            kind = f"{KIND_ICONS[step.key.kind]} {KIND_NAMES[step.key.kind]}"
            st.markdown(f"{kind} · **{escape(step.title, 120)}**", width="stretch")
            place = record_place(step.key)
            if place is not None:
                st.page_link(place[0], label="Open", icon=":material/open_in_new:", query_params=place[1])
            if step.key != thread.here and step.key.kind != "source":
                st.page_link(
                    THREAD,
                    label="Its thread",
                    icon=":material/route:",
                    query_params={"record": str(step.key)},
                )
        facts = [fact_words(fact) for fact in step.facts]
        if step.at is not None:
            facts.insert(0, day(step.at))
        st.caption(" · ".join(facts))
        if step.handoff is not None:
            by = f" by {escape(step.handoff.decided_by)}" if step.handoff.decided_by else ""
            status = "" if step.handoff.status == "handed over" else f", {escape(step.handoff.status)}{by}"
            st.page_link(
                "insights/runs.py",
                label=f"Handed over on {day(step.handoff.at)}{status}",
                icon=":material/send:",
                query_params={"run": step.handoff.workflow_id},
            )
        if step.cells:
            with st.expander("As it was written in the file", icon=":material/table_rows:"):
                st.dataframe(
                    pd.DataFrame({"Column": list(step.cells), "Cell": list(step.cells.values())}),
                    hide_index=True,
                    width="stretch",
                    alt="The row as it was written",
                )
        more = thread.hidden.get(step.key)
        if more:
            st.caption(f":material/more_horiz: led to {count(more, 'more record')} that are not shown here")


def fact_words(fact: Fact) -> str:
    """`("value", 25,000 USD)` as "value $25,000.00", escaped."""
    label, value = fact
    if isinstance(value, Money):
        shown = format_money(value.amount, value.currency)
    elif isinstance(value, datetime | date):
        shown = day(value)
    elif isinstance(value, int):
        shown = f"{value:,}"
    else:
        shown = value
    return f"{escape(label)} {escape(shown, 200)}"
