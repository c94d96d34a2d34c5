"""What a person filled into a survey → the input of feedback_to_offer, or what must be mended first.

Fields are named `rating.<category>` and `answer.<question>`; what the survey does not ask is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

LONGEST_ANSWER = 10_000  # characters of one answer: five pages; a quote can still be found in it

Mistake = Literal["too_long", "not_offered"]
Fields = Mapping[str, str]

# Browsers send none of these from a text field; PostgreSQL and XML cannot hold them. Line breaks, joiners
# and marks of direction stay: they belong to the text.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FormReading:
    """The answers of one person; `mistakes` by field. Nothing is said where neither a star nor a word is."""

    response: dict[str, Any] = field(default_factory=dict)
    ratings: dict[str, list[float]] = field(default_factory=dict)
    mistakes: dict[str, Mistake] = field(default_factory=dict)

    @property
    def says_something(self) -> bool:
        """A recommendation score alone is no feedback on the work: the handoff needs a rating or a word."""
        return bool(self.ratings) or any(isinstance(value, str) for value in self.response.values())


def known_fields(request: Mapping[str, Any]) -> list[str]:
    """The names of the survey's fields, in the order in which they are asked."""
    ratings = [f"rating.{category['key']}" for category in request.get("rating_categories") or []]
    return [*ratings, *(f"answer.{question['key']}" for question in request.get("feedback_questions") or [])]


def clean_fields(request: Mapping[str, Any], given: Fields) -> dict[str, str]:
    """What was filled in, by the survey's own fields, letter by letter but for control characters."""
    found: dict[str, str] = {}
    for name in known_fields(request):
        text = _CONTROLS.sub("", given.get(name, "").replace("\r\n", "\n").replace("\r", "\n"))
        if text.strip():
            found[name] = text
    return found


def read_form(request: Mapping[str, Any], given: Fields) -> FormReading:
    """Every answer of the form, and every field that cannot be taken as it is."""
    fields = clean_fields(request, given)
    reading = FormReading()
    for category in request.get("rating_categories") or []:
        name = f"rating.{category['key']}"
        if name in fields:
            stars = _whole(fields[name], category["lowest"], category["highest"])
            if stars is None:
                reading.mistakes[name] = "not_offered"
            else:
                reading.ratings[category["key"]] = [stars]
    for question in request.get("feedback_questions") or []:
        name = f"answer.{question['key']}"
        if name in fields:
            _read_answer(reading, question, name, fields[name])
    return reading


def feedback_input(
    request: Mapping[str, Any], feedback_id: str, reading: FormReading, offer: Mapping[str, str]
) -> dict[str, Any]:
    """The input of feedback_to_offer for one person's answers; `offer` has offer_id and product_name."""
    promises = {"promises": request["promises"]} if request.get("promises") else {}
    return {
        "feedback_id": feedback_id,
        "project_id": request["project_id"],
        "request_id": request["request_id"],
        **offer,
        **promises,
        "responses": [reading.response] if reading.response else [],
        "ratings": reading.ratings,
    }


def _read_answer(reading: FormReading, question: Mapping[str, Any], name: str, text: str) -> None:
    key, kind = question["key"], question.get("kind")
    if kind == "scale":
        score = _whole(text, 0, 10)
        if score is None:
            reading.mistakes[name] = "not_offered"
        else:
            reading.response[key] = score
    elif kind in ("choice", "promise") and text not in (question.get("choices") or []):
        reading.mistakes[name] = "not_offered"
    elif len(text) > LONGEST_ANSWER:
        reading.mistakes[name] = "too_long"
    else:
        reading.response[key] = text


def _whole(text: str, lowest: int, highest: int) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 2):
        return None
    number = int(text)
    return number if lowest <= number <= highest else None
