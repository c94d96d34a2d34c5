"""The fulfillment page."""

import streamlit as st

from pages.shared.domains import DOMAINS

domain = DOMAINS["fulfillment"]
st.title(domain.label)
st.caption(domain.purpose)
