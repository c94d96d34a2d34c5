"""Score, band, status and next action of many leads at once, equal to the last digit to those of one."""

from __future__ import annotations

from datetime import datetime
from itertools import product
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from core.intake.columns.date_column import MOMENT
from core.lead_scoring import AttributeName, Band, ScoringRules
from core.leads import LEVELS
from core.next_actions import NextActions, recommended_approach
from core.workflows.marketing_to_sales import MarketingToSalesPolicy

SCORED: dict[AttributeName, str] = {
    "score": "given_score",
    "engagement": "engagement_level",
    "budget": "budget_indicator",
    "urgency": "urgency",
}
"""Attribute of the scoring rules → the column that holds it."""

Array = NDArray[np.float64]

_SECONDS_A_DAY = 86_400.0
_KEY = ("band", "urgency", "qualified", "reachable")


def judge_frame(leads: pl.DataFrame, policy: MarketingToSalesPolicy, now: datetime) -> pl.DataFrame:
    """score, band, completeness, approach, status and next_action_due_at of leads (columns: those of SCORED,
    received_at, reachable), in their order; LeadJudge.judge says the same of each."""
    scored = _scored(leads, policy.scoring, now)
    ways = _ways(policy, now)
    return scored.join(ways, on=_KEY, how="left", nulls_equal=True, maintain_order="left").select(
        pl.col("score").cast(pl.Int32), "band", "completeness", "approach", "status", "next_action_due_at"
    )


def _scored(leads: pl.DataFrame, rules: ScoringRules, now: datetime) -> pl.DataFrame:
    """The weighted mean of core.lead_scoring over arrays; sums run in the order of the rules, as there.

    Arrays and not expressions, because a frame divides by a number by multiplying with its reciprocal,
    which differs in the last digit.
    """
    total = sum(attribute.weight for attribute in rules.attributes)
    days = _days(leads["received_at"], now)
    shares = np.zeros(leads.height)
    known = {"fit": np.zeros(leads.height), "engagement": np.zeros(leads.height)}
    is_missing = np.zeros(leads.height, dtype=bool)
    for attribute in rules.attributes:
        value = _faded(_values(leads, attribute.name, rules), days, attribute.half_life_days, rules)
        given = ~np.isnan(value)
        shares += np.where(given, attribute.weight * value, 0.0)
        known[attribute.kind] += np.where(given, attribute.weight, 0.0)
        is_missing |= ~given
    known_weight = known["fit"] + known["engagement"]
    unknown = total - known_weight
    shares += np.where(is_missing & (unknown > 0), unknown * rules.prior, 0.0)
    score = np.floor(shares / total + 0.5)
    band = np.select(
        [known_weight <= 0, score >= rules.hot_from, score >= rules.warm_from],
        ["insufficient_data", "hot", "warm"],
        "cold",
    )
    return leads.select("urgency", "reachable").with_columns(
        score=pl.Series(score),
        band=pl.Series(band.tolist(), dtype=pl.String),
        completeness=pl.Series(np.floor(100 * known_weight / total + 0.5)),
        qualified=pl.Series(score >= rules.qualified_from),
    )


def _values(leads: pl.DataFrame, name: AttributeName, rules: ScoringRules) -> Array:
    """What each lead has of an attribute, 0–100; NaN where it is not known."""
    given = leads[SCORED[name]]
    if name != "score":
        levels = {level: float(value) for level, value in rules.levels.model_dump().items()}
        given = given.replace_strict(levels, return_dtype=pl.Float64)
    return given.to_numpy()


def _days(received: pl.Series, now: datetime) -> Array:
    """Age in days to two places, rounded as Python rounds; 0 where the date lies ahead, NaN without one."""
    moments = received.dt.epoch("us").cast(pl.Float64).to_numpy()
    exact = (round(now.timestamp() * 1e6) - moments) / 1e6 / _SECONDS_A_DAY
    days = np.floor(exact * 100 + 0.5) / 100
    # Here alone the last digit depends on how a computer rounds.
    for place in np.flatnonzero(np.abs(exact * 100 % 1 - 0.5) < 1e-6):
        days[place] = round(float(exact[place]), 2)
    return np.maximum(days, 0.0)


def _faded(value: Array, days: Array, half_life: float | None, rules: ScoringRules) -> Array:
    """The value after its effect faded. By Python's own power: that of arrays differs in the last digit."""
    if not half_life:
        return value
    ages, place = np.unique(days, return_inverse=True)
    kept = np.array([0.5 ** (age / half_life) for age in ages.tolist()])[place]
    floor = rules.fades_towards
    return np.where((days > 0) & (value > floor), floor + (value - floor) * kept, value)


def _ways(policy: MarketingToSalesPolicy, now: datetime) -> pl.DataFrame:
    """What follows from each band, urgency, and whether the lead qualifies and can be reached."""
    actions = NextActions(policy.response, policy.agency, now)
    bands: tuple[Band, ...] = ("hot", "warm", "cold", "insufficient_data")
    rows: list[tuple[Any, ...]] = []
    for band, urgency, qualified, reachable in product(bands, (*LEVELS, None), (True, False), (True, False)):
        due = None
        if not reachable:
            status, approach = "disqualified", "find_contact_details"
        elif band == "insufficient_data":
            status, approach = "disqualified", "ask_for_details"
        else:
            status = "qualified" if qualified else "nurture"
            approach = recommended_approach(band, urgency, qualified)
            due = actions.first_due(band) if qualified else None
        rows.append((band, urgency, qualified, reachable, status, approach, due))
    schema: dict[str, Any] = {
        "band": pl.String, "urgency": pl.String, "qualified": pl.Boolean, "reachable": pl.Boolean,
        "status": pl.String, "approach": pl.String, "next_action_due_at": MOMENT,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
