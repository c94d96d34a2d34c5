"""What needs a person now: one line each, with the page that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from core.forecasting import FEWEST_CLOSED
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.formats import age, count, day, money
from pages.shared.lists import rows
from pages.shared.user_text import escape


@dataclass(frozen=True, slots=True)
class Need:
    """One line: `text` is Markdown already escaped, `script` and `params` say what it opens.

    `at_risk` is what is at stake, in cents of the agency's currency; None where nobody can tell.
    """

    icon: str
    text: str
    detail: str
    script: str
    params: dict[str, str]
    color: str = "orange"
    at_risk: int | None = None


def needs_now(workspace: Workspace, handoffs: pd.DataFrame) -> None:
    """The lines, the most money at risk first; what has no figure follows in the order of urgency.

    `handoffs` are those of all domains by state, as Home counts them.
    """
    needs = sorted(_needs(workspace, handoffs), key=lambda need: -(need.at_risk or 0))
    currency = workspace.agency.currency
    if not needs:
        st.success(
            "Nothing waits for you. Every handoff is decided and nothing is late.",
            icon=":material/check_circle:",
        )
        return
    st.caption("The most money at risk first.")
    for position, need in enumerate(needs):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"need_{position}"):
            with st.container(width="stretch", gap=None):
                st.markdown(f":{need.color}[{need.icon}] {need.text}")
                risk = f" · {escape(money(need.at_risk, currency))} at risk" if need.at_risk else ""
                st.caption(f"{need.detail}{risk}")
            st.page_link(need.script, label="Open", icon=":material/arrow_forward:", query_params=need.params)


def _needs(workspace: Workspace, handoffs: pd.DataFrame) -> Iterator[Need]:
    """In the order of urgency: money owed, late work, unhappy clients, hot leads, handoffs, runs."""
    yield from _money_and_work(workspace)
    yield from _hot_leads(workspace)
    yield from _handoffs(workspace, handoffs)
    yield from _decisions_and_runs(workspace)


def _money_and_work(workspace: Workspace) -> Iterator[Need]:
    home, now = workspace.reports.home, workspace.clock.now()
    ours = workspace.agency.currency
    for line in rows(home.overdue_payments()):
        owed = escape(money(line.amount_cents, line.currency))
        yield Need(
            ":material/payments:",
            f"**{escape(line.client)}** owes {owed}",
            f"{escape(line.label)}, due {day(line.due_on)}",
            DOMAINS["fulfillment"].script,
            {"part": "records", "show": "Payments", "payments_search": line.work_order_id},
            "red",
            _in(ours, line.amount_cents, line.currency),
        )
    for line in rows(home.late_projects()):
        yield Need(
            ":material/event_busy:",
            f"**{escape(line.name)}** is past its planned end",
            f"{escape(line.client)}, planned for {day(line.planned_end_on)}",
            DOMAINS["fulfillment"].script,
            {"part": "records", "project": line.project_id},
            "red",
            _in(ours, line.value_cents, line.currency),
        )
    for line in rows(home.unhappy_clients()):
        yield Need(
            ":material/sentiment_dissatisfied:",
            f"**{escape(line.project or 'A project')}** left a client unhappy",
            f"average rating {line.satisfaction:.0f} %, answered {age(line.received_at, now)} ago",
            DOMAINS["feedback"].script,
            {"part": "records", "show": "Responses", "response": line.feedback_id},
            "red",
            _in(ours, line.value_cents, line.currency),
        )


def _hot_leads(workspace: Workspace) -> Iterator[Need]:
    agency = workspace.agency
    velocity = workspace.reports.sales.velocity(agency.currency)
    # What a lead is worth on average is known once enough deals were closed.
    rate, value = velocity.win_rate, velocity.average_won_cents
    enough = velocity.won + velocity.lost >= FEWEST_CLOSED and rate is not None and value is not None
    for line in rows(workspace.reports.home.hot_leads_without_deal()):
        due = line.next_action_due_at
        clock = workspace.sales.clock(None if pd.isna(due) else due, None, agency)
        yield Need(
            ":material/local_fire_department:",
            f"**{escape(line.name or line.company or 'A hot lead')}** is hot: {escape(clock.words)}",
            f"score {line.score}, {escape(line.company or 'no company named')}"
            + (" · average won value × win rate" if enough else ""),
            DOMAINS["sales"].script,
            {"part": "records", "show": "Prospects", "prospect": str(line.id)},
            "red" if clock.state == "overdue" else "orange",
            round(value * rate) if enough and value and rate else None,
        )


def _handoffs(workspace: Workspace, handoffs: pd.DataFrame) -> Iterator[Need]:
    home, now = workspace.reports.home, workspace.clock.now()
    values = home.waiting_value(workspace.agency.currency)
    for line in rows(handoffs[handoffs["state"] == "waiting"]):
        if line.target in DOMAINS:
            domain = DOMAINS[line.target]
            yield Need(
                ":material/inbox:",
                f"**{count(int(line.handoffs), 'handoff')}** for {domain.label} to accept or return",
                f"the oldest waits {age(line.oldest, now)}",
                domain.script,
                {"part": "inbox"},
                at_risk=values.get(line.target),
            )


def _decisions_and_runs(workspace: Workspace) -> Iterator[Need]:
    home = workspace.reports.home
    decisions = home.open_decisions()
    if decisions:
        yield Need(
            ":material/rule:",
            f"**{count(decisions, 'recommendation')}** to accept or decline",
            "from what clients said; accepting one drafts the next version of the offer",
            DOMAINS["feedback"].script,
            {"part": "records", "show": "Recommendations"},
        )
    for line in rows(home.failed_runs()):
        yield Need(
            ":material/error:",
            f"A run did not pass: {escape(line.workflow.replace('_', ' '))}",
            escape(line.error or line.outcome),
            "insights/runs.py",
            {"run": line.workflow_id},
            "gray",
        )


def _in(ours: str, cents: Any, currency: Any) -> int | None:
    """The amount where it is in the agency's currency: amounts in another cannot be put in one order."""
    return None if pd.isna(cents) or currency != ours else int(cents)
