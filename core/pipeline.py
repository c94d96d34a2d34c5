"""The stages of a deal: what each asks for, which moves may be made, and when a deal stands still."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pydantic import Field

from core.errors import HandoffRefused, Problem
from core.policy import Policy, PolicyPart

Need = Literal["value", "expected_close_on"]

NEED_LABELS: dict[Need, str] = {"value": "the value", "expected_close_on": "the expected close date"}

# The reasons that a lost deal is counted by; a person may add words of their own.
LOST_REASONS = (
    "Price",
    "Chose a competitor",
    "No budget",
    "No decision",
    "Timing",
    "Not a fit",
    "No answer",
    "Other",
)


# How a list of deals may be ordered.
DEAL_ORDERS = {
    "changed": "Changed last",
    "value": "Highest value",
    "close": "Next to close",
    "name": "Name",
    "company": "Company",
}


class Stage(PolicyPart):
    """One stage. `probability` (0–1) is the policy's assumption that a deal here is won; `needs` must be
    known before a deal enters; `usual_days` stands in for the median until enough deals went through."""

    name: str
    label: str
    probability: float = Field(ge=0, le=1)
    needs: tuple[Need, ...] = ()
    usual_days: float = Field(14, gt=0)

    @property
    def is_closed(self) -> bool:
        return self.name in ("closed_won", "closed_lost")


class PipelineRules(PolicyPart):
    """The stages in order; the last two close a deal. A deal is stale beyond `stale_factor` × the time
    that deals usually spend in its stage."""

    stages: tuple[Stage, ...] = (
        Stage(name="new", label="New", probability=0.10, usual_days=5),
        Stage(name="contacted", label="Contacted", probability=0.20, usual_days=10),
        Stage(
            name="proposal",
            label="Proposal",
            probability=0.45,
            needs=("value", "expected_close_on"),
            usual_days=14,
        ),
        Stage(
            name="negotiation",
            label="Negotiation",
            probability=0.70,
            needs=("value", "expected_close_on"),
            usual_days=14,
        ),
        Stage(name="closed_won", label="Won", probability=1.0),
        Stage(name="closed_lost", label="Lost", probability=0.0),
    )
    stale_factor: float = Field(1.5, ge=1)
    fewest_for_median: int = Field(5, ge=1)

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in self.stages if not stage.is_closed)

    def stage(self, name: str) -> Stage:
        for stage in self.stages:
            if stage.name == name:
                return stage
        known = ", ".join(stage.label for stage in self.stages)
        raise HandoffRefused(f"There is no stage {name[:40]!r}. The stages are: {known}.")


class PipelinePolicy(Policy):
    """How the agency reckons with its deals."""

    pipeline: PipelineRules = PipelineRules()


class DealFacts(NamedTuple):
    """What a move looks at."""

    stage: str
    value: Decimal | None
    expected_close_on: date | None


def check_move(rules: PipelineRules, deal: DealFacts, wanted: str, *, lost_reason: str | None) -> Stage:
    """The stage that a deal may move to, or HandoffRefused with what to do instead.

    A deal is won by handing it over to fulfillment, never by a move, so that nothing is sold without
    a work order; a lost deal says why. What the stage needs and the deal lacks is named by field.
    """
    stage = rules.stage(wanted)
    if deal.stage == "closed_won":
        raise HandoffRefused("This deal is won and its work order exists; open a new deal for more work.")
    if wanted == "closed_won":
        raise HandoffRefused("Win a deal by handing it over to fulfillment, so that its work order exists.")
    if wanted == "closed_lost" and not (lost_reason or "").strip():
        raise HandoffRefused(
            "Say why the deal was lost; the reason is what the next one learns from.",
            [Problem("lost_reason", "is required", None)],
        )
    lacking = missing_for(stage, deal)
    if lacking:
        names = " and ".join(NEED_LABELS[need] for need in lacking)
        raise HandoffRefused(
            f"Before {stage.label} a deal needs {names}. Fill it in, then move the deal.",
            [Problem(need, f"is required before {stage.label}", None) for need in lacking],
        )
    return stage


def missing_for(stage: Stage, deal: DealFacts) -> list[Need]:
    """What the stage needs and the deal lacks, in the order of the policy."""
    known = {"value": bool(deal.value), "expected_close_on": deal.expected_close_on is not None}
    return [need for need in stage.needs if not known[need]]


def stale_after_days(stage: Stage, median_days: float | None, n: int, rules: PipelineRules) -> float:
    """Days in `stage` beyond which a deal is stale: stale_factor × the stage's median.

    `median_days` is of the `n` deals that left the stage; below `fewest_for_median` of them the policy's
    usual days stand in.
    """
    usual = median_days if median_days is not None and n >= rules.fewest_for_median else stage.usual_days
    return rules.stale_factor * usual


def weighted_value(deals: Iterable[tuple[str, Decimal]], rules: PipelineRules) -> Decimal:
    """Σ value × stage probability over (stage, value) of the open deals."""
    by_name = {stage.name: stage for stage in rules.stages}
    return sum(
        (
            value * Decimal(str(by_name[stage].probability))
            for stage, value in deals
            if stage in by_name and not by_name[stage].is_closed
        ),
        Decimal(0),
    )
