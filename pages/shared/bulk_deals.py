"""Several deals at once: choose them, see what would change, change them, take it back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.bulk_deals import BulkDealChange, BulkLine, BulkResult
from core.errors import AgencyError
from core.pipeline import LOST_REASONS
from db.workspace import Workspace
from pages.shared.change_words import field_label, value_words
from pages.shared.formats import count
from pages.shared.user_text import sentence

_LAST = "bulk_deals:last"


def bulk_deals(workspace: Workspace, deals: pd.DataFrame, shown: pd.DataFrame) -> None:
    """The list with boxes to tick, and the one change for all that are ticked."""
    _say_what_happened(workspace)
    event = st.dataframe(
        shown,
        key=f"bulk_deals_{st.session_state.get('bulk_deals:round', 0)}",
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="multi-row",
        alt="Deals to change",
    )
    chosen = [str(deals.iloc[position]["deal_id"]) for position in event["selection"]["rows"]]
    rules = workspace.deals.rules
    with st.grid(3, min_column_width=200):
        owner = st.text_input("New owner", placeholder="Leave as it is", key="bulk_owner")
        close = st.date_input("New expected close", value=None, key="bulk_close")
        stage = st.selectbox(
            "New stage",
            [one.name for one in rules.stages if one.name != "closed_won"],
            index=None,
            format_func=lambda name: rules.stage(name).label,
            placeholder="Leave as it is",
            key="bulk_stage",
        )
    reason = (
        st.pills("Why were they lost?", LOST_REASONS, key="bulk_reason") if stage == "closed_lost" else None
    )
    change = BulkDealChange(owner.strip() or None, close, stage, reason)
    if not chosen or not change.says_something:
        st.caption("Tick deals above and say what is the same for all of them from now on.")
        return
    try:
        lines = workspace.bulk_deals.preview(chosen, change)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    ready = [line for line in lines if line.changes and not line.refused]
    _preview(lines, workspace.agency.currency)
    if st.button(
        f"Change {count(len(ready), 'deal')}",
        type="primary",
        icon=":material/done_all:",
        disabled=not ready,
        key="bulk_apply",
    ):
        try:
            result = workspace.bulk_deals.apply(lines, change)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state[_LAST] = (result, False)
        st.session_state["bulk_deals:round"] = st.session_state.get("bulk_deals:round", 0) + 1
        st.rerun()


def _preview(lines: list[BulkLine], currency: str) -> None:
    st.markdown("**What would change**")
    table = [
        {
            "Deal": line.name,
            "Change": "; ".join(
                f"{field_label(one.field)}: {value_words(one.field, one.before, currency)} → "
                f"{value_words(one.field, one.after, currency)}"
                for one in line.changes
            )
            or "nothing",
            "Stays because": line.refused or "",
        }
        for line in lines
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="What would change")


def _say_what_happened(workspace: Workspace) -> None:
    """The last change with its way back; both say what was left and why."""
    last: tuple[BulkResult, bool] | None = st.session_state.get(_LAST)
    if last is None:
        return
    result, is_undone = last
    done = f"{count(result.changed, 'deal')} {'put back' if is_undone else 'changed'}."
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(done, icon=":material/undo:" if is_undone else ":material/done_all:")
        if not is_undone and result.changed and st.button("Undo", icon=":material/undo:", key="bulk_undo"):
            try:
                st.session_state[_LAST] = (workspace.bulk_deals.undo(result.bulk_id), True)
            except AgencyError as error:
                st.error(sentence(error.message))
                return
            st.rerun()
    for name, why in result.left:
        st.warning(sentence(f"{name}: {why}"))
