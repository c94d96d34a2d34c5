"""Marketing → Sales: which leads are worth a call, why, what to say, and by when."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, NamedTuple, NotRequired, Self, TypedDict

from pydantic import BeforeValidator, Field, PrivateAttr

from core.campaign_metrics import CampaignFigures, CampaignMetrics, RateRules, campaign_figures
from core.contract import Contract, Text, no_entries
from core.errors import InputRejected, Problem
from core.field_types import Identifier
from core.lead_reading import LEADS_FIELD, LeadReader, RawLeads, RejectedLead, set_aside
from core.lead_scoring import LeadScorer, ScoringRules
from core.next_actions import NextActions, ResponseRules
from core.policy import Policy
from core.result import Notice
from core.sales_brief import DisqualifiedLead, SalesBrief, SalesDesk, ScoredLead
from core.talking_points import TalkingPoints, TalkingRules
from core.workflow import Package, Workflow


def _none_is_empty(value: Any) -> Any:
    return {} if value is None else value


class CampaignInput(Contract):
    """A campaign with the leads it brought. A marketing brief is one, with no leads yet."""

    campaign_id: Identifier = Field(
        title="Campaign id", description="The campaign that the leads belong to.", examples=["camp_123"]
    )
    campaign_name: Text = Field(
        title="Campaign", description="What people call the campaign.", examples=["Widget Pro Launch"]
    )
    leads_generated: Annotated[list[Any], RawLeads] = Field(
        title="Leads",
        description="Every lead is checked on its own; a bad one is set aside, with its errors.",
    )
    campaign_metrics: Annotated[CampaignMetrics, BeforeValidator(_none_is_empty)] = Field(
        default_factory=CampaignMetrics, title="Campaign figures", description="What the campaign achieved."
    )
    key_messages: list[Text] = Field(
        default_factory=no_entries,
        title="Key messages",
        description="What the campaign says; talking points join them with the lead's own words.",
        examples=[["AI-powered automation"]],
    )

    _unreadable: dict[int, list[Problem]] = PrivateAttr(default_factory=dict)

    def with_unreadable(self, problems: dict[int, list[Problem]]) -> Self:
        """The same campaign, knowing which leads (by position) were not plain JSON data."""
        self._unreadable = problems
        return self

    @property
    def unreadable(self) -> dict[int, list[Problem]]:
        return self._unreadable


class MarketingToSalesPolicy(Policy):
    """How leads are scored, answered, talked to, and how their campaign's rates are checked."""

    scoring: ScoringRules = ScoringRules()
    response: ResponseRules = ResponseRules()
    talking: TalkingRules = TalkingRules()
    rates: RateRules = RateRules()


class LeadCounts(TypedDict):
    """leads_in = qualified + nurture + disqualified + rejected, always."""

    leads_in: int
    qualified: int
    nurture: int
    disqualified: int
    rejected: int


class ScoringNote(TypedDict):
    """By which rules the leads were scored."""

    formula: str
    as_of: str
    policy_version: int
    hot_from: float
    warm_from: float
    qualified_from: float


class KeptWithLeads(TypedDict):
    """Of a run with very many leads: its lists hold the first entries, and every entry stands with its
    lead in the records, found by the run's id."""

    workflow_id: str
    shown: dict[str, int]
    note: str


class SalesPackage(TypedDict):
    """The payload for sales."""

    campaign_id: str
    campaign_name: str
    sales_briefs: list[SalesBrief]
    qualified_leads_count: int
    nurture_leads: list[ScoredLead]
    disqualified_leads: list[DisqualifiedLead]
    rejected_leads: list[RejectedLead]
    counts: LeadCounts
    campaign_metrics: CampaignFigures
    scoring: ScoringNote
    extra_fields: dict[str, Any]
    kept_with_leads: NotRequired[KeptWithLeads]


class SortedLeads(NamedTuple):
    """The leads of a campaign by what becomes of them; briefs come the best first."""

    briefs: list[SalesBrief]
    nurture: list[ScoredLead]
    disqualified: list[DisqualifiedLead]
    rejected: list[RejectedLead]

    def counts(self, leads_in: int) -> LeadCounts:
        return {
            "leads_in": leads_in,
            "qualified": len(self.briefs),
            "nurture": len(self.nurture),
            "disqualified": len(self.disqualified),
            "rejected": len(self.rejected),
        }


class MarketingToSalesWorkflow(Workflow[CampaignInput, MarketingToSalesPolicy]):
    """Qualifies a campaign's leads and writes a sales brief for each that is worth a call."""

    name: ClassVar[str] = "marketing_to_sales"
    label: ClassVar[str] = "Marketing → Sales"
    source: ClassVar[str] = "marketing"
    target: ClassVar[str] = "sales"
    next_step: ClassVar[str] = "sales_engagement"
    input_model = CampaignInput
    policy_model = MarketingToSalesPolicy

    def parse(self, raw: Any) -> CampaignInput:
        """The typed campaign; only a mistake of the campaign itself raises InputRejected."""
        try:
            return super().parse(raw)
        except InputRejected as error:
            if not any(problem.field.startswith(f"{LEADS_FIELD}[") for problem in error.problems):
                raise
        leads, unreadable = set_aside(raw[LEADS_FIELD])
        return super().parse({**raw, LEADS_FIELD: leads}).with_unreadable(unreadable)

    def transform(self, data: CampaignInput, policy: MarketingToSalesPolicy, now: datetime) -> Package:
        reader = LeadReader(data.leads_generated, data.unreadable)
        briefs, nurture, disqualified = sales_desk(data, policy, now).sort(reader)
        found = SortedLeads(briefs, nurture, disqualified, reader.rejected)
        return sales_package(data, policy, now, found, found.counts(len(data.leads_generated)))


def sales_desk(data: CampaignInput, policy: MarketingToSalesPolicy, now: datetime) -> SalesDesk:
    """The desk that judges the leads of this campaign."""
    return SalesDesk(
        LeadScorer(policy.scoring, now),
        TalkingPoints(policy.talking, data.key_messages, data.campaign_name),
        NextActions(policy.response, policy.agency, now),
        qualified_from=policy.scoring.qualified_from,
    )


def sales_package(
    data: CampaignInput,
    policy: MarketingToSalesPolicy,
    now: datetime,
    leads: SortedLeads,
    counts: LeadCounts,
) -> Package:
    """The package for sales, of the leads that it shows and the counts of all."""
    figures, notices = campaign_figures(data.campaign_metrics, counts["leads_in"], policy.rates)
    if rejected := counts["rejected"]:
        number = "1 lead that was" if rejected == 1 else f"{rejected:,} leads that were"
        notices.append(Notice(LEADS_FIELD, f"has {number} set aside; correct and hand over again"))
    payload: SalesPackage = {
        "campaign_id": data.campaign_id,
        "campaign_name": data.campaign_name,
        "sales_briefs": leads.briefs,
        "qualified_leads_count": counts["qualified"],
        "nurture_leads": leads.nurture,
        "disqualified_leads": leads.disqualified,
        "rejected_leads": leads.rejected,
        "counts": counts,
        "campaign_metrics": figures,
        "scoring": {
            "formula": "score = Σ weight × value ÷ Σ weights; what is not known counts as the usual lead",
            "as_of": now.isoformat(),
            "policy_version": policy.version,
            "hot_from": policy.scoring.hot_from,
            "warm_from": policy.scoring.warm_from,
            "qualified_from": policy.scoring.qualified_from,
        },
        "extra_fields": data.extras,
    }
    return Package(payload, title=data.campaign_name, warnings=tuple(notices))
