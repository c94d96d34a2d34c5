"""The list of deals with cells to type into: name, value, expected close and owner."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.inline_edit import CellEdit, SaveResult
from db.page import Page
from db.workspace import Workspace
from pages.shared.inline_edit import edit_cells

CELLS = "deal_cells"  # under which what was typed is kept
_FIELDS = {
    "Deal": "name",
    "Value": "value_cents",
    "Expected close": "expected_close_on",
    "Owner": "owner",
}


def deal_cells(workspace: Workspace, page: Page) -> None:
    """The deals of a page as an editor; stage and currency are changed where a deal is opened."""
    rules, deals = workspace.deals.rules, page.rows
    stored = pd.DataFrame(
        {
            "Deal": deals["name"],
            "Company": deals["company_name"],
            "Stage": [rules.stage(name).label for name in deals["stage"]],
            "Value": pd.to_numeric(deals["value_cents"]).astype("float64") / 100,
            "Currency": deals["currency"],
            "Expected close": pd.to_datetime(deals["expected_close_on"]),
            "Owner": deals["owner"],
        }
    )

    def save(edits: Sequence[CellEdit]) -> SaveResult:
        return workspace.deal_cells.save([_in_cents(edit) for edit in edits])

    st.caption(
        "Type into Deal, Value, Expected close and Owner, then save. "
        "A stage is moved where the deal is opened; won deals stay as they are."
    )
    edit_cells(
        CELLS,
        deals,
        stored,
        id_column="deal_id",
        editable=_FIELDS,
        save=save,
        config={
            "Deal": st.column_config.TextColumn(required=True, max_chars=200),
            "Value": st.column_config.NumberColumn(min_value=0, step=0.01, format="localized"),
            "Expected close": st.column_config.DateColumn(format="D MMM YYYY"),
            "Owner": st.column_config.TextColumn(max_chars=100),
        },
        alt="Deals to edit",
    )


def _in_cents(edit: CellEdit) -> CellEdit:
    values = dict(edit.values)
    if values.get("value_cents") is not None:
        values["value_cents"] = round(float(values["value_cents"]) * 100)
    return edit._replace(values=values)
