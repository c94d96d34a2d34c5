"""Clients: every company, how it is doing, and everything about it in one place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.client_health import BANDS
from pages.shared.client_detail import client_detail
from pages.shared.formats import NONE, money
from pages.shared.lists import choose_row, page_number, page_switch
from pages.shared.user_text import humanised
from pages.shared.workspace import open_workspace

workspace = open_workspace()
currency = workspace.agency.currency
st.title(":material/groups: Clients", anchor=False)
st.caption("Every company we work for: how it is doing, its deals, projects, payments and words.")

search = st.text_input("Search clients", placeholder="Company", key="client_search")
clients = workspace.clients.page(search=search, number=page_number("clients"))
if not clients.total:
    st.info(
        "No client fits this search."
        if search
        else "No clients yet. A won deal that Sales hands over brings one."
    )
    st.stop()

health = workspace.client_health.of([str(one) for one in clients.rows["client_id"]])
words = {key: BANDS[one.band] for key, one in health.items()}
clients.rows["health"] = [words[key] for key in clients.rows["client_id"]]
chosen = choose_row(
    clients.rows,
    key="client",
    id_column="client_id",
    columns={
        "name": "Client",
        "health": "Health",
        "tier": "Tier",
        "deals": "Deals",
        "projects": "Projects",
        "won_cents": f"Won ({currency})",
        "satisfaction": "Average rating",
    },
    formats={
        "health": lambda one: [one],
        "tier": lambda tier: humanised(tier) if tier else NONE,
        "won_cents": lambda cents: money(cents, currency),
        "satisfaction": lambda score: NONE if pd.isna(score) else f"{score:.0f} %",
    },
    alt="Clients",
    config={
        "Health": st.column_config.MultiselectColumn(
            options=list(BANDS.values()), color=["green", "orange", "red", "gray"], width="medium"
        )
    },
)
page_switch(clients, key="clients")
if chosen is None:
    st.caption("Choose a client to see everything about it.")
    st.stop()
client_detail(workspace, chosen)
