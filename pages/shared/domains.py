"""The five domains as people meet them on screen: name, icon, colour, page, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Color = Literal["violet", "orange", "blue", "green", "yellow"]


@dataclass(frozen=True, slots=True)
class Domain:
    """`color` is a palette name of the theme; `chart_color` a middle tone readable on light and dark."""

    key: str
    label: str
    icon: str
    color: Color
    chart_color: str
    script: str
    url_path: str
    purpose: str
    outgoing: str
    """The workflow that hands over from here."""


DOMAINS: dict[str, Domain] = {
    domain.key: domain
    for domain in (
        Domain(
            "offer",
            "Offers",
            ":material/sell:",
            "violet",
            "#8b6fd6",
            "domains/offers.py",
            "offers",
            "What the agency sells, and what clients taught us to change about it.",
            "offer_to_marketing",
        ),
        Domain(
            "marketing",
            "Marketing",
            ":material/campaign:",
            "orange",
            "#d9730d",
            "domains/marketing.py",
            "marketing",
            "Campaign briefs from offers, and the leads that campaigns bring.",
            "marketing_to_sales",
        ),
        Domain(
            "sales",
            "Sales",
            ":material/handshake:",
            "blue",
            "#3c83c9",
            "domains/sales.py",
            "sales",
            "Qualified prospects, deals on their way, and those that are won.",
            "sales_to_fulfillment",
        ),
        Domain(
            "fulfillment",
            "Fulfillment",
            ":material/inventory_2:",
            "green",
            "#4f9a3c",
            "domains/fulfillment.py",
            "fulfillment",
            "Work orders, milestones and payments of the projects we promised.",
            "fulfillment_to_feedback",
        ),
        Domain(
            "feedback",
            "Feedback",
            ":material/rate_review:",
            "yellow",
            "#b98a0a",
            "domains/feedback.py",
            "feedback",
            "What clients said about finished work, and what it asks of the offer.",
            "feedback_to_offer",
        ),
    )
}


def domain_of(workflow_source: str) -> Domain | None:
    """The domain of that key, or None where a custom workflow names one of its own."""
    return DOMAINS.get(workflow_source)
