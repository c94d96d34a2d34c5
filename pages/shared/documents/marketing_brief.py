"""The marketing brief: what is promised to whom, with which money, on which channels, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.documents.parts import bullets, date_words, facts, heading, note, table
from pages.shared.user_text import escape

_HEX = re.compile(r"#[0-9A-Fa-f]{3,8}")
_SWATCH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28">'
    '<rect width="28" height="28" rx="7" fill="COLOR"/></svg>'
)


def show(payload: Mapping[str, Any], key: str) -> None:
    """Draw the payload of offer_to_marketing."""
    brief = payload.get("marketing_brief") or {}
    st.markdown(f"#### {escape(brief.get('campaign_name', ''))}")
    st.markdown(escape(brief.get("value_proposition") or "", 1_000))
    facts(
        {
            "Product": brief.get("product_name"),
            "Audience": brief.get("target_audience"),
            "Pricing": brief.get("pricing_tier"),
            "Campaign id": brief.get("campaign_id"),
            "Leads to bring": brief.get("lead_target"),
            "Approver": brief.get("approver"),
            **_ages(brief.get("audience") or {}),
        }
    )
    _completeness(brief.get("completeness") or {}, key)
    left, right = st.columns(2, gap="large")
    with left:
        heading("Key messages")
        bullets(brief.get("key_messages") or [])
    with right:
        heading("Objectives")
        bullets(brief.get("campaign_objectives") or [])
    _timeline(brief.get("timeline"))
    _budget(brief)
    _lists(brief)
    _brand(brief.get("brand_guidelines") or {})


def _ages(audience: Mapping[str, Any]) -> dict[str, Any]:
    lower, upper = audience.get("age_from"), audience.get("age_to")
    if lower is None and upper is None:
        return {}
    span = f"{lower}–{upper}" if lower is not None and upper is not None else None
    return {"Ages": span or (f"from {lower}" if upper is None else f"up to {upper}")}


def _completeness(check: Mapping[str, Any], key: str) -> None:
    if not check:
        return
    with st.container(border=True, key=f"{key}_completeness"):
        st.progress(
            min(1.0, max(0.0, check.get("percent", 0) / 100)),
            f"**Brief completeness: {check.get('score')} of {check.get('out_of')} parts**",
        )
        missing = [part for part in check.get("parts") or [] if not part.get("present")]
        for part in missing:
            st.markdown(
                f":orange[:material/radio_button_unchecked:] **{escape(part.get('label'))}** "
                f"{escape(part.get('to_do') or '')}"
            )
        if not missing:
            st.markdown(":green[:material/check_circle:] Nothing is missing.")


def _timeline(timeline: Mapping[str, Any] | None) -> None:
    if not timeline:
        return
    heading("Timeline")
    note(timeline.get("formula"))
    table(
        [
            {
                "Phase": phase.get("name"),
                "What it is for": phase.get("purpose"),
                "From": date_words(phase.get("starts_on")),
                "To": date_words(phase.get("ends_on")),
                "Days": phase.get("days"),
            }
            for phase in timeline.get("phases") or []
        ],
        "Phases of the launch",
    )


def _budget(brief: Mapping[str, Any]) -> None:
    reading, plan = brief.get("budget") or {}, brief.get("budget_plan")
    if not reading and not plan:
        return
    heading("Budget")
    if reading.get("question"):
        st.warning(escape(reading["question"], 500), icon=":material/help:")
    elif reading:
        note(f"“{reading.get('original')}” is read as {reading.get('shown')}.")
    if plan:
        table(
            [
                {
                    "Channel": line.get("channel"),
                    "Share": f"{line.get('share_percent')} %",
                    "Amount": line.get("shown"),
                    "How": line.get("formula"),
                }
                for line in plan.get("lines") or []
            ],
            "Budget by channel",
        )
        note(f"The lines add up to {plan.get('shown')}; the shares are {plan.get('source')}.")


def _lists(brief: Mapping[str, Any]) -> None:
    if not brief.get("budget_plan") and brief.get("channels"):
        heading("Channels")
        bullets(f"{line.get('name')}, {line.get('share_percent')} %" for line in brief["channels"])
    if brief.get("assets"):
        heading("What has to be made")
        table(
            [{"Asset": asset.get("name"), "For": asset.get("channel")} for asset in brief["assets"]],
            "Assets by channel",
        )
    if brief.get("kpis"):
        heading("How success is measured")
        table(
            [
                {"KPI": kpi.get("name"), "Target": kpi.get("target"), "How": kpi.get("formula")}
                for kpi in brief["kpis"]
            ],
            "KPIs with their targets",
        )


def _brand(brand: Mapping[str, Any]) -> None:
    if not brand:
        return
    heading("Brand")
    colors = [color for color in brand.get("colors") or [] if isinstance(color, str)]
    with st.container(horizontal=True, vertical_alignment="center"):
        for color in colors:
            # A swatch is drawn only for what really is a hex colour, so no text gets into the picture.
            if _HEX.fullmatch(color):
                st.image(_SWATCH.replace("COLOR", color), width=28, alt=f"Colour {color}")
            st.markdown(escape(color), width="content")
    facts({"Tone": brand.get("tone")})
