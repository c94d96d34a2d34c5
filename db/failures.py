"""What went wrong with the database, in sentences that a person can act on."""

from __future__ import annotations

import sqlite3

from core.errors import DeliveryFailed


class DatabaseUnusable(DeliveryFailed):
    """The database cannot be opened as it is; a person must decide what happens to it."""


_SENTENCES = {
    "SQLITE_BUSY": "Another program is writing to the database. Nothing was saved; try again in a moment.",
    "SQLITE_LOCKED": "Another program is writing to the database. Nothing was saved; try again in a moment.",
    "SQLITE_FULL": "The disk is full. Nothing was saved; free some space and try again.",
    "SQLITE_READONLY": (
        "The database is read-only. Nothing was saved; make the file and its folder writable and try again."
    ),
    "SQLITE_IOERR": (
        "The disk did not accept the data. Nothing was saved; check its free space and its health, "
        "then try again."
    ),
    "SQLITE_CORRUPT": (
        "The database file is damaged. Nothing was saved; stop the app and restore the latest backup."
    ),
    "SQLITE_NOTADB": (
        "The database file is not a database any more. Nothing was saved; "
        "stop the app and restore the latest backup."
    ),
    "SQLITE_CANTOPEN": (
        "The database file cannot be opened. Nothing was saved; "
        "check that it and its folder exist and may be written."
    ),
}
LOST = (
    "The database file was moved, removed or replaced while this was being saved. Nothing was saved; "
    "put the file back and try again."
)
UNREACHABLE = "The database did not accept the data. Nothing was saved; try again in a moment."
# More of a statement's values than SQLite holds, a missing table: no retry helps, so they stay our bug.
_OURS = ("SQLITE_ERROR", "SQLITE_MISUSE", "SQLITE_RANGE", "SQLITE_MISMATCH")


def as_delivery_failure(error: sqlite3.Error) -> DeliveryFailed | None:
    """The failure to show for an error of SQLite; None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorname", "") or ""
    family = "_".join(code.split("_")[:2])
    if family in _SENTENCES:
        return DeliveryFailed(_SENTENCES[family])
    if family in _OURS or not code:
        return None
    return DeliveryFailed(UNREACHABLE)
