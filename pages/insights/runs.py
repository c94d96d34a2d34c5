"""The runs page."""

import streamlit as st

st.title("Runs")
st.caption("Every execution of a workflow: what went in, what came out, how it ended.")
