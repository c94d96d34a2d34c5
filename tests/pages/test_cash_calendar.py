"""The cash calendar on screen and as a figure."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs

import pandas as pd
import pytest

from db.workspace import Workspace
from pages.shared.charts_cash import cash_month
from tests.pages.test_every_page import shown, visit

PLACE = {"part": "records", "show": "Cash calendar"}


def test_the_days_of_a_month_open_their_payments(demo: Workspace) -> None:
    first = demo.fulfillment.payments().iloc[0]
    on = first["paid_on"] if pd.notna(first["paid_on"]) else first["due_on"]
    app = visit("domains/fulfillment.py", {**PLACE, "month": f"{on:%Y-%m}", "day": on.isoformat()})
    text = shown(app)
    assert f"{on:%B} {on.year}" in text and str(first["client"]) in text
    sums = demo.reports.cash.days(on, demo.agency.currency)
    told = {metric.label: metric.value for metric in app.metric}
    assert told["Paid"] == f"${sums.loc[sums['state'] == 'paid', 'cents'].sum() / 100:,.2f}"


def test_an_unpaid_payment_is_one_link_from_being_noted(demo: Workspace) -> None:
    unpaid = demo.fulfillment.payments()
    unpaid = unpaid[unpaid["paid_on"].isna() & unpaid["due_on"].notna()].iloc[0]
    on = unpaid["due_on"]
    calendar = visit("domains/fulfillment.py", {**PLACE, "month": f"{on:%Y-%m}", "day": on.isoformat()})
    home = visit("insights/home.py", {})
    for app in (calendar, home):
        links = [one.proto.query_string for one in app.get("page_link")]
        found = {
            **parse_qs(next(one for one in links if "show=Payments" in one and "payments_search=" in one))
        }
        listed = visit("domains/fulfillment.py", {name: value for name, [value] in found.items()})
        [payments] = [one.value for one in listed.dataframe]
        assert 0 < len(payments) < len(demo.fulfillment.payments())


@pytest.mark.usefixtures("demo")
def test_a_month_without_payments_is_a_calendar_too() -> None:
    app = visit("domains/fulfillment.py", {**PLACE, "month": "1999-02"})
    assert "No payment in USD stands in February 1999" in shown(app)
    next(one for one in app.button if one.label == "March").click().run()
    assert "March 1999" in shown(app)


def test_a_month_that_is_none_shows_this_one(demo: Workspace) -> None:
    today = demo.clock.now().date()
    assert f"{today:%B} {today.year}" in shown(visit("domains/fulfillment.py", {**PLACE, "month": "soon"}))


def test_a_day_takes_the_colour_of_its_worst_state_and_stands_under_its_weekday() -> None:
    frame = pd.DataFrame(
        {
            "day": [date(2025, 3, 3), date(2025, 3, 3), date(2025, 3, 31)],
            "state": ["paid", "overdue", "due"],
            "cents": [70_000, 1_500_000, 30_000],
            "payments": [1, 2, 1],
        }
    )
    closed = {date(2025, 3, 1): "Saturday", date(2025, 3, 17): "<b>A & B</b>"}
    figure = cash_month(frame, month=date(2025, 3, 1), closed=closed, currency="USD")
    shaded, overdue, due, paid, numbers = figure.data
    assert overdue.text[1][0] == "<b>3 !</b><br>15.7k" and paid.text[1][0] == ""
    assert overdue.customdata[1][0] == "3 March: 15,000.00 USD overdue (2), 700.00 USD paid (1)"
    assert due.text[5][0] == "<b>31</b><br>300"
    assert shaded.customdata[3 - 1 + 1][0] == "17 March: &lt;b&gt;A &amp; B&lt;/b&gt;"
    assert len(numbers.text) == 29  # the days without a payment
