"""Each nasty string in each kind of place that reads Markdown."""

import streamlit as st

from pages.shared.user_text import escape
from tests.pages.nasty_strings import NASTY

for number, text in enumerate(NASTY):
    with st.container(key=f"text_{number}"):
        shown = escape(text)
        st.markdown(shown)
        st.caption(shown)
        st.subheader(shown, anchor=False)
        st.text_input(shown, key=f"input_{number}")
        st.toggle(shown, key=f"toggle_{number}")
        st.button(shown, key=f"button_{number}")
        st.metric(shown, shown)
        st.error(shown)
