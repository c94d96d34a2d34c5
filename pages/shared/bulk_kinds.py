"""One change for several deals, leads or projects: what may be said for all of them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.bulk import BulkDealChange, BulkLeadChange, BulkProjectChange
from core.pipeline import LOST_REASONS
from db.page import Page
from db.workspace import Workspace
from pages.shared.bulk_edit import bulk_edit


def bulk_deals(workspace: Workspace, page: Page, shown: pd.DataFrame) -> None:
    """Owner, expected close and stage of several deals."""
    rules = workspace.deals.rules

    def ask() -> BulkDealChange:
        with st.grid(3, min_column_width=200):
            owner = st.text_input("New owner", placeholder="Leave as it is", key="bulk_owner")
            close = st.date_input("New expected close", value=None, key="bulk_close")
            stage = st.selectbox(
                "New stage",
                [one.name for one in rules.stages if one.name != "closed_won"],
                index=None,
                format_func=lambda name: rules.stage(name).label,
                placeholder="Leave as it is",
                key="bulk_stage",
            )
        reason = (
            st.pills("Why were they lost?", LOST_REASONS, key="bulk_reason", wrap=True)
            if stage == "closed_lost"
            else None
        )
        return BulkDealChange(owner.strip() or None, close, stage, reason)

    bulk_edit(
        workspace,
        page,
        shown,
        noun="deal",
        id_column="deal_id",
        records=workspace.bulk_deals,
        ask=ask,
    )


def bulk_leads(workspace: Workspace, page: Page, shown: pd.DataFrame) -> None:
    """Who looks after several leads; what is scored follows from what is known of them."""

    def ask() -> BulkLeadChange:
        owner = st.text_input(
            "New owner",
            placeholder="Leave as it is",
            key="bulk_lead_owner",
            help="Score, band and status follow from what is known of a lead, and are not set by hand.",
        )
        return BulkLeadChange(owner.strip() or None)

    bulk_edit(workspace, page, shown, noun="lead", id_column="id", records=workspace.bulk_leads, ask=ask)


def bulk_projects(workspace: Workspace, page: Page, shown: pd.DataFrame) -> None:
    """Who manages several projects."""

    def ask() -> BulkProjectChange:
        manager = st.text_input("New manager", placeholder="Leave as it is", key="bulk_manager")
        return BulkProjectChange(manager.strip() or None)

    bulk_edit(
        workspace,
        page,
        shown,
        noun="project",
        id_column="project_id",
        records=workspace.bulk_projects,
        ask=ask,
    )
