"""What a campaign's figures really say: rates recomputed, and a given rate named for what it is."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from pydantic import BeforeValidator, Field

from core.contract import Contract
from core.policy import PolicyPart
from core.result import Notice

_FIELD = "campaign_metrics"


def _whole(value: Any) -> Any:
    """50000.0 as 50000: JSON knows one kind of number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rate(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and not 0 <= value <= 1:
        raise ValueError("must be a share between 0 and 1; write 5 % as 0.05")
    return value


Count = Annotated[int, Field(strict=True, ge=0), BeforeValidator(_whole)]


class CampaignMetrics(Contract):
    """The figures of a campaign as marketing gives them."""

    impressions: Count | None = Field(
        None, title="Impressions", description="How often it was shown.", examples=[50000]
    )
    clicks: Count | None = Field(
        None, title="Clicks", description="How often it was clicked.", examples=[2500]
    )
    conversion_rate: Annotated[float | None, Field(strict=True), BeforeValidator(_rate)] = Field(
        None,
        title="Conversion rate",
        description="As your tool reports it, as a share: 5 % is 0.05. It is checked against the figures.",
        examples=[0.05],
    )


class RateRules(PolicyPart):
    """How far a given rate may lie from the computed one, in % of it, before we say so."""

    tolerance_percent: float = Field(5, ge=0, le=100)


class CampaignFigures(TypedDict):
    """The given figures beside the computed rates (shares from 0; None where nothing can be divided).

    `conversion_rate` is as given; `conversion_rate_is` names the rate that it really is.
    """

    impressions: int | None
    clicks: int | None
    leads: int
    conversion_rate: float | None
    conversion_rate_is: str | None
    click_through_rate: float | None
    click_through_formula: str
    lead_conversion: float | None
    lead_conversion_formula: str
    extra_fields: dict[str, Any]


def campaign_figures(
    given: CampaignMetrics, leads: int, rules: RateRules
) -> tuple[CampaignFigures, list[Notice]]:
    """The figures with both rates, and what a person should look at."""
    clicks_through = _divide(given.clicks, given.impressions)
    leads_through = _divide(leads, given.clicks)
    name, notices = _judge(given, clicks_through, leads_through, rules)
    if given.clicks is not None and given.impressions is not None and given.clicks > given.impressions:
        notices.append(
            Notice(
                f"{_FIELD}.clicks", f"are {given.clicks:,}, more than the {given.impressions:,} impressions"
            )
        )
    if given.clicks and leads > given.clicks:
        notices.append(
            Notice(
                f"{_FIELD}.clicks",
                f"are {given.clicks:,}, fewer than the {leads:,} leads; did some come from elsewhere?",
            )
        )
    figures: CampaignFigures = {
        "impressions": given.impressions,
        "clicks": given.clicks,
        "leads": leads,
        "conversion_rate": given.conversion_rate,
        "conversion_rate_is": name,
        "click_through_rate": clicks_through,
        "click_through_formula": _formula("clicks", given.clicks, "impressions", given.impressions),
        "lead_conversion": leads_through,
        "lead_conversion_formula": _formula("leads", leads, "clicks", given.clicks),
        "extra_fields": given.extras,
    }
    return figures, notices


def _judge(
    given: CampaignMetrics, clicks_through: float | None, leads_through: float | None, rules: RateRules
) -> tuple[str | None, list[Notice]]:
    rate, field = given.conversion_rate, f"{_FIELD}.conversion_rate"
    if rate is None:
        return None, []
    if clicks_through is None and leads_through is None:
        unclear = [Notice(field, f"of {_share(rate)} cannot be checked without impressions and clicks")]
        return None, unclear if rate > 0 else []
    if leads_through is not None and _meets(rate, leads_through, rules):
        return "lead conversion (leads ÷ clicks)", []
    shown = f"the lead conversion is {_share(leads_through)}" if leads_through is not None else ""
    if clicks_through is not None and _meets(rate, clicks_through, rules):
        tail = f"; {shown}" if shown else ""
        return "click-through rate (clicks ÷ impressions)", [
            Notice(field, f"of {_share(rate)} is the click-through rate of these figures{tail}")
        ]
    computed = [shown] if shown else []
    if clicks_through is not None:
        computed.insert(0, f"the click-through rate is {_share(clicks_through)}")
    return None, [
        Notice(field, f"of {_share(rate)} fits neither rate of these figures: {', '.join(computed)}")
    ]


def _meets(given: float, computed: float, rules: RateRules) -> bool:
    return abs(given - computed) <= computed * rules.tolerance_percent / 100


def _divide(part: int | None, whole: int | None) -> float | None:
    return round(part / whole, 6) if part is not None and whole else None


def _formula(part: str, part_count: int | None, whole: str, whole_count: int | None) -> str:
    left = "?" if part_count is None else f"{part_count:,}"
    right = "?" if whole_count is None else f"{whole_count:,}"
    return f"{part} ÷ {whole} = {left} ÷ {right}"


def _share(rate: float) -> str:
    return f"{100 * rate:.4f}".rstrip("0").rstrip(".") + " %"
