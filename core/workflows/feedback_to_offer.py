"""Feedback → Offer: what clients said becomes findings with evidence, and recommendations to decide on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, TypedDict

from core.choices import Choices
from core.client_note import NoteRules
from core.feedback_analysis import (
    Finding,
    Quote,
    RatingAverage,
    SentimentRules,
    ThemeCount,
    count_themes,
    disagreement,
    find_themes,
    rating_averages,
    satisfaction_score,
    sentiment_of_score,
    sentiment_of_words,
    worded,
)
from core.feedback_text.reading import read_answers
from core.feedback_text.themes import ThemeRules
from core.policy import Policy
from core.promises import PromiseKept, promises_kept
from core.recommend_answers import (
    RecommendAnswers,
    RecommendWords,
    count_recommend_answers,
    recommend_rate,
)
from core.recommendations import (
    Opportunity,
    PricingAdjustment,
    RecommendationRules,
    ServiceAdjustment,
    new_services,
    pricing_adjustments,
    service_adjustments,
)
from core.responses import FeedbackInput
from core.result import Notice
from core.statistics import FEWEST_ANSWERS, Figure, nps_figure, share_figure
from core.workflow import Package, Workflow


class FeedbackToOfferPolicy(Policy):
    """Themes, the words they are worded with, and when a rating or a price calls for a change."""

    themes: ThemeRules = ThemeRules()
    sentiment: SentimentRules = SentimentRules()
    recommend_words: RecommendWords = RecommendWords()
    recommendations: RecommendationRules = RecommendationRules()
    note: NoteRules = NoteRules()


class NotAnalysed(TypedDict):
    response: int
    question: str
    language: str


class Unthemed(TypedDict):
    response: int
    question: str
    text: str


class FeedbackAnalysis(TypedDict):
    """`client_satisfaction_score` is the average rating in %, None without ratings."""

    overall_sentiment: str
    sentiment_source: str
    client_satisfaction_score: int | None
    score_formula: str
    respondents: int
    csat: Figure
    nps: Figure
    recommend_rate: Figure
    recommend_answers: RecommendAnswers
    rating_averages: list[RatingAverage]
    key_strengths: list[str]
    improvement_areas: list[str]
    evidence: list[Finding]
    themes: list[ThemeCount]
    promises: list[PromiseKept]
    disagreement: str | None
    disagreement_quotes: list[Quote]
    requests_without_theme: list[Unthemed]
    not_analysed: list[NotAnalysed]


class Recommendations(TypedDict):
    service_adjustments: list[ServiceAdjustment]
    pricing_adjustments: PricingAdjustment
    new_service_opportunities: list[str]
    opportunity_evidence: list[Opportunity]


class FeedbackToOfferWorkflow(Workflow[FeedbackInput, FeedbackToOfferPolicy]):
    name: ClassVar[str] = "feedback_to_offer"
    label: ClassVar[str] = "Feedback → Offer"
    source: ClassVar[str] = "feedback"
    target: ClassVar[str] = "offer"
    next_step: ClassVar[str] = "offer_refinement"
    input_model = FeedbackInput
    policy_model = FeedbackToOfferPolicy

    def choices(self, policy: FeedbackToOfferPolicy) -> Mapping[str, Choices]:
        return {"responses.would_recommend": Choices.of(("yes", "maybe", "no"), others=True)}

    def transform(self, data: FeedbackInput, policy: FeedbackToOfferPolicy, now: datetime) -> Package:
        answers = [response.answers() for response in data.responses]
        reading = read_answers(answers, policy.themes)
        averages = rating_averages(data.ratings, policy.sentiment)
        found = find_themes(reading, averages, policy.themes, policy.sentiment)
        score, formula = satisfaction_score(data.ratings)
        from_words = sentiment_of_words(reading, policy.sentiment)
        from_ratings = sentiment_of_score(score, policy.sentiment) if score is not None else None
        findings = [worded(item) for item in found]
        respondents = max(1, data.respondents)
        apart, apart_quotes = disagreement(from_ratings, from_words, reading, policy.sentiment)
        recommended = count_recommend_answers(
            [answer["would_recommend"] for answer in answers if "would_recommend" in answer],
            policy.recommend_words,
        )
        opportunities = new_services(answers, policy.recommendations)
        overall = data.ratings.get("overall_satisfaction", [])
        analysis: FeedbackAnalysis = {
            "overall_sentiment": from_ratings or from_words or "neutral",
            "sentiment_source": "ratings" if from_ratings else "words" if from_words else "nothing to read",
            "client_satisfaction_score": score,
            "score_formula": formula,
            "respondents": respondents,
            "csat": share_figure(
                sum(value >= 4 for value in overall), len(overall), "4–5 stars in overall satisfaction"
            ),
            "nps": nps_figure(data.recommend_scores),
            "recommend_rate": recommend_rate(recommended),
            "recommend_answers": recommended,
            "rating_averages": averages,
            "key_strengths": [line["finding"] for line in findings if line["kind"] == "strength"],
            "improvement_areas": [line["finding"] for line in findings if line["kind"] == "improvement"],
            "evidence": findings,
            "themes": count_themes(found),
            "promises": promises_kept(data.promises or [], answers, reading),
            "disagreement": apart,
            "disagreement_quotes": apart_quotes,
            "requests_without_theme": [
                {"response": number, "question": question, "text": text}
                for number, question, text in reading.unthemed
            ],
            "not_analysed": [
                {"response": number, "question": question, "language": language}
                for number, question, language in reading.not_analysed
            ],
        }
        recommendations: Recommendations = {
            "service_adjustments": service_adjustments(found, respondents, policy.recommendations),
            "pricing_adjustments": pricing_adjustments(found, averages, respondents, policy.recommendations),
            "new_service_opportunities": [line["service"] for line in opportunities],
            "opportunity_evidence": opportunities,
        }
        title = f"{data.product_name or data.project_id}: feedback"
        if data.sums_up:
            title += f" of all projects ({len(data.sums_up)} responses)"
        payload = {"feedback_analysis": analysis, "recommendations": recommendations}
        return Package(payload, title, tuple(_notices(analysis)))


def _notices(analysis: FeedbackAnalysis) -> list[Notice]:
    notices = []
    if analysis["respondents"] < FEWEST_ANSWERS:
        notices.append(
            Notice(
                "responses",
                f"Only {analysis['respondents']} answered; below {FEWEST_ANSWERS} no figure is a trend.",
            )
        )
    if analysis["disagreement"]:
        notices.append(Notice("responses", analysis["disagreement"]))
    if analysis["recommend_answers"]["unread"]:
        unread = analysis["recommend_answers"]["unread"]
        notices.append(
            Notice(
                "responses", f"{unread} answered neither yes, maybe nor no to would_recommend; not counted."
            )
        )
    notices += [
        Notice(
            f"responses[{item['response']}].{item['question']}",
            f"is not in English ({item['language']}), so its words were not analysed.",
        )
        for item in analysis["not_analysed"]
    ]
    return notices
