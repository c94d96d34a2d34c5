"""Reports of advertising tools → what each channel cost and brought on each day.

Columns are known by their headers, as Google Ads, Meta, LinkedIn, Microsoft and others write them, also in
German, French, Spanish, Portuguese and Dutch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from core.errors import InputRejected, Problem
from core.intake.date_cells import DateOrder, OrderSurvey, read_date_cell
from core.intake.decoding import reject
from core.intake.table_file import LINE, open_table
from core.money import CODES, read_money

Column = Literal["day", "channel", "campaign", "spend", "impressions", "clicks", "currency"]
MOST_ROWS = 100_000  # a year of a hundred ads a day is a third of it

_NAMES: dict[Column, str] = {
    "day": "day, date, reporting starts, start date, gregorian date, time period, tag, datum, "
    "beginn des berichts, jour, debut des rapports, dia, fecha, inicio del informe, data, "
    "inicio dos relatorios",
    "channel": "channel, platform, network, publisher platform, campaign type, medium, kanal, plattform, "
    "canal, plataforma, netwerk",
    "campaign": "campaign, campaign name, kampagne, kampagnenname, campagne, nom de la campagne, campana, "
    "nombre de la campana, campanha, nome da campanha, campagnenaam",
    "spend": "spend, cost, amount spent, total spent, total spend, kosten, ausgaben, ausgegebener betrag, "
    "cout, depenses, montant depense, coste, costo, gasto, importe gastado, custo, valor gasto, valor usado, "
    "besteed bedrag, uitgaven",
    "impressions": "impressions, impr, impressionen, impresiones, impressoes, vertoningen, weergaven",
    "clicks": "clicks, link clicks, clicks all, klicks, linkklicks, klicks auf den link, clics, "
    "clics sur un lien, clics en el enlace, cliques, cliques no link, klikken, linkklikken",
    "currency": "currency, currency code, wahrung, wahrungscode, devise, moneda, moeda, valuta",
}
_COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names.split(", ")}
_LABELS: dict[Column, str] = {"day": "day", "spend": "cost", "impressions": "impressions", "clicks": "clicks"}
_TOTAL = re.compile(r"(?i)(grand )?(total|gesamt|summe|totaal)\b")
_IN_BRACKETS = re.compile(r"\(([^)]*)\)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+")


class AdDay(NamedTuple):
    """One channel on one day; `spend` in units of the report's currency."""

    day: date
    channel: str
    spend: Decimal
    impressions: int
    clicks: int


@dataclass(frozen=True, slots=True)
class AdReport:
    """A report as it was read. `days` sums the rows of a day and channel; `campaigns` are the names in it.

    `columns` says which header was taken for what; `currency` is None where the report names none.
    `problems` name the rows that are left out, by their line.
    """

    days: tuple[AdDay, ...]
    rows: int
    columns: dict[str, str]
    campaigns: tuple[str, ...]
    currency: str | None
    problems: tuple[Problem, ...]


