"""How promising is this lead? One weighted mean on a 0–100 scale that explains itself."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Self, TypedDict

from pydantic import Field, model_validator

from core.leads import LeadInput
from core.policy import PolicyPart

Band = Literal["hot", "warm", "cold", "insufficient_data"]
Kind = Literal["fit", "engagement"]
AttributeName = Literal["score", "engagement", "budget", "urgency"]

_SECONDS_A_DAY = 86_400

NO_DATE = "No received date, so nothing fades with age."
DATE_AHEAD = "The received date lies after this handoff, so nothing fades with age."
AGED = "What they did fades with age, as each line shows; who they are does not."


class ScoredAttribute(PolicyPart):
    """One thing that counts: its weight, and the days in which half of its effect fades (None: never).

    `fit` is who they are, `engagement` what they did.
    """

    name: AttributeName
    label: str
    kind: Kind
    weight: float = Field(ge=0, le=1000, allow_inf_nan=False)
    half_life_days: float | None = Field(None, gt=0, allow_inf_nan=False)


class LevelValues(PolicyPart):
    """What a word is worth on the 0–100 scale."""

    very_high: float = Field(100, ge=0, le=100)
    high: float = Field(85, ge=0, le=100)
    medium: float = Field(60, ge=0, le=100)
    low: float = Field(30, ge=0, le=100)
    none: float = Field(0, ge=0, le=100)


class ScoringRules(PolicyPart):
    """Weights, scale, fading, bands. `prior` stands in for what is not known: 50, or your median lead."""

    attributes: tuple[ScoredAttribute, ...] = (
        ScoredAttribute(
            name="score", label="Marketing score", kind="engagement", weight=40, half_life_days=90
        ),
        ScoredAttribute(
            name="engagement", label="Engagement", kind="engagement", weight=25, half_life_days=30
        ),
        ScoredAttribute(name="budget", label="Budget", kind="fit", weight=20),
        ScoredAttribute(name="urgency", label="Urgency", kind="engagement", weight=15, half_life_days=21),
    )
    levels: LevelValues = LevelValues()
    prior: float = Field(50, ge=0, le=100)
    fades_towards: float = Field(30, ge=0, le=100)
    hot_from: float = Field(80, ge=0, le=100)
    warm_from: float = Field(50, ge=0, le=100)
    qualified_from: float = Field(60, ge=0, le=100)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        names = [attribute.name for attribute in self.attributes]
        if len(set(names)) != len(names):
            raise ValueError("each attribute may be scored once")
        if sum(attribute.weight for attribute in self.attributes) <= 0:
            raise ValueError("at least one weight must be more than 0")
        if not self.warm_from <= self.qualified_from <= self.hot_from:
            raise ValueError("the qualifying score must lie between where warm and where hot begins")
        return self


class Contribution(TypedDict):
    """One line of a score. `value` (0–100) is after fading and `formula` tells how it came about;
    `points` are whole and add up to the score."""

    name: str
    label: str
    kind: str
    weight: float
    given: str | None
    value: float
    points: int
    formula: str


class ScoreCard(TypedDict):
    """A lead's score with everything that it is made of. `completeness` is the known weight
    in %, `unknown` names what is missing from it. `fit_score` and `engagement_score` are from the known
    attributes of that kind alone; None where none is known."""

    qualification_score: int
    band: Band
    completeness: int
    score_formula: str
    contributions: list[Contribution]
    unknown: list[str]
    fit_score: int | None
    engagement_score: int | None
    age_days: float | None
    age_note: str


class LeadScorer:
    """Scores leads by one set of rules as of one moment.

    score = Σ weight × value ÷ Σ weights. What is not known counts with the prior, as a line of its own.
    value = floor + (value − floor) × ½^(days ÷ half-life) where it is above the floor and a date is known.
    """

    def __init__(self, rules: ScoringRules, as_of: datetime) -> None:
        self._rules = rules
        self._as_of = as_of
        self._total = sum(attribute.weight for attribute in rules.attributes)
        self._levels: dict[str, float] = rules.levels.model_dump()
        self._words = {level: level.replace("_", " ") for level in self._levels}
        self._plain = {level: f"{self._words[level]} = {_tidy(v)}" for level, v in self._levels.items()}
        self._floor_words = f"{_tidy(rules.fades_towards)} + ("
        self._fade_words = f" − {_tidy(rules.fades_towards)}) × ½^("

    def score(self, lead: LeadInput) -> ScoreCard:
        """The score card of one lead."""
        days, note = self._age(lead)
        lines: list[Contribution] = []
        missing: list[str] = []
        shares: list[float] = []
        weights = {"fit": 0.0, "engagement": 0.0}
        sums = {"fit": 0.0, "engagement": 0.0}
        for attribute in self._rules.attributes:
            given = _given(lead, attribute.name)
            if given is None:
                missing.append(attribute.label.lower())
                continue
            line, value = self._line(attribute, given, days)
            lines.append(line)
            shares.append(attribute.weight * value)
            weights[attribute.kind] += attribute.weight
            sums[attribute.kind] += shares[-1]
        known = weights["fit"] + weights["engagement"]
        unknown = self._total - known
        if missing and unknown > 0:
            lines.append(self._prior_line(unknown, missing))
            shares.append(unknown * self._rules.prior)
        score = round_half_up(sum(shares) / self._total)
        for line, points in zip(lines, whole_points(shares, self._total, score), strict=True):
            line["points"] = points
        return {
            "qualification_score": score,
            "band": self._band(score) if known > 0 else "insufficient_data",
            "completeness": round_half_up(100 * known / self._total),
            "score_formula": self._formula(lines, score),
            "contributions": lines,
            "unknown": missing,
            "fit_score": round_half_up(sums["fit"] / weights["fit"]) if weights["fit"] else None,
            "engagement_score": (
                round_half_up(sums["engagement"] / weights["engagement"]) if weights["engagement"] else None
            ),
            "age_days": days,
            "age_note": note,
        }

    def _band(self, score: int) -> Band:
        if score >= self._rules.hot_from:
            return "hot"
        return "warm" if score >= self._rules.warm_from else "cold"

    def _age(self, lead: LeadInput) -> tuple[float | None, str]:
        if lead.received_at is None:
            return None, NO_DATE
        days = (self._as_of - lead.received_at).total_seconds() / _SECONDS_A_DAY
        return (0.0, DATE_AHEAD) if days < 0 else (round(days, 2), AGED)

    def _line(
        self, attribute: ScoredAttribute, given: float | str, days: float | None
    ) -> tuple[Contribution, float]:
        if isinstance(given, str):
            value, word, formula = self._levels[given], self._words[given], self._plain[given]
        else:
            value, word, formula = given, str(_tidy(given)), "as marketing gave it"
        shown, floor, half_life = _tidy(value), self._rules.fades_towards, attribute.half_life_days
        if days and half_life and value > floor:
            full = shown
            value = floor + (value - floor) * 0.5 ** (days / half_life)
            shown = _tidy(value)
            formula = f"{self._floor_words}{full}{self._fade_words}{days:g} ÷ {half_life:g}) = {shown}"
        return {
            "name": attribute.name,
            "label": attribute.label,
            "kind": attribute.kind,
            "weight": _tidy(attribute.weight),
            "given": word,
            "value": shown,
            "points": 0,
            "formula": formula,
        }, value

    def _prior_line(self, weight: float, missing: list[str]) -> Contribution:
        return {
            "name": "prior",
            "label": "Not known",
            "kind": "prior",
            "weight": _tidy(weight),
            "given": None,
            "value": _tidy(self._rules.prior),
            "points": 0,
            "formula": f"the usual lead stands in for: {', '.join(missing)}",
        }

    def _formula(self, lines: list[Contribution], score: int) -> str:
        terms = " + ".join([f"{line['weight']} × {line['value']}" for line in lines])
        return f"({terms}) ÷ {_tidy(self._total)} = {score}"


def round_half_up(value: float) -> int:
    """59.5 as 60. `value` is not negative."""
    return math.floor(value + 0.5)


def whole_points(products: Sequence[float], divisor: float, total: int) -> list[int]:
    """products ÷ divisor as whole numbers that add up to `total`, by the largest remainder."""
    exact = [product / divisor for product in products]
    points = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: points[place] - exact[place])
    for place in by_remainder[: total - sum(points)]:
        points[place] += 1
    return points


def _given(lead: LeadInput, name: AttributeName) -> float | str | None:
    if name == "score":
        return lead.score
    if name == "engagement":
        return lead.engagement_level
    return lead.budget_indicator if name == "budget" else lead.urgency


def _tidy(value: float) -> float:
    return int(value) if value == int(value) else round(value, 2)
