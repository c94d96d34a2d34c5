"""The one style rule that the theme's settings cannot say: button text that can be read on dark.

Streamlit writes white on every primary button and uses the same colour for chosen tabs on the page. No
colour is dark enough for white text and light enough for a dark page at once, so on dark the button's
text is dark.
"""

from __future__ import annotations

import streamlit as st

ON_PRIMARY_LIGHT, ON_PRIMARY_DARK = "#ffffff", "#04211e"

# A button that cannot be pressed yet has no fill, and keeps Streamlit's grey.
_RULE = (
    'button[kind^="primary"]:not(:disabled) '
    f"{{ color: light-dark({ON_PRIMARY_LIGHT}, {ON_PRIMARY_DARK}) !important; }}"
)


def keep_buttons_readable() -> None:
    st.html(f"<style>{_RULE}</style>")
