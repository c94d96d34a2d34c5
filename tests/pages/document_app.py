"""A page that shows one result, for the tests."""

import streamlit as st

from pages.shared.result_view import show_result

show_result(st.session_state["result"], key="shown", preview=st.session_state.get("preview", False))
