"""What rules of sales and of the agency would move, on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pandas as pd
import streamlit as st

from core.lead_scoring import ScoringRules
from core.money import format_money
from core.next_actions import ResponseRules
from core.pipeline import PipelineRules
from core.policy import AgencyRules, PolicyPart
from db.values import amount
from db.workspace import Workspace
from pages.shared.formats import NONE, count, day, known
from pages.shared.user_text import escape, humanised

_SHOWN_DAYS = 8


def first_contact(workspace: Workspace, part: PolicyPart) -> Any:
    return workspace.policy_effects.first_contact(cast(ResponseRules, part))


def show_first_contact(effect: Any) -> None:
    if not effect.asked:
        st.info("No prospect waits for a first contact, so there is nobody to try it on.")
        return
    st.info(
        f"Of {_newest(effect.asked, 'prospect')} whom nobody has contacted, **{effect.after:,}** would be "
        f"late under these rules, **{effect.before:,}** under those that hold."
    )
    st.caption("Both are reckoned from the moment at which each was handed over.")
    if len(effect.rows):
        rows = effect.rows
        table = {
            "Prospect": [known(one) for one in rows["name"]],
            "Company": [known(one) for one in rows["company"]],
            "Band": [humanised(str(one)) for one in rows["band"]],
            "Then": ["late" if one else "in time" for one in rows["late"]],
        }
        st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="Prospects that would move")


def lead_scoring(workspace: Workspace, part: PolicyPart) -> Any:
    with st.spinner("Scoring leads again"):
        return workspace.policy_effects.lead_scoring(cast(ScoringRules, part))


def show_lead_scoring(effect: Any) -> None:
    if not effect.asked:
        st.info("No lead is scored yet, so there is nothing to try it on.")
        return
    leads = _newest(effect.asked, "lead")
    st.info(
        f"Of {leads}, scored as of now by both rules, **{effect.qualified_after:,}** would qualify; "
        f"**{effect.qualified_before:,}** do now."
    )
    if not effect.counts:
        st.caption("None of them would change its band.")
        return
    moves = [
        f"{n:,} from **{humanised(before)}** to **{humanised(after)}**" for before, after, n in effect.counts
    ]
    st.markdown(f"Bands that change: {', '.join(moves)}.")
    rows = effect.rows
    table = {
        "Lead": [known(one) for one in rows["name"]],
        "Company": [known(one) for one in rows["company"]],
        "Now": _scores(rows, "before"),
        "Then": _scores(rows, "after"),
    }
    st.dataframe(pd.DataFrame(table), hide_index=True, width="stretch", alt="Leads that would change band")
    if len(rows) < sum(n for _, _, n in effect.counts):
        st.caption(f"The newest {len(rows)} of them.")


def _scores(rows: pd.DataFrame, when: str) -> list[str]:
    return [
        f"{score} {humanised(str(band))}"
        for score, band in zip(rows[f"score_{when}"], rows[when], strict=True)
    ]


def pipeline(workspace: Workspace, part: PolicyPart) -> Any:
    return workspace.policy_effects.pipeline(cast(PipelineRules, part))


def show_pipeline(effect: Any) -> None:
    if not effect.totals:
        st.info("No deal is open, so there is nothing to try it on.")
        return
    for currency, deals, before, after in effect.totals:
        old, new = (escape(format_money(amount(cents), currency)) for cents in (before, after))
        st.info(f"The weighted value of {count(deals, 'open deal')} in {escape(currency)}: {old} → **{new}**")


def agency(workspace: Workspace, part: PolicyPart) -> Any:
    rules = cast(AgencyRules, part)
    return workspace.agency, rules, workspace.policy_effects.agency(rules)


def show_agency(effect: Any) -> None:
    before, after, found = effect
    if before.currency != after.currency:
        others = {code: n for code, n in found.currencies.items() if code != after.currency}
        kept = ", ".join(f"{n:,} in {escape(code)}" for code, n in others.items())
        mine = count(found.currencies.get(after.currency, 0), "open deal")
        st.info(
            f"Figures would be shown in {escape(after.currency)}: {mine} in it"
            + (f"; {kept} keep their currency and leave these figures." if kept else ".")
        )
    if found.opened:
        days = _days(found.opened)
        st.info(f"{count(len(found.opened), 'day')} more of the next 90 would be worked: {days}")
    if found.closed:
        days = _days([one for one, _ in found.closed], [why for _, why in found.closed])
        st.info(f"{count(len(found.closed), 'day')} fewer of the next 90 would be worked: {days}")
    for tier, n in found.tiers.items():
        st.info(f"{count(n, 'client')} of the tier {escape(tier)} would keep it; forms offer it no more.")
    show_first_contact(found.late)


def _days(days: Sequence[Any], why: Sequence[str] = ()) -> str:
    reasons = why or [""] * len(days)
    shown = [
        f"{day(one)} ({escape(reason)})" if reason else f"{one:%a} {day(one)}"
        for one, reason in zip(days, reasons, strict=True)
    ]
    return ", ".join(shown[:_SHOWN_DAYS]) + (" …" if len(shown) > _SHOWN_DAYS else "") or NONE


def _newest(number: int, word: str) -> str:
    return f"the newest {count(number, word)}" if number > 1 else f"the only {word}"
