"""The list of all imports, for a page."""

from __future__ import annotations

from sqlalchemy import select

from db.page import Page
from db.records.base import Records
from db.tables.imports import LeadImport
from db.tables.marketing import Campaign


class PastImports(Records):
    def page(self, number: int, size: int) -> Page:
        """Imports, the latest first: import_id, state, file_name, campaign, at, actor, read, created,
        updated, rejected."""
        return self._page(
            select(
                LeadImport.import_id,
                LeadImport.state,
                LeadImport.file_name,
                Campaign.name.label("campaign"),
                LeadImport.started_at.label("at"),
                LeadImport.actor,
                LeadImport.rows_read.label("read"),
                LeadImport.created,
                LeadImport.updated,
                LeadImport.rejected,
            )
            .join(Campaign, Campaign.campaign_id == LeadImport.campaign_id)
            .order_by(LeadImport.started_at.desc(), LeadImport.import_id.desc()),
            number=number,
            size=size,
        )
