"""Fulfillment: work orders, projects with their deliverables, payments, and the handoff to feedback."""

from __future__ import annotations

import streamlit as st

from pages.shared.capacity import capacity_part
from pages.shared.cash_calendar import cash_calendar
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_projects import milestones_timeline, payments_calendar, plan_and_reality
from pages.shared.domain_frame import open_part
from pages.shared.domains import DOMAINS
from pages.shared.inbox_part import inbox_part
from pages.shared.lists import page_number, page_switch
from pages.shared.new_handoff import RecordSource, new_handoff, show_last_result
from pages.shared.order_list import order_list
from pages.shared.payments import payment_editor
from pages.shared.project_list import project_list
from pages.shared.views import choose_view
from pages.shared.workspace import open_workspace

KEY = "fulfillment"
VIEWS = ("Projects", "Work orders", "Payments", "Cash calendar", "Can we deliver?")
domain = DOMAINS[KEY]
workspace = open_workspace()
waiting = workspace.inbox.waiting_counts().get(KEY, 0)
part = open_part(domain, waiting=waiting, records="Projects and payments")

if part == "inbox":
    inbox_part(workspace, domain, waiting)

elif part == "records":
    view = choose_view(KEY, VIEWS)
    if view == "Projects":
        project_list(workspace)
    elif view == "Work orders":
        order_list(workspace)
    elif view == "Payments":
        payment_editor(workspace)
    elif view == "Cash calendar":
        cash_calendar(workspace)
    else:
        capacity_part(workspace)

elif part == "new":
    names = workspace.fulfillment.active_names()
    new_handoff(
        workspace,
        domain.outgoing,
        key=KEY,
        records=RecordSource("Project", names, workspace.fulfillment.draft),
    )

elif part == "result":
    show_last_result(workspace, key=KEY)

else:
    today = workspace.clock.now().date()
    currency = workspace.agency.currency
    active_only = st.toggle("Only projects that run", key="timeline_active")
    timeline = workspace.reports.fulfillment.timeline(only_active=active_only, number=page_number("timeline"))
    show_chart(
        "Projects: plan and reality",
        lambda frame: plan_and_reality(frame, today=today),
        timeline.rows,
        key="fulfillment_timeline",
        alt=alt_text("Projects by state", timeline.rows.assign(count=1), "state", "count"),
        note="The pale bar is the plan, the bar in it what happened; the dotted line is today.",
        columns={
            "name": "Project",
            "client": "Client",
            "plan_start": "Planned start",
            "plan_end": "Planned end",
        },
        empty="Projects appear once a work order was accepted.",
    )
    if timeline.pages > 1:
        page_switch(timeline, key="timeline")
    milestones = workspace.reports.fulfillment.milestones()
    show_chart(
        "Milestones",
        lambda frame: milestones_timeline(frame, today=today),
        milestones,
        key="fulfillment_milestones",
        alt=alt_text("Milestones by project", milestones.assign(count=1), "project", "count"),
        note="The 15 work orders that end last; the dotted line is today. Late is before today and not done.",
        empty="Milestones appear with the first work order.",
    )
    cash = workspace.reports.fulfillment.cash(currency)
    show_chart(
        "Cash by month",
        lambda frame: payments_calendar(frame, currency=currency),
        cash,
        key="fulfillment_cash",
        alt=alt_text("Payments by state", cash, "state", "amount", f" {currency}"),
        note=f"Payments in {currency} by month: paid when they came in, the others when they are due.",
        empty="Payments appear with the first work order.",
    )
