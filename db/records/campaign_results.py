"""What campaigns cost and brought, day by day and channel by channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import case, func, select
from sqlmodel import Session

from core.business_ids import name_key
from core.campaign_results import CampaignSums, ResultInput
from core.contract import read_contract
from core.errors import HandoffRefused
from core.intake.ad_report import AdDay
from db.records.base import Records
from db.records.restoring import result_name, result_values
from db.tables.marketing import Campaign, CampaignResult, Lead
from db.values import amount, cents


class CampaignResultRecords(Records):
    def lines(self, campaign_id: str) -> pd.DataFrame:
        """The results of a campaign, the last day first: id, day_on, channel, spend_cents, impressions,
        clicks."""
        return self._frame(
            select(
                CampaignResult.id,
                CampaignResult.day_on,
                CampaignResult.channel,
                CampaignResult.spend_cents,
                CampaignResult.impressions,
                CampaignResult.clicks,
            )
            .where(CampaignResult.campaign_id == campaign_id)
            .order_by(CampaignResult.day_on.desc(), CampaignResult.channel)
        )

    def by_channel(self, campaign_id: str) -> pd.DataFrame:
        """Sums by channel, the dearest first: channel, spend_cents, impressions, clicks, first_on,
        last_on."""
        spend = func.sum(CampaignResult.spend_cents).label("spend_cents")
        frame = self._frame(
            select(
                func.max(CampaignResult.channel).label("channel"),
                spend,
                func.sum(CampaignResult.impressions).label("impressions"),
                func.sum(CampaignResult.clicks).label("clicks"),
                func.min(CampaignResult.day_on).label("first_on"),
                func.max(CampaignResult.day_on).label("last_on"),
            )
            .where(CampaignResult.campaign_id == campaign_id)
            .group_by(CampaignResult.channel_key)
            .order_by(spend.desc())
        )
        return frame.astype(dict.fromkeys(("spend_cents", "impressions", "clicks"), int))

    def sums(self, campaign_id: str) -> CampaignSums:
        """The campaign so far; impressions and clicks as the campaign has them where no result was kept."""
        qualified = func.sum(case((Lead.status == "qualified", 1), else_=0))
        with self._workspace.reading() as session:
            campaign = self._get(session, Campaign, campaign_id, "campaign")
            spend = session.execute(
                select(func.sum(CampaignResult.spend_cents)).where(CampaignResult.campaign_id == campaign_id)
            ).scalar_one()
            leads, good = session.execute(
                select(func.count(), func.coalesce(qualified, 0)).where(Lead.campaign_id == campaign_id)
            ).one()
        return CampaignSums(
            amount(int(spend or 0)), campaign.impressions, campaign.clicks, int(leads), int(good)
        )

    def add(self, campaign_id: str, raw: dict[str, Any]) -> None:
        """Keep one day that was typed in. InputRejected names every bad field."""
        line = read_contract(ResultInput, raw)
        self.keep(
            campaign_id,
            [AdDay(line.day, line.channel, line.spend, line.impressions, line.clicks)],
            "typed in",
        )

    def keep(self, campaign_id: str, days: Sequence[AdDay], origin: str) -> tuple[int, int]:
        """Keep days, all or none; a known day of a channel is replaced. Returns (new, replaced by other
        figures). `origin` says where they are from, for the audit trail."""
        wanted: dict[tuple[date, str], dict[str, int] | None] = {
            (day.day, day.channel): {
                "spend_cents": cents(day.spend),
                "impressions": day.impressions,
                "clicks": day.clicks,
            }
            for day in days
        }
        new, replaced, _ = self._write(campaign_id, wanted, origin)
        return new, replaced

    def put_back(self, campaign_id: str, wanted: Mapping[tuple[date, str], dict[str, int] | None]) -> None:
        """Make the results of these days and channels what they were; None takes one away."""
        self._write(campaign_id, wanted, "put back from the history")

    def remove(self, campaign_id: str, ids: Sequence[int]) -> int:
        """Take results of a campaign back; returns how many there were."""
        with self._workspace.reading() as session:
            rows = session.execute(
                select(CampaignResult).where(
                    CampaignResult.campaign_id == campaign_id, CampaignResult.id.in_(ids)
                )
            ).scalars()
            gone: dict[tuple[date, str], dict[str, int] | None] = {
                (row.day_on, row.channel): None for row in rows
            }
        removed = self._write(campaign_id, gone, "taken back")[2] if gone else 0
        if not removed:
            raise HandoffRefused("These results are gone already. Look at the list again.")
        return removed

    def _write(
        self, campaign_id: str, wanted: Mapping[tuple[date, str], dict[str, int] | None], origin: str
    ) -> tuple[int, int, int]:
        """How many results are new, changed and removed, in one transaction with one line of the trail."""
        counts = {"new": 0, "changed": 0, "removed": 0}
        old: dict[str, Any] = {}
        new: dict[str, Any] = {}
        with self._workspace.editing() as session:
            campaign = self._get(session, Campaign, campaign_id, "campaign", lock=True)
            known = self._known(session, campaign_id)
            for (day, channel), values in wanted.items():
                row = known.get((day, name_key(channel)))
                before = result_values(row) if row else None
                if before == values:
                    continue
                counts["new" if before is None else "removed" if values is None else "changed"] += 1
                name = result_name(day, row.channel if row else channel)
                old[name], new[name] = before, values
                if values is None:
                    session.delete(row)
                    continue
                row = row or CampaignResult(
                    created_at=self._now,
                    updated_at=self._now,
                    campaign_id=campaign_id,
                    day_on=day,
                    channel=channel,
                    channel_key=name_key(channel),
                    **values,
                )
                for field, value in values.items():
                    setattr(row, field, value)
                row.updated_at = self._now
                known[day, row.channel_key] = row
                session.add(row)
            if new:
                self._sum_up(session, campaign)
                what = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
                self._audit(
                    session,
                    action="change results",
                    record=("campaign", campaign_id),
                    summary=f"{campaign.name}: results by day, {what} ({origin})",
                    old=old,
                    new=new,
                )
        return counts["new"], counts["changed"], counts["removed"]

    def _known(self, session: Session, campaign_id: str) -> dict[tuple[date, str], CampaignResult]:
        rows = session.execute(
            select(CampaignResult).where(CampaignResult.campaign_id == campaign_id)
        ).scalars()
        return {(row.day_on, row.channel_key): row for row in rows}

    def _sum_up(self, session: Session, campaign: Campaign) -> None:
        """The campaign's own figures become the sums of its results."""
        session.flush()
        impressions, clicks = session.execute(
            select(func.sum(CampaignResult.impressions), func.sum(CampaignResult.clicks)).where(
                CampaignResult.campaign_id == campaign.campaign_id
            )
        ).one()
        campaign.impressions, campaign.clicks = int(impressions or 0), int(clicks or 0)
        campaign.updated_at = self._now
        campaign.version += 1
        session.add(campaign)
