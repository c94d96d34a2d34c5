"""The work order: what is to be done by when, which payment each milestone releases, and who is needed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st

from pages.shared.documents.parts import bullets, date_words, facts, heading, money, note, table
from pages.shared.user_text import escape, humanised

_PRIORITIES: dict[str, Literal["red", "orange", "gray"]] = {
    "high": "red",
    "medium": "orange",
    "normal": "gray",
}


def show(payload: Mapping[str, Any], key: str) -> None:  # noqa: ARG001  # every document takes a key
    """Draw the payload of sales_to_fulfillment."""
    order = payload.get("work_order") or {}
    client = order.get("client_info") or {}
    contact = client.get("primary_contact") or {}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"#### {escape(client.get('company_name', ''))}", width="content")
        priority = str(order.get("priority", "normal"))
        st.badge(f"{priority} priority", icon=":material/flag:", color=_PRIORITIES.get(priority, "gray"))
    note(order.get("priority_reason") and f"Priority: {order['priority_reason']}.")
    facts(
        {
            "Service": humanised(str(order.get("service_type", ""))),
            "Contract value": money(order.get("contract_value"), order.get("currency")),
            "Work order": order.get("work_order_id"),
            "Starts": date_words(order.get("starts_on")),
            "Planned to be finished": date_words(order.get("planned_finish_on")),
            "Agreed end": date_words(order.get("ends_on")),
            "Contact": contact.get("name"),
            "E-mail": contact.get("email"),
            "Phone": contact.get("phone"),
        }
    )
    requirements = order.get("requirements") or {}
    _milestones(requirements.get("milestones") or [])
    _payments(order)
    _deliverables(requirements.get("deliverables") or [])
    _people(requirements.get("resource_requirements") or {})
    if order.get("promises"):
        heading("What was promised")
        bullets(order["promises"])


def _milestones(milestones: list[Mapping[str, Any]]) -> None:
    heading("Milestones")
    table(
        [
            {
                "Due": date_words(point.get("due_on")),
                "Milestone": point.get("name"),
                "Releases": ", ".join(point.get("releases") or []) or None,
            }
            for point in milestones
        ],
        "Milestones with the payments that they release",
    )


def _payments(order: Mapping[str, Any]) -> None:
    payments = order.get("payments") or []
    if not payments:
        return
    heading("Payments")
    table(
        [
            {
                "Due": date_words(payment.get("due_on")),
                "Amount": money(payment.get("amount"), payment.get("currency")),
                "Share": f"{payment.get('share_percent')} %",
                "Contract says": payment.get("terms"),
                "Read as": payment.get("reading"),
            }
            for payment in payments
        ],
        "Payments",
    )
    note(f"Together {money(order.get('contract_value'), order.get('currency'))}, the contract value.")


def _deliverables(deliverables: list[Mapping[str, Any]]) -> None:
    heading("Deliverables")
    table(
        [
            {
                "Deliverable": item.get("name"),
                "From": date_words(item.get("starts_on")),
                "To": date_words(item.get("ends_on")),
                "Working days": item.get("working_days"),
                "Hours": item.get("hours"),
                "How": item.get("formula"),
                "Description": item.get("description"),
            }
            for item in deliverables
        ],
        "Deliverables with their dates",
    )


def _people(needs: Mapping[str, Any]) -> None:
    roles = needs.get("roles") or []
    if not roles:
        return
    heading("Who is needed")
    table(
        [
            {
                "Role": role.get("role"),
                "Hours": role.get("hours"),
                "People": role.get("people"),
                "How": role.get("formula"),
            }
            for role in roles
        ],
        "Roles and people",
    )
    note(f"{needs.get('total_hours'):g} hours over {needs.get('working_days')} working days.")
