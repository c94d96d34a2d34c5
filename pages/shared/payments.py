"""The payments of all work orders as a list in which the day that one came in is noted."""

from __future__ import annotations

from typing import Any, get_args

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.list_orders import PAYMENT_ORDERS, PaymentState
from db.workspace import Workspace
from pages.shared.formats import count, day, money
from pages.shared.list_view import ListView
from pages.shared.user_text import humanised, sentence


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
    shown = _shown(workspace, payments)
    # An edit belongs to the rows of its page, and is done with once it is saved.
    rows = "_".join(str(one) for one in payments["id"])
    key = f"payments_{rows}_{st.session_state.get('payments:saved', 0)}"
    before = " before you turn the page" if page.pages > 1 else ""
    st.caption(f"Note the day on which a payment came in, then save{before}.")
    edited = st.data_editor(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        disabled=["Client", "Payment", "Amount", "Due", "State"],
        column_config={"Paid on": st.column_config.DateColumn(format="D MMM YYYY")},
        alt="Payments",
    )
    view.switch(page)
    changed = [
        (int(payments.iloc[row]["id"]), edited.iloc[row]["Paid on"])
        for row in range(len(shown))
        if _date(edited.iloc[row]["Paid on"]) != _date(shown.iloc[row]["Paid on"])
    ]
    if st.button(
        f"Save {count(len(changed), 'change')}" if changed else "Save",
        disabled=not changed,
        type="primary",
        icon=":material/save:",
    ):
        try:
            for payment_id, paid_on in changed:
                workspace.fulfillment.set_paid(payment_id, _date(paid_on))
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state["payments:saved"] = st.session_state.get("payments:saved", 0) + 1
        st.rerun()


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
            "Paid on": payments["paid_on"],
        }
    )


def _date(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if hasattr(value, "date") and callable(value.date) else value
