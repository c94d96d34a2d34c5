"""The campaigns of the Marketing page as a list: what each brought and cost."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import streamlit as st

from core.list_orders import CAMPAIGN_ORDERS, CampaignStatus
from db.workspace import Workspace
from pages.shared.formats import NONE, day, money
from pages.shared.list_view import ListView
from pages.shared.user_text import humanised

_COLUMNS = {
    "name": "Campaign",
    "starts_on": "Starts",
    "ends_on": "Ends",
    "impressions": "Impressions",
    "clicks": "Clicks",
    "leads": "Leads",
    "qualified": "Qualified",
    "spent": "Spent",
    "each": "Cost per lead",
}


def campaign_list(workspace: Workspace) -> tuple[str | None, bool]:
    """Every campaign; the id of the one that was chosen, and whether there is any campaign to show."""
    view = ListView("campaigns")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text("Search campaigns", "search", widget="campaign_search", placeholder="Campaign")
        sort = view.order(CAMPAIGN_ORDERS, widget="campaign_sort")
        status: Any = view.one_of(
            "Status", "status", get_args(CampaignStatus), widget="campaign_status", format_func=humanised
        )
    page = workspace.marketing.campaign_page(search=search, status=status, sort=sort, number=view.page())
    ours = workspace.agency.currency

    def with_cost(campaigns: pd.DataFrame) -> pd.DataFrame:
        figures = list(zip(campaigns["spent_cents"], campaigns["leads"], campaigns["currency"], strict=True))
        return campaigns.assign(
            spent=[money(spent, currency or ours) for spent, _, currency in figures],
            each=[
                money(round(spent / leads), currency or ours) if leads and pd.notna(spent) else NONE
                for spent, leads, currency in figures
            ],
        )

    chosen = view.choose(
        workspace,
        page,
        key="campaign",
        id_column="campaign_id",
        columns=_COLUMNS,
        formats={"starts_on": day, "ends_on": day},
        prepare=with_cost,
        alt="Campaigns",
        empty="No campaigns yet. A brief from Offers starts one; leads handed to Sales start one too.",
    )
    return chosen, bool(page.total or view.is_narrowed)
