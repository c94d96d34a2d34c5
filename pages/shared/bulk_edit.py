"""Several records at once: choose some or all of a view, see what would change, change them, take it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.bulk import MOST_CHANGED, BulkLine, BulkResult
from core.errors import AgencyError
from db.page import Page
from db.workspace import Workspace
from pages.shared.change_words import field_label, value_words
from pages.shared.formats import count
from pages.shared.lists import figures
from pages.shared.record_links import history_link
from pages.shared.user_text import sentence

_SHOWN = 1_000  # lines of a preview or of what was left; a person reads no longer list


def bulk_edit(
    workspace: Workspace,
    page: Page,
    shown: pd.DataFrame,
    *,
    noun: str,
    id_column: str,
    records: Any,
    ask: Callable[[], Any],
) -> None:
    """The list with boxes to tick, and the one change for all that are ticked, or for all of the view.

    `records` previews and applies (db/records/bulk.py); `ask` draws the fields and answers the change.
    """
    key = f"bulk_{noun}s"
    _say_what_happened(workspace, key, noun)
    event = st.dataframe(
        shown,
        key=f"{key}_{st.session_state.get(f'{key}:round', 0)}",
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="multi-row",
        column_config=figures(shown),
        alt=f"{noun.capitalize()}s to change",
    )
    ticked = [str(page.rows.iloc[position][id_column]) for position in event["selection"]["rows"]]
    chosen = _all_of_view(page, id_column, key, noun) if page.pages > 1 or page.is_more else None
    chosen = ticked if chosen is None else chosen
    change = ask()
    if not chosen or not change.says_something:
        st.caption(f"Tick {noun}s above and say what is the same for all of them from now on.")
        return
    try:
        lines = records.preview(chosen, change)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    ready = sum(line.is_ready for line in lines)
    _preview(lines, noun, ready, workspace.agency.currency)
    if st.button(
        f"Change {count(ready, noun)}",
        type="primary",
        icon=":material/done_all:",
        disabled=not ready,
        key=f"{key}_apply",
    ):
        try:
            result = records.apply(lines, change)
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        st.session_state[f"{key}:last"] = (result, False)
        st.session_state[f"{key}:round"] = st.session_state.get(f"{key}:round", 0) + 1
        st.rerun()


def _all_of_view(page: Page, id_column: str, key: str, noun: str) -> list[str] | None:
    """The ids of the whole view where a person chose all of it; None where the ticked rows count.

    How many may be changed at a time is said before the choice, not after it.
    """
    how_many = f"all {page.total:,} or more" if page.is_more else f"all {page.total:,}"
    too_many = page.is_more or page.total > MOST_CHANGED
    is_all = st.toggle(
        f"{how_many.capitalize()} {noun}s of this view, on every page",
        key=f"{key}_all_{st.session_state.get(f'{key}:round', 0)}",
        disabled=too_many,
    )
    if too_many:
        st.caption(
            f"At most {MOST_CHANGED:,} {noun}s, all of them counted, can be changed at a time. "
            "Search or filter to fewer."
        )
        return None
    if not is_all:
        return None
    return [str(one) for part in page.parts() for one in part[id_column]]


def _preview(lines: Sequence[BulkLine], noun: str, ready: int, currency: str) -> None:
    refused = sum(bool(line.refused) for line in lines)
    same = len(lines) - ready - refused
    st.markdown("**What would change**")
    st.caption(
        f"{count(ready, noun)} would change, {refused:,} held back by a rule, {same:,} already so."
        + (f" The first {_SHOWN:,} are listed." if len(lines) > _SHOWN else "")
    )
    listed = sorted(lines, key=lambda line: (not line.refused, not line.changes))[:_SHOWN]
    table = [
        {
            noun.capitalize(): line.name,
            "Change": "; ".join(
                f"{field_label(one.field)}: {value_words(one.field, one.before, currency)} → "
                f"{value_words(one.field, one.after, currency)}"
                for one in line.changes
            )
            or "nothing",
            "Stays because": line.refused or "",
        }
        for line in listed
    ]
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="What would change")


def _say_what_happened(workspace: Workspace, key: str, noun: str) -> None:
    """The last change of this session with its way back, which the History page keeps for everybody."""
    last: tuple[BulkResult, bool] | None = st.session_state.get(f"{key}:last")
    if last is None:
        return
    result, is_undone = last
    done = f"{count(result.changed, noun)} {'put back' if is_undone else 'changed'}."
    with st.container(horizontal=True, vertical_alignment="center"):
        st.success(done, icon=":material/undo:" if is_undone else ":material/done_all:")
        if result.changed:
            history_link(result.bulk_id)
        if not is_undone and result.changed and st.button("Undo", icon=":material/undo:", key=f"{key}_undo"):
            try:
                st.session_state[f"{key}:last"] = (workspace.bulk_changes.undo(result.bulk_id), True)
            except AgencyError as error:
                st.error(sentence(error.message))
                return
            st.rerun()
    show_left(result)


def show_left(result: BulkResult) -> None:
    """What stayed as it was, and why."""
    if not result.left:
        return
    st.warning(f"{count(len(result.left), 'record')} stayed as they were:" if len(result.left) > 1 else
               "One record stayed as it was:")  # fmt: skip
    table = pd.DataFrame(result.left[:_SHOWN], columns=["Which", "Why"])
    st.dataframe(table, hide_index=True, width="stretch", alt="What stayed as it was")
