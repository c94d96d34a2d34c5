"""The offer page."""

import streamlit as st

from pages.shared.domains import DOMAINS

domain = DOMAINS["offer"]
st.title(domain.label)
st.caption(domain.purpose)
