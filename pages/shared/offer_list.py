"""The offers as a list with their usual prices."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.list_orders import OFFER_ORDERS
from db.workspace import Workspace
from pages.shared.formats import day
from pages.shared.list_view import ListView
from pages.shared.offer_template import usual_price

_COLUMNS = {
    "product_name": "Offer",
    "price": "Usual price",
    "current_version": "Version",
    "drafts": "Drafts",
    "campaigns": "Campaigns",
    "updated_at": "Changed",
}


def offer_list(workspace: Workspace) -> str | None:
    """Every offer; the id of the one that was chosen."""
    view = ListView("offers")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text("Search offers", "search", widget="offer_search", placeholder="Offer")
        sort = view.order(OFFER_ORDERS, widget="offer_sort")
    page = workspace.offers.page(search=search, sort=sort, number=view.page())

    def with_price(offers: pd.DataFrame) -> pd.DataFrame:
        currency = workspace.agency.currency
        return offers.assign(price=[usual_price(one, currency) for one in offers["template_json"]])

    chosen = view.choose(
        workspace,
        page,
        key="offer",
        id_column="offer_id",
        columns=_COLUMNS,
        formats={"updated_at": day},
        prepare=with_price,
        alt="Offers",
        empty="No offers yet. Hand one over to marketing, and it is kept here with its versions.",
    )
    if chosen is None and page.total:
        st.caption("Choose a row to see the offer's versions.")
    return chosen
