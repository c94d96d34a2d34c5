"""The stages of a deal, and what the pipeline is worth."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.errors import HandoffRefused
from core.policy import PolicyPart


class Stage(PolicyPart):
    """One stage; `probability` (0–1) is the policy's assumption that a deal here is won."""

    name: str
    label: str
    probability: float

    @property
    def is_closed(self) -> bool:
        return self.name in ("closed_won", "closed_lost")


class PipelineRules(PolicyPart):
    """The stages in order; the last two close a deal."""

    stages: tuple[Stage, ...] = (
        Stage(name="new", label="New", probability=0.10),
        Stage(name="contacted", label="Contacted", probability=0.20),
        Stage(name="proposal", label="Proposal", probability=0.45),
        Stage(name="negotiation", label="Negotiation", probability=0.70),
        Stage(name="closed_won", label="Won", probability=1.0),
        Stage(name="closed_lost", label="Lost", probability=0.0),
    )

    def stage(self, name: str) -> Stage:
        for stage in self.stages:
            if stage.name == name:
                return stage
        known = ", ".join(stage.label for stage in self.stages)
        raise HandoffRefused(f"There is no stage {name[:40]!r}. The stages are: {known}.")


def check_move(rules: PipelineRules, current: str, wanted: str, *, lost_reason: str | None) -> Stage:
    """The stage that a deal may move to, or HandoffRefused with what to do instead.

    A deal is won by handing it over to fulfillment, never by a move, so that nothing is sold without
    a work order; a lost deal says why.
    """
    stage = rules.stage(wanted)
    if current == "closed_won":
        raise HandoffRefused("This deal is won and its work order exists; open a new deal for more work.")
    if wanted == "closed_won":
        raise HandoffRefused("Win a deal by handing it over to fulfillment, so that its work order exists.")
    if wanted == "closed_lost" and not (lost_reason or "").strip():
        raise HandoffRefused("Say why the deal was lost; the reason is what the next one learns from.")
    return stage


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
