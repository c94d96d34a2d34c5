"""How an offer is usually delivered: a form for its price, deliverables and payment lines."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import streamlit as st

from core.choices import Choices
from core.errors import AgencyError, InputRejected, Problem
from core.money import CODES, format_money
from core.service_template import ServiceTemplate
from core.workflows.sales_to_fulfillment import SalesToFulfillmentPolicy
from db.workspace import Workspace
from pages.shared.form_plan import plan_of_model, with_choices
from pages.shared.form_state import form_state, load_form
from pages.shared.formats import NONE
from pages.shared.schema_form import schema_form
from pages.shared.user_text import sentence


def offer_template(workspace: Workspace, offer_id: str) -> None:
    """The template in a form; saving it changes what the next deals of this offer start from."""
    kept = workspace.offer_templates.template(offer_id)
    key = f"template_{offer_id}"
    known = kept.version if kept else 0
    # The form keeps what was typed until somebody saves: also when another person saved meanwhile.
    if f"{key}:version" not in st.session_state:
        st.session_state[f"{key}:version"] = known
        load_form(key, kept.template if kept else {})
    version: int = st.session_state[f"{key}:version"]
    st.caption(
        "What is usually sold under this offer. A won deal starts from it: the deliverables with their "
        "hours, the payment lines and the dates are filled in, and can be changed there."
    )
    if not form_state(key).draft:
        earlier = workspace.offer_templates.of_last_deal(offer_id)
        if earlier and st.button(
            "Start from the last won deal", icon=":material/content_copy:", key=f"{key}_copy"
        ):
            load_form(key, earlier)
            st.rerun()
    if version != known:
        st.warning("Somebody saved this template while you had it open. Your changes are still here.")
        if st.button("Show theirs and drop mine", icon=":material/refresh:", key=f"{key}_theirs"):
            _forget(key)
    policy = workspace.policies.current("sales_to_fulfillment", SalesToFulfillmentPolicy)
    currencies = dict.fromkeys((policy.agency.currency, *sorted(CODES)))
    choices = {
        "type": Choices.of((service.service for service in policy.staffing.services), others=True),
        "currency": Choices({code: code for code in currencies}),
    }
    problems: list[Problem] = st.session_state.get(f"{key}:problems", [])
    raw = schema_form(
        with_choices(plan_of_model(ServiceTemplate), choices),
        key=key,
        problems=problems,
        currency=policy.agency.currency,
    )
    if not st.button("Save the template", type="primary", icon=":material/save:", key=f"{key}_save"):
        return
    try:
        workspace.offer_templates.save(offer_id, raw, version=version)
    except InputRejected as error:
        st.session_state[f"{key}:problems"] = list(error.problems)
        st.rerun()
    except AgencyError as error:
        st.error(sentence(error.message))
    else:
        st.toast("Saved. The next deal of this offer starts from it.", icon=":material/check_circle:")
        _forget(key)


def usual_price(template: Any, currency: str) -> str:
    """The price of a stored template as people write it; a dash where there is none."""
    known = json.loads(template) if isinstance(template, str) else {}
    price = known.get("price")
    return format_money(Decimal(price), known.get("currency") or currency) if price else NONE


def _forget(key: str) -> None:
    """Read the form anew from what is stored."""
    st.session_state.pop(f"{key}:version", None)
    st.session_state.pop(f"{key}:problems", None)
    form_state(key).widgets.clear()
    st.rerun()
