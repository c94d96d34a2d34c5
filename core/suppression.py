"""Small groups are hidden, and with them as many others as it takes that no hidden figure can be computed.

A figure of fewer than five answers is one of persons. Where one group alone is hidden beside a total, its
figure is the total less the others; so a second one is hidden with it, and together they hold at least five
answers (primary and complementary suppression of tables, as statistical offices do it).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from core.statistics import FEWEST_ANSWERS

Why = Literal["few", "protects"]
REASONS: Mapping[Why, str] = {
    "few": f"fewer than {FEWEST_ANSWERS} answers",
    "protects": "hidden with a small group, whose figures could be computed from the total otherwise",
}


class Suppressed(NamedTuple):
    """Why groups are hidden, by their place in the list; and whether the total has to be hidden too."""

    groups: dict[int, Why]
    total: bool


def suppress(groups: Sequence[Sequence[int]]) -> Suppressed:
    """Which groups of a table with a total are hidden. A group is the numbers that its figures stand on
    (answers, ratings, scores …), each added up to the total; 0 stands on nothing and is no figure."""
    hidden: dict[int, Why] = {
        place: "few"
        for place, bases in enumerate(groups)
        if any(0 < number < FEWEST_ANSWERS for number in bases)
    }
    width = max((len(bases) for bases in groups), default=0)
    while (base := _open_base(groups, hidden, width)) is not None:
        visible = [place for place in range(len(groups)) if place not in hidden and groups[place][base] > 0]
        if not visible:
            # Nobody is left to hide among: what is left of the total is the small group itself.
            return Suppressed(hidden, total=True)
        hidden[min(visible, key=lambda place: (sum(groups[place]), place))] = "protects"
    return Suppressed(hidden, total=False)


def _open_base(groups: Sequence[Sequence[int]], hidden: Mapping[int, Why], width: int) -> int | None:
    """A number of which the total less the visible groups would be one group's, or of fewer than five."""
    for base in range(width):
        numbers = [groups[place][base] for place in hidden if groups[place][base] > 0]
        if numbers and (len(numbers) == 1 or sum(numbers) < FEWEST_ANSWERS):
            return base
    return None
