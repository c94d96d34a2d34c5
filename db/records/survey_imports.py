"""Responses from an export: each row runs feedback_to_offer, and a row that is known creates nothing new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from core.survey_import.columns import Column
from core.survey_import.rows import ImportReading, Row, read_rows
from db.records.base import Records
from db.tables.feedback import Response

TRIGGER = "survey import"
_AT_ONCE = 500  # ids in one question; SQLite takes 32,766


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a row: `new`, `known` (stored before, nothing was created), `changed` (the same response
    with other answers, which replaced it) or `failed`, with a sentence."""

    line: int
    outcome: Literal["new", "known", "changed", "failed"]
    sentence: str = ""


class SurveyImportRecords(Records):
    def read(self, request_id: str, rows: Iterable[Row], columns: Sequence[Column]) -> ImportReading:
        """The inputs that these rows make for the survey; InputRejected for columns that contradict."""
        request = self._workspace.feedback.request(request_id)
        draft = self._workspace.feedback.draft(request_id)
        offer = {name: str(draft[name]) for name in ("offer_id", "product_name") if draft.get(name)}
        return read_rows(rows, columns, request, offer)

    def run(self, inputs: Sequence[tuple[int, dict[str, Any]]]) -> Iterator[Imported]:
        """Run the inputs one after the other; each is stored by itself, so what ran stays if one fails."""
        known, offers = self.known(inputs), set()
        for line, raw in inputs:
            result = self._workspace.run("feedback_to_offer", raw, trigger=TRIGGER)
            if result.success and not result.replayed:
                offers.add(raw.get("offer_id"))
            if not result.success:
                yield Imported(line, "failed", result.error or "")
            elif result.replayed:
                yield Imported(line, "known")
            else:
                yield Imported(line, "changed" if raw["feedback_id"] in known else "new")
        for offer_id in offers:
            self._workspace.offer_feedback.after(offer_id)

    def known(self, inputs: Sequence[tuple[int, dict[str, Any]]]) -> set[str]:
        """The responses among them that are stored already."""
        ids = [str(raw["feedback_id"]) for _, raw in inputs]
        found: set[str] = set()
        with self._workspace.reading() as session:
            for start in range(0, len(ids), _AT_ONCE):
                part = ids[start : start + _AT_ONCE]
                found.update(
                    session.execute(
                        select(Response.feedback_id).where(Response.feedback_id.in_(part))
                    ).scalars()
                )
        return found
