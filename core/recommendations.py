"""What feedback asks of the offer: service changes, pricing, and services to add."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

from core.feedback_analysis import Found, Quote, RatingAverage, quote_of
from core.feedback_text.language import unread_language
from core.feedback_text.nothing import declines
from core.policy import PolicyPart

# What people put around the service they mean: "yes, we would like some … next year, please".
_LEAD_IN = re.compile(
    r"^(?:(?:yes|maybe|perhaps|possibly|probably|definitely|we|we'd|i|i'd|we're|i'm|would|might|could|can|be|like|love"
    r"|need|needs|want|are|am|is|interested|thinking|looking|in|of|for|about|at|some|more|a|an|the|help|with|to|have"
    r"|get|see|also|your|you|do|offer|and|please|if|possible)\b[\s,]*)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<![\s,])[\s,]+(?:please|thanks|thank you|soon|someday|some day|next (?:year|month|quarter|week|time)"
    r"|in (?:the|near) .*|at some (?:point|stage)|later.*|if .*|when .*|once .*|depending .*"
    r"|too|as well|would be .*|again)$",
    re.IGNORECASE,
)
_WISH = re.compile(r"(?:[^,;\n/.!?]|\.(?=\w))+")  # a dot inside a name ends no wish: "Node.js"
_MOST_WORDS = 5  # of a name for a service; what is longer is quoted as it is


INTEREST_QUESTION = "future_services_interest"


class RecommendationRules(PolicyPart):
    """When a theme or a price calls for a change.

    `unrated_impact` (0–1) stands in where a theme has no rating of its own; no theme that somebody wants
    better weighs less than `least_impact`. Prices are questioned at a mean value rating of
    `low_value_rating` or less from `low_value_answers` answers on, or when `price_complaints` people name
    the price.
    """

    unrated_impact: float = 0.5
    least_impact: float = 0.1
    low_value_rating: float = 3.0
    low_value_answers: int = 3
    price_complaints: int = 2
    price_change: str = "Review what the price includes, and offer a smaller package beside it"
    package_suffix: str = "packages"
    named_as: tuple[str, ...] = ("package", "packages", "plan", "plans", "retainer", "retainers")


class ServiceAdjustment(TypedDict):
    """`priority` = frequency × impact, both 0–1; frequency = people who `named` it ÷ all who answered."""

    theme: str
    change: str
    priority: float
    named: int
    frequency: float
    impact: float
    formula: str
    evidence: list[Quote]
    rating: RatingAverage | None


class PricingAdjustment(TypedDict):
    """`action` is hold or review; `change` says what, for a review, with its priority like the others."""

    action: str
    reason: str
    evidence: list[Quote]
    change: NotRequired[str]
    priority: NotRequired[float]
    named: NotRequired[int]
    impact: NotRequired[float]
    formula: NotRequired[str]


class Opportunity(TypedDict):
    """The service that clients asked for, in whose words, and how many did.

    `impact` (0–1) is set by policy: what nobody bought yet has no rating.
    """

    service: str
    respondents: int
    impact: float
    quotes: list[Quote]


def service_adjustments(
    found: Sequence[Found], respondents: int, rules: RecommendationRules
) -> list[ServiceAdjustment]:
    """One change a theme to improve, the weightiest first."""
    lines = []
    for item in found:
        if item.kind != "improvement":
            continue
        named = min(respondents, max(item.respondents, item.rating["weak"] if item.rating else 0))
        frequency = named / respondents
        impact, why = _impact(item.rating, rules)
        priority = round(frequency * impact, 3)
        line: ServiceAdjustment = {
            "theme": item.theme.key,
            "change": item.theme.adjustment,
            "priority": priority,
            "named": named,
            "frequency": round(frequency, 3),
            "impact": round(impact, 3),
            "formula": f"{named} of {respondents} × impact {impact:.2f} = {priority:g}; impact: {why}",
            "evidence": [quote_of(mention) for mention in item.mentions],
            "rating": item.rating,
        }
        lines.append(line)
    return sorted(lines, key=lambda line: -line["priority"])


def _impact(rating: RatingAverage | None, rules: RecommendationRules) -> tuple[float, str]:
    """How much a theme hurts, 0–1, and the words for it: what its rating lacks of five stars."""
    if rating is None:
        return rules.unrated_impact, "set by policy, as it has no rating of its own"
    impact = (5 - rating["mean"]) / 4
    if impact < rules.least_impact:
        return rules.least_impact, f"the least of the policy, as it is rated {rating['mean']:g} of 5"
    return impact, f"(5 − its rating {rating['mean']:g}) ÷ 4"


def pricing_adjustments(
    found: Sequence[Found], averages: Sequence[RatingAverage], respondents: int, rules: RecommendationRules
) -> PricingAdjustment:
    """Whether the price should be looked at again; "hold" is an answer, with its reason."""
    value = next((average for average in averages if average["category"] == "value_for_money"), None)
    complaints = next(
        (item for item in found if item.theme.key == "value" and item.kind == "improvement"), None
    )
    quotes = [quote_of(mention) for mention in complaints.mentions] if complaints else []
    named = complaints.respondents if complaints else 0
    is_rated_low = (
        value is not None
        and value["mean"] <= rules.low_value_rating
        and value["n"] >= rules.low_value_answers
    )
    facts = []
    if value:
        facts.append(f"value for money is rated {value['mean']:g} of 5 (n {value['n']})")
    facts.append(f"{named} of {respondents} named the price as something to improve")
    reason = "; ".join(facts)
    if is_rated_low or named >= rules.price_complaints:
        # A low rating alone calls for a review too; those who gave it are then who asks for one.
        named = min(respondents, max(named, value["weak"] if value else 0))
        impact, why = _impact(value, rules)
        priority = round(named / respondents * impact, 3)
        return {
            "action": "review",
            "reason": reason,
            "evidence": quotes,
            "change": rules.price_change,
            "priority": priority,
            "named": named,
            "impact": round(impact, 3),
            "formula": f"{named} of {respondents} × impact {impact:.2f} = {priority:g}; impact: {why}",
        }
    return {"action": "hold", "reason": f"Hold the price: {reason}.", "evidence": quotes}


def new_services(answers: Sequence[Mapping[str, str]], rules: RecommendationRules) -> list[Opportunity]:
    """The services that clients said they want next, most wanted first: "Ongoing support packages"."""
    found: dict[tuple[str, ...], Opportunity] = {}
    for number, response in enumerate(answers):
        text = response.get(INTEREST_QUESTION, "")
        if unread_language(text):
            continue
        named = set()
        for match in _WISH.finditer(text):
            name = _service_name(match[0], rules)
            if not name or declines(match[0]):
                continue
            # "Support plan" and "support plans" are one wish, and one person wishes once.
            key = tuple(word.removesuffix("s") for word in name.casefold().split())
            new: Opportunity = {
                "service": name,
                "respondents": 0,
                "impact": rules.unrated_impact,
                "quotes": [],
            }
            line = found.setdefault(key, new)
            line["respondents"] += key not in named
            named.add(key)
            line["quotes"].append(_quote(number, match))
    return sorted(found.values(), key=lambda line: -line["respondents"])


def _quote(number: int, match: re.Match[str]) -> Quote:
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    text = match[0].strip()
    return {
        "text": text,
        "response": number,
        "question": INTEREST_QUESTION,
        "start": start,
        "end": start + len(text),
    }


def _service_name(text: str, rules: RecommendationRules) -> str:
    """The service in an answer: "we would like ongoing support" → "Ongoing support packages"; "" for none."""
    phrase = _TAIL.sub("", text.strip(" :-–—\"'()\t\r"))
    phrase = _LEAD_IN.sub("", phrase).strip(" ,")
    if not any(sign.isalpha() for sign in phrase):
        return ""
    name = phrase[0].upper() + phrase[1:]
    is_named = name.casefold().endswith(rules.named_as) or len(name.split()) > _MOST_WORDS
    return name if is_named else f"{name} {rules.package_suffix}"
