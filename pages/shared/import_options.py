"""How a list is imported: campaign, mode, what happens where two values meet, country and date order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from core.intake.column_mapping import ATTRIBUTES, NAME_PARTS
from core.intake.countries import country_names
from db.lead_import import DateOrder, Inspection, MatchScope, Mode, OnConflict
from db.workspace import Workspace
from pages.shared.import_fields import MATCH_SCOPES, MODES, ON_CONFLICT, field_label
from pages.shared.user_text import escape

_DATE_ORDERS: dict[DateOrder, str] = {
    "dmy": "Day first (31/12/2026)",
    "mdy": "Month first (12/31/2026)",
    "ymd": "Year first (2026-12-31)",
}
_WITHOUT = "Imported leads"  # where leads go that belong to no campaign


@dataclass(frozen=True, slots=True)
class Options:
    """What a person decided about the rows.

    `campaign` is the id of a campaign, or the name of a new one where `is_new` is set; None keeps the leads
    in the campaign of imported leads. `on_conflict` names the fields that differ from `otherwise`.
    """

    campaign: str | None
    is_new: bool
    mode: Mode
    otherwise: OnConflict
    on_conflict: Mapping[str, OnConflict]
    match_scope: MatchScope
    country: str | None
    date_order: DateOrder | None


def option_controls(
    workspace: Workspace,
    key: str,
    *,
    fields: Sequence[str],
    inspection: Inspection,
) -> Options:
    """Draw the options; `fields` are those that the file brings, `inspection` says how dates and numbers
    without a country code are read, and why."""
    campaign, is_new = _campaign(workspace, key)
    mode: Mode = (
        st.segmented_control(
            "What to do",
            list(MODES),
            default="both",
            format_func=lambda name: MODES[name],
            required=True,
            key=f"{key}_mode",
            persist_state="session",
            wrap=True,
        )
        or "both"
    )
    otherwise, on_conflict = _conflicts(key, fields) if mode != "create" else ("overwrite", {})
    more = st.expander(
        "Duplicates, country and dates",
        icon=":material/tune:",
        expanded=not inspection.phone_is_certain,
        key=f"{key}_more",
    )
    usual = country_names().get(inspection.phone_country, inspection.phone_country)
    with more:
        scope = _match_scope(key)
        left, right = st.columns(2)
        with left:
            chosen = st.selectbox(
                "Country of phone numbers without a country code",
                list(country_names()),
                index=None,
                format_func=lambda code: f"{country_names()[code]} ({code})",
                placeholder=f"As the list says, else {usual}",
                key=f"{key}_country",
                persist_state="session",
            )
            if inspection.phone_reason and not chosen:
                st.caption(escape(inspection.phone_reason, limit=300))
        with right:
            order = st.selectbox(
                "Dates such as 3/4/2026",
                list(_DATE_ORDERS),
                index=None,
                format_func=lambda name: _DATE_ORDERS[name],
                placeholder="As the column says",
                key=f"{key}_dates",
                persist_state="session",
            )
            if inspection.date_reason:
                st.caption(escape(inspection.date_reason, limit=300))
    return Options(campaign, is_new, mode, otherwise, on_conflict, scope, chosen, order)


def _campaign(workspace: Workspace, key: str) -> tuple[str | None, bool]:
    names = workspace.marketing.campaign_names()
    chosen = st.selectbox(
        "Campaign",
        list(names),
        index=None,
        format_func=lambda campaign: names.get(campaign, campaign),
        placeholder="Choose one, or type a new name",
        accept_new_options=True,
        key=f"{key}_campaign",
        persist_state="session",
    )
    campaign, is_new = campaign_of(chosen, names)
    if campaign is None:
        st.caption(f"Left empty, the leads go to “{_WITHOUT}”.")
    elif is_new:
        st.caption(f":material/add: The campaign {escape(campaign)} is started with this import.")
    return campaign, is_new


def campaign_of(chosen: str | None, names: Mapping[str, str]) -> tuple[str | None, bool]:
    """The campaign that was chosen or typed, and whether it is new; `names` are those there are, by id.

    A typed name that a campaign has already means that campaign.
    """
    typed = (chosen or "").strip()
    if not typed or typed in names:
        return typed or None, False
    found = next((key for key, name in names.items() if name.casefold() == typed.casefold()), None)
    return found or typed, found is None


def _conflicts(key: str, fields: Sequence[str]) -> tuple[OnConflict, dict[str, OnConflict]]:
    otherwise: OnConflict = (
        st.segmented_control(
            "When a lead is known and the file says something else",
            list(ON_CONFLICT),
            default="overwrite",
            format_func=lambda name: ON_CONFLICT[name],
            required=True,
            key=f"{key}_conflict",
            persist_state="session",
            wrap=True,
            help="An empty cell never takes a stored value away.",
        )
        or "overwrite"
    )
    whole = ["name" if field in NAME_PARTS else field for field in fields]
    named = [field for field in dict.fromkeys(whole) if field not in (ATTRIBUTES, "id")]
    differing: dict[str, OnConflict] = {}
    rules = st.expander("Another rule for single fields", icon=":material/rule:", key=f"{key}_per_field")
    with rules, st.grid(3, min_column_width=200):
        for field in named:
            choice = st.selectbox(
                field_label(field),
                list(ON_CONFLICT),
                index=None,
                format_func=lambda name: ON_CONFLICT[name],
                placeholder=ON_CONFLICT[otherwise],
                key=f"{key}_conflict_{field}",
                persist_state="session",
            )
            if choice is not None and choice != otherwise:
                differing[field] = choice
    return otherwise, differing


def _match_scope(key: str) -> MatchScope:
    chosen = st.segmented_control(
        "Look for known leads in",
        list(MATCH_SCOPES),
        default="all",
        format_func=lambda name: MATCH_SCOPES[name],
        required=True,
        key=f"{key}_scope",
        persist_state="session",
        help="The same person is found by e-mail, then by phone, then by name and company.",
    )
    return chosen or "all"
