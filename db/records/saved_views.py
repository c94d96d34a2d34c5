"""Views of lists under a name, for everybody in the agency."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlalchemy import select

from core.business_ids import name_key
from core.errors import HandoffRefused
from db.records.base import Records, loads
from db.tables.runs import SavedView


class KeptView(NamedTuple):
    """A saved view: what its list is asked for, by name of the filter."""

    id: int
    name: str
    parameters: dict[str, str]


class SavedViewRecords(Records):
    def of(self, list_name: str) -> list[KeptView]:
        """The saved views of a list, by name."""
        with self._workspace.reading() as session:
            rows = session.execute(
                select(SavedView).where(SavedView.list_name == list_name).order_by(SavedView.name_key)
            ).scalars()
            return [KeptView(int(row.id or 0), row.name, loads(row.parameters_json)) for row in rows]

    def save(self, list_name: str, name: str, parameters: dict[str, str]) -> None:
        """Keep a view; one of the same name is replaced. HandoffRefused for a blank name."""
        if not name.strip():
            raise HandoffRefused("Give the view a name, like “Proposals of this month”.")
        with self._workspace.editing() as session:
            row = session.execute(
                select(SavedView).where(
                    SavedView.list_name == list_name, SavedView.name_key == name_key(name)
                )
            ).scalar_one_or_none()
            row = row or SavedView(
                list_name=list_name,
                name=name.strip(),
                name_key=name_key(name),
                created_at=self._now,
                created_by=self._workspace.actor,
                parameters_json="{}",
            )
            row.name = name.strip()
            row.parameters_json = json.dumps(parameters, sort_keys=True)
            session.add(row)

    def rename(self, view_id: int, name: str) -> None:
        """Give a view another name. HandoffRefused for a blank name, for that of another view of the same
        list, and where the view is gone."""
        if not name.strip():
            raise HandoffRefused("Give the view a name, like “Proposals of this month”.")
        with self._workspace.editing() as session:
            row = self._get(session, SavedView, view_id, "saved view", lock=True)
            other = session.execute(
                select(SavedView.id).where(
                    SavedView.list_name == row.list_name,
                    SavedView.name_key == name_key(name),
                    SavedView.id != view_id,
                )
            ).first()
            if other is not None:
                raise HandoffRefused("Another view of this list has that name. Choose another one.")
            row.name, row.name_key = name.strip(), name_key(name)
            session.add(row)

    def delete(self, view_id: int) -> None:
        """Forget a view; nothing happens where it is gone already."""
        with self._workspace.editing() as session:
            row = session.get(SavedView, view_id)
            if row is not None:
                session.delete(row)
