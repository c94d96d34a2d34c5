"""What feedback asks of the offer: service changes, pricing, and services to add."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from core.feedback_analysis import Found, Quote, RatingAverage, quote
from core.feedback_text.answers import declines
from core.policy import PolicyPart

# What people put before the service they mean: "yes, we would like some".
_LEAD_IN = re.compile(
    r"^(?:(?:yes|maybe|perhaps|possibly|we|i|would|'d|like|love|need|want|are|interested|in|some|a|an|the"
    r"|help|with|to|have|and|also)\b[\s,]*)+",
    re.IGNORECASE,
)


class RecommendationRules(PolicyPart):
    """`unrated_impact` (0–1) stands in where a theme has no rating of its own. Prices are questioned at a
    mean value rating of `low_value_rating` or less from `low_value_answers` answers on, or when
    `price_complaints` people name the price."""

    unrated_impact: float = 0.5
    low_value_rating: float = 3.0
    low_value_answers: int = 3
    price_complaints: int = 2
    price_change: str = "Review what the price includes, and offer a smaller package beside it"
    package_suffix: str = "packages"


class ServiceAdjustment(TypedDict):
    """`priority` = frequency × impact, both 0–1; `formula` shows them."""

    theme: str
    change: str
    priority: float
    frequency: float
    impact: float
    formula: str
    evidence: list[Quote]
    rating: RatingAverage | None


class PricingAdjustment(TypedDict):
    """`action` is hold or review; `change` says what, for a review."""

    action: str
    reason: str
    evidence: list[Quote]
    change: NotRequired[str]
    priority: NotRequired[float]


class Opportunity(TypedDict):
    """The service that clients asked for, in whose words, and how many did."""

    service: str
    respondents: int
    quotes: list[Quote]


def service_adjustments(
    found: Sequence[Found], respondents: int, rules: RecommendationRules
) -> list[ServiceAdjustment]:
    """One change a theme to improve, the weightiest first."""
    lines = []
    for item in found:
        if item.kind != "improvement":
            continue
        named = max(item.respondents, 1 if item.rating else 0)
        frequency = named / max(1, respondents)
        if item.rating:
            impact = (5 - item.rating["mean"]) / 4
            why = f"impact (5 − {item.rating['mean']:g}) ÷ 4 = {impact:.2f}"
        else:
            impact = rules.unrated_impact
            why = f"impact {impact:.2f} from policy: no rating of its own"
        priority = round(frequency * impact, 3)
        line: ServiceAdjustment = {
            "theme": item.theme.key,
            "change": item.theme.adjustment,
            "priority": priority,
            "frequency": round(frequency, 3),
            "impact": round(impact, 3),
            "formula": f"frequency {named} of {max(1, respondents)} × {why} = {priority:g}",
            "evidence": [quote(mention) for mention in item.mentions],
            "rating": item.rating,
        }
        lines.append(line)
    return sorted(lines, key=lambda line: -line["priority"])


def pricing_adjustments(
    found: Sequence[Found], averages: Sequence[RatingAverage], respondents: int, rules: RecommendationRules
) -> PricingAdjustment:
    """Whether the price should be looked at again; "hold" is an answer, with its reason."""
    value = next((average for average in averages if average["category"] == "value_for_money"), None)
    complaints = next(
        (item for item in found if item.theme.key == "value" and item.kind == "improvement"), None
    )
    quotes = [quote(mention) for mention in complaints.mentions] if complaints else []
    named = complaints.respondents if complaints else 0
    is_rated_low = (
        value is not None
        and value["mean"] <= rules.low_value_rating
        and value["n"] >= rules.low_value_answers
    )
    facts = []
    if value:
        facts.append(f"value for money is rated {value['mean']:g} of 5 (n {value['n']})")
    facts.append(f"{named} of {max(1, respondents)} named the price as something to improve")
    reason = "; ".join(facts)
    if is_rated_low or named >= rules.price_complaints:
        return {
            "action": "review",
            "reason": reason,
            "evidence": quotes,
            "change": rules.price_change,
            "priority": round(named / max(1, respondents), 3),
        }
    return {"action": "hold", "reason": f"Hold the price: {reason}.", "evidence": quotes}


def new_services(answers: Sequence[Mapping[str, str]], rules: RecommendationRules) -> list[Opportunity]:
    """The services that clients said they want next, most wanted first: "Ongoing support packages"."""
    found: dict[str, Opportunity] = {}
    for number, response in enumerate(answers):
        text = response.get("future_services_interest", "")
        for match in re.finditer(r"[^,;\n/]+", text):
            phrase = _service(match[0])
            if declines(match[0]) or not phrase:
                continue
            name = phrase[0].upper() + phrase[1:]
            if not name.casefold().endswith(("package", "packages")):
                name = f"{name} {rules.package_suffix}"
            line = found.setdefault(name.casefold(), {"service": name, "respondents": 0, "quotes": []})
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            line["respondents"] += 1
            line["quotes"].append(
                {
                    "text": match[0].strip(),
                    "response": number,
                    "question": "future_services_interest",
                    "start": start,
                    "end": start + len(match[0].strip()),
                }
            )
    return sorted(found.values(), key=lambda line: -line["respondents"])


def _service(text: str) -> str:
    """The service in an answer: "we would like ongoing support." → "ongoing support"."""
    phrase = text.strip(" .!?\t\r\n\"'")
    return _LEAD_IN.sub("", phrase).strip() or phrase
