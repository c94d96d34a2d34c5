"""The home page."""

import streamlit as st

st.title("Home")
st.caption("The loop at a glance, and what needs you now.")
