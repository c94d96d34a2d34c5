"""A page with one form, for the tests: plan, content and problems come through the session."""

import streamlit as st

from pages.shared.form_state import form_state, load_form
from pages.shared.schema_form import schema_form

if "filled" not in st.session_state:
    st.session_state["filled"] = True
    load_form("form", st.session_state["given"])
if not st.session_state.get("away"):
    st.session_state["answer"] = schema_form(
        st.session_state["plan"], key="form", problems=st.session_state.get("problems", ())
    )
st.session_state["revision"] = form_state("form").revision
