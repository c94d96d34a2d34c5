"""The sales page."""

import streamlit as st

from pages.shared.domains import DOMAINS

domain = DOMAINS["sales"]
st.title(domain.label)
st.caption(domain.purpose)
