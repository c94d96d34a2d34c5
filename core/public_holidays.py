"""Public holidays of every country, read from the table beside this module.

The table, public_holidays.txt, says what the `holidays` library says, for the years in which an
agency plans: loading the library costs more than a whole handoff. `python -m scripts.make_public_holidays`
writes it, and a test holds it against the installed library, day by day.

    [CH]
    Ascension Day<tab>05-21 05-13 05-26 …      a day for each year from 2020 on, "-" for none
    National Day<tab>08-01                     one day: the same in every year
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).with_name("public_holidays.txt")
YEARS = range(2020, 2041)
NO_DAY = "-"
HEADER = "Made by scripts/make_public_holidays.py; how to read it: public_holidays.py."


def known_holidays(country: str, year: int) -> dict[date, str] | None:
    """The holidays of a year by day, named in English; None where the table does not cover it.

    `country` is an ISO 3166 code of two capital letters.
    """
    lines = _lines(country)
    if lines is None or year not in YEARS:
        return None
    found: dict[date, str] = {}
    for line in lines:
        name, _, text = line.partition("\t")
        columns = text.split(" ")
        # Two days of one name in one year stand in one column, with a comma between.
        for day in columns[year - YEARS.start if len(columns) > 1 else 0].split(","):
            if day != NO_DAY:
                found[date.fromisoformat(f"{year}-{day}")] = name
    return found


def known_countries() -> list[str]:
    """The codes of the countries in the table, in order."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line[1:-1] for line in lines if line.startswith("[") and line.endswith("]")]


def table_of(countries: Mapping[str, Mapping[date, str]]) -> str:
    """The table's text for holidays by country and day; what `known_holidays` reads back."""
    return f"# {HEADER}\n" + "".join(
        f"\n[{country}]\n{_rows(days)}" for country, days in sorted(countries.items()) if days
    )


def _rows(names: Mapping[date, str]) -> str:
    columns: dict[str, list[list[str]]] = {}
    for day, name in sorted(names.items()):
        row = columns.setdefault(name, [[] for _ in YEARS])
        row[day.year - YEARS.start].append(day.isoformat()[5:])
    rows = ""
    for name, years in columns.items():
        cells = [",".join(days) or NO_DAY for days in years]
        rows += f"{name}\t{cells[0] if len(set(cells)) == 1 else ' '.join(cells)}\n"
    return rows


@lru_cache(maxsize=16)
def _lines(country: str) -> tuple[str, ...] | None:
    """The table's lines of one country; None where it is not in the table."""
    # Half a megabyte is searched as bytes; only the country's own lines become text.
    _, heading, rest = TABLE.read_bytes().partition(f"\n[{country}]\n".encode())
    return tuple(rest.partition(b"\n\n")[0].decode().splitlines()) if heading else None
