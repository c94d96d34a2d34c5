"""The frame of a domain page: its heading and the same five parts in the same places.

    match open_part(DOMAINS["sales"], waiting=3):
        case "inbox": …

The chosen part is in the URL as `?part=`, so that a link can open any of them. Only the chosen part's code
runs.
"""

from __future__ import annotations

from typing import Literal, get_args

import streamlit as st

from pages.shared.domains import Domain

Part = Literal["inbox", "records", "new", "result", "charts"]
PARTS: tuple[Part, ...] = get_args(Part)

_LABELS: dict[Part, str] = {
    "inbox": ":material/inbox: Inbox",
    "records": ":material/view_list: Records",
    "new": ":material/add_circle: New handoff",
    "result": ":material/task_alt: Result",
    "charts": ":material/bar_chart: Charts",
}
_NEXT = "part:next"


def open_part(domain: Domain, *, waiting: int = 0, first: Part = "inbox", records: str = "") -> Part:
    """Draw the heading and the switch between the parts; return the part to draw.

    `waiting` is the number of handoffs in the inbox, `first` the part of a fresh visit, `records` what
    the records part is called here ("Deals").
    """
    st.title(f":{domain.color}[{domain.icon}] {domain.label}", anchor=False)
    st.caption(domain.purpose)

    def label(part: Part) -> str:
        if part == "inbox" and waiting:
            return f"{_LABELS[part]} ({waiting:,})"
        if part == "records" and records:
            return f"{_LABELS[part].rpartition(' ')[0]} {records}"
        return _LABELS[part]

    key = f"{domain.key}:part"
    _follow_url(key, first)
    chosen = st.segmented_control(
        "Part of this page",
        PARTS,
        key=key,
        format_func=label,
        required=True,
        label_visibility="collapsed",
    )
    part: Part = chosen or first
    st.query_params["part"] = part
    st.session_state[f"{key}:url"] = part
    st.space("small")
    return part


def go_to_part(part: Part) -> None:
    """Open another part of this page now; a page without parts is only drawn again."""
    if "part" in st.query_params:
        st.session_state[_NEXT] = part
    st.rerun()


def _follow_url(key: str, first: Part) -> None:
    """Choose what a link, the browser's back button or `go_to_part` asks for.

    A bound widget would put its visible label into the URL, and the label counts the inbox.
    """
    asked = st.query_params.get("part")
    wanted = st.session_state.pop(_NEXT, None)
    if wanted is None and asked in PARTS and asked != st.session_state.get(f"{key}:url"):
        wanted = asked
    if wanted is None and key not in st.session_state:
        wanted = asked if asked in PARTS else first
    if wanted is not None:
        st.session_state[key] = wanted
