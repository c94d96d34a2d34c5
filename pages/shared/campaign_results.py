"""What a campaign cost and brought: figures, spend against the plan, and the two ways to add results."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import streamlit as st

from core.campaign_results import CampaignSums, ResultInput, campaign_figures, even_pace
from core.errors import AgencyError, InputRejected, Problem
from core.intake.ad_report import AdReport, read_ad_report
from core.money import format_money
from db.values import amount
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts_campaign import spend_over_time
from pages.shared.form_plan import plan_of_model
from pages.shared.form_state import form_state, load_form
from pages.shared.formats import NONE, count, day, money
from pages.shared.lists import figures, rows
from pages.shared.schema_form import schema_form
from pages.shared.user_text import escape, humanised, sentence

ENDINGS = ["csv", "tsv", "txt", "xlsx", "ods", "json"]
LARGEST_MB = 10


def campaign_results(workspace: Workspace, campaign: Any, brief: dict[str, Any] | None) -> None:
    """The results of a campaign; `campaign` is a row of the list, `brief` what was planned."""
    st.subheader("Spend and results", anchor=False)
    currency = str(campaign.currency or workspace.agency.currency)
    sums = workspace.campaign_results.sums(campaign.campaign_id)
    _figures(sums, campaign, currency)
    lines = workspace.campaign_results.lines(campaign.campaign_id)
    if not lines.empty:
        _spend_chart(campaign, lines, currency)
        _by_channel(workspace, campaign, brief, currency)
    with st.expander("Add results", icon=":material/add_chart:", expanded=lines.empty):
        way = st.segmented_control(
            "From", ("A report", "By hand"), default="A report", required=True, key="results_way"
        )
        if way == "By hand":
            _by_hand(workspace, campaign, currency)
        else:
            _from_report(workspace, campaign, currency)
    if not lines.empty:
        _take_back(workspace, campaign, lines, currency)


def _figures(sums: CampaignSums, campaign: Any, currency: str) -> None:
    budget = None if pd.isna(campaign.budget_cents) else amount(int(campaign.budget_cents))
    with st.grid(5, min_column_width=150):
        share = f"{sums.spend / budget:.0%} of {_round(budget, currency)}" if budget else None
        st.metric(
            "Spent",
            _round(sums.spend, currency),
            share,
            delta_color="off",
            delta_arrow="off",
            border=True,
            help="The sum of all results below." + ("" if budget else " This campaign has no budget."),
        )
        for figure in campaign_figures(sums, currency):
            st.metric(figure.label, figure.shown or NONE, border=True, help=escape(figure.formula))


def _round(value: Decimal, currency: str) -> str:
    """Without cents where they say little: a phone has room for seven signs."""
    shown = format_money(value, currency)
    return shown[:-3] if value >= 1_000 else shown


def _spend_chart(campaign: Any, lines: pd.DataFrame, currency: str) -> None:
    daily = lines.groupby("day_on")["spend_cents"].sum().sort_index().reset_index()
    daily["spent"] = daily["spend_cents"].cumsum() / 100
    frame = daily[["day_on", "spent"]].rename(columns={"day_on": "day"})
    planned = campaign.starts_on is not None and campaign.ends_on is not None and campaign.budget_cents
    if planned:
        budget = amount(int(campaign.budget_cents))
        frame["pace"] = [
            float(even_pace(budget, campaign.starts_on, campaign.ends_on, one)) for one in frame["day"]
        ]
    spent = money(int(daily["spend_cents"].sum()), currency)
    show_chart(
        "Spend so far",
        lambda shown: spend_over_time(shown, currency=currency),
        frame,
        key="campaign_spend",
        alt=f"Spend so far: {spent} by {day(frame['day'].iloc[-1])}.",
        note="All spend up to each day"
        + (", beside the budget spent evenly from start to end." if planned else "."),
        columns={"day": "Day", "spent": "Spent so far", "pace": "Even pace"},
    )


def _by_channel(workspace: Workspace, campaign: Any, brief: dict[str, Any] | None, currency: str) -> None:
    planned = {
        str(line["channel"]).casefold(): Decimal(str(line["amount"]))
        for line in ((brief or {}).get("budget_plan") or {}).get("lines") or []
    }
    found = workspace.campaign_results.by_channel(campaign.campaign_id)
    table = [
        {
            "Channel": line.channel,
            "Planned": format_money(planned[line.channel.casefold()], currency)
            if line.channel.casefold() in planned
            else NONE,
            "Spent": money(line.spend_cents, currency),
            "Impressions": line.impressions,
            "Clicks": line.clicks,
            "Click-through": f"{line.clicks / line.impressions:.1%}" if line.impressions else NONE,
            "Cost per click": money(round(line.spend_cents / line.clicks), currency) if line.clicks else NONE,
            "Days": f"{day(line.first_on)} – {day(line.last_on)}",
        }
        for line in rows(found)
    ]
    shown = pd.DataFrame(table)
    st.dataframe(
        shown, hide_index=True, width="stretch", column_config=figures(shown), alt="Results by channel"
    )


def _by_hand(workspace: Workspace, campaign: Any, currency: str) -> None:
    key = f"result_{campaign.campaign_id}"
    if f"{key}:begun" not in st.session_state:
        st.session_state[f"{key}:begun"] = True
        load_form(key, {"day": workspace.clock.now().date().isoformat()})
    problems: list[Problem] = st.session_state.get(f"{key}:problems", [])
    raw = schema_form(plan_of_model(ResultInput), key=key, problems=problems, currency=currency)
    if not st.button("Keep this day", type="primary", icon=":material/save:", key=f"{key}_keep"):
        return
    try:
        workspace.campaign_results.add(campaign.campaign_id, raw)
    except InputRejected as error:
        st.session_state[f"{key}:problems"] = list(error.problems)
        st.rerun()
    except AgencyError as error:
        st.error(sentence(error.message))
    else:
        st.session_state.pop(f"{key}:problems", None)
        # The next day is likely one of the same channel.
        load_form(key, {name: raw[name] for name in ("day", "channel") if name in raw})
        form_state(key).widgets.clear()
        st.toast("Kept.", icon=":material/check_circle:")
        st.rerun()


def _from_report(workspace: Workspace, campaign: Any, currency: str) -> None:
    st.caption(
        "A daily report of Google Ads, Meta, LinkedIn or another tool: its columns for the day, the cost, "
        "impressions and clicks are found by themselves. A day that is known already is replaced."
    )
    uploaded = st.file_uploader(
        "Report", type=ENDINGS, key=f"report_{campaign.campaign_id}", max_upload_size=LARGEST_MB
    )
    channel = st.text_input(
        "Channel",
        value="Paid search",
        key=f"report_channel_{campaign.campaign_id}",
        help="Stands for rows whose file names no channel.",
    )
    if uploaded is None or not channel.strip():
        return
    if uploaded.size > LARGEST_MB * 1024 * 1024:
        st.error(f"{escape(uploaded.name)} is larger than {LARGEST_MB} MB. Split it by month.")
        return
    try:
        country = workspace.agency.country or "US"
        report = read_ad_report(uploaded.getvalue(), uploaded.name, channel=channel.strip(), country=country)
        if len(report.campaigns) > 1:
            chosen = st.multiselect(
                "Campaigns in the file that belong here",
                report.campaigns,
                default=report.campaigns,
                key=f"report_campaigns_{uploaded.file_id}",
            )
            report = read_ad_report(
                uploaded.getvalue(),
                uploaded.name,
                channel=channel.strip(),
                country=country,
                campaigns=chosen,
            )
    except InputRejected as error:
        st.error(sentence(error.message), title=f"{escape(uploaded.name)} could not be read")
        return
    _check_report(workspace, campaign, report, uploaded.name, currency)


def _check_report(workspace: Workspace, campaign: Any, report: AdReport, name: str, currency: str) -> None:
    read = ", ".join(f"{header} = {humanised(column)}" for header, column in report.columns.items())
    spend = sum((one.spend for one in report.days), Decimal(0))
    st.markdown(
        f"**{count(len(report.days), 'day')}** of channels from {count(report.rows, 'row')}, "
        f"{escape(format_money(spend, report.currency or currency))} in all."
    )
    st.caption(f"Columns: {escape(read, limit=600)}")
    if report.problems:
        with st.expander(f"{count(len(report.problems), 'row')} left out", icon=":material/rule:"):
            st.dataframe(
                pd.DataFrame(
                    {
                        "Where": [one.field for one in report.problems],
                        "Why": [one.message for one in report.problems],
                        "Given": [str(one.value or "") for one in report.problems],
                    }
                ),
                hide_index=True,
                width="stretch",
                alt="Rows of the report that are left out",
            )
    if report.currency and report.currency != currency:
        st.error(
            f"The report is in {escape(report.currency)}, this campaign in {escape(currency)}. Export it in "
            f"{escape(currency)}: amounts of two currencies are never added up."
        )
        return
    if st.button(
        "Keep these results",
        type="primary",
        icon=":material/save:",
        disabled=not report.days,
        key=f"keep_report_{campaign.campaign_id}",
    ):
        try:
            new, changed = workspace.campaign_results.keep(campaign.campaign_id, report.days, f"from {name}")
        except AgencyError as error:
            st.error(sentence(error.message))
            return
        words = f"{count(new, 'new day')}, {changed:,} changed" if new or changed else "Nothing new in it"
        st.toast(f"{words}.", icon=":material/check_circle:")
        st.rerun()


def _take_back(workspace: Workspace, campaign: Any, lines: pd.DataFrame, currency: str) -> None:
    with st.expander(f"{count(len(lines), 'result')} by day", icon=":material/list:"):
        shown = pd.DataFrame(
            {
                "Day": [day(one) for one in lines["day_on"]],
                "Channel": lines["channel"],
                "Spent": [money(one, currency) for one in lines["spend_cents"]],
                "Impressions": lines["impressions"],
                "Clicks": lines["clicks"],
            }
        )
        event = st.dataframe(
            shown,
            hide_index=True,
            width="stretch",
            on_select="rerun",
            selection_mode="multi-row",
            column_config=figures(shown),
            key=f"results_{campaign.campaign_id}_{len(lines)}",
            alt="Results by day",
        )
        chosen = [int(lines.iloc[position]["id"]) for position in event["selection"]["rows"]]
        if st.button(
            f"Take back {count(len(chosen), 'result')}" if chosen else "Take back what is chosen",
            disabled=not chosen,
            icon=":material/undo:",
            key="results_take_back",
        ):
            try:
                workspace.campaign_results.remove(campaign.campaign_id, chosen)
            except AgencyError as error:
                st.error(sentence(error.message))
                return
            st.rerun()
