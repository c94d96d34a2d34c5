"""What feedback says: the score, the sentiment, and findings that each stand on quotes or ratings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TypedDict

from core.feedback_text.polarity import NEUTRAL_WITHIN, comment_score
from core.feedback_text.reading import NOT_COMMENTS, Kind, Mention, Reading
from core.feedback_text.themes import Theme, ThemeRules, theme_of_category
from core.policy import PolicyPart

SENTIMENTS = ("very_negative", "negative", "neutral", "positive", "very_positive")


class SentimentRules(PolicyPart):
    """From which score (0–100) a sentiment begins, and which rating (1–5) is strong or weak.

    `strong_words` is the comment score (0–1) from which words alone are very positive or negative.
    """

    very_positive_from: float = 90
    positive_from: float = 75
    neutral_from: float = 60
    negative_from: float = 40
    strong_rating: float = 4.5
    weak_rating: float = 3.5
    strong_words: float = 0.60


class Quote(TypedDict):
    """`text` is characters `start` to `end` of answer `question` of response number `response` (from 0)."""

    text: str
    response: int
    question: str
    start: int
    end: int


class RatingAverage(TypedDict):
    category: str
    mean: float
    n: int


class Finding(TypedDict):
    """A line of key_strengths or improvement_areas (`kind`) with what it stands on."""

    finding: str
    theme: str
    kind: Kind
    quotes: list[Quote]
    rating: RatingAverage | None
    respondents: int


@dataclass(frozen=True, slots=True)
class Found:
    """A theme with its mentions and its rating, before it is worded."""

    theme: Theme
    kind: Kind
    mentions: tuple[Mention, ...]
    rating: RatingAverage | None

    @property
    def respondents(self) -> int:
        """How many people named it in words."""
        return len({mention.response for mention in self.mentions})


def rating_averages(ratings: Mapping[str, Sequence[float]]) -> list[RatingAverage]:
    """The mean of each category that somebody rated."""
    return [
        {"category": category, "mean": round(math.fsum(values) / len(values), 2), "n": len(values)}
        for category, values in ratings.items()
        if values
    ]


def satisfaction_score(ratings: Mapping[str, Sequence[float]]) -> tuple[int | None, str]:
    """Average rating in %: the mean over categories of the category mean ÷ 5 × 100, rounded half up."""
    means = [Decimal(str(math.fsum(values))) / len(values) for values in ratings.values() if values]
    if not means:
        return None, "no ratings were given, so there is no score"
    mean = sum(means, Decimal(0)) / len(means)
    score = int((mean * 20).quantize(Decimal(1), ROUND_HALF_UP))
    shown = " + ".join(
        f"{value.normalize():f}" if value == value.to_integral() else f"{value:.2f}" for value in means
    )
    return score, f"average rating: ({shown}) ÷ {len(means)} categories ÷ 5 stars × 100 = {score}"


def sentiment_of_score(score: int, rules: SentimentRules) -> str:
    """The sentiment that a score of 0–100 stands for."""
    starts = (rules.very_positive_from, rules.positive_from, rules.neutral_from, rules.negative_from)
    for sentiment, least in zip(reversed(SENTIMENTS), starts, strict=False):
        if score >= least:
            return sentiment
    return SENTIMENTS[0]


def sentiment_of_words(
    answers: Sequence[Mapping[str, str]], skipped: set[tuple[int, str]], rules: SentimentRules
) -> str | None:
    """The sentiment of the median comment; None where there is no comment to read."""
    scores = [
        comment_score(text)
        for number, response in enumerate(answers)
        for question, text in response.items()
        if question not in NOT_COMMENTS and (number, question) not in skipped
    ]
    if not scores:
        return None
    middle = median(scores)
    if abs(middle) < NEUTRAL_WITHIN:
        return "neutral"
    strong = abs(middle) >= rules.strong_words
    return SENTIMENTS[2 + (1 if middle > 0 else -1) * (2 if strong else 1)]


def find_themes(
    reading: Reading, averages: Sequence[RatingAverage], themes: ThemeRules, rules: SentimentRules
) -> list[Found]:
    """Themes praised or to be improved: from the words, and from ratings that are strong or weak.

    Improvements first by how many people named them, strengths likewise; equals in the themes' order.
    """
    by_theme: dict[tuple[str, Kind], list[Mention]] = {}
    for mention in reading.mentions:
        by_theme.setdefault((mention.theme.key, mention.kind), []).append(mention)
    rated: dict[str, RatingAverage] = {}
    for average in averages:
        theme = theme_of_category(average["category"], themes)
        if theme is None:
            continue
        rated[theme.key] = average
        if average["mean"] >= rules.strong_rating:
            by_theme.setdefault((theme.key, "strength"), [])
        elif average["mean"] <= rules.weak_rating:
            by_theme.setdefault((theme.key, "improvement"), [])
    order = {theme.key: position for position, theme in enumerate(themes.themes)}
    known = {theme.key: theme for theme in themes.themes}
    found = [
        Found(known[key], kind, tuple(mentions), rated.get(key)) for (key, kind), mentions in by_theme.items()
    ]
    return sorted(found, key=lambda item: (-item.respondents, order[item.theme.key], item.kind))


def worded(found: Found) -> Finding:
    """A finding as the package carries it."""
    theme = found.theme
    return {
        "finding": theme.strength if found.kind == "strength" else theme.improvement,
        "theme": theme.key,
        "kind": found.kind,
        "quotes": [quote(mention) for mention in found.mentions],
        "rating": found.rating,
        "respondents": found.respondents,
    }


def quote(mention: Mention) -> Quote:
    return {
        "text": mention.quote,
        "response": mention.response,
        "question": mention.question,
        "start": mention.start,
        "end": mention.end,
    }


def disagreement(from_ratings: str | None, from_words: str | None) -> str | None:
    """A sentence where ratings and words are more than one step apart; None where they agree."""
    if from_ratings is None or from_words is None:
        return None
    steps = SENTIMENTS.index(from_ratings) - SENTIMENTS.index(from_words)
    if abs(steps) <= 1:
        return None
    return (
        f"The ratings say {from_ratings.replace('_', ' ')}, the words say {from_words.replace('_', ' ')}. "
        "Ask the client which of them to believe."
    )
