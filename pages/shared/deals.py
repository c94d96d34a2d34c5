"""One deal on the sales page: open it from a prospect, move it, hand it over when it is won."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import AgencyError, InputRejected
from db.workspace import Workspace
from pages.shared.domains import DOMAINS
from pages.shared.formats import day, money
from pages.shared.user_text import escape, sentence


def open_deal_form(workspace: Workspace, lead_pk: int, brief: Mapping[str, Any]) -> None:
    """A small form that opens a deal from a prospect; what was typed stays on an error."""
    contact = brief.get("contact_info") or {}
    company = contact.get("company") or contact.get("name") or ""
    with st.form(f"open_deal_{lead_pk}", enter_to_submit=False):
        st.markdown("#### Open a deal")
        name = st.text_input("What it is about", value=str(company), key=f"deal_name_{lead_pk}")
        value = st.text_input("Value", placeholder="$12,000", key=f"deal_value_{lead_pk}")
        close = st.date_input("Expected close", value=None, key=f"deal_close_{lead_pk}")
        owner = st.text_input("Owner", value=workspace.actor, key=f"deal_owner_{lead_pk}")
        opened = st.form_submit_button("Open the deal", type="primary", icon=":material/add:")
    if not opened:
        return
    try:
        deal_id = workspace.sales.open_deal(
            lead_pk=lead_pk, name=name, value=value, owner=owner, expected_close_on=close
        )
    except InputRejected as error:
        for problem in error.problems:
            st.error(sentence(f"{problem.field} {problem.message}"))
        return
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast("The deal is open.", icon=":material/check_circle:")
    st.switch_page(
        DOMAINS["sales"].script, query_params={"part": "records", "show": "Deals", "deal": deal_id}
    )


def deal_detail(workspace: Workspace, deal_id: str) -> None:
    """What is known of a deal, with the moves it may make."""
    try:
        deal = workspace.sales.deal(deal_id)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    rules = workspace.sales.rules
    with st.container(border=True, key="deal_detail"):
        st.markdown(f"#### {escape(deal.name)}")
        value = escape(money(deal.value_cents, deal.currency))
        st.caption(
            f"{escape(deal.company_name)} · {value} · expected {day(deal.expected_close_on)} · "
            f"owner {escape(deal.owner or 'nobody')}"
        )
        if deal.stage == "closed_won":
            st.success(
                f"Won on {day(deal.closed_on)}. Its work order is with Fulfillment.", icon=":material/trophy:"
            )
            return
        names = [stage.name for stage in rules.stages if stage.name != "closed_won"]
        stage = st.segmented_control(
            "Stage",
            names,
            default=deal.stage,
            format_func=lambda name: rules.stage(name).label,
            required=True,
            key=f"stage_{deal_id}_{deal.version}",
        )
        reason = ""
        if stage == "closed_lost" and deal.stage != "closed_lost":
            reason = st.text_input("Why was it lost?", key=f"lost_{deal_id}")
        elif deal.lost_reason:
            st.text(f"Lost: {deal.lost_reason}")
        with st.container(horizontal=True):
            is_moved = stage is not None and stage != deal.stage
            if st.button(
                "Move the deal", disabled=not is_moved, key=f"move_{deal_id}", icon=":material/east:"
            ):
                _move(workspace, deal_id, str(stage), deal.version, reason)
            st.page_link(
                DOMAINS["sales"].script,
                label="Won: hand it over to Fulfillment",
                icon=":material/trophy:",
                query_params={"part": "new", "record": deal_id},
            )


def _move(workspace: Workspace, deal_id: str, stage: str, version: int, reason: str) -> None:
    try:
        workspace.sales.move(deal_id, stage, version=version, lost_reason=reason)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast("Moved.", icon=":material/check_circle:")
    st.rerun()
