"""Clients: every company, how it is doing, and everything about it in one place."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.client_health import BANDS
from pages.shared.client_detail import client_detail
from pages.shared.formats import NONE, money
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.user_text import humanised
from pages.shared.workspace import open_workspace

workspace = open_workspace()
currency = workspace.agency.currency
st.title(":material/groups: Clients", anchor=False)
st.caption("Every company we work for: how it is doing, its deals, projects, payments and words.")

COLUMNS = {
    "name": "Client",
    "health": "Health",
    "tier": "Tier",
    "deals": "Deals",
    "projects": "Projects",
    "won_cents": f"Won ({currency})",
    "satisfaction": "Average rating",
}
FORMATS = {
    "health": lambda one: [one],
    "tier": lambda tier: humanised(tier) if tier else NONE,
    "won_cents": lambda cents: money(cents, currency),
    "satisfaction": lambda score: NONE if pd.isna(score) else f"{score:.0f} %",
}


def with_health(found: pd.DataFrame) -> pd.DataFrame:
    health = workspace.client_health.of([str(one) for one in found["client_id"]])
    words = {key: BANDS[one.band] for key, one in health.items()}
    return found.assign(health=[words[key] for key in found["client_id"]])


view = ListView("clients")
search = view.text("Search clients", "search", widget="client_search", placeholder="Company")
clients = workspace.clients.page(search=search, number=view.page())
view.tools(
    workspace,
    name="clients",
    page=clients,
    show=lambda found: as_shown(with_health(found), COLUMNS, FORMATS),
)
if not clients.total:
    st.info(
        "No client fits this search."
        if search
        else "No clients yet. A won deal that Sales hands over brings one."
    )
    st.stop()

chosen = choose_row(
    with_health(clients.rows),
    key="client",
    id_column="client_id",
    columns=COLUMNS,
    formats=FORMATS,
    alt="Clients",
    config={
        "Health": st.column_config.MultiselectColumn(
            options=list(BANDS.values()), color=["green", "orange", "red", "gray"], width="medium"
        )
    },
)
view.switch(clients)
if chosen is None:
    st.caption("Choose a client to see everything about it.")
    st.stop()
client_detail(workspace, chosen)
