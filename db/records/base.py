"""What every domain's records share: lists from the database, edits with an audit line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import pandas as pd
from sqlalchemy import Select, func, literal_column, or_, select
from sqlmodel import Session, SQLModel

from core.errors import HandoffRefused
from db.page import Page
from db.sql_functions import holds
from db.tables.runs import AuditLine

if TYPE_CHECKING:
    from db.workspace import Workspace

RowT = TypeVar("RowT", bound=SQLModel)

# A person chooses from a list of names; beyond this they search the list of records instead.
MOST_CHOICES = 500

PART = 2_000  # rows of a long list that are in memory at a time

CHANGED_MEANWHILE = (
    "Somebody changed this record while you had it open, so nothing was saved. "
    "Look at it again and repeat your change."
)


class Records:
    """The base of a domain's records; `workspace` gives sessions, the clock and the person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _frame(self, statement: Select[*tuple[Any, ...]]) -> pd.DataFrame:
        """The rows of a statement; the columns are there also when no row is."""
        with self._workspace.reading() as session:
            result = session.execute(statement)
            return pd.DataFrame([tuple(row) for row in result], columns=list(result.keys()))

    def _parts(self, statement: Select[*tuple[Any, ...]]) -> Iterator[pd.DataFrame]:
        """The rows of a statement as at one moment, a part at a time; no frame where there is no row."""
        with self._workspace.reading() as session:
            result = session.execute(statement, execution_options={"yield_per": PART})
            names = list(result.keys())
            for rows in result.partitions():
                yield pd.DataFrame([tuple(row) for row in rows], columns=names)

    def _page(
        self, statement: Select[*tuple[Any, ...]], *, number: int, size: int, most: int | None = None
    ) -> Page:
        """One page of an ordered statement of rows, counted and cut in the database.

        `most` rows are counted and can be paged to, where counting all of them would have to read them.
        """
        # The columns are not what is counted; without them an index is often enough.
        counted: Select[Any] = statement.with_only_columns(
            literal_column("1"), maintain_column_froms=True
        ).order_by(None)
        if most is not None:
            counted = counted.limit(most + 1)
        with self._workspace.reading() as session:
            found = int(session.execute(select(func.count()).select_from(counted.subquery())).scalar_one())
        total = found if most is None else min(found, most)
        last = max(1, -(-total // size))
        number = min(max(1, number), last)
        every = partial(self._parts, statement)
        if not total:
            return Page(pd.DataFrame(columns=[*statement.selected_columns.keys()]), 0, 1, size, every=every)
        rows = self._frame(statement.limit(size).offset((number - 1) * size))
        return Page(rows, total, number, size, is_more=found > total, every=every)

    def _get(self, session: Session, table: type[RowT], key: Any, what: str, *, lock: bool = False) -> RowT:
        """The row with that key. `lock` holds it to the end of an edit: of two editors on a database
        server the second reads what the first stored (SQLite lets one edit at a time anyway)."""
        row = session.get(table, key, with_for_update=lock)
        if row is None:
            raise HandoffRefused(f"There is no {what} {str(key)[:80]!r} any more. Go back to the list.")
        return row

    @property
    def _now(self) -> datetime:
        return self._workspace.clock.now()

    def _audit(
        self,
        session: Session,
        *,
        action: str,
        record: tuple[str, str],
        summary: str,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
        part_of: str | None = None,
    ) -> None:
        session.add(
            AuditLine(
                at=self._now,
                actor=self._workspace.actor,
                action=action,
                record_type=record[0],
                record_id=record[1],
                summary=summary,
                old_json=json.dumps(old) if old is not None else None,
                new_json=json.dumps(new) if new is not None else None,
                workflow_id=part_of,
            )
        )


def contains(search: str, columns: Sequence[Any]) -> Any:
    """Rows where one of the columns holds the text, in any case; % and _ are ordinary characters."""
    pattern = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return or_(*(holds(column, f"%{pattern}%") for column in columns))


def loads(text: str | None) -> Any:
    """The JSON document of a text column; None where there is none."""
    return json.loads(text) if text else None
