"""The feedback page."""

import streamlit as st

from pages.shared.domains import DOMAINS

domain = DOMAINS["feedback"]
st.title(domain.label)
st.caption(domain.purpose)
