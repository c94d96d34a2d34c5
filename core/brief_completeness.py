"""Is a marketing brief ready? Ten parts, which are there, and how to complete the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict

from core.policy import PolicyPart

PartName = Literal[
    "name",
    "objective",
    "audience",
    "message",
    "channels",
    "assets",
    "timeline",
    "budget",
    "kpis",
    "approver",
]


class BriefPart(PolicyPart):
    """One part that a good brief has, and what to do where it is missing."""

    name: PartName
    label: str
    how: str


class CompletenessRules(PolicyPart):
    """The parts that count."""

    parts: tuple[BriefPart, ...] = (
        BriefPart(name="name", label="Name", how="Name the product; the campaign is named after it."),
        BriefPart(
            name="objective",
            label="Measurable objective",
            how="Say how many leads the campaign should bring, so that its success can be measured.",
        ),
        BriefPart(name="audience", label="Audience", how="Say who it is for."),
        BriefPart(name="message", label="Message", how="Give at least one selling point."),
        BriefPart(name="channels", label="Channels", how="Add channels to the marketing policy."),
        BriefPart(name="assets", label="Assets", how="Add assets to the channels of the marketing policy."),
        BriefPart(name="timeline", label="Timeline", how="Give a launch period, like Q2 2025 or 2025-04-01."),
        BriefPart(name="budget", label="Budget", how="Give the budget as one amount, like $10,000."),
        BriefPart(name="kpis", label="KPIs", how="Add KPIs to the marketing policy."),
        BriefPart(name="approver", label="Approver", how="Name the person who approves the campaign."),
    )


class PartCheck(TypedDict):
    """One part: whether it is there, what was found, and what to do where it is missing."""

    part: str
    label: str
    present: bool
    found: str | None
    to_do: str | None


class Completeness(TypedDict):
    """`score` parts of `out_of` are there; `percent` is whole."""

    score: int
    out_of: int
    percent: int
    formula: str
    missing: list[str]
    summary: str
    parts: list[PartCheck]


def check_completeness(found: Mapping[PartName, str | None], rules: CompletenessRules) -> Completeness:
    """The score of a brief. `found` says in words what is there; None or nothing is missing."""
    parts: list[PartCheck] = [
        {
            "part": part.name,
            "label": part.label,
            "present": bool(found.get(part.name)),
            "found": found.get(part.name) or None,
            "to_do": None if found.get(part.name) else part.how,
        }
        for part in rules.parts
    ]
    score = sum(part["present"] for part in parts)
    missing = [part["label"] for part in parts if not part["present"]]
    percent = round(100 * score / len(parts)) if parts else 100
    return {
        "score": score,
        "out_of": len(parts),
        "percent": percent,
        "formula": f"{score} of {len(parts)} parts = {percent} %",
        "missing": missing,
        "summary": f"Still missing: {', '.join(missing)}." if missing else "Every part is there.",
        "parts": parts,
    }