def read_ad_report(
    source: Path | bytes,
    name: str,
    *,
    channel: str,
    country: str = "US",
    campaigns: Sequence[str] | None = None,
) -> AdReport:
    """The days of a report. `channel` stands where the file names none; `country` decides on dates like
    03/04/2026 where no other date does; `campaigns` keeps only rows of these campaigns.

    InputRejected where the file is no table, or lacks a column for the day or the cost.
    """
    table = open_table(source, name)
    columns, currency = _map(table.headers)
    missing = [_LABELS[one] for one in ("day", "spend") if one not in columns]
    if missing:
        raise InputRejected(
            f"The file has no column for the {' and the '.join(missing)}. "
            f"Its columns are: {', '.join(table.headers[:12])}."
        )
    rows = [row for batch in table.batches() for row in batch.frame.iter_rows(named=True)]
    if len(rows) > MOST_ROWS:
        raise reject(f"has {len(rows):,} rows, more than {MOST_ROWS:,}; split it by month")
    found = [{key: str(row[f"c{position}"]) for key, position in columns.items()} for row in rows]
    survey = OrderSurvey()
    survey.feed(row["day"] for row in found)
    order = survey.decide(country).order
    currency = currency or _only(row.get("currency", "").strip().upper() for row in found)
    problems: list[Problem] = []
    sums: dict[tuple[date, str], AdDay] = {}
    names: dict[str, None] = {}
    for row, line in zip(found, (int(one[LINE]) for one in rows), strict=True):
        if _TOTAL.match(row["day"].strip()) or not any(cell.strip() for cell in row.values()):
            continue
        campaign = row.get("campaign", "").strip()
        if campaign:
            names.setdefault(campaign)
        if campaigns is not None and campaign not in campaigns:
            continue
        read = _read(row, channel, order, currency)
        if isinstance(read, str):
            problems.append(Problem(f"line {line}", read, row["day"][:80]))
            continue
        before = sums.get((read.day, read.channel.casefold()))
        sums[read.day, read.channel.casefold()] = _added(before, read) if before else read
    return AdReport(
        tuple(sorted(sums.values(), key=lambda one: (one.day, one.channel))),
        len(rows),
        {table.headers[position]: column for column, position in columns.items()},
        tuple(names),
        currency,
        tuple(problems),
    )


def _map(headers: Sequence[str]) -> tuple[dict[Column, int], str | None]:
    """Which column stands where, the first of a kind, and the currency that a header names: "Cost (EUR)"."""
    columns: dict[Column, int] = {}
    currency = None
    for position, header in enumerate(headers):
        known = _COLUMN_OF.get(_plain(header))
        if known is None or known in columns:
            continue
        columns[known] = position
        named = _IN_BRACKETS.search(header)
        if known == "spend" and named and named[1].strip().upper() in CODES:
            currency = named[1].strip().upper()
    return columns, currency


def _plain(header: str) -> str:
    """A header as it is compared: without what stands in brackets, without accents and signs."""
    text = unicodedata.normalize("NFKD", _IN_BRACKETS.sub(" ", header).casefold())
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text if sign.isascii()).split())


def _only(values: Iterable[str]) -> str | None:
    found = {value for value in values if value in CODES}
    return found.pop() if len(found) == 1 else None


def _read(row: dict[Column, str], channel: str, order: DateOrder, currency: str | None) -> AdDay | str:
    """The row, or what is wrong with it."""
    moment = read_date_cell(row["day"], order)
    if moment is None:
        return "has no date in its day"
    own = row.get("currency", "").strip().upper()
    if own and currency is None and own in CODES:
        return "is in another currency than other rows; upload each currency by itself"
    spend = _money(row["spend"], currency)
    if isinstance(spend, str):
        return spend
    counts = {}
    for key in ("impressions", "clicks"):
        count = _count(row.get(key, ""))
        if count is None:
            return f"has no whole number of {key}"
        counts[key] = count
    if counts["clicks"] > counts["impressions"] > 0:
        return "has more clicks than impressions"
    return AdDay(
        moment.date(),
        row.get("channel", "").strip() or channel,
        spend,
        counts["impressions"],
        counts["clicks"],
    )


def _money(cell: str, currency: str | None) -> Decimal | str:
    if cell.strip() in ("", "-", "--", "—"):
        return Decimal(0)
    reading = read_money(cell, currency or "USD")
    if reading.money is None:
        return "has a cost that cannot be read for certain; write it like 1234.50"
    return reading.money.amount if reading.money.amount >= 0 else "has a cost below zero"


def _count(cell: str) -> int | None:
    text = cell.strip()
    if text in ("", "-", "--", "—"):
        return 0
    if _GROUPED.fullmatch(text):
        text = re.sub(r"\D", "", text)
    text = re.sub(r"[.,]0+$", "", text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _added(one: AdDay, other: AdDay) -> AdDay:
    return AdDay(
        one.day,
        one.channel,
        one.spend + other.spend,
        one.impressions + other.impressions,
        one.clicks + other.clicks,
    )
