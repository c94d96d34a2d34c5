"""The index behind the search of leads: every three letters in a row of a name, a company or an e-mail.

On SQLite it is the virtual table `lead_search`, kept by triggers of `leads`; on PostgreSQL three indexes that
LIKE uses by itself. Both are made by a migration, and are no part of the tables that records are written to.
Where the database lacks what they need, the search reads every lead.
"""

from __future__ import annotations

NAME = "lead_search"
REBUILD = "INSERT INTO lead_search (lead_search) VALUES ('rebuild')"
SHORTEST = 3  # letters that the index can look up


def in_tables(name: str | None, kind: str, _: object) -> bool:
    """Whether a table or an index of the database belongs to the schema of db/tables; Alembic asks."""
    return kind not in ("table", "index") or not (name or "").startswith(NAME)


def looked_up(words: list[str]) -> str:
    """What to ask the virtual table for: each word's letters, three by three; empty where all are too short.

    It answers with some leads too many, as it does not know in which order the letters stood.
    """
    pieces = (word[place : place + SHORTEST] for word in words for place in range(len(word) - SHORTEST + 1))
    return " AND ".join('"' + piece.replace('"', '""') + '"' for piece in dict.fromkeys(pieces))
