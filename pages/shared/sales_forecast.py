"""The forecast and win-rate views of the Sales charts: what will come, and how often deals are won."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from core.forecasting import (
    FEWEST_CLOSED,
    NO_DATE,
    MonthForecast,
    SegmentKind,
    Velocity,
    win_rates,
)
from core.speed_to_lead import hours_words
from db.workspace import Workspace
from pages.shared.chart_view import show_chart
from pages.shared.charts import alt_text
from pages.shared.charts_forecast import forecast_months, stage_chances, win_rate_rows
from pages.shared.formats import NONE, count, money
from pages.shared.lists import figures
from pages.shared.record_links import rules_link
from pages.shared.user_text import humanised

SEGMENTS: dict[SegmentKind, str] = {"offer": "Offer", "source": "Lead source", "owner": "Owner"}


def forecast_part(workspace: Workspace) -> None:
    """Weighted forecast by close month, assumed beside observed probabilities, and velocity's levers."""
    currency = workspace.agency.currency
    _keep_week(workspace)
    chances = workspace.forecasts.chances()
    months = workspace.forecasts.months(currency, chances)
    frame = pd.DataFrame(
        [
            (
                _month_name(month),
                month["deals"],
                month["cents"] / 100,
                month["assumed_cents"] / 100,
                month["observed_cents"] / 100,
            )
            for month in months
        ],
        columns=["month", "deals", "full", "assumed", "observed"],
    )
    show_chart(
        "Forecast by close month",
        lambda data: forecast_months(data, currency=currency),
        frame,
        key="sales_forecast",
        alt=alt_text("Weighted forecast by close month", frame, "month", "assumed"),
        note=f"Open deals in {currency}: Σ value × probability of the stage, by expected close month. "
        f"Where fewer than {FEWEST_CLOSED} deals closed from a stage, the policy's probability stands in.",
        columns={
            "month": "Month",
            "deals": "Deals",
            "full": "In full",
            "assumed": "Weighted, policy",
            "observed": "Weighted, observed",
        },
        empty="The forecast appears with the first open deal.",
    )
    left, right = st.columns(2)
    with left:
        stages = pd.DataFrame(
            [
                (
                    item["label"],
                    *(_percent(item[name]) for name in ("assumed", "observed", "low", "high")),
                    item["n"],
                )
                for item in chances
            ],
            columns=["stage", "assumed", "observed", "low", "high", "n"],
        )
        show_chart(
            "Probability by stage",
            stage_chances,
            stages,
            key="sales_chances",
            alt=alt_text("Assumed probability by stage", stages, "stage", "assumed", " %"),
            note="Policy beside what was observed: won ÷ closed, of deals that were ever in the stage, "
            f"with its 95 % interval; from {FEWEST_CLOSED} closed deals on. "
            + "; ".join(f"{item['label']} n {item['n']}" for item in chances)
            + ".",
            columns={"stage": "Stage", "assumed": "Policy %", "observed": "Observed %", "n": "Closed deals"},
        )
        rules_link("pipeline", "Change the probabilities")
    with right:
        _velocity(workspace.reports.sales.velocity(currency), currency)
        _time_in_stage(workspace)
    _accuracy(workspace, currency)


def _keep_week(workspace: Workspace) -> None:
    try:
        workspace.forecasts.keep_week()
    except AgencyError:
        st.caption(":material/sync_problem: This week's forecast could not be kept for later comparison.")


def _accuracy(workspace: Workspace, currency: str) -> None:
    found = workspace.forecasts.accuracy(currency)
    with st.container(border=True, key="card_forecast_accuracy"):
        st.markdown("#### How true were earlier forecasts?")
        if not found:
            st.caption(
                "The forecast is kept once a week. When a month is over, what came stands here beside what "
                "the last forecast before it had promised."
            )
            return
        rows = pd.DataFrame(
            [
                (
                    f"{date.fromisoformat(item['month']):%b %Y}",
                    money(item["forecast_cents"], currency),
                    money(item["won_cents"], currency),
                    NONE if item["error"] is None else f"{item['error']:+.0%}",
                )
                for item in found
            ],
            columns=["Month", "Forecast (weighted)", "Won", "Forecast ÷ won − 1"],
        )
        st.dataframe(
            rows,
            column_config=figures(rows),
            hide_index=True,
            width="stretch",
            alt="Forecast and won value by month",
        )
        st.caption("Each month's forecast is the last one kept before the month began.")


