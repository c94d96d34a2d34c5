"""Lists of leads: a search for words, and how it finds the few or the many that hold them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, column, func, select, table, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.selectable import Join
from sqlmodel import Session

from db.lead_search import NAME, looked_up
from db.page import Page
from db.records.base import Records, contains
from db.tables.marketing import Lead

SEARCHED = (Lead.name, Lead.company, Lead.email)
MANY = 10_000  # leads of a filter that no index puts in order: so many are counted and can be paged to
MOST_FOUND = 1_000  # the same for a search; who finds more adds a word
READ_FOR_SHORT_WORDS = 25_000  # one or two letters are looked for among the first of the list
# Of a million leads, so many are soon read one by one. What more hold is met soon in the order of the list; a
# filter may leave out all who do, so no more than the first of the list are read.
_FEW = 20_000
READ_FOR_FREQUENT_WORDS = 50_000

_INDEX = table(NAME, column("rowid"), column(NAME))


class LeadLists(Records):
    """The base of the records that list leads."""

    def _lead_page(
        self,
        statement: Select[*tuple[Any, ...]],
        search: str,
        *,
        number: int,
        size: int,
        most: int | None,
    ) -> Page:
        """One page of the leads that have each word of the search in name, company or e-mail."""
        words = search.split()
        if not words:
            return self._page(statement, number=number, size=size, most=most)
        found = statement.where(and_(*(contains(word, SEARCHED) for word in words)))
        read = None
        with self._workspace.reading() as session:
            if not looked_up(words):
                read = READ_FOR_SHORT_WORDS
            elif session.connection().dialect.name == "sqlite" and _is_there(session):
                named = select(_INDEX.c.rowid).where(_INDEX.c[NAME].op("MATCH")(looked_up(words)))
                if _count(session, named.limit(_FEW + 1).subquery()) > _FEW:
                    read = READ_FOR_FREQUENT_WORDS
                else:
                    found = _first(found, named.subquery())
            if read is not None:
                first = statement.with_only_columns(Lead.id).limit(read).subquery()
                found = _first(found, first)
                read = read if _count(session, first) == read else None
        page = self._page(found, number=number, size=size, most=MOST_FOUND)
        return replace(page, is_more=True, looked_at=read) if read and page.total < MOST_FOUND else page


def _first(statement: Select[*tuple[Any, ...]], ids: Any) -> Select[*tuple[Any, ...]]:
    """The statement over these leads, whose ids are known."""
    leads = Lead.__table__  # type: ignore[attr-defined]  # SQLModel's own
    (key,) = ids.c
    return statement.select_from(_LookedUp(ids, leads, key == leads.c.id))


def _count(session: Session, rows: Any) -> int:
    return int(session.execute(select(func.count()).select_from(rows)).scalar_one())


def _is_there(session: Session) -> bool:
    known = session.execute(text("SELECT 1 FROM sqlite_master WHERE name = :name"), {"name": NAME})
    return known.first() is not None


class _LookedUp(Join):
    """A join whose right side is looked up for each row of the left: SQLite never turns it around."""

    inherit_cache = True


@compiles(_LookedUp, "sqlite")
def _written(join: _LookedUp, compiler: Any, **options: Any) -> str:
    left, right = (compiler.process(side, **{**options, "asfrom": True}) for side in (join.left, join.right))
    return f"{left} CROSS JOIN {right} ON {compiler.process(join.onclause, **options)}"


@compiles(_LookedUp)
def _written_elsewhere(join: _LookedUp, compiler: Any, **options: Any) -> str:
    return str(compiler.visit_join(join, **options))
