"""Reports of advertising tools: columns by their headers, days summed, every row that is left out named."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import InputRejected
from core.intake.ad_report import AdDay, AdReport, read_ad_report

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data" / "ads_report.csv"


def read(text: str, name: str = "report.csv", **options: str) -> AdReport:
    return read_ad_report(text.encode(), name, channel="Paid search", **options)


def test_the_sample_with_lines_above_and_a_total_below_is_read() -> None:
    report = read_ad_report(SAMPLE.read_bytes(), SAMPLE.name, channel="Paid search")
    assert report.campaigns == ("Widget Pro launch", "Brand")
    assert report.currency == "USD" and report.problems == ()
    assert sum(day.spend for day in report.days) == Decimal("490.62")  # as its own total says
    assert sum(day.clicks for day in report.days) == 803
    assert len(report.days) == 5
    only = read_ad_report(SAMPLE.read_bytes(), SAMPLE.name, channel="Paid search", campaigns=["Brand"])
    assert sum(day.spend for day in only.days) == Decimal("38.70")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Day,Impr.,Clicks,Cost\n2025-02-03,1000,20,12.50\n",
            AdDay(date(2025, 2, 3), "Paid search", Decimal("12.50"), 1000, 20),
        ),
        (
            "Reporting starts,Publisher platform,Impressions,Link clicks,Amount spent (EUR)\n"
            '2025-02-03,facebook,"1,000",20,12.50\n',
            AdDay(date(2025, 2, 3), "facebook", Decimal("12.50"), 1000, 20),
        ),
        (
            "Tag;Kampagne;Impressionen;Klicks;Kosten (EUR)\n25.02.2025;A;1.000;20;1.012,50\n",
            AdDay(date(2025, 2, 25), "Paid search", Decimal("1012.50"), 1000, 20),
        ),
        (
            "Jour;Impressions;Clics;Coût\n25/02/2025;1000;20;12,50\n",
            AdDay(date(2025, 2, 25), "Paid search", Decimal("12.50"), 1000, 20),
        ),
        (
            "Start Date (in UTC)\tTotal Spent\tImpressions\tClicks\n2/25/2025\t12.5\t1000\t20\n",
            AdDay(date(2025, 2, 25), "Paid search", Decimal("12.50"), 1000, 20),
        ),
        (
            "Fecha,Gasto\n2025-02-03,12.50\n",
            AdDay(date(2025, 2, 3), "Paid search", Decimal("12.50"), 0, 0),
        ),
    ],
    ids=["google", "meta", "german", "french", "linkedin", "spanish, cost alone"],
)
def test_headers_of_many_tools_and_languages_are_known(text: str, expected: AdDay) -> None:
    report = read(text)
    assert report.problems == ()
    assert report.days == (expected,)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("soon,1,1,1", "no date"),
        ("2025-02-30,1,1,1", "no date"),
        ("2025-02-03,many,1,1", "no whole number of impressions"),
        ("2025-02-03,10,1.5,1", "no whole number of clicks"),
        ("2025-02-03,10,1,cheap", "cannot be read"),
        ("2025-02-03,10,1,-4", "below zero"),
        ("2025-02-03,10,11,4", "more clicks than impressions"),
    ],
)
def test_a_bad_row_is_named_by_its_line_and_the_others_are_kept(row: str, words: str) -> None:
    report = read(f"Day,Impressions,Clicks,Cost\n2025-02-01,100,10,5\n{row}\n2025-02-04,100,10,5\n")
    assert len(report.days) == 2
    [problem] = report.problems
    assert problem.field == "line 3" and words in problem.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Name,E-mail\nAnn,ann@x.example\n", "no column for the day and the cost"),
        ("Day,Clicks\n2025-02-03,5\n", "no column for the cost"),
        ("", "empty"),
    ],
)
def test_what_is_no_report_is_refused_with_what_it_lacks(text: str, words: str) -> None:
    with pytest.raises(InputRejected, match=words):
        read(text)


def test_rows_of_one_day_and_channel_are_one_and_totals_are_left_out() -> None:
    report = read(
        "Day,Channel,Cost,Clicks,Impressions\n2025-02-03,Search,5,1,10\n2025-02-03,search,6,2,20\n"
        "2025-02-03,Social,7,3,30\nTotal,,18,6,60\n"
    )
    assert [(day.channel, day.spend, day.clicks) for day in report.days] == [
        ("Search", Decimal(11), 3),
        ("Social", Decimal(7), 3),
    ]
    assert report.problems == ()
