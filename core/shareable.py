"""A feedback analysis as it may leave the app: without names, and without what fewer than five answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.redaction import Redactor, hidden_words
from core.result import HandoffResult, payload_of
from core.statistics import FEWEST_ANSWERS
from core.suppression import REASONS

# What the lines of each list stand on: the sum of these.
_STANDS_ON: Mapping[str, tuple[str, ...]] = {
    "rating_averages": ("n",),
    "themes": ("praised", "to_improve"),
    "evidence": ("respondents",),
    "promises": ("kept", "partly", "not_kept"),
}
_FIGURES = ("csat", "nps", "recommend_rate")


def shareable(payload: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Any document without names; of an analysis of feedback also without what too few answered.

    `what_was_hidden_and_why` stands at its end.
    """
    notes: list[str] = []
    kept: dict[str, Any] = dict(payload)
    analysis = payload.get("feedback_analysis")
    if isinstance(analysis, Mapping):
        kept, notes = _of_enough(payload, analysis)
    shown: dict[str, Any] = redactor.document(kept)
    taken = f"Names are hidden: {hidden_words(redactor.hidden)} taken out of texts."
    return {**shown, "what_was_hidden_and_why": [taken, *notes]}


def shareable_result(result: HandoffResult, redactor: Redactor) -> dict[str, Any]:
    """The same of what a run answered; of a failure what was wrong, without the values that were given."""
    if result.success:
        return {"workflow": result.workflow, **shareable(payload_of(result.handoff_data), redactor)}
    return {
        "workflow": result.workflow,
        "code": result.code,
        "error": redactor.text(result.error or ""),
        "errors": [
            {"field": problem.field, "message": redactor.text(problem.message)} for problem in result.problems
        ],
    }


def _of_enough(payload: Mapping[str, Any], analysis: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    people = int(analysis.get("respondents") or 0)
    if people < FEWEST_ANSWERS:
        return {}, [f"The answers and all that follows from them: {REASONS['few']} ({people})."]
    kept = dict(analysis)
    notes = []
    for name in _FIGURES:
        figure = analysis.get(name)
        if isinstance(figure, Mapping) and 0 < int(figure.get("n") or 0) < FEWEST_ANSWERS:
            kept[name] = "hidden"
            notes.append(f"{name.replace('_', ' ')}: {REASONS['few']}.")
    for name, parts in _STANDS_ON.items():
        lines = analysis.get(name) or []
        kept[name] = [
            _rated_by_enough(line) for line in lines if sum(line[part] for part in parts) >= FEWEST_ANSWERS
        ]
        if left := len(lines) - len(kept[name]):
            notes.append(f"{name.replace('_', ' ')}: {left} of {len(lines)} with {REASONS['few']}.")
    # One answer each: nobody to hide among. The score's formula holds the means of all categories.
    for name in (
        "disagreement_quotes", "requests_without_theme", "not_analysed", "recommend_answers", "score_formula",
        "key_strengths", "improvement_areas",
    ):  # fmt: skip
        kept.pop(name, None)
    kept["key_strengths"] = [line["finding"] for line in kept["evidence"] if line["kind"] == "strength"]
    kept["improvement_areas"] = [
        line["finding"] for line in kept["evidence"] if line["kind"] == "improvement"
    ]
    asked = payload.get("recommendations") or {}
    changes = [line for line in asked.get("service_adjustments") or [] if line["named"] >= FEWEST_ANSWERS]
    wanted = [
        line for line in asked.get("opportunity_evidence") or [] if line["respondents"] >= FEWEST_ANSWERS
    ]
    notes.append(f"Single answers, and recommendations that stand on {REASONS['few']}.")
    return {
        "feedback_analysis": kept,
        "recommendations": {
            "service_adjustments": [_rated_by_enough(line) for line in changes],
            "new_service_opportunities": [line["service"] for line in wanted],
        },
    }, notes


def _rated_by_enough(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line without a rating that fewer than five gave."""
    rating = line.get("rating")
    few = isinstance(rating, Mapping) and rating["n"] < FEWEST_ANSWERS
    return {**line, "rating": None} if few else dict(line)
