"""Lead lists of any length for benchmarks: twelve columns as a tool exports them, with the usual mess."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl

FIRST = (
    "Ada",
    "Grace",
    "Linus",
    "Margaret",
    "Alan",
    "Barbara",
    "Edsger",
    "Käthe",
    "Jörg",
    "Zoë",
    "Ivo",
    "Mei",
)
LAST = (
    "Lovelace",
    "Hopper",
    "Turing",
    "Hamilton",
    "Liskov",
    "Dijkstra",
    "Möller",
    "O'Neil",
    "Smith",
    "García",
)
COMPANIES = ("Acme", "Globex", "Initech", "Umbrella", "Stark & Sons", "Wayne", "Möller GmbH", "Hooli, Inc.")
LEVELS = ("high", "medium", "low", "Hot", "warm", "")
SOURCES = ("Webinar", "Google Ads", "LinkedIn", "Referral", "Trade fair")
_SLICE = 250_000


def write_list(path: Path, rows: int, seed: int = 1) -> Path:
    """A CSV of so many rows: 1 % repeat an earlier e-mail, 1 % have none that can be written to, 30 % of the
    phone numbers carry their country code and 1 % an extension, 40 % of the dates have a time."""
    chance = np.random.default_rng(seed)
    with path.open("wb") as file:
        for start in range(0, rows, _SLICE):
            frame = _frame(chance, start, min(_SLICE, rows - start))
            frame.write_csv(file, include_header=start == 0)
    return path


def _frame(chance: np.random.Generator, start: int, rows: int) -> pl.DataFrame:
    def choice(words: tuple[str, ...]) -> pl.Series:
        return pl.Series(np.array(words, dtype=object)[chance.integers(0, len(words), rows)], dtype=pl.String)

    def share(part: float) -> pl.Series:
        return pl.Series(chance.random(rows) < part)

    number = pl.Series(np.arange(start, start + rows))
    person = number.zip_with(~share(0.01), pl.Series(chance.integers(0, start + rows, rows)))
    local = pl.Series(chance.integers(2_000_000, 10_000_000, rows))
    day = pl.Series(np.datetime64("2026-01-01") + chance.integers(0, 320, rows)).cast(pl.Date)
    second = pl.Series(chance.integers(0, 86_400, rows))
    columns = pl.DataFrame(
        {
            "First Name": choice(FIRST), "Last Name": choice(LAST), "person": person, "local": local,
            "Company": choice(COMPANIES), "Score": pl.Series(chance.integers(0, 101, rows)),
            "Engagement level": choice(LEVELS), "Budget level": choice(LEVELS), "Urgency": choice(LEVELS),
            "day": day, "second": second, "Lead Source": choice(SOURCES), "number": number,
            "abroad": share(0.3), "extended": share(0.01), "timed": share(0.4), "wrong": share(0.01),
        }
    )  # fmt: skip
    digits = pl.col("local").cast(pl.String)
    phone = pl.lit("(212) ") + digits.str.slice(0, 3) + "-" + digits.str.slice(3)
    moment = pl.col("day").cast(pl.Datetime) + pl.duration(seconds="second")
    return columns.select(
        "First Name",
        "Last Name",
        Email=pl.when("wrong")
        .then(pl.lit("not an address"))
        .otherwise(
            pl.lit("lead.")
            + pl.col("person").cast(pl.String)
            + "@mail"
            + (pl.col("person") % 997).cast(pl.String)
            + ".org"
        ),
        Phone=pl.when("extended").then(phone + " x12").when("abroad").then("+1 " + phone).otherwise(phone),
        Company=pl.col("Company") + " " + (pl.col("number") % 5000).cast(pl.String),
        Score=pl.col("Score"),
        **{name: pl.col(name) for name in ("Engagement level", "Budget level", "Urgency")},
        Created=pl.when("timed")
        .then(moment.dt.strftime("%Y-%m-%d %H:%M:%S"))
        .otherwise(pl.col("day").cast(pl.String)),
        **{"Lead Source": pl.col("Lead Source")},
        **{"Job title": pl.lit("Job ") + (pl.col("number") % 300).cast(pl.String)},
    )


if __name__ == "__main__":
    write_list(Path(sys.argv[1]), int(sys.argv[2]))
