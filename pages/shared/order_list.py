"""The work orders of the Fulfillment page as a list, and below it the one that was chosen."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.list_orders import WORK_ORDER_ORDERS, Priority, WorkOrderStatus
from db.workspace import Workspace
from pages.shared.documents import work_order
from pages.shared.formats import day, money
from pages.shared.list_view import ListView
from pages.shared.record_links import history_link, thread_link
from pages.shared.user_text import humanised, sentence

_COLUMNS = {
    "client": "Client",
    "status": "Status",
    "priority": "Priority",
    "starts_on": "Starts",
    "ends_on": "Promised",
    "value": "Value",
    "work_order_id": "Work order",
}
_FORMATS = {"status": humanised, "priority": humanised, "starts_on": day, "ends_on": day}


def order_list(workspace: Workspace) -> None:
    """Every work order, and the chosen one as it was handed over."""
    view = ListView("orders")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search work orders", "search", widget="order_search", placeholder="Client or work order"
        )
        sort = view.order(WORK_ORDER_ORDERS, widget="order_sort")
        status: Any = view.one_of(
            "Status", "status", get_args(WorkOrderStatus), widget="order_status", format_func=humanised
        )
        priority: Any = view.one_of(
            "Priority", "priority", get_args(Priority), widget="order_priority", format_func=humanised
        )
    page = workspace.fulfillment.work_orders(
        search=search, status=status, priority=priority, sort=sort, number=view.page()
    )
    chosen = view.choose(
        workspace,
        page,
        key="order",
        id_column="work_order_id",
        columns=_COLUMNS,
        formats=_FORMATS,
        prepare=_with_value,
        alt="Work orders",
        empty="No work orders yet. A won deal that Sales hands over becomes one.",
    )
    if chosen is None:
        if page.total:
            st.caption("Choose a work order to read it.")
        return
    try:
        document = workspace.fulfillment.document(chosen)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    with st.container(horizontal=True):
        thread_link("work_order", chosen)
        history_link(chosen)
    work_order.show({"work_order": document}, f"order_{chosen}")


def _with_value(orders: pd.DataFrame) -> pd.DataFrame:
    pairs = zip(orders["value_cents"], orders["currency"], strict=True)
    return orders.assign(value=[money(*pair) for pair in pairs])
