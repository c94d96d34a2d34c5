"""Clients: every company with its contacts, deals, projects, payments and words in one place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from pages.shared.formats import NONE, day, moment, money
from pages.shared.lists import choose_row, page_number, page_switch, rows
from pages.shared.user_text import escape, humanised, sentence
from pages.shared.workspace import open_workspace

workspace = open_workspace()
currency = workspace.agency.currency
st.title(":material/groups: Clients", anchor=False)
st.caption("Every company we work for, with its deals, projects, payments and words in one place.")

search = st.text_input("Search clients", placeholder="Company", key="client_search")
clients = workspace.clients.page(search=search, number=page_number("clients"))
if not clients.total:
    st.info(
        "No client fits this search."
        if search
        else "No clients yet. A won deal that Sales hands over brings one."
    )
    st.stop()

chosen = choose_row(
    clients.rows,
    key="client",
    id_column="client_id",
    columns={
        "name": "Client",
        "tier": "Tier",
        "deals": "Deals",
        "projects": "Projects",
        "won_cents": f"Won ({currency})",
        "satisfaction": "Average rating",
    },
    formats={
        "tier": lambda tier: humanised(tier) if tier else NONE,
        "won_cents": lambda cents: money(cents, currency),
        "satisfaction": lambda score: NONE if pd.isna(score) else f"{score:.0f} %",
    },
    alt="Clients",
)
page_switch(clients, key="clients")
if chosen is None:
    st.caption("Choose a client to see everything about it.")
    st.stop()
try:
    client = workspace.clients.client(chosen)
except AgencyError as error:
    st.warning(sentence(error.message))
    st.stop()

st.header(escape(client.name), anchor=False)
for contact in rows(workspace.clients.contacts(chosen)):
    st.caption(
        f":material/person: {escape(contact.name)} · {escape(contact.email)} · "
        f"{escape(contact.phone or 'no phone')}"
    )

deals = workspace.clients.deals(chosen)
labels = {stage.name: stage.label for stage in workspace.deals.rules.stages}
projects = workspace.clients.projects(chosen)
payments = workspace.clients.payments(chosen)
responses = workspace.clients.responses(chosen)
left, right = st.columns(2, gap="large")
with left:
    st.subheader("Deals", anchor=False)
    for deal in rows(deals):
        value = escape(money(deal.value_cents, deal.currency))
        st.markdown(f"**{escape(deal.name)}** · {labels.get(deal.stage, deal.stage)} · {value}")
    st.subheader("Projects", anchor=False)
    for project in rows(projects):
        when = (
            day(project.completed_on)
            if project.status == "completed"
            else f"planned {day(project.planned_end_on)}"
        )
        st.markdown(f"**{escape(project.name)}** · {humanised(project.status)}, {when}")
    if projects.empty:
        st.caption("No project yet.")
    st.subheader("Payments", anchor=False)
    for payment in rows(payments):
        amount = escape(money(payment.amount_cents, payment.currency))
        state = f"due {day(payment.due_on)}" if pd.isna(payment.paid_on) else f"paid {day(payment.paid_on)}"
        st.markdown(f"{amount} · {escape(payment.label)} · {state}")
    if payments.empty:
        st.caption("No payment agreed yet.")
with right:
    st.subheader("What they said", anchor=False)
    for response in rows(responses):
        score = NONE if pd.isna(response.satisfaction) else f"{response.satisfaction:.0f} %"
        st.markdown(
            f"**{escape(response.project)}** · {score} · {humanised(response.sentiment or 'not_clear')}, "
            f"{day(response.received_at)}"
        )
    if responses.empty:
        st.caption("No answers yet.")
    st.subheader("What happened", anchor=False)
    events = workspace.clients.timeline(chosen)
    for event in rows(events):
        st.caption(f"{moment(event.at)} · {escape(event.actor)}")
        st.text(f"{event.action}: {event.summary}")
    if events.empty:
        st.caption("Nothing is recorded yet.")
