"""The clients page."""

import streamlit as st

st.title("Clients")
st.caption("Every company we work for or hope to, with its deals, projects and words in one place.")
