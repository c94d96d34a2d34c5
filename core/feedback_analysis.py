"""What feedback says: the score, the sentiment, and findings that each stand on quotes or ratings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import NamedTuple, TypedDict

from core.feedback_text.clauses import Clause
from core.feedback_text.polarity import NEUTRAL_WITHIN, damped
from core.feedback_text.reading import Kind, Mention, Reading
from core.feedback_text.themes import Theme, ThemeRules, theme_of_category
from core.policy import PolicyPart

SENTIMENTS = ("very_negative", "negative", "neutral", "positive", "very_positive")
_TELLING_QUOTES = 3  # shown beside a disagreement: enough to see what is meant


class SentimentRules(PolicyPart):
    """From which score (0–100) a sentiment begins, and which rating (1–5) is strong or weak.

    `strong_words` is the comment score (0–1) from which words alone are very positive or negative.
    `steps_apart` is how many steps ratings and words may differ before that is a finding.
    """

    very_positive_from: float = 90
    positive_from: float = 75
    neutral_from: float = 60
    negative_from: float = 40
    strong_rating: float = 4.5
    weak_rating: float = 3.5
    strong_words: float = 0.60
    steps_apart: int = 1


class Quote(TypedDict):
    """`text` is characters `start` to `end` of answer `question` of response number `response` (from 0)."""

    text: str
    response: int
    question: str
    start: int
    end: int


class RatingAverage(TypedDict):
    """The mean (1–5) of a category over `n` ratings, of which `weak` are at or below the weak rating."""

    category: str
    mean: float
    n: int
    weak: int


class Finding(TypedDict):
    """A line of key_strengths or improvement_areas (`kind`) with what it stands on."""

    finding: str
    theme: str
    kind: Kind
    quotes: list[Quote]
    rating: RatingAverage | None
    respondents: int


class ThemeCount(TypedDict):
    """How many people praised a theme and how many want it better, beside its rating."""

    theme: str
    label: str
    praised: int
    to_improve: int
    rating: RatingAverage | None


class Found(NamedTuple):
    """A theme with its mentions and its rating, before it is worded."""

    theme: Theme
    kind: Kind
    mentions: tuple[Mention, ...]
    rating: RatingAverage | None

    @property
    def respondents(self) -> int:
        """How many people named it in words."""
        return len({mention.response for mention in self.mentions})


def rating_averages(ratings: Mapping[str, Sequence[float]], rules: SentimentRules) -> list[RatingAverage]:
    """The mean of each category that somebody rated."""
    return [
        {
            "category": category,
            "mean": round(math.fsum(values) / len(values), 2),
            "n": len(values),
            "weak": sum(value <= rules.weak_rating for value in values),
        }
        for category, values in ratings.items()
        if values
    ]


def satisfaction_score(ratings: Mapping[str, Sequence[float]]) -> tuple[int | None, str]:
    """Average rating in %: the mean over categories of the category mean ÷ 5 × 100, rounded half up."""
    means = [
        sum((Decimal(str(value)) for value in values), Decimal(0)) / len(values)
        for values in ratings.values()
        if values
    ]
    if not means:
        return None, "no ratings were given, so there is no score"
    mean = sum(means, Decimal(0)) / len(means)
    score = int((mean * 20).quantize(Decimal(1), ROUND_HALF_UP))
    shown = " + ".join(f"{round(value, 2).normalize():f}" for value in means)
    many = "1 category" if len(means) == 1 else f"{len(means)} categories"
    return score, f"average rating: ({shown}) ÷ {many} ÷ 5 stars × 100 = {score}"


def sentiment_of_score(score: int, rules: SentimentRules) -> str:
    """The sentiment that a score of 0–100 stands for."""
    starts = (rules.very_positive_from, rules.positive_from, rules.neutral_from, rules.negative_from)
    for sentiment, least in zip(reversed(SENTIMENTS), starts, strict=False):
        if score >= least:
            return sentiment
    return SENTIMENTS[0]


def sentiment_of_words(reading: Reading, rules: SentimentRules) -> str | None:
    """The sentiment of the median person by their words; None where nobody's words hold a view.

    A person's words are all their comments together: what they liked weighs against what they miss.
    """
    totals: dict[int, float] = {}
    for answer in reading.answers:
        if answer.telling:
            totals[answer.response] = totals.get(answer.response, 0.0) + answer.total
    if not totals:
        return None
    middle = median(damped(total) for total in totals.values())
    if abs(middle) < NEUTRAL_WITHIN:
        return "neutral"
    strong = abs(middle) >= rules.strong_words
    return SENTIMENTS[2 + (1 if middle > 0 else -1) * (2 if strong else 1)]


def find_themes(
    reading: Reading, averages: Sequence[RatingAverage], themes: ThemeRules, rules: SentimentRules
) -> list[Found]:
    """Themes praised or to be improved: from the words, and from ratings that are strong or weak.

    Those that most people named come first; equals in the order of the themes.
    """
    known = {theme.key: theme for theme in themes.themes}
    by_theme: dict[tuple[str, Kind], list[Mention]] = {}
    for mention in reading.mentions:
        by_theme.setdefault((mention.theme.key, mention.kind), []).append(mention)
    rated: dict[str, RatingAverage] = {}
    for average in averages:
        theme = theme_of_category(average["category"], themes)
        if theme is None:
            continue
        known.setdefault(theme.key, theme)
        rated[theme.key] = average
        if average["mean"] >= rules.strong_rating:
            by_theme.setdefault((theme.key, "strength"), [])
        elif average["mean"] <= rules.weak_rating:
            by_theme.setdefault((theme.key, "improvement"), [])
    order = {key: position for position, key in enumerate(known)}
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
        "quotes": [quote_of(mention) for mention in found.mentions],
        "rating": found.rating,
        "respondents": found.respondents,
    }


def count_themes(found: Sequence[Found]) -> list[ThemeCount]:
    """Each theme once, in the order of the findings."""
    counts: dict[str, ThemeCount] = {}
    for item in found:
        line = counts.setdefault(
            item.theme.key,
            {
                "theme": item.theme.key,
                "label": item.theme.label,
                "praised": 0,
                "to_improve": 0,
                "rating": item.rating,
            },
        )
        line["praised" if item.kind == "strength" else "to_improve"] = item.respondents
    return list(counts.values())


def quote_of(mention: Mention) -> Quote:
    """The words that a mention stands on."""
    return {
        "text": mention.quote,
        "response": mention.response,
        "question": mention.question,
        "start": mention.start,
        "end": mention.end,
    }


def disagreement(
    from_ratings: str | None, from_words: str | None, reading: Reading, rules: SentimentRules
) -> tuple[str | None, list[Quote]]:
    """A sentence and the most telling quotes where ratings and words are too far apart; else None."""
    if from_ratings is None or from_words is None:
        return None, []
    steps = SENTIMENTS.index(from_ratings) - SENTIMENTS.index(from_words)
    if abs(steps) <= rules.steps_apart:
        return None, []
    telling = sorted(
        ((answer.total, answer.response, answer.question, answer.telling) for answer in reading.answers),
        key=lambda line: line[0] if steps > 0 else -line[0],
    )
    sentence = (
        f"The ratings say {from_ratings.replace('_', ' ')}, the words say {from_words.replace('_', ' ')}. "
        "Ask the client which of them to believe."
    )
    quotes = [
        _telling_quote(response, question, clause) for _, response, question, clause in telling if clause
    ]
    return sentence, quotes[:_TELLING_QUOTES]


def _telling_quote(response: int, question: str, clause: Clause) -> Quote:
    return {
        "text": clause.text,
        "response": response,
        "question": question,
        "start": clause.start,
        "end": clause.end,
    }
