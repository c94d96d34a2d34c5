"""The four figures of feedback from plain counts, and whether they moved by more than noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple, Self

from core.comparisons import Comparison, Recommenders, Share, Sums, compare_means, compare_nps, compare_shares
from core.statistics import FEWEST_ANSWERS, Figure, mean_figure, nps_of_counts, share_figure

FigureName = Literal["csat", "nps", "rating", "response_rate"]

LABELS: Mapping[FigureName, str] = {
    "csat": "CSAT",
    "nps": "NPS",
    "rating": "Average rating",
    "response_rate": "Response rate",
}
UNITS: Mapping[FigureName, str] = {"csat": " %", "nps": "", "rating": " %", "response_rate": " %"}
RANGES: Mapping[FigureName, tuple[float, float]] = {
    "csat": (0, 100),
    "nps": (-100, 100),
    "rating": (0, 100),
    "response_rate": (0, 100),
}
FORMULAS: Mapping[FigureName, str] = {
    "csat": "4 or 5 stars in overall satisfaction ÷ ratings of it",
    "nps": "% of 9–10 − % of 0–6",
    "rating": "sum of the responses' average ratings in % ÷ responses with ratings",
    "response_rate": "answered ÷ invited (without revoked links)",
}
INTERVALS: Mapping[FigureName, str] = {
    "csat": "Wilson's score interval (1927)",
    "nps": "adjusted Wald interval (three answers added; after Bonett and Price, 2012)",
    "rating": "Student's t interval of a mean (1908)",
    "response_rate": "Wilson's score interval (1927)",
}
TESTS: Mapping[FigureName, str] = {
    "csat": "Newcombe's interval of the difference of two shares (1998, method 10)",
    "nps": "the difference of two adjusted Wald intervals",
    "rating": "Welch's interval of the difference of two means (1947)",
    "response_rate": "Newcombe's interval of the difference of two shares (1998, method 10)",
}


class FeedbackCounts(NamedTuple):
    """What the figures are made of. Every part is a sum, so counts of groups add up.

    Of `responses`, `ratings` hold stars: `rating_sum` and `rating_squares` are of their average ratings in %.
    `rated`, `satisfied`, `scored`, `promoters`, `detractors` count people; `invited` and `answered` links.
    """

    responses: int = 0
    ratings: int = 0
    rating_sum: float = 0.0
    rating_squares: float = 0.0
    rated: int = 0
    satisfied: int = 0
    scored: int = 0
    promoters: int = 0
    detractors: int = 0
    invited: int = 0
    answered: int = 0

    def plus(self, other: Self) -> FeedbackCounts:
        sums: list[Any] = [mine + theirs for mine, theirs in zip(self, other, strict=True)]
        return FeedbackCounts(*sums)

    def figure(self, name: FigureName) -> Figure:
        """One of the four, with its 95 % interval, its n and its formula."""
        if name == "csat":
            return share_figure(self.satisfied, self.rated, FORMULAS[name])
        if name == "response_rate":
            return share_figure(self.answered, self.invited, FORMULAS[name])
        if name == "nps":
            return nps_of_counts(self.promoters, self.detractors, self.scored)
        found = mean_figure(self.rating_sum, self.rating_squares, self.ratings, FORMULAS[name])
        if found["low"] is not None and found["high"] is not None:  # a mean of shares is a share
            found = {**found, "low": max(0.0, found["low"]), "high": min(100.0, found["high"])}
        return found


def figure_words(figure: Figure, unit: str) -> str:
    """`72 % (64 to 79, n 120)`; a dash where nobody answered."""
    value, low, high = figure["value"], figure["low"], figure["high"]
    if value is None:
        return "–"
    if low is None or high is None:
        return f"{value:.0f}{unit} (n {figure['n']:,})"
    return f"{value:.0f}{unit} ({low:.0f} to {high:.0f}, n {figure['n']:,})"


class Change(NamedTuple):
    """A figure in the last two periods that hold enough answers; `words` is what may be said of it."""

    name: FigureName
    before: str
    after: str
    comparison: Comparison
    words: str

    @property
    def is_clear(self) -> bool:
        return self.comparison["verdict"] in ("better", "worse")


def compare_counts(name: FigureName, before: FeedbackCounts, after: FeedbackCounts) -> Comparison:
    """One figure twice, and the 95 % interval of its change."""
    if name == "csat":
        return compare_shares(
            Share(before.satisfied, before.rated), Share(after.satisfied, after.rated), FORMULAS[name]
        )
    if name == "response_rate":
        return compare_shares(
            Share(before.answered, before.invited), Share(after.answered, after.invited), FORMULAS[name]
        )
    if name == "nps":
        return compare_nps(
            Recommenders(before.promoters, before.detractors, before.scored),
            Recommenders(after.promoters, after.detractors, after.scored),
        )
    return compare_means(
        Sums(before.rating_sum, before.rating_squares, before.ratings),
        Sums(after.rating_sum, after.rating_squares, after.ratings),
        FORMULAS[name],
    )


def last_change(name: FigureName, periods: Sequence[tuple[str, FeedbackCounts]]) -> Change | None:
    """The change between the last two periods (oldest first) with enough answers; None without two."""
    enough = [one for one in periods if one[1].figure(name)["n"] >= FEWEST_ANSWERS]
    if len(enough) < 2:
        return None
    (before, first), (after, second) = enough[-2:]
    found = compare_counts(name, first, second)
    return Change(name, before, after, found, _words(name, before, after, found))


def clear_steps(name: FigureName, periods: Sequence[FeedbackCounts]) -> list[bool]:
    """For each period after the first: did the figure move by more than noise since the one before?"""
    return [
        compare_counts(name, before, after)["verdict"] in ("better", "worse")
        for before, after in pairwise(periods)
    ]


def _words(name: FigureName, before: str, after: str, found: Comparison) -> str:
    unit = UNITS[name]
    first, second = (
        f"{part['value']:.0f}{unit} (n {part['n']:,})" for part in (found["before"], found["after"])
    )
    moved = (
        f"{LABELS[name]} {before} → {after}: {first} → {second}, "
        f"change {found['change']:+.0f} ({found['low']:+.0f} to {found['high']:+.0f})"
    )
    if found["verdict"] == "better":
        return f"{moved}: better by more than noise."
    if found["verdict"] == "worse":
        return f"{moved}: worse by more than noise."
    return f"{moved}: no change that is more than noise."
