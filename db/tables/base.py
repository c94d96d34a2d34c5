"""What all tables share.

Names say what a column holds: `_json` a JSON document as text, `_cents` money in cents beside a
`currency`, `_at` a moment in UTC, `_on` a calendar day, `_key` a value as it is compared. The
transaction port (db/transaction.py) reads the same endings. Documents stand last in a table: SQLite
walks through a long text to reach the columns behind it. `version` rises with each edit of a record,
so that two editors notice each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

WHOLE: Any = BigInteger().with_variant(Integer(), "sqlite")  # cents and counts outgrow four bytes


if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped as Mapped
else:

    class Mapped:
        """`Mapped[int]` is int to SQLModel; to the type checker a column in queries and an int in rows."""

        def __class_getitem__(cls, kind: Any) -> Any:
            return kind


class Base(SQLModel, registry=registry(metadata=MetaData(naming_convention=NAMES))):
    """The base of every table, with a registry of its own: hot reload defines the tables anew."""
