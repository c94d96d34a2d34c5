"""A change of many records on the History page: where each stands now, and the way back for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.bulk import BulkResult, DoneLine
from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.bulk_edit import show_left
from pages.shared.change_words import field_label, value_words
from pages.shared.formats import count, moment
from pages.shared.user_text import escape, sentence

_SHOWN = 1_000


def bulk_entry(workspace: Workspace, bulk_id: str) -> None:
    """What the change did, what was changed since and by whom, and the button that takes it back."""
    try:
        state = workspace.bulk_changes.state(bulk_id)
    except AgencyError as error:
        st.warning(sentence(error.message))
        return
    key = f"bulk:{bulk_id}"
    stands, since = state.of("stands"), state.of("changed since")
    with st.container(border=True, key="bulk_entry"):
        st.markdown(f"#### {escape(state.summary, 200)}")
        st.caption(f"{escape(state.actor)} · {moment(state.at)}")
        result: BulkResult | None = st.session_state.pop(f"{key}:undone", None)
        if result is not None:
            st.success(f"{count(result.changed, 'record')} put back.", icon=":material/undo:")
            show_left(result)
        elif state.undone_by:
            st.info(f"Taken back by {escape(state.undone_by)} on {moment(state.undone_at)}.")
        counts = {
            ("stands as this change left it", "stand as this change left them"): len(stands),
            ("was changed again since", "were changed again since"): len(since),
            ("is as it was before", "are as they were before"): len(state.of("put back")),
            ("is gone", "are gone"): len(state.of("gone")),
        }
        told = [f"{number:,} {words[number != 1]}" for words, number in counts.items() if number]
        st.caption(" · ".join(told))
        _table([*since, *stands], workspace.agency.currency)
        if stands and st.button(
            f"Take back {count(len(stands), 'change')}", icon=":material/undo:", key=f"{key}_undo"
        ):
            try:
                st.session_state[f"{key}:undone"] = workspace.bulk_changes.undo(bulk_id)
            except AgencyError as error:
                st.error(sentence(error.message))
                return
            st.rerun()
        if since and stands:
            st.caption("What was changed again since stays as it is now.")


def _table(lines: Sequence[DoneLine], currency: str) -> None:
    if not lines:
        return
    rows = [
        {
            "What": line.summary,
            "Before": _words(line, "before", currency),
            "After": _words(line, "after", currency),
            "Now": _words(line, "now", currency),
            "Changed since by": f"{line.by}, {moment(line.at)}" if line.by else
            "a handoff" if line.state == "changed since" else "",
        }
        for line in lines[:_SHOWN]
    ]  # fmt: skip
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Before, after and now")
    if len(lines) > _SHOWN:
        st.caption(f"The first {_SHOWN:,} of {len(lines):,}, what was changed since first.")


def _words(line: DoneLine, which: str, currency: str) -> str:
    return "; ".join(
        f"{field_label(one.field)}: {value_words(one.field, getattr(one, which), currency)}"
        for one in line.changes
    )
