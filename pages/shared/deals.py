"""One deal on the sales page: open it from a prospect, move it, hand it over when it is won."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import AgencyError, HandoffRefused, InputRejected
from core.pipeline import DEAL_ORDERS, LOST_REASONS
from db.workspace import Workspace
from pages.shared.bulk_kinds import bulk_deals
from pages.shared.deal_cells import CELLS, deal_cells
from pages.shared.deal_questions import ask_what_is_missing, deal_form
from pages.shared.domains import DOMAINS
from pages.shared.formats import day, known, money
from pages.shared.inline_edit import unsaved
from pages.shared.list_view import ListView
from pages.shared.lists import as_shown, choose_row
from pages.shared.opened_version import begin_anew, opened_version, say_changed, widget_key
from pages.shared.record_links import history_link, thread_link
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
        deal_id = workspace.deals.open_deal(
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


_COLUMNS = {
    "name": "Deal",
    "company_name": "Company",
    "stage": "Stage",
    "value": "Value",
    "expected_close_on": "Expected close",
    "owner": "Owner",
}


def deal_list(workspace: Workspace) -> None:
    """Every deal as a list with search, stage and order, and below it the one that was chosen."""
    rules = workspace.deals.rules
    view = ListView("deals")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search deals", "search", widget="deal_search", placeholder="Deal, company or owner"
        )
        sort = view.order(DEAL_ORDERS, widget="deal_sort")
        stage = view.one_of(
            "Stage",
            "stage",
            [stage.name for stage in rules.stages],
            widget="deal_stage_filter",
            format_func=lambda name: rules.stage(name).label,
        )
    formats = {"stage": lambda name: rules.stage(name).label, "expected_close_on": day, "owner": known}

    page = workspace.deals.page(search=search, stage=stage, sort=sort, number=view.page())
    view.tools(
        workspace,
        name="deals",
        page=page,
        show=lambda deals: as_shown(_with_value(deals), _COLUMNS, formats),
    )
    mode = _mode()
    if not page.total:
        st.info(
            "No deal fits. Change the search or the stage."
            if search or stage
            else "No deals yet. Choose a prospect and open one."
        )
        return
    deals = _with_value(page.rows)
    if mode != "Open one":
        place = st.container()
        view.switch(page)
        with place:
            if mode == "Edit cells":
                deal_cells(workspace, page)
            else:
                bulk_deals(workspace, page, as_shown(deals, _COLUMNS, formats))
        return
    chosen = choose_row(
        deals, key="deal", id_column="deal_id", columns=_COLUMNS, formats=formats, alt="Deals"
    )
    view.switch(page)
    if chosen is None:
        st.caption("Choose a deal to change or move it, or to hand it over when it is won.")
    else:
        deal_detail(workspace, chosen)


def _mode() -> str:
    """What a person does with the list; cells that were typed and not saved are not forgotten."""
    typed = unsaved(CELLS)

    def words(mode: str) -> str:
        return f"{mode} ({typed:,} not saved)" if mode == "Edit cells" and typed else mode

    return st.segmented_control(
        "What to do with this list",
        ("Open one", "Change several", "Edit cells"),
        default="Open one",
        required=True,
        format_func=words,
        key="deals_mode",
        label_visibility="collapsed",
    )


def _with_value(deals: pd.DataFrame) -> pd.DataFrame:
    deals["value"] = [money(*pair) for pair in zip(deals["value_cents"], deals["currency"], strict=True)]
    return deals


def show_chosen_deal(workspace: Workspace) -> None:
    """The deal that the URL names as `?deal=`, below a board on which it was opened."""
    chosen = st.query_params.get("deal")
    if chosen:
        deal_detail(workspace, chosen)


def deal_detail(workspace: Workspace, deal_id: str) -> None:
    """What is known of a deal, with the moves it may make."""
    try:
        deal = workspace.deals.deal(deal_id)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    rules = workspace.deals.rules
    with st.container(border=True, key="deal_detail"):
        st.markdown(f"#### {escape(deal.name)}")
        value = escape(money(deal.value_cents, deal.currency))
        st.caption(
            f"{escape(deal.company_name)} · {value} · expected {day(deal.expected_close_on)} · "
            f"owner {escape(deal.owner or 'nobody')}"
        )
        with st.container(horizontal=True):
            thread_link("deal", deal_id)
            history_link(deal_id)
        if deal.stage == "closed_won":
            st.success(
                f"Won on {day(deal.closed_on)}. Its work order is with Fulfillment.", icon=":material/trophy:"
            )
            return
        key = deal_form(deal_id)
        opened = opened_version(key, deal.version, ("owner", "stage"))
        say_changed(key, opened, deal.version)
        _edit_form(workspace, deal, opened)
        names = [stage.name for stage in rules.stages if stage.name != "closed_won"]
        stage = st.segmented_control(
            "Stage",
            names,
            default=deal.stage,
            format_func=lambda name: rules.stage(name).label,
            required=True,
            key=widget_key(key, opened, "stage"),
        )
        reason = ""
        if stage == "closed_lost" and deal.stage != "closed_lost":
            chosen = st.pills("Why was it lost?", LOST_REASONS, key=f"lost_reason_{deal_id}")
            words = st.text_input("In your words", placeholder="Optional", key=f"lost_{deal_id}")
            reason = ": ".join(part for part in (chosen or "", words.strip()) if part)
        elif deal.lost_reason:
            st.text(f"Lost: {deal.lost_reason}")
        with st.container(horizontal=True):
            is_moved = stage is not None and stage != deal.stage
            if st.button(
                "Move the deal", disabled=not is_moved, key=f"move_{deal_id}", icon=":material/east:"
            ):
                _move(workspace, deal_id, str(stage), opened, reason)
            st.page_link(
                DOMAINS["sales"].script,
                label="Won: hand it over to Fulfillment",
                icon=":material/trophy:",
                query_params={"part": "new", "record": deal_id},
            )


def _edit_form(workspace: Workspace, deal: Any, opened: int) -> None:
    form = deal_form(deal.deal_id)

    def key(field: str) -> str:
        return widget_key(form, opened, field)

    with st.expander("Change what is known of it", icon=":material/edit:"):
        with st.form(key("form"), border=False, enter_to_submit=False):
            name = st.text_input("What it is about", value=deal.name, key=key("name"))
            with st.container(horizontal=True):
                value = st.text_input(
                    "Value",
                    value=workspace.deals.shown_value(deal),
                    placeholder="$12,000",
                    key=key("value"),
                )
                close = st.date_input("Expected close", value=deal.expected_close_on, key=key("close"))
                owner = st.text_input("Owner", value=deal.owner or "", key=key("owner"))
            if not st.form_submit_button("Save", icon=":material/save:"):
                return
        try:
            workspace.deals.change(
                deal.deal_id,
                name=name,
                value=value,
                owner=owner,
                expected_close_on=close,
                version=opened,
            )
        except InputRejected as error:
            for problem in error.problems:
                st.error(sentence(f"{problem.field} {problem.message}"))
        except AgencyError as error:
            st.error(sentence(error.message))
        else:
            st.toast("Saved.", icon=":material/check_circle:")
            begin_anew(form)
            st.rerun()


def _move(workspace: Workspace, deal_id: str, stage: str, version: int, reason: str) -> None:
    try:
        workspace.deals.move(deal_id, stage, version=version, lost_reason=reason)
    except HandoffRefused as refusal:
        if any(problem.field in ("value", "expected_close_on") for problem in refusal.problems):
            ask_what_is_missing(workspace, deal_id, stage)
        else:
            st.error(sentence(refusal.message))
        return
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    st.toast("Moved.", icon=":material/check_circle:")
    begin_anew(deal_form(deal_id))
    st.rerun()
