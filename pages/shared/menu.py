"""The menu in the sidebar: every page by group, with the number of handoffs that wait in a domain.

Streamlit's own menu of grouped pages is a list whose entries stand in no list, which screen readers
announce wrongly, and it has no place for a count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import AgencyError
from pages.shared.domains import DOMAINS
from pages.shared.workspace import open_workspace


def draw_menu(groups: Mapping[str, Sequence[st.Page]]) -> None:
    """Draw `groups` (heading → pages) into the sidebar; an empty heading is not shown."""
    waiting = _waiting()
    with st.sidebar:
        for heading, pages in groups.items():
            with st.container(gap="xsmall"):
                if heading:
                    st.caption(heading)
                for page in pages:
                    count = waiting.get(page.url_path, 0)
                    label = f"{page.title} **({count:,})**" if count else page.title
                    st.page_link(page, label=label, icon=page.icon, width="stretch")


def _waiting() -> dict[str, int]:
    """How many handoffs wait, by the url path of their domain; the page itself tells of a broken database."""
    try:
        counts = open_workspace().inbox.waiting_counts()
    except AgencyError:
        return {}
    return {domain.url_path: counts.get(key, 0) for key, domain in DOMAINS.items()}
