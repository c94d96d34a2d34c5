"""The golden thread: every step of one piece of work, from its source to the offer it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from core.money import Money

Kind = Literal[
    "source",
    "offer_version",
    "campaign",
    "lead",
    "deal",
    "work_order",
    "project",
    "survey",
    "response",
    "recommendation",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Side = Literal["before", "here", "after"]
Fact = tuple[str, str | int | date | datetime | Money]  # what it is ("value"), and the value


@dataclass(frozen=True, slots=True)
class StepKey:
    """Names a record: its kind and its id; a version of an offer is `<offer id>@<number>`."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class StepHandoff:
    """The run that handed a step over, and what the receiver said (waiting, accepted, returned)."""

    workflow_id: str
    status: str
    at: datetime
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A record on the thread: `title` as people call it, `facts` what is known of it.

    `domain` is the domain it lives in, None for a source; `at` is when it came to be. `cells` are the
    columns of a source's row as written. The run of `handoff` brought it here.
    """

    key: StepKey
    title: str
    domain: str | None
    at: datetime | date | None = None
    facts: tuple[Fact, ...] = ()
    handoff: StepHandoff | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thread:
    """What led to a record and what it led to.

    `links` are (from, to); `hidden` counts what a step led to beyond those that are shown.
    """

    here: StepKey
    steps: tuple[Step, ...]
    sides: Mapping[StepKey, Side]
    links: tuple[tuple[StepKey, StepKey], ...]
    hidden: Mapping[StepKey, int]

    def rows(self) -> list[tuple[Step, int]]:
        """The steps from above to below, each with its lane (from 0): one that led to another stands
        above it, and a branch keeps its lane to its end."""
        return rows(self.steps, self.links)


def read_key(text: str) -> StepKey | None:
    """The key that `str` wrote; None where the text is none."""
    kind, separator, record_id = text.partition(":")
    known = next((name for name in KINDS if name == kind), None)
    return StepKey(known, record_id) if known and separator and record_id else None


def version_id(offer_id: str, number: int) -> str:
    return f"{offer_id}@{number}"


def read_version_id(text: str) -> tuple[str, int] | None:
    """Offer id and number of a version; None where the text names none."""
    offer_id, _, number = text.rpartition("@")
    return (offer_id, int(number)) if offer_id and number.isascii() and number.isdigit() else None


def rows(steps: Sequence[Step], links: Iterable[tuple[StepKey, StepKey]]) -> list[tuple[Step, int]]:
    """Steps in an order in which each follows all that led to it, branch by branch, with their lanes."""
    found = {step.key: step for step in steps}
    before: dict[StepKey, list[StepKey]] = {key: [] for key in found}
    after: dict[StepKey, list[StepKey]] = {key: [] for key in found}
    for source, target in links:
        before[target].append(source)
        after[source].append(target)
    lanes: dict[StepKey, int] = {}
    open_ends: dict[StepKey, int] = {key: len(targets) for key, targets in after.items()}
    roots = [key for key in found if not before[key]]
    # The offer begins the main branch; a file joins it where its row became a lead.
    waiting = sorted(roots, key=lambda key: key.kind != "source")
    while len(lanes) < len(found):
        # Records that name each other in a ring begin where they were met first.
        key = waiting.pop() if waiting else next(key for key in found if key not in lanes)
        if key in lanes:
            continue
        lanes[key] = _lane(before[key], lanes, open_ends)
        for source in before[key]:
            open_ends[source] -= 1
        for target in reversed(after[key]):
            if target not in lanes and all(one in lanes for one in before[target]):
                waiting.append(target)
    return [(found[key], lane) for key, lane in lanes.items()]


def _lane(sources: Sequence[StepKey], lanes: Mapping[StepKey, int], open_ends: Mapping[StepKey, int]) -> int:
    """The leftmost lane of what led to the record that nothing else goes on in, else the first free one."""
    busy = {lanes[one] for one in lanes if open_ends[one] and one not in sources}
    # Of several that a record led to, the last keeps its lane: the others branch off beside it.
    own = sorted(lanes[one] for one in sources if one in lanes and open_ends[one] == 1)
    for lane in own:
        if lane not in busy:
            return lane
    taken = busy | {lanes[one] for one in sources if one in lanes}
    return next(lane for lane in range(len(lanes) + 1) if lane not in taken)
