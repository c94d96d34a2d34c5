"""A campaign's own facts: its name, how far it is, and its days."""

from __future__ import annotations

from typing import Any

from core.campaigns import CampaignFacts, check_campaign
from core.errors import HandoffRefused
from db.records.base import CHANGED_MEANWHILE, Records
from db.tables.marketing import Campaign


class CampaignRecords(Records):
    def facts(self, campaign_id: str) -> CampaignFacts:
        """What is known of a campaign at present. HandoffRefused where it is gone."""
        with self._workspace.reading() as session:
            return facts_of(self._get(session, Campaign, campaign_id, "campaign"))

    def change(
        self, campaign_id: str, facts: CampaignFacts, *, seen: CampaignFacts | None = None
    ) -> CampaignFacts:
        """Change what a campaign is called, how far it is, and its days; answers what stands there now.

        InputRejected names what cannot be. HandoffRefused where it does not stand as the editor saw it
        (`seen`): then somebody changed it meanwhile.
        """
        wanted = check_campaign(facts)
        with self._workspace.editing() as session:
            row = self._get(session, Campaign, campaign_id, "campaign", lock=True)
            before = facts_of(row)
            if seen is not None and seen != before:
                raise HandoffRefused(CHANGED_MEANWHILE)
            if wanted == before:
                return before
            row.name, row.status, row.starts_on, row.ends_on = wanted
            row.version += 1
            row.updated_at = self._now
            session.add(row)
            old, new = audit_values(before), audit_values(wanted)
            changed = [name for name in old if old[name] != new[name]]
            self._audit(
                session,
                action="change campaign",
                record=("campaign", campaign_id),
                summary=f"{before.name}: "
                + ", ".join(
                    f"{_WORDS[name]} {old[name] or 'none'} → {new[name] or 'none'}" for name in changed
                ),
                old={name: old[name] for name in changed},
                new={name: new[name] for name in changed},
            )
            return wanted


_WORDS = {"name": "name", "status": "state", "starts_on": "start", "ends_on": "end"}


def facts_of(row: Campaign) -> CampaignFacts:
    return CampaignFacts(row.name, row.status, row.starts_on, row.ends_on)


def audit_values(facts: CampaignFacts) -> dict[str, Any]:
    """A campaign's facts as the audit trail keeps them."""
    return {
        "name": facts.name,
        "status": facts.status,
        "starts_on": facts.starts_on.isoformat() if facts.starts_on else None,
        "ends_on": facts.ends_on.isoformat() if facts.ends_on else None,
    }
