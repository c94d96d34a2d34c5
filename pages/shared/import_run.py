"""The import at work: rows done of all, time left, and the way to stop it; the page stays usable."""

from __future__ import annotations

import math

import streamlit as st

from core.errors import AgencyError
from db.lead_import import ImportProgress
from db.workspace import Workspace
from pages.shared.user_text import escape, sentence

LOOKS_EVERY = "1s"
ENDED = "import:ended"  # which import the page should show now


def asked_import() -> str | None:
    """The import that the page is about, from its URL.

    A page that was opened by a link inside the app forgets its query when a fragment asks for a new run,
    so the import that just ended is kept apart.
    """
    ended: str | None = st.session_state.pop(ENDED, None)
    if ended is not None:
        st.query_params["import"] = ended
    return st.query_params.get("import")


def progress_part(workspace: Workspace, import_id: str, name: str) -> None:
    """Follow a running import; the page is drawn anew as soon as it ended."""

    @st.fragment(run_every=LOOKS_EVERY)
    def follow() -> None:
        progress = workspace.lead_imports.progress(import_id)
        if progress is None or progress.state != "running":
            st.session_state[ENDED] = import_id
            st.rerun()
        with st.container(border=True):
            st.markdown(f"**:material/sync: Importing {escape(name)}**")
            st.progress(share_done(progress), text=progress_words(progress))
            st.caption(
                "You can go on working, also on other pages; come back by the list of imports below. "
                "Until it ends, nothing of it is stored."
            )
            if st.button("Stop the import", icon=":material/cancel:", key=f"cancel_{import_id}"):
                try:
                    workspace.lead_imports.cancel(import_id)
                except AgencyError as error:
                    st.warning(sentence(error.message))
                else:
                    st.session_state[f"import:{import_id}:stopping"] = True
            if st.session_state.get(f"import:{import_id}:stopping"):
                st.caption(":material/hourglass: Stopping …")

    follow()


def share_done(progress: ImportProgress) -> float:
    """0–1; 0 while nothing can be said."""
    if not progress.rows_total:
        return 0.0
    return min(1.0, progress.rows_done / progress.rows_total)


def progress_words(progress: ImportProgress) -> str:
    """`Checking rows: 45,000 of 1,000,000, about 12 seconds left`."""
    step = escape(progress.step) or "Working"
    if progress.rows_total:
        text = f"{step}: {progress.rows_done:,} of {progress.rows_total:,} rows"
    else:
        text = f"{step}: {progress.rows_done:,} rows" if progress.rows_done else f"{step} …"
    left = progress.seconds_left
    return text if left is None else f"{text}, {time_left(left)}"


def time_left(seconds: float) -> str:
    """Seconds as a person says them; rounded up, because a promise is kept by being early."""
    if seconds < 1:
        return "almost done"
    if seconds < 90:
        whole = math.ceil(seconds)
        return f"about {whole} second{'' if whole == 1 else 's'} left"
    minutes = math.ceil(seconds / 60)
    return f"about {minutes} minutes left"
