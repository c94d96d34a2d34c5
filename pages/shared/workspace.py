"""The door from the pages to storage: one workspace for each database, shared by all sessions."""

from __future__ import annotations

import os

import streamlit as st

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.user_text import sentence


def open_workspace() -> Workspace:
    """The workspace of the database that DATABASE_URL names, or of the default one.

    Where the database cannot be used, the page says what to do and ends.
    """
    try:
        workspace = _opened(os.environ.get("DATABASE_URL", ""))
        workspace.check_soundness()  # what the look at the whole file has found by now
    except AgencyError as error:
        st.error(sentence(error.message), title="The database cannot be used", icon=":material/database_off:")
        st.stop()
    return workspace


# The address is the cache's key: a test that names another database gets another workspace.
@st.cache_resource(show_spinner=False, max_entries=8)
def _opened(database_url: str) -> Workspace:
    return Workspace.open(database_url or None)
