"""One client: how it is doing and why, its people, deals, projects, payments, and what happened."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.client_events import ClientEvent, EventKind
from core.client_health import BANDS, Band, Health
from core.errors import AgencyError
from core.money import format_money
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_feedback import satisfaction_over_time
from pages.shared.client_people import client_people
from pages.shared.domains import DOMAINS
from pages.shared.formats import NONE, count, day, moment, money
from pages.shared.lists import figures, rows
from pages.shared.record_links import history_link, record_place, rules_link
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.views import choose_view

HEALTH_COLORS: dict[Band, Any] = {"good": "green", "watch": "orange", "at risk": "red", "not known": "gray"}
_HEALTH_ICONS: dict[Band, str] = {
    "good": ":material/favorite:",
    "watch": ":material/visibility:",
    "at risk": ":material/warning:",
    "not known": ":material/help:",
}
_EVENT_ICONS: dict[EventKind, str] = {
    "lead": ":material/person_search:",
    "contact": ":material/call:",
    "deal": ":material/handshake:",
    "stage": ":material/east:",
    "work order": ":material/assignment:",
    "milestone": ":material/flag:",
    "payment": ":material/payments:",
    "change": ":material/edit_document:",
    "survey": ":material/ballot:",
    "answer": ":material/rate_review:",
    "follow-up": ":material/support_agent:",
    "edit": ":material/edit:",
}
_EVENTS = 30  # shown at first, and added at each wish for more


def client_detail(workspace: Workspace, client_id: str) -> None:
    """Everything about one client."""
    try:
        client = workspace.clients.client(client_id)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    health = workspace.client_health.of([client_id])[client_id]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(escape(client.name), anchor=False, width="content")
        score = f" · {health.score}" if health.score is not None else ""
        st.badge(
            f"{BANDS[health.band]}{score}", icon=_HEALTH_ICONS[health.band], color=HEALTH_COLORS[health.band]
        )
    history_link(client_id)
    view = choose_view("client_detail", ("Overview", "What happened", "People"))
    if view == "What happened":
        _timeline(workspace, client_id)
    elif view == "People":
        client_people(workspace, client)
    else:
        _overview(workspace, client_id, health)


def _overview(workspace: Workspace, client_id: str, health: Health) -> None:
    deals = workspace.clients.deals(client_id)
    payments = workspace.clients.payments(client_id)
    _sums(workspace, deals, payments)
    left, right = st.columns(2, gap="large")
    with left:
        _health(health)
        _deals(workspace, deals)
    with right:
        _satisfaction(workspace, client_id)
        _projects(workspace.clients.projects(client_id))
        _payments(workspace, payments)


def _sums(workspace: Workspace, deals: pd.DataFrame, payments: pd.DataFrame) -> None:
    currency = workspace.agency.currency
    ours, paid = deals[deals["currency"] == currency], payments[payments["currency"] == currency]
    today = workspace.clock.now().date()
    open_deals = ours[~ours["stage"].isin(["closed_won", "closed_lost"])]
    unpaid = paid[paid["paid_on"].isna()]
    is_late = [due is not None and due < today for due in unpaid["due_on"]]
    overdue = unpaid.loc[pd.Series(is_late, index=unpaid.index, dtype=bool)]
    figures = {
        "Won": (ours.loc[ours["stage"] == "closed_won", "value_cents"], "Value of won deals."),
        "Open deals": (open_deals["value_cents"], "Value of deals that are not decided, in full."),
        "Still to pay": (unpaid["amount_cents"], "Payments that did not come in yet."),
        "Overdue": (overdue["amount_cents"], "Of these, payments past their due date."),
    }
    with st.grid(4, min_column_width=150):
        for label, (values, meaning) in figures.items():
            cents = int(values.dropna().sum())
            st.metric(
                f"{label} (n {len(values)})",
                money(cents, currency)[: -3 if cents >= 100_000 else None],
                border=True,
                help=f"{meaning} In {currency}; n says of how many.",
            )


def _health(health: Health) -> None:
    with st.container(border=True, key="client_health"):
        st.markdown("#### How it is doing")
        for line in health.lines:
            good = ":green[:material/check:]" if line.is_good else ":gray[:material/remove:]"
            mark = f":red[−{line.points}]" if line.points else good
            st.markdown(f"{mark} {escape(line.words)}")
        st.caption(escape(health.formula))
        rules_link("client_health")


def _deals(workspace: Workspace, deals: pd.DataFrame) -> None:
    labels = {stage.name: stage.label for stage in workspace.deals.rules.stages}
    st.subheader("Deals", anchor=False)
    for deal in rows(deals):
        _line(
            f"**{escape(deal.name)}**",
            f"{escape(labels.get(deal.stage, deal.stage))} · {escape(money(deal.value_cents, deal.currency))}"
            + (f" · {day(deal.closed_on)}" if deal.closed_on else ""),
            "sales",
            {"show": "Deals", "deal": deal.deal_id},
        )
    if deals.empty:
        st.caption("No deal yet.")


def _projects(projects: pd.DataFrame) -> None:
    st.subheader("Projects", anchor=False)
    for project in rows(projects):
        is_done = project.status == "completed"
        when = day(project.completed_on) if is_done else f"planned {day(project.planned_end_on)}"
        _line(
            f"**{escape(project.name)}**",
            f"{humanised(project.status)}, {when}",
            "fulfillment",
            {"show": "Projects", "project": project.project_id},
        )
    if projects.empty:
        st.caption("No project yet.")


def _line(title: str, detail: str, domain: str, params: dict[str, str]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(title)
            st.caption(detail)
        st.page_link(
            DOMAINS[domain].script,
            label="Open",
            icon=":material/arrow_forward:",
            query_params={"part": "records", **params},
        )


def _payments(workspace: Workspace, payments: pd.DataFrame) -> None:
    st.subheader("Payments", anchor=False)
    if payments.empty:
        st.caption("No payment agreed yet.")
        return
    today = workspace.clock.now().date()
    states = [
        f"paid {day(paid)}"
        if pd.notna(paid)
        else f"overdue since {day(due)}"
        if due < today
        else day(due)
        if due is not None
        else NONE
        for paid, due in zip(payments["paid_on"], payments["due_on"], strict=True)
    ]
    amounts = zip(payments["amount_cents"], payments["currency"], strict=True)
    shown = pd.DataFrame(
        {"Payment": payments["label"], "Amount": [money(*pair) for pair in amounts], "Due": states}
    )
    st.dataframe(
        shown,
        column_config=figures(shown),
        hide_index=True,
        width="stretch",
        alt="Payments of this client",
    )


def _satisfaction(workspace: Workspace, client_id: str) -> None:
    frame = workspace.clients.satisfaction(client_id)
    show_chart(
        "Satisfaction over time",
        satisfaction_over_time,
        frame,
        key="client_satisfaction",
        alt=alt_text(
            "Average rating by month", frame.assign(label=frame["month"].map(day)), "label", "score", " %"
        ),
        note="Average rating in % by month of the answer; hollow where fewer than five answered.",
        columns={"month": "Month", "score": "Average rating %", "n": "Answers"},
        empty="Ratings appear with the first answer to a survey.",
    )


def _timeline(workspace: Workspace, client_id: str) -> None:
    size = int(st.session_state.get(f"events_{client_id}", _EVENTS))
    events = workspace.client_timeline.events(client_id, size=size + 1)
    if not events:
        st.caption("Nothing happened yet.")
    month = ""
    for position, event in enumerate(events[:size]):
        if f"{event.at:%B %Y}" != month:
            month = f"{event.at:%B %Y}"
            st.markdown(f"##### {month}")
        _event(event, position)
    if len(events) > size and st.button("Show earlier events", icon=":material/expand_more:"):
        st.session_state[f"events_{client_id}"] = size + _EVENTS
        st.rerun()
    elif events:
        st.caption(f"{count(min(len(events), size), 'event')}, the latest first.")


def _event(event: ClientEvent, position: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"event_{position}"):
        with st.container(width="stretch", gap=None):
            amount = f" · {escape(format_money(*event.money))}" if event.money else ""
            st.markdown(f"{_EVENT_ICONS[event.kind]} {escape(event.title)}{amount}")
            when = day(event.at) if event.is_day else moment(event.at)
            who = f" · {escape(event.who)}" if event.who else ""
            detail = f" · {escape(event.detail, 200)}" if event.detail else ""
            st.caption(f"{when}{who}{detail}")
        place = record_place(event.record) if event.record else None
        if place is not None:
            st.page_link(place[0], label="Open", icon=":material/arrow_forward:", query_params=place[1])
