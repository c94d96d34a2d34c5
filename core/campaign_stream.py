"""Marketing → Sales for leads that come one at a time: the same outcomes and key, in bounded memory."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple, cast

from core.canonical import canonical_json
from core.errors import Problem
from core.lead_reading import LEADS_FIELD, LeadReader, RejectedLead, set_aside
from core.sales_brief import DisqualifiedLead, SalesBrief, ScoredLead, Verdict, best_first
from core.workflow import Package
from core.workflows.marketing_to_sales import (
    CampaignInput,
    KeptWithLeads,
    LeadCounts,
    MarketingToSalesPolicy,
    SortedLeads,
    sales_desk,
    sales_package,
)

# Stands in the campaign's canonical JSON where its leads go; no campaign has it by chance.
_LEADS_HERE = "the leads 7b0c1f5e94a24d33"


class Outcome(NamedTuple):
    """What became of one lead, and its document: the entry that it has in the run's result."""

    status: Verdict | Literal["rejected"]
    document: Mapping[str, Any]


class CampaignStream:
    """One run of the handoff over any number of leads.

    `campaign` comes without its leads. Of each list the first `keep` entries stay for the package
    (None: all of them), of the briefs the best ones. Leads are plain JSON data, as a database gives them.
    """

    def __init__(
        self, campaign: CampaignInput, policy: MarketingToSalesPolicy, now: datetime, *, keep: int | None
    ) -> None:
        self._campaign, self._policy, self._now, self._keep = campaign, policy, now, keep
        self._desk = sales_desk(campaign, policy, now)
        self._shown = SortedLeads([], [], [], [])
        self._seen: Counter[str] = Counter()
        self._leads_in = 0
        given = canonical_json({**campaign.canonical(), LEADS_FIELD: [_LEADS_HERE]})
        start, self._rest = given.split(canonical_json(_LEADS_HERE))
        self._hash = hashlib.sha256(start)

    def outcomes(self, leads: Iterable[Any]) -> Iterator[Outcome]:
        """One outcome for each lead, in their order; called once."""
        unreadable: dict[int, list[Problem]] = {}
        reader = LeadReader(self._note(leads, unreadable), unreadable)
        for lead in reader:
            yield from self._rejected(reader)
            verdict, document = self._desk.judge(lead)
            self._show(verdict, document)
            yield Outcome(verdict, document)
        yield from self._rejected(reader)

    def digest(self) -> str:
        """The digest of the whole input, the same as that of one JSON document with all of its leads."""
        whole = self._hash.copy()
        whole.update(self._rest)
        return whole.hexdigest()

    def package(self, workflow_id: str) -> Package:
        """The package for sales; where lists are cut, it says under which run's id the rest is found."""
        briefs, nurture, disqualified, rejected = self._shown
        briefs.sort(key=best_first)
        found = self._shown._replace(briefs=briefs[: self._keep])
        counts: LeadCounts = {
            "leads_in": self._leads_in,
            "qualified": self._seen["qualified"],
            "nurture": self._seen["nurture"],
            "disqualified": self._seen["disqualified"],
            "rejected": self._seen["rejected"],
        }
        package = sales_package(self._campaign, self._policy, self._now, found, counts)
        if self._keep is None or self._leads_in <= self._keep:
            return package
        kept: KeptWithLeads = {
            "workflow_id": workflow_id,
            "shown": {
                "sales_briefs": len(found.briefs),
                "nurture_leads": len(nurture),
                "disqualified_leads": len(disqualified),
                "rejected_leads": len(rejected),
            },
            "note": (
                f"Each list holds its first {self._keep} entries at most, the briefs the best ones. "
                f"All {self._leads_in:,} leads have theirs in the records of the campaign."
            ),
        }
        return package._replace(payload={**package.payload, "kept_with_leads": kept})

    def _note(self, leads: Iterable[Any], unreadable: dict[int, list[Problem]]) -> Iterator[Any]:
        """The leads as they are stored, counted into the digest on their way."""
        for position, lead in enumerate(leads):
            (kept,), problems = set_aside([lead])
            if problems:
                unreadable[position] = problems[0]
            self._hash.update(b"," + canonical_json(kept) if self._leads_in else canonical_json(kept))
            self._leads_in += 1
            yield kept

    def _rejected(self, reader: LeadReader) -> Iterator[Outcome]:
        for rejected in reader.rejected:
            self._show("rejected", rejected)
            yield Outcome("rejected", rejected)
        reader.rejected.clear()

    def _show(self, status: str, document: ScoredLead | RejectedLead) -> None:
        self._seen[status] += 1
        if status == "qualified":
            briefs = self._shown.briefs
            briefs.append(cast(SalesBrief, document))
            # Sorting now and then keeps the best ones; equals stay in the order in which they came.
            if self._keep is not None and len(briefs) >= 4 * self._keep:
                briefs.sort(key=best_first)
                del briefs[self._keep :]
            return
        if self._keep is not None and self._seen[status] > self._keep:
            return
        if status == "nurture":
            self._shown.nurture.append(cast(ScoredLead, document))
        elif status == "disqualified":
            self._shown.disqualified.append(cast(DisqualifiedLead, document))
        else:
            self._shown.rejected.append(cast(RejectedLead, document))
