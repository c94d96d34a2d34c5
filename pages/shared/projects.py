"""One project on the fulfillment page, and the payments of all work orders."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.projects import plan_state
from db.workspace import Workspace
from pages.shared.change_orders import change_orders
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_projects import plan_and_reality
from pages.shared.deliverables import deliverable_line
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, day, money
from pages.shared.lists import page_number, page_switch, rows
from pages.shared.record_links import history_link, thread_link
from pages.shared.user_text import escape, sentence


def project_detail(workspace: Workspace, project_id: str) -> None:
    """A project's deliverables, each with its two switches, and the way on when all are done."""
    found = workspace.fulfillment.project(project_id)
    if found.empty:
        st.warning("There is no such project any more. Choose one from the list.")
        return
    project = found.iloc[0]
    lines = workspace.deliverables.of_project(project_id)
    is_closed = project["status"] == "completed"
    with st.container(border=True, key="project_detail"):
        st.markdown(f"#### {escape(project['name'])}")
        value = escape(money(project["value_cents"], project["currency"]))
        st.caption(f"{escape(project['client'])} · {value} · planned end {day(project['planned_end_on'])}")
        with st.container(horizontal=True):
            thread_link("project", project_id)
            history_link(project_id)
        if not lines.empty:
            _plan_chart(workspace, lines)
        for line in rows(lines):
            deliverable_line(workspace, line, is_closed=is_closed)
        left = lines[lines["status"] != "cancelled"]
        done = not left.empty and bool((left["status"] == "completed").all())
        if is_closed:
            st.success(
                f"Completed on {day(project['completed_on'])} and handed to Feedback.", icon=":material/flag:"
            )
        else:
            st.page_link(
                DOMAINS["fulfillment"].script,
                label="All delivered: hand it over to Feedback" if done else "Hand over to Feedback",
                icon=":material/send:",
                query_params={"part": "new", "record": project_id},
                disabled=not done,
                help=None if done else "Complete every deliverable first.",
            )
        open_lines = left.loc[left["status"] != "completed", "name"]
        change_orders(workspace, next(rows(found)), [str(name) for name in open_lines])


def _plan_chart(workspace: Workspace, lines: pd.DataFrame) -> None:
    """The deliverables as planned and as they came; what is dropped is left out."""
    today = workspace.clock.now().date()
    kept = lines[(lines["status"] != "cancelled") & lines["planned_start_on"].notna()]
    done = [moment.date() if pd.notna(moment) else None for moment in kept["completed_at"]]
    # Until somebody says when it began, work is taken to begin as planned.
    starts = [
        begun if pd.notna(begun) else start if start <= (end or today) else end
        for begun, start, end in zip(kept["started_on"], kept["planned_start_on"], done, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "name": list(kept["name"]),
            "plan_start": list(kept["planned_start_on"]),
            "plan_end": list(kept["planned_end_on"]),
            "real_start": starts,
            "real_end": done,
            "first_end": None,
        }
    )
    frame["state"] = [
        plan_state(start, end, ended, today)
        for start, end, ended in zip(frame["real_start"], frame["plan_end"], done, strict=True)
    ]
    frame.loc[frame["state"] == "planned", "real_start"] = None
    show_chart(
        "Deliverables: plan and reality",
        lambda shown: plan_and_reality(shown, today=today),
        frame,
        key="project_plan",
        alt=alt_text("Deliverables by state", frame.assign(count=1), "state", "count"),
        note="The pale bar is the plan; the bar in it runs from the day work began to the day of delivery "
        "or to today. Until its first day is noted, work is taken to begin as planned.",
    )


def payment_editor(workspace: Workspace) -> None:
    """Every payment, what is owed first and by its due date; the day it came in can be noted."""
    page = workspace.fulfillment.payment_page(number=page_number("payments"))
    payments = page.rows
    if payments.empty:
        st.info("No payments yet. They come with the work order of a won deal.")
        return
    today = workspace.clock.now().date()
    unpaid = payments["paid_on"].isna()
    is_late = [
        paid and due is not None and due < today for paid, due in zip(unpaid, payments["due_on"], strict=True)
    ]
    shown = pd.DataFrame(
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
    # An edit belongs to the rows of its page, and is done with once it is saved.
    key = f"payments_{page.number}_{st.session_state.get('payments:saved', 0)}"
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
    if page.pages > 1:
        page_switch(page, key="payments")
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


def _date(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if hasattr(value, "date") and callable(value.date) else value