def win_rates_part(workspace: Workspace) -> None:
    """Win rate by offer, lead source and owner, and why deals were lost."""
    currency = workspace.agency.currency
    kinds: list[SegmentKind] = list(SEGMENTS)
    kind = st.segmented_control(
        "Win rate by",
        kinds,
        format_func=lambda name: SEGMENTS[name],
        default="offer",
        required=True,
        key="win_rate_by",
    )
    rates = win_rates(workspace.reports.sales.closed_by(kind, currency))[:12]
    frame = pd.DataFrame(
        [
            (
                item["name"],
                item["won"],
                item["closed"],
                item["rate"] * 100,
                item["low"] * 100,
                item["high"] * 100,
                _percent(item["rate_by_value"]),
            )
            for item in rates
        ],
        columns=["name", "won", "closed", "rate", "low", "high", "by_value"],
    )
    left, right = st.columns(2)
    with left:
        show_chart(
            f"Win rate by {SEGMENTS[kind].lower()}",
            win_rate_rows,
            frame,
            key="sales_win_rates",
            alt=alt_text("Win rate", frame, "name", "rate", " %"),
            note="won ÷ (won + lost), by number of deals, with its 95 % interval. A wide interval means few "
            "deals: it says little yet.",
            columns={
                "name": SEGMENTS[kind],
                "won": "Won",
                "closed": "Closed",
                "rate": "Win rate %",
                "low": "from %",
                "high": "to %",
                "by_value": "By value %",
            },
            empty="Win rates appear with the first closed deal.",
        )
    with right:
        reasons = workspace.reports.sales.lost_reasons()
        with st.container(border=True, key="card_lost_reasons"):
            st.markdown("#### Why deals were lost")
            if reasons.empty:
                st.caption("No deal was lost yet.")
            else:
                st.dataframe(
                    reasons.rename(columns={"reason": "Reason", "deals": "Deals"}),
                    hide_index=True,
                    width="stretch",
                    alt="Reasons of lost deals",
                )
        _speed_to_lead(workspace)


def _speed_to_lead(workspace: Workspace) -> None:
    found = workspace.reports.sales.speed_to_lead()
    with st.container(border=True, key="card_speed_to_lead"):
        st.markdown("#### Speed to lead")
        if not found:
            st.caption("It appears when a lead with a received date was contacted.")
            return
        st.dataframe(
            pd.DataFrame(
                [
                    (
                        humanised(item["band"]),
                        hours_words(item["median_hours"]),
                        f"{item['within']} of {item['n']} within {item['target_hours']:g} h",
                    )
                    for item in found
                ],
                columns=["Band", "Median", "On target"],
            ),
            hide_index=True,
            width="stretch",
            alt="Speed to lead by band",
        )
        st.caption("First contact − received, in office hours; the latest 1,000 leads of a band.")


def _velocity(velocity: Velocity, currency: str) -> None:
    closed = velocity.won + velocity.lost
    with st.container(border=True, key="card_velocity"):
        st.markdown("#### Sales velocity")
        rate = velocity.win_rate
        a_day = velocity.cents_a_day
        shown = f"{money(round(a_day), currency)} a day" if a_day is not None else NONE
        st.metric(
            "What the pipeline earns",
            shown,
            help="open deals × average won value × win rate ÷ average days to close",
        )
        levers = pd.DataFrame(
            [
                ("Open deals", f"{velocity.open_deals:,}"),
                ("Average won value", _money(velocity.average_won_cents, currency)),
                (
                    "Win rate",
                    f"{rate:.0%} ({velocity.won} of {closed})" if rate is not None else NONE,
                ),
                (
                    "Average days to close",
                    f"{velocity.average_days_to_close:.0f} (n {velocity.won})"
                    if velocity.average_days_to_close is not None
                    else NONE,
                ),
            ],
            columns=["Lever", "Now"],
        )
        st.dataframe(levers, hide_index=True, width="stretch", alt="The four levers of sales velocity")
        if a_day is None:
            st.caption("It appears when a deal was won: every lever must be known.")


def _time_in_stage(workspace: Workspace) -> None:
    medians = workspace.reports.sales.median_days_in_stage()
    rules = workspace.deals.rules
    with st.container(border=True, key="card_time_in_stage"):
        st.markdown("#### Time in stage")
        rows = []
        for stage in rules.open_stages:
            median, n = medians.get(stage.name, (None, 0))
            shown = f"{median:.0f} days" if median is not None else NONE
            rows.append((stage.label, shown, n))
        st.dataframe(
            pd.DataFrame(rows, columns=["Stage", "Median", "Deals that left it"]),
            hide_index=True,
            width="stretch",
            alt="Median days in each stage",
        )
        st.caption(
            f"A deal is stale beyond {rules.stale_factor:g} × the median; below "
            f"{count(rules.fewest_for_median, 'deal')} the policy's usual days stand in."
        )


def _month_name(month: MonthForecast) -> str:
    if month["month"] == NO_DATE:
        return "No date"
    name = f"{date.fromisoformat(month['month']):%b %Y}"
    return f"{name} (overdue)" if month["overdue"] else name


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100


def _money(cents: float | None, currency: str) -> str:
    return NONE if cents is None else money(round(cents), currency)
