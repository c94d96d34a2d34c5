"""The people at a client, and how the client is ranked: looked at and changed."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import AgencyError, InputRejected
from db.workspace import Workspace
from pages.shared.lists import rows
from pages.shared.opened_version import begin_anew, opened_version, say_changed, widget_key
from pages.shared.user_text import escape, sentence


def client_people(workspace: Workspace, client: Any) -> None:
    """A form for the tier, one for each contact, and one to add a contact."""
    key = f"client_{client.client_id}"
    opened = opened_version(key, client.version, ("tier",))
    say_changed(key, opened, client.version)
    with st.form(widget_key(key, opened, "form"), enter_to_submit=False):
        tiers = dict.fromkeys((*workspace.agency.client_tiers, *([client.tier] if client.tier else [])))
        tier = st.selectbox(
            "Tier",
            list(tiers),
            index=list(tiers).index(client.tier) if client.tier else None,
            placeholder="Choose or type one",
            accept_new_options=True,
            help="How the client is ranked; enterprise is handled first.",
            key=widget_key(key, opened, "tier"),
        )
        if st.form_submit_button("Save the tier", icon=":material/save:"):
            try:
                workspace.clients.change(client.client_id, tier=tier, version=opened)
            except AgencyError as error:
                st.error(sentence(error.message))
            else:
                begin_anew(key)
                st.rerun()
    st.markdown("#### Contacts")
    for contact in rows(workspace.clients.contacts(client.client_id)):
        facts = f"{escape(contact.email)} · {escape(contact.phone or 'no phone')}"
        with st.expander(f"{escape(contact.name)} · {facts}", icon=":material/person:"):
            _form(workspace, client.client_id, contact)
    with st.expander("Add a contact", icon=":material/person_add:"):
        _form(workspace, client.client_id, None)


def _form(workspace: Workspace, client_id: str, contact: Any | None) -> None:
    key = f"contact_{contact.id if contact else 'new'}_{st.session_state.get('contact:saved', 0)}"
    version = int(contact.version) if contact else 0
    opened = opened_version(key, version, ("name", "email", "phone"))
    say_changed(key, opened, version)
    with st.form(widget_key(key, opened, "form"), border=False, enter_to_submit=False):
        name = _field("Name", contact.name if contact else "", 200, widget_key(key, opened, "name"))
        with st.container(horizontal=True):
            email = _field("E-mail", contact.email if contact else "", 320, widget_key(key, opened, "email"))
            phone = _field("Phone", contact.phone if contact else "", 60, widget_key(key, opened, "phone"))
        if not st.form_submit_button("Save" if contact else "Add", icon=":material/save:"):
            return
    raw = {"name": name, "email": email, "phone": phone or None}
    try:
        workspace.clients.keep_contact(
            client_id, raw, contact_id=contact.id if contact else None, version=opened if contact else None
        )
    except InputRejected as error:
        for problem in error.problems:
            st.error(sentence(f"{problem.field} {problem.message}"))
    except AgencyError as error:
        st.error(sentence(error.message))
    else:
        st.session_state["contact:saved"] = st.session_state.get("contact:saved", 0) + 1
        st.toast("Saved.", icon=":material/check_circle:")
        st.rerun()


def _field(label: str, stored: str | None, longest: int, key: str) -> str:
    """A text field; what is typed stays though another value is stored meanwhile."""
    st.session_state.setdefault(key, stored or "")
    return st.text_input(label, max_chars=longest, key=key)
