"""How each person speaks of each theme: praise, blame, both, or a wish. One mention a person and theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict, get_args

from core.feedback_analysis import Finding, Quote
from core.feedback_text.polarity import clause_weight
from core.feedback_text.reading import IMPROVE_QUESTION
from core.feedback_text.requests import asks_for_change
from core.feedback_text.tokens import tokens_of

Tone = Literal["positive", "mixed", "negative", "request"]
TONES: tuple[Tone, ...] = get_args(Tone)
TONE_LABELS: Mapping[Tone, str] = {
    "positive": "Positive",
    "mixed": "Mixed",
    "negative": "Negative",
    "request": "Requests",
}
TONE_MEANINGS: Mapping[Tone, str] = {
    "positive": "praise alone",
    "mixed": "praise and something to improve, of the same person",
    "negative": "blame: something was not good",
    "request": "a wish without blame: faster, more, please add",
}


class ThemeMention(TypedDict):
    """What the person of response number `person` (from 0) says of a theme, and the words it stands on."""

    theme: str
    label: str
    person: int
    tone: Tone
    quotes: list[Quote]


def theme_mentions(evidence: Sequence[Finding], labels: Mapping[str, str]) -> list[ThemeMention]:
    """One mention for each person and theme, from the findings of an analysis; `labels` by theme."""
    said: dict[tuple[str, int], dict[str, list[Quote]]] = {}
    for finding in evidence:
        for quote in finding["quotes"]:
            kinds = said.setdefault((finding["theme"], quote["response"]), {})
            kinds.setdefault(finding["kind"], []).append(quote)
    return [
        {
            "theme": theme,
            "label": labels.get(theme, theme),
            "person": person,
            "tone": _tone(kinds),
            "quotes": [quote for quotes in kinds.values() for quote in quotes],
        }
        for (theme, person), kinds in said.items()
    ]


def mentions_of_analysis(analysis: Mapping[str, Any]) -> list[ThemeMention]:
    """The mentions of a `feedback_analysis` as it was handed over."""
    labels = {line["theme"]: line["label"] for line in analysis["themes"]}
    return theme_mentions(analysis["evidence"], labels)


def _tone(kinds: Mapping[str, Sequence[Quote]]) -> Tone:
    wanted = kinds.get("improvement", ())
    if "strength" in kinds:
        return "mixed" if wanted else "positive"
    return "request" if all(_is_request(quote) for quote in wanted) else "negative"


def _is_request(quote: Quote) -> bool:
    """Whether it asks for a change; a bare answer to "what could be better" is a wish too."""
    if asks_for_change(tokens_of(quote["text"])):
        return True
    return quote["question"] == IMPROVE_QUESTION and clause_weight(quote["text"]) >= 0
