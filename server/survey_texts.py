"""The words of a survey's questions in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.client_languages.language import Language, fill
from core.survey_design import SurveyRules, questions


def question_texts(request: Mapping[str, Any], language: Language) -> dict[str, tuple[str, str]]:
    """Each question's text and the tag of the language it is in, by its key.

    Only a question in the app's own words is translated; one that a manager worded is shown as it is.
    """
    asked: Sequence[Mapping[str, Any]] = request.get("feedback_questions") or []
    own = _own_words(request, asked)
    found: dict[str, tuple[str, str]] = {}
    for question in asked:
        key, text = str(question["key"]), str(question["text"])
        template = language.questions.get(key.rstrip("0123456789").rstrip("_"))
        if template is None or own.get(key) != text:
            found[key] = (text, "en" if own.get(key) == text else "")
            continue
        names = {
            "project": request.get("project_name", ""),
            "deliverables": ", ".join(request.get("deliverables") or []),
            "about": question.get("about", ""),
            "days": (request.get("facts") or {}).get("days_late") or 0,
        }
        found[key] = (fill(template, **names), language.tag)
    return found


def _own_words(request: Mapping[str, Any], asked: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    def about(start: str) -> list[str]:
        return [str(one.get("about", "")) for one in asked if str(one["key"]).startswith(start)]

    made = questions(
        SurveyRules(),
        project=str(request.get("project_name", "")),
        deliverables=[str(name) for name in request.get("deliverables") or []],
        not_approved=about("not_approved_"),
        promises=about("promise_"),
        days_late=(request.get("facts") or {}).get("days_late") or 0,
    )
    return {question["key"]: question["text"] for question in made}
