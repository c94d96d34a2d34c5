"""The search of leads: every word somewhere in name, company or e-mail, found by an index that stays true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event, text

from db.lead_import import ImportOptions
from db.records import found_leads
from db.workspace import Workspace

PEOPLE = (
    ("Ada Lovelace", "Engines Ltd", "ada@engines.example"),
    ("Grace Hopper", "Cobol & Sons", "grace@navy.example"),
    ("Käthe Möller", "Engines GmbH", "km@engines.example"),
    ("No Company", None, "nobody@x.example"),
)


def hand_over(workspace: Workspace, people: tuple[Any, ...] = PEOPLE, campaign: str = "camp") -> None:
    leads = [
        {
            "id": f"lead_{number}",
            "contact_info": {"name": name, "company": company, "email": email},
            "score": 90 - number,
            "urgency": "high",
        }
        for number, (name, company, email) in enumerate(people)
    ]
    given = {"campaign_id": campaign, "campaign_name": campaign, "leads_generated": leads}
    assert workspace.run("marketing_to_sales", given).success


@pytest.fixture
def agency(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    hand_over(opened)
    yield opened
    opened.close()


@pytest.fixture
def on_sqlite(path: Any) -> Iterator[Workspace]:
    opened = Workspace.open(f"sqlite:///{path}")
    hand_over(opened)
    yield opened
    opened.close()


def names(workspace: Workspace, search: str, **filters: Any) -> set[str]:
    return set(workspace.marketing.leads(search=search, **filters).rows["name"])


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("lovel", {"Ada Lovelace"}),
        ("  LOVE  lace ", {"Ada Lovelace"}),
        ("engines", {"Ada Lovelace", "Käthe Möller"}),
        ("engines käthe", {"Käthe Möller"}),
        ("engines hopper", set()),
        ("navy.ex", {"Grace Hopper"}),
        ("@", {name for name, *_ in PEOPLE}),
        ("km", {"Käthe Möller"}),
        ('"ada" OR', set()),
        ("l & s", {"Grace Hopper"}),
    ],
    ids=lambda value: value if isinstance(value, str) else str(len(value)),
)
def test_a_lead_is_found_by_all_words_anywhere(agency: Workspace, search: str, found: set[str]) -> None:
    assert names(agency, search) == found
    assert set(agency.sales.prospects(search=search).rows["name"]) == found
    assert names(agency, search, campaign_id="camp", status="qualified") == found
    assert agency.marketing.leads(search=search).total == len(found)


def test_the_search_knows_a_lead_that_was_changed_or_removed(agency: Workspace) -> None:
    with agency.editing() as session:
        session.connection().execute(text("UPDATE leads SET name = 'Ada King' WHERE name LIKE 'Ada%'"))
        session.connection().execute(text("DELETE FROM leads WHERE name LIKE 'Grace%'"))
    assert names(agency, "king") == {"Ada King"}
    assert names(agency, "lovelace") == names(agency, "hopper") == set()
    assert names(agency, "cobol") == set()


@pytest.mark.parametrize("rebuilt_from", [1, 20_000], ids=["all at once", "one by one"])
def test_an_import_is_found_until_it_is_taken_back(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch, rebuilt_from: int
) -> None:
    monkeypatch.setattr("db.lead_import.storing._INDEXES_REBUILT_FROM", rebuilt_from)
    monkeypatch.setattr("db.lead_import.undoing._INDEXES_REBUILT_FROM", rebuilt_from)
    staged = agency.lead_imports.stage("l.csv", b"Name,Email\nLinus Penguin,linus@kernel.example\n")
    report = agency.lead_imports.run(staged.import_id, ImportOptions())
    assert names(agency, "penguin") == {"Linus Penguin"}
    assert names(agency, "lovelace") == {"Ada Lovelace"}
    agency.lead_imports.undo(report.import_id)
    assert names(agency, "penguin") == set()
    hand_over(agency, (("Linus Again", None, "l@kernel.example"),), "camp_2")
    assert names(agency, "kernel") == {"Linus Again"}


def test_the_index_holds_exactly_what_the_leads_say(on_sqlite: Workspace) -> None:
    with on_sqlite.editing() as session:
        # SQLite compares the index with the table of leads; a difference is an error.
        session.connection().execute(
            text("INSERT INTO lead_search (lead_search, rank) VALUES ('integrity-check', 1)")
        )


def test_without_the_index_the_search_reads_every_lead(on_sqlite: Workspace) -> None:
    with on_sqlite.editing() as session:
        for name in ("added", "removed", "changed"):
            session.connection().execute(text(f"DROP TRIGGER lead_search_{name}"))
        session.connection().execute(text("DROP TABLE lead_search"))
    assert names(on_sqlite, "engines käthe") == {"Käthe Möller"}


def test_what_many_leads_hold_is_found_in_the_order_of_the_list(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = agency.marketing.leads(search="example").rows["name"].tolist()
    assert len(expected) == len(PEOPLE)
    monkeypatch.setattr(found_leads, "_FEW", 1)
    assert agency.marketing.leads(search="example").rows["name"].tolist() == expected


def test_a_frequent_word_is_looked_for_among_the_first_of_a_filtered_list(
    on_sqlite: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = tuple((f"Person {number}", None, f"p{number}@frequent.test") for number in range(4))
    hand_over(on_sqlite, people, "other")
    monkeypatch.setattr(found_leads, "_FEW", 3)
    monkeypatch.setattr(found_leads, "READ_FOR_FREQUENT_WORDS", 3)
    page = on_sqlite.marketing.leads(search="frequent", campaign_id="camp")
    assert (page.total, page.is_more, page.looked_at) == (0, True, 3)
    whole = on_sqlite.marketing.leads(search="frequent", campaign_id="camp", status="disqualified")
    assert (whole.total, whole.is_more, whole.looked_at) == (0, False, None)
    assert on_sqlite.marketing.leads(search="frequent", campaign_id="other").total == 3
    few = on_sqlite.marketing.leads(search="engines", campaign_id="camp")
    assert few.rows["name"].tolist() == ["Ada Lovelace", "Käthe Möller"]


def test_a_search_that_finds_too_many_says_so(agency: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found_leads, "MOST_FOUND", 2)
    page = agency.marketing.leads(search="example", number=9, size=1)
    assert (page.total, page.pages, page.number, page.is_more) == (2, 2, 2, True)
    exact = agency.marketing.leads(search="engines")
    assert (exact.total, exact.is_more) == (2, False)


def test_one_or_two_letters_are_looked_for_among_the_first_of_the_list(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not agency.marketing.leads(search="ad").is_more
    monkeypatch.setattr(found_leads, "READ_FOR_SHORT_WORDS", 2)
    page = agency.marketing.leads(search="km")
    assert (page.total, page.is_more) == (0, True)
    assert list(agency.marketing.leads(search="ad").rows["name"]) == ["Ada Lovelace"]


LISTS = {
    "leads": lambda workspace: workspace.marketing.leads(),
    "leads of a status": lambda workspace: workspace.marketing.leads(status="qualified"),
    "leads of a campaign": lambda workspace: workspace.marketing.leads(campaign_id="camp"),
    "prospects": lambda workspace: workspace.sales.prospects(),
    "prospects to be called": lambda workspace: workspace.sales.prospects(due="to contact"),
    "runs": lambda workspace: workspace.runs.page(),
}


@pytest.mark.parametrize("read", LISTS.values(), ids=LISTS.keys())
def test_a_list_of_a_million_rows_is_read_in_the_order_of_an_index(on_sqlite: Workspace, read: Any) -> None:
    statements: list[tuple[str, Any]] = []
    with on_sqlite.reading() as session:
        engine = session.get_bind()

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    assert read(on_sqlite).total
    event.remove(engine, "before_cursor_execute", note)
    statement, parameters = statements[-1]
    assert "ORDER BY" in statement
    with on_sqlite.reading() as session:
        plan = list(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))
    # A plan is a tree: what hangs on the list itself is the outer query, not what a row looks up.
    outer = [step for _, parent, _, step in plan if parent == 0]
    assert not any("B-TREE" in step for step in outer), outer
