"""What needs a person now: one line each, with the page that opens it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.formats import age, count, day, money
from pages.shared.lists import rows
from pages.shared.user_text import escape


@dataclass(frozen=True, slots=True)
class Need:
    """One line: `text` is Markdown already escaped, `script` and `params` say what it opens."""

    icon: str
    text: str
    detail: str
    script: str
    params: dict[str, str]
    color: str = "orange"


def needs_now(workspace: Workspace) -> None:
    """The lines, money at risk first; an empty list says so."""
    needs = list(_needs(workspace))
    if not needs:
        st.success(
            "Nothing waits for you. Every handoff is decided and nothing is late.",
            icon=":material/check_circle:",
        )
    for position, need in enumerate(needs):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"need_{position}"):
            with st.container(width="stretch", gap=None):
                st.markdown(f":{need.color}[{need.icon}] {need.text}")
                st.caption(need.detail)
            st.page_link(need.script, label="Open", icon=":material/arrow_forward:", query_params=need.params)


def _needs(workspace: Workspace) -> Iterator[Need]:
    home = workspace.reports.home
    now = workspace.clock.now()
    fulfillment, sales, feedback = (DOMAINS[key].script for key in ("fulfillment", "sales", "feedback"))
    for line in rows(home.overdue_payments()):
        owed = escape(money(line.amount_cents, line.currency))
        yield Need(
            ":material/payments:",
            f"**{escape(line.client)}** owes {owed}",
            f"{escape(line.label)}, due {day(line.due_on)}",
            fulfillment,
            {"part": "records", "show": "Payments"},
            "red",
        )
    for line in rows(home.late_projects()):
        yield Need(
            ":material/event_busy:",
            f"**{escape(line.name)}** is past its planned end",
            f"{escape(line.client)}, planned for {day(line.planned_end_on)}",
            fulfillment,
            {"part": "records", "project": line.project_id},
            "red",
        )
    for line in rows(home.unhappy_clients()):
        yield Need(
            ":material/sentiment_dissatisfied:",
            f"**{escape(line.project or 'A project')}** left a client unhappy",
            f"average rating {line.satisfaction:.0f} %, answered {age(line.received_at, now)} ago",
            feedback,
            {"part": "records", "show": "Responses", "response": line.feedback_id},
            "red",
        )
    for line in rows(home.hot_leads_without_deal()):
        yield Need(
            ":material/local_fire_department:",
            f"**{escape(line.name or line.company or 'A hot lead')}** is hot and has no deal yet",
            f"score {line.score}, {escape(line.company or 'no company named')}",
            sales,
            {"part": "records", "prospect": str(line.id)},
        )
    waiting = home.handoffs()
    for line in rows(waiting[waiting["state"] == "waiting"]):
        if line.target in DOMAINS:
            domain = DOMAINS[line.target]
            yield Need(
                ":material/inbox:",
                f"**{count(int(line.handoffs), 'handoff')}** for {domain.label} to accept or return",
                f"the oldest waits {age(line.oldest, now)}",
                domain.script,
                {"part": "inbox"},
            )
    decisions = home.open_decisions()
    if decisions:
        yield Need(
            ":material/rule:",
            f"**{count(decisions, 'recommendation')}** to accept or decline",
            "from what clients said; accepting one drafts the next version of the offer",
            feedback,
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
