"""Lists that are read page by page: every row once, in one order, and a search over names."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest
from sqlalchemy import Engine, event

from core.list_orders import PaymentState
from db.demo import load_demo
from db.page import Page
from db.workspace import Workspace


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> Iterator[Workspace]:
    path = Path(shutil.copy(empty_file, tmp_path_factory.mktemp("paged") / "agency.db"))
    opened = Workspace.open(f"sqlite:///{path}")
    for _ in load_demo(opened):
        pass
    yield opened
    opened.close()


LISTS: dict[str, tuple[Callable[[Workspace], Callable[..., Page]], str, Callable[[Workspace], Any]]] = {
    "campaigns": (
        lambda one: one.marketing.campaign_page,
        "campaign_id",
        lambda one: one.marketing.campaigns(),
    ),
    "projects": (
        lambda one: one.fulfillment.project_page,
        "project_id",
        lambda one: one.fulfillment.projects(),
    ),
    "surveys": (lambda one: one.feedback.survey_page, "request_id", lambda one: one.feedback.surveys()),
    "responses": (
        lambda one: one.feedback.response_page,
        "feedback_id",
        lambda one: one.feedback.responses(),
    ),
    "offers": (lambda one: one.offers.page, "offer_id", lambda one: one.offers.overview()),
}


@contextmanager
def asked() -> Iterator[list[str]]:
    """The questions that the database gets meanwhile."""
    statements: list[str] = []

    def note(*arguments: Any) -> None:
        statements.extend([arguments[2]] if arguments[2].startswith("SELECT") else [])

    event.listen(Engine, "before_cursor_execute", note)
    yield statements
    event.remove(Engine, "before_cursor_execute", note)


def plain(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows, with None where a frame has a sign of its own for no value."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


@pytest.mark.parametrize(("page", "key", "whole"), LISTS.values(), ids=LISTS.keys())
def test_the_pages_together_are_the_whole_list(demo: Workspace, page: Any, key: str, whole: Any) -> None:
    get, expected = page(demo), whole(demo)
    first = get(size=2)
    assert first.total == len(expected) > 2
    parts = [get(number=number, size=2).rows for number in range(1, first.pages + 1)]
    together = [row for part in parts for row in plain(part)]
    assert together == plain(expected)
    assert expected[key].is_unique


@pytest.mark.parametrize(("page", "key", "whole"), LISTS.values(), ids=LISTS.keys())
def test_any_page_leads_to_all_rows_of_its_view_in_one_question(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch, page: Any, key: str, whole: Any
) -> None:
    monkeypatch.setattr("db.records.base.PART", 2)
    last = page(demo)(number=2, size=2)
    with asked() as statements:
        parts = list(last.parts())
    assert len(statements) == 1
    assert {len(part) for part in parts[:-1]} == {2} and key in parts[0]
    assert [row for part in parts for row in plain(part)] == plain(whole(demo))


def test_rows_after_those_that_were_counted_are_in_the_whole_view(
    demo: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = {row["id"] for row in plain(demo.marketing.leads(search="example", size=100).rows)}
    monkeypatch.setattr("db.records.found_leads.MOST_FOUND", 3)
    few = demo.marketing.leads(search="example")
    assert few.is_more and few.total == 3 < len(everybody)
    assert {row["id"] for part in few.parts() for row in plain(part)} == everybody
    monkeypatch.setattr("db.records.found_leads.READ_FOR_SHORT_WORDS", 5)
    short = demo.marketing.leads(search="co")
    assert short.looked_at == 5 and sum(len(part) for part in short.parts()) <= 5


def test_nothing_found_is_a_view_without_rows(demo: Workspace) -> None:
    assert list(demo.deals.page(search="xyzzy").parts()) == []


# A list, what it is asked for, and what its rows must be like: a column in order (True: falling), or one
# value.
VIEWS: list[tuple[Callable[[Workspace], Callable[..., Page]], dict[str, Any], str, Any]] = [
    (lambda one: one.feedback.response_page, {"sort": "lowest"}, "satisfaction", False),
    (lambda one: one.feedback.response_page, {"sort": "highest"}, "satisfaction", True),
    (lambda one: one.feedback.response_page, {"sort": "client"}, "client", False),
    (lambda one: one.feedback.response_page, {"sentiment": "positive"}, "sentiment", {"positive"}),
    (lambda one: one.feedback.survey_page, {"sort": "client"}, "client", False),
    (lambda one: one.feedback.survey_page, {"sort": "closes"}, "expires_on", False),
    (lambda one: one.feedback.survey_page, {"status": "answered"}, "status", {"answered"}),
    (lambda one: one.fulfillment.work_orders, {"sort": "ends"}, "ends_on", False),
    (lambda one: one.fulfillment.work_orders, {"sort": "value"}, "value_cents", True),
    (lambda one: one.fulfillment.work_orders, {"sort": "client"}, "client", False),
    (lambda one: one.fulfillment.work_orders, {"status": "accepted"}, "status", {"accepted"}),
    (lambda one: one.fulfillment.work_orders, {"priority": "normal"}, "priority", {"normal"}),
    (lambda one: one.fulfillment.payment_page, {"sort": "due"}, "due_on", False),
    (lambda one: one.fulfillment.payment_page, {"sort": "amount"}, "amount_cents", True),
    (lambda one: one.fulfillment.payment_page, {"sort": "client"}, "client", False),
    (lambda one: one.marketing.campaign_page, {"sort": "starts"}, "starts_on", True),
    (lambda one: one.marketing.campaign_page, {"sort": "ends"}, "ends_on", False),
    (lambda one: one.marketing.campaign_page, {"sort": "name"}, "name", False),
    (lambda one: one.marketing.campaign_page, {"status": "planned"}, "status", {"planned"}),
    (lambda one: one.offers.page, {"sort": "changed"}, "updated_at", True),
    (lambda one: one.offers.page, {"sort": "campaigns"}, "campaigns", True),
    (lambda one: one.clients.page, {"sort": "won"}, "won_cents", True),
]


@pytest.mark.parametrize(
    ("page", "given", "column", "like"), VIEWS, ids=[f"{n}-{given}" for n, (_, given, *_) in enumerate(VIEWS)]
)
def test_a_list_stands_in_the_order_and_holds_what_it_is_asked_for(
    demo: Workspace, page: Any, given: dict[str, Any], column: str, like: Any
) -> None:
    get = page(demo)
    found, everything = get(**given), get()
    values = [value for value in plain(found.rows) if value[column] is not None]
    told = [row[column] for row in values]
    assert told
    if isinstance(like, bool):
        assert found.total == everything.total and told == sorted(told, reverse=like)
    else:
        assert set(told) == like and found.total <= everything.total
    assert [row for part in found.parts() for row in plain(part)] == plain(found.rows)


@pytest.mark.parametrize(
    "page",
    [
        lambda one: one.deals.page,
        lambda one: one.sales.prospects,
        lambda one: one.marketing.leads,
        lambda one: one.marketing.campaign_page,
        lambda one: one.clients.page,
        lambda one: one.fulfillment.project_page,
        lambda one: one.fulfillment.work_orders,
        lambda one: one.fulfillment.payment_page,
        lambda one: one.feedback.response_page,
        lambda one: one.feedback.survey_page,
        lambda one: one.offers.page,
        lambda one: one.runs.page,
        lambda one: one.history.page,
    ],
    ids=["deals", "prospects", "leads", "campaigns", "clients", "projects", "orders", "payments", "responses",
         "surveys", "offers", "runs", "history"],
)  # fmt: skip
def test_a_list_asks_two_questions_however_many_rows_it_shows(demo: Workspace, page: Any) -> None:
    for size in (1, 50):
        with asked() as statements:
            assert len(page(demo)(size=size).rows) <= size
        assert len(statements) == 2


def test_payments_are_due_overdue_or_paid(demo: Workspace) -> None:
    today = demo.clock.now().date()
    pages = {state: demo.fulfillment.payment_page(state=state) for state in get_args(PaymentState)}
    assert sum(page.total for page in pages.values()) == demo.fulfillment.payment_page().total
    assert all(pages["paid"].rows["paid_on"].notna())
    assert all(pages["overdue"].rows["due_on"] < today) and all(pages["due"].rows["due_on"] >= today)
    assert len(pages["overdue"].rows) and all(pages["overdue"].rows["paid_on"].isna())


def test_every_order_and_filter_is_understood_by_a_server(any_workspace: Workspace) -> None:
    for page, given, *_ in VIEWS:
        assert page(any_workspace)(**given).total == 0
    for state in get_args(PaymentState):
        assert any_workspace.fulfillment.payment_page(state=state, search="a%").total == 0
    assert any_workspace.marketing.campaign("none").empty


@pytest.mark.parametrize("name", ["projects", "surveys", "responses"])
def test_a_search_looks_at_the_names(demo: Workspace, name: str) -> None:
    get = LISTS[name][0](demo)
    assert set(get(search="NORDWIND").rows["client"]) == {"Nordwind Bikes"}
    nothing = get(search="xyzzy")
    assert (nothing.total, nothing.pages, len(nothing.rows)) == (0, 1, 0)
    assert list(nothing.rows.columns) == list(get().rows.columns)


def test_payments_that_are_owed_come_first_by_their_due_date(demo: Workspace) -> None:
    rows = demo.fulfillment.payment_page().rows
    owed = rows[rows["paid_on"].isna()]
    assert 0 < len(owed) < len(rows) == len(demo.fulfillment.payments())
    assert rows.index[: len(owed)].tolist() == owed.index.tolist()
    assert owed["due_on"].tolist() == sorted(owed["due_on"])


def test_a_choice_offers_what_can_be_handed_over(demo: Workspace) -> None:
    projects = demo.fulfillment.projects()
    active = projects[projects["status"] == "active"]
    assert demo.fulfillment.active_names() == dict(zip(active["project_id"], active["name"], strict=True))
    assert list(demo.feedback.survey_names()) == demo.feedback.surveys()["request_id"].tolist()
    assert list(demo.marketing.campaign_names()) == demo.marketing.campaigns()["campaign_id"].tolist()


def test_work_orders_are_found_by_their_client(demo: Workspace) -> None:
    found = demo.fulfillment.work_orders(search="harbor")
    assert found.total == 1 and set(found.rows["client"]) == {"Harbor Dental"}
    assert demo.fulfillment.project(str(demo.fulfillment.projects()["project_id"].iloc[0])).shape[0] == 1
    assert demo.fulfillment.project("none").empty
