"""The style rules that the theme's settings cannot say: text of buttons and charts that can be read.

Streamlit writes white on every primary button and uses the same colour for chosen tabs on the page. No
colour is dark enough for white text and light enough for a dark page at once, so on dark the button's
text is dark. In charts it writes axes, legends and notes in a grey of 3.7 : 1 on the light page.
"""

from __future__ import annotations

import streamlit as st

ON_PRIMARY_LIGHT, ON_PRIMARY_DARK = "#ffffff", "#04211e"

# A button that cannot be pressed yet has no fill, and keeps Streamlit's grey.
_RULE = (
    'button[kind^="primary"]:not(:disabled) '
    f"{{ color: light-dark({ON_PRIMARY_LIGHT}, {ON_PRIMARY_DARK}) !important; }}"
)
ON_CHART_LIGHT, ON_CHART_DARK = "#4c5c5a", "#b3c0be"  # the theme's grey for text
_CHART_TEXT = (
    "xtick text", "ytick text", "xtitle", "ytitle", "legendtext", "annotation-text", "node-label",
    # Beside points; what stands in them is white.
    'textpoint text:not([style*="fill: rgb(255, 255, 255)"])',
)  # fmt: skip
_CHART_RULE = (
    ", ".join(f".js-plotly-plot .{name}" for name in _CHART_TEXT)
    + f" {{ fill: light-dark({ON_CHART_LIGHT}, {ON_CHART_DARK}) !important; }}"
)


def keep_text_readable() -> None:
    # Dialogs and popovers stand outside the element that Streamlit gives the theme's scheme to.
    scheme = f"body {{ color-scheme: {st.context.theme.type or 'light'}; }}"
    st.html(f"<style>{scheme} {_RULE} {_CHART_RULE}</style>")
