"""The marketing page."""

import streamlit as st

from pages.shared.domains import DOMAINS

domain = DOMAINS["marketing"]
st.title(domain.label)
st.caption(domain.purpose)
