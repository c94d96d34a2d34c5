"""The cash calendar: a month of payments by day, and the payments of the day that was chosen."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.golden_thread import StepKey
from core.working_days import WorkingCalendar
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts_cash import cash_month, neighbours, weeks_of
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, day, money
from pages.shared.lists import rows
from pages.shared.record_links import record_place
from pages.shared.user_text import escape

_STATES = {"overdue": "Overdue", "due": "Due", "paid": "Paid"}


def cash_calendar(workspace: Workspace) -> None:
    """One month; the month and the chosen day are in the URL as `?month=2026-11&day=2026-11-16`."""
    today = workspace.clock.now().date()
    month = _asked("month", "-01") or today.replace(day=1)
    currency = workspace.agency.currency
    _turn(month, today)
    frame = workspace.reports.cash.days(month, currency)
    _sums(frame, month, currency)
    calendar = WorkingCalendar(workspace.agency)
    days = [one for week in weeks_of(month) for one in week if one.month == month.month]
    closed = {one: why for one in days if (why := calendar.why_closed(one))}
    told = ", ".join(
        f"{day(row.day)}: {money(row.cents, currency)} {row.state}" for row in rows(frame.head(12))
    )
    show_chart(
        f"{month:%B} {month.year}",
        lambda shown: cash_month(shown, month=month, closed=closed, currency=currency),
        # A month without payments is a calendar too.
        frame if len(frame) else pd.DataFrame([[None, None, 0, 0]], columns=list(frame.columns)),
        key="cash_month",
        alt=f"Payments of {month:%B} {month.year}: {told or 'none'}.",
        note="Due dates come from the payment terms; one that would fall on a weekend or a public holiday "
        "(shaded) is due on the next working day. A paid one stands on the day it came in.",
        columns={"day": "Day", "state": "State", "cents": "Cents", "payments": "Payments"},
    )
    _day(workspace, month, frame, currency)


def _asked(name: str, ending: str = "") -> date | None:
    try:
        return date.fromisoformat(st.query_params.get(name, "") + ending)
    except ValueError:
        return None


def _turn(month: date, today: date) -> None:
    before, after = neighbours(month)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, icon, target in (
            (f"{before:%B}", ":material/chevron_left:", before),
            ("This month", ":material/today:", today.replace(day=1)),
            (f"{after:%B}", ":material/chevron_right:", after),
        ):
            if st.button(label, icon=icon, key=f"cash_{icon}", disabled=target == month):
                st.query_params["month"] = f"{target:%Y-%m}"
                st.query_params.pop("day", None)
                st.rerun()


def _sums(frame: pd.DataFrame, month: date, currency: str) -> None:
    with st.container(horizontal=True):
        for state, label in _STATES.items():
            part = frame[frame["state"] == state]
            st.metric(
                label,
                money(int(part["cents"].sum()), currency),
                border=True,
                help=f"Sum of {count(int(part['payments'].sum()), 'payment')} in {currency} that stand in "
                f"{month:%B} {month.year}.",
            )


def _day(workspace: Workspace, month: date, frame: pd.DataFrame, currency: str) -> None:
    """The payments of one day; a select box, so that a keyboard reaches every day."""
    days = sorted(frame["day"].unique())
    if not days:
        st.caption(f"No payment in {currency} stands in {month:%B} {month.year}.")
        return
    asked = _asked("day")
    unpaid = sorted(frame.loc[frame["state"] != "paid", "day"])
    first = unpaid[0] if unpaid else days[0]
    chosen = st.selectbox(
        "Payments of",
        days,
        index=days.index(asked if asked in days else first),
        format_func=day,
        key=f"cash_day_{month:%Y_%m}",
    )
    st.query_params["day"] = chosen.isoformat()
    for row in rows(workspace.reports.cash.on(chosen)):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{escape(row.client)}** · {escape(row.label)}", width="stretch")
                st.markdown(f"**{escape(money(row.amount_cents, row.currency))}**", width="content")
            paid = f"came in {day(row.paid_on)}" if pd.notna(row.paid_on) else "not paid yet"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(f"due {day(row.due_on)} · {paid}", width="stretch")
                place = record_place(StepKey("work_order", row.work_order_id))
                if place is not None:
                    st.page_link(
                        place[0], label="Work order", icon=":material/assignment:", query_params=place[1]
                    )
                if pd.isna(row.paid_on):
                    st.page_link(
                        DOMAINS["fulfillment"].script,
                        label="Note payment",
                        icon=":material/payments:",
                        query_params={
                            "part": "records",
                            "show": "Payments",
                            "payments_search": row.work_order_id,
                        },
                    )
