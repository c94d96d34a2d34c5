"""The payments of all work orders as a list in which the day that one came in is noted."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import streamlit as st

from core.list_orders import PAYMENT_ORDERS, PaymentState
from db.workspace import Workspace
from pages.shared.formats import day, money
from pages.shared.inline_edit import edit_cells
from pages.shared.list_view import ListView
from pages.shared.user_text import humanised


def payment_editor(workspace: Workspace) -> None:
    """The payments of a view, what is owed first and by its due date; the day one came in can be noted."""
    view = ListView("payments")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = view.text(
            "Search payments", "search", widget="payment_search", placeholder="Client, payment or work order"
        )
        sort = view.order(PAYMENT_ORDERS, widget="payment_sort")
        state: Any = view.one_of(
            "State", "state", get_args(PaymentState), widget="payment_state", format_func=humanised
        )
    page = workspace.fulfillment.payment_page(search=search, state=state, sort=sort, number=view.page())
    view.tools(workspace, name="payments", page=page, show=lambda rows: _shown(workspace, rows))
    payments = page.rows
    if payments.empty:
        st.info(
            "Nothing fits. Change the search or the filters."
            if view.is_narrowed
            else "No payments yet. They come with the work order of a won deal."
        )
        return
    st.caption("Note the day on which a payment came in, then save.")
    place = st.container()
    view.switch(page)
    with place:
        edit_cells(
            "payment_cells",
            payments,
            _shown(workspace, payments),
            id_column="id",
            editable={"Paid on": "paid_on"},
            save=workspace.fulfillment.save_payments,
            config={"Paid on": st.column_config.DateColumn(format="D MMM YYYY")},
            alt="Payments",
        )


def _shown(workspace: Workspace, payments: pd.DataFrame) -> pd.DataFrame:
    today = workspace.clock.now().date()
    unpaid = payments["paid_on"].isna()
    is_late = [
        paid and due is not None and due < today for paid, due in zip(unpaid, payments["due_on"], strict=True)
    ]
    return pd.DataFrame(
        {
            "Client": payments["client"],
            "Payment": payments["label"],
            "Amount": [
                money(*pair) for pair in zip(payments["amount_cents"], payments["currency"], strict=True)
            ],
            "Due": [day(value) for value in payments["due_on"]],
            "State": [
                "paid" if not open_ else "overdue" if late else "due"
                for open_, late in zip(unpaid, is_late, strict=True)
            ],
            "Paid on": pd.to_datetime(payments["paid_on"]),
        }
    )
