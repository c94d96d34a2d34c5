"""Change orders on a project: what was agreed otherwise so far, and the form for one more."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import streamlit as st

from core.change_orders import ChangeOrderInput
from core.errors import AgencyError, InputRejected, Problem
from db.workspace import Workspace
from pages.shared.form_plan import plan_of_model
from pages.shared.form_state import form_state, load_form
from pages.shared.formats import day, money
from pages.shared.lists import rows
from pages.shared.schema_form import schema_form
from pages.shared.user_text import escape, sentence


def change_orders(workspace: Workspace, project: Any, deliverables: list[str]) -> None:
    """`project` is a row of the list of projects; `deliverables` names those that can be dropped."""
    agreed = workspace.change_orders.orders(project.project_id)
    if not agreed.empty:
        st.markdown("**What was agreed otherwise**")
        for order in rows(agreed):
            _show(order, project.currency)
    if project.status == "active":
        with st.expander("Change what was agreed", icon=":material/edit_document:"):
            _form(workspace, project, deliverables)


def _show(order: Any, currency: str) -> None:
    old, new = json.loads(order.old_json), json.loads(order.new_json)
    facts = []
    if "value_cents" in new:
        facts.append(f"value {money(old['value_cents'], currency)} → {money(new['value_cents'], currency)}")
    if "planned_end_on" in new:
        facts.append(f"end {day(old['planned_end_on'])} → {day(new['planned_end_on'])}")
    before, after = old.get("deliverables", []), new.get("deliverables", [])
    added = [name for name in after if name not in before]
    dropped = [name for name in before if name not in after]
    if added:
        facts.append("added " + ", ".join(added))
    if dropped:
        facts.append("dropped " + ", ".join(dropped))
    who = f" with {escape(order.agreed_with)}" if order.agreed_with else ""
    with st.container(border=True, gap="xsmall", key=f"change_order_{order.number}"):
        st.markdown(
            f":material/edit_document: **Change order {order.number}** · agreed on "
            f"{day(order.agreed_on)}{who}"
        )
        st.text(order.reason)
        st.caption(escape("; ".join(facts), limit=600))


def _form(workspace: Workspace, project: Any, deliverables: list[str]) -> None:
    key = f"change_{project.project_id}"
    if f"{key}:version" not in st.session_state:
        st.session_state[f"{key}:version"] = int(project.version)
        load_form(key, {"agreed_on": workspace.clock.now().date().isoformat()})
    problems: list[Problem] = st.session_state.get(f"{key}:problems", [])
    dropped = st.multiselect(
        "No longer delivered",
        deliverables,
        placeholder="Nothing is dropped",
        key=f"{key}_dropped",
        help="What was not delivered yet can be dropped; it stays visible as cancelled.",
    )
    plan = [field for field in plan_of_model(ChangeOrderInput) if field.name != "dropped"]
    plan = [replace(field, kind="long_text") if field.name == "reason" else field for field in plan]
    raw = schema_form(plan, key=key, problems=problems, currency=project.currency or "USD")
    if not st.button("Keep the change order", type="primary", icon=":material/save:", key=f"{key}_save"):
        return
    try:
        number = workspace.change_orders.agree(
            project.project_id, {**raw, "dropped": dropped}, version=st.session_state[f"{key}:version"]
        )
    except InputRejected as error:
        st.session_state[f"{key}:problems"] = list(error.problems)
        st.rerun()
    except AgencyError as error:
        st.error(sentence(error.message))
        # The next try is made upon the project as it is shown now.
        st.session_state[f"{key}:version"] = int(project.version)
    else:
        for name in (f"{key}:version", f"{key}:problems", f"{key}_dropped"):
            st.session_state.pop(name, None)
        form_state(key).widgets.clear()
        st.toast(f"Change order {number} is kept.", icon=":material/check_circle:")
        st.rerun()
