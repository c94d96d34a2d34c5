"""Clients: every company, how it is doing, and everything about it in one place."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd
import streamlit as st

from core.client_health import BANDS, Band
from core.list_orders import CLIENT_ORDERS
from pages.shared.client_detail import client_detail
from pages.shared.formats import NONE, money
from pages.shared.list_view import ListView
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
    known = workspace.client_health.of([str(one) for one in found["client_id"]])
    words = {key: BANDS[one.band] for key, one in known.items()}
    return found.assign(health=[words[key] for key in found["client_id"]])


view = ListView("clients", answers=("Average rating",))
with st.container(horizontal=True, vertical_alignment="bottom"):
    search = view.text("Search clients", "search", widget="client_search", placeholder="Company")
    sort = view.order(CLIENT_ORDERS, widget="client_sort")
    health: Any = view.one_of(
        "Health",
        "health",
        list(BANDS),
        widget="client_health_filter",
        format_func=lambda band: str(BANDS[cast(Band, band)]),
    )
clients = workspace.clients.page(search=search, health=health, sort=sort, number=view.page())
chosen = view.choose(
    workspace,
    clients,
    key="client",
    id_column="client_id",
    columns=COLUMNS,
    formats=FORMATS,
    prepare=with_health,
    alt="Clients",
    empty="No clients yet. A won deal that Sales hands over brings one.",
    config={
        "Health": st.column_config.MultiselectColumn(
            options=list(BANDS.values()), color=["green", "orange", "red", "gray"], width="medium"
        )
    },
)
if chosen is None and not clients.total:
    st.stop()
if chosen is None:
    st.caption("Choose a client to see everything about it.")
    st.stop()
client_detail(workspace, chosen)
