"""A client answered: keep the answers, what they say, and each recommendation to decide on."""

from __future__ import annotations

from typing import Any

from core.ports import Run
from core.promise_words import promise_key
from core.theme_tones import mentions_of_analysis
from db.deliveries import RecordRef
from db.transaction import Transaction

ANSWERS = ("responses", "ratings", "likelihood_to_recommend")
LEAST_SATISFIED, MOST_UNHAPPY = 4, 2  # stars
LEAST_OF_A_PROMOTER, MOST_OF_A_DETRACTOR = 9, 6  # of 0 to 10


def deliver(transaction: Transaction, run: Run, actor: str) -> RecordRef:
    """Writes responses, ratings, recommendations and surveys; the handoff is about the response."""
    data = run.data or {}
    if data.get("sums_up"):
        return _newest_reading(transaction, str(data.get("offer_id") or data["project_id"]))
    package = run.result.handoff_data
    analysis = package["feedback_analysis"]
    key = {"feedback_id": data["feedback_id"]}
    project = transaction.fetch_one(
        "SELECT project_id, offer_id FROM projects WHERE project_id = :id", {"id": data["project_id"]}
    )
    offer_id = data.get("offer_id") or (project["offer_id"] if project else None)
    request_id = _known_survey(transaction, data)
    values = {
        "request_id": request_id,
        # The response of a project that was never recorded here still counts for the agency.
        "project_id": data["project_id"],
        "offer_id": offer_id,
        "answers_json": {name: data.get(name) for name in ANSWERS},
        "satisfaction": analysis["client_satisfaction_score"],
        "sentiment": analysis["overall_sentiment"],
        "analysis_json": {name: package[name] for name in ("feedback_analysis", "recommendations")},
        "received_at": run.started_at,
        "workflow_id": run.result.workflow_id,
    }
    transaction.upsert("responses", key, values, created={})
    transaction.delete("ratings", key)
    ratings = [
        {**key, "category": category, "value": float(value), "received_at": run.started_at}
        for category, given in (data.get("ratings") or {}).items()
        for value in given
    ]
    if ratings:
        transaction.insert_many("ratings", ratings)
    _count(transaction, key, data, analysis)
    _replace_open_recommendations(transaction, key, offer_id, package)
    if request_id:
        transaction.update("surveys", {"request_id": request_id}, {"status": "answered"})
    return RecordRef("response", data["feedback_id"])


def _newest_reading(transaction: Transaction, offer_id: str) -> RecordRef:
    """Answers that are counted already are no response again; of their readings the newest alone waits."""
    transaction.delete(
        "handoffs",
        {
            "workflow": "feedback_to_offer",
            "record_type": "offer",
            "record_id": offer_id,
            "status": "waiting",
        },
    )
    return RecordRef("offer", offer_id)


def _known_survey(transaction: Transaction, data: dict[str, Any]) -> str | None:
    if not data.get("request_id"):
        return None
    row = transaction.fetch_one(
        "SELECT request_id FROM surveys WHERE request_id = :id", {"id": data["request_id"]}
    )
    return str(row["request_id"]) if row else None


def _count(
    transaction: Transaction, key: dict[str, Any], data: dict[str, Any], analysis: dict[str, Any]
) -> None:
    """The response in numbers, for charts that read no documents."""
    own = [answers.get("likelihood_to_recommend") for answers in data.get("responses") or []]
    scores = [*(data.get("likelihood_to_recommend") or []), *(score for score in own if score is not None)]
    stars = (data.get("ratings") or {}).get("overall_satisfaction") or []
    detractors = sum(score <= MOST_OF_A_DETRACTOR for score in scores)
    figures = {
        "people": analysis["respondents"],
        "rated": len(stars),
        "satisfied": sum(value >= LEAST_SATISFIED for value in stars),
        "scored": len(scores),
        "promoters": sum(score >= LEAST_OF_A_PROMOTER for score in scores),
        "detractors": detractors,
        "unhappy": detractors > 0 or any(value <= MOST_UNHAPPY for value in stars),
        "apart": analysis["disagreement"] is not None,
    }
    transaction.upsert("response_figures", key, figures, created={})
    transaction.delete("theme_counts", key)
    themes = [
        {**key, **{name: line[name] for name in ("theme", "label", "praised", "to_improve")}}
        for line in analysis["themes"]
    ]
    if themes:
        transaction.insert_many("theme_counts", themes)
    transaction.delete("theme_mentions", key)
    mentions = [
        {**key, **{name: line[name] for name in ("theme", "label", "person", "tone")}}
        | {"quotes_json": line["quotes"]}
        for line in mentions_of_analysis(analysis)
    ]
    if mentions:
        transaction.insert_many("theme_mentions", mentions)
    transaction.delete("promise_answers", key)
    # Two promises that differ in case only are one promise; the first of them is kept.
    promises: dict[str, dict[str, Any]] = {}
    for line in analysis["promises"]:
        promises.setdefault(promise_key(line["promise"]), line)
    if promises:
        names = ("promise", "kept", "partly", "not_kept", "praised", "to_improve")
        lines = [
            {
                **key,
                "promise_key": name,
                **{field: line[field] for field in names},
                "quotes_json": line["quotes"],
            }
            for name, line in promises.items()
        ]
        transaction.insert_many("promise_answers", lines)


def _replace_open_recommendations(
    transaction: Transaction, key: dict[str, Any], offer_id: str | None, package: dict[str, Any]
) -> None:
    """Decided recommendations stay; those still open give way to the new reading of the answers."""
    transaction.delete("recommendations", {**key, "status": "proposed"})
    decided = {
        str(row["proposal"])
        for row in transaction.fetch_all(
            "SELECT proposal FROM recommendations WHERE feedback_id = :feedback_id", key
        )
    }
    for line in _lines(package["recommendations"], package["feedback_analysis"]["respondents"]):
        if line["proposal"] not in decided:
            transaction.insert("recommendations", {**key, "offer_id": offer_id, "status": "proposed", **line})


def _lines(found: dict[str, Any], respondents: int) -> list[dict[str, Any]]:
    lines = [
        {
            "kind": "service_adjustment",
            "theme": item["theme"],
            "proposal": item["change"],
            "priority": item["priority"],
            "named": item["named"],
            "people": respondents,
            "impact": item["impact"],
            "evidence_json": item["evidence"],
        }
        for item in found["service_adjustments"]
    ]
    pricing = found["pricing_adjustments"]
    if pricing["action"] != "hold":
        lines.append(
            {
                "kind": "pricing_adjustment",
                "theme": "value",
                "proposal": pricing["change"],
                "priority": pricing.get("priority", 0.0),
                "named": pricing.get("named", 0),
                "people": respondents,
                "impact": pricing.get("impact", 0.0),
                "evidence_json": pricing.get("evidence", []),
            }
        )
    for asked in found["opportunity_evidence"]:
        lines.append(
            {
                "kind": "new_service",
                "theme": None,
                "proposal": asked["service"],
                "priority": round(asked["respondents"] / respondents * asked["impact"], 3),
                "named": asked["respondents"],
                "people": respondents,
                "impact": asked["impact"],
                "evidence_json": asked["quotes"],
            }
        )
    return lines
