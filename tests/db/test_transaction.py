"""The transaction port writes what SQLModel reads, on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Table, select

from db.tables import Base
from db.transaction import WriteConflict
from db.workspace import Workspace

MOMENT = datetime(2025, 2, 1, 9, 30, 0, 120, tzinfo=UTC)
CLIENT = {
    "client_id": "client_1",
    "name": "Tech Corp",
    "name_key": "tech corp",
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "version": 1,
}


SAMPLES: dict[str, Any] = {
    "Integer": 7,
    "BigInteger": 2**40,
    "Float": 2.5,
    "Boolean": True,
    "Date": date(2025, 2, 1),
    "UTCDateTime": MOMENT,
}


def sample(column: Column[Any]) -> Any:
    if column.foreign_keys:
        return sample(next(iter(column.foreign_keys)).column)
    if column.name == "currency":
        return "EUR"
    return SAMPLES.get(type(column.type).__name__, f"{column.name} ünï 'quoted' \N{GRINNING FACE}")


def row_of(table: Table, *, only_required: bool) -> dict[str, Any]:
    return {
        column.name: sample(column)
        for column in table.columns
        if not (only_required and column.nullable and not column.primary_key)
    }


@pytest.mark.parametrize("only_required", [False, True], ids=["every column", "required columns"])
def test_every_table_written_through_the_port_is_read_back_by_sqlmodel(
    any_workspace: Workspace, only_required: bool
) -> None:
    rows = {table: row_of(table, only_required=only_required) for table in Base.metadata.sorted_tables}
    with any_workspace.database.transaction() as write:
        for table, row in rows.items():
            write.insert(table.name, row)
    classes = {mapper.local_table: mapper.class_ for mapper in Base._sa_registry.mappers}
    with any_workspace.reading() as session:
        for table, row in rows.items():
            found = session.execute(select(classes[table])).scalar_one().model_dump()
            empty = {column.name: None for column in table.columns if column.name not in row}
            assert found == {**empty, **row}, table.name


def test_what_is_fetched_comes_back_as_it_was_given(any_workspace: Workspace) -> None:
    campaign = {
        "campaign_id": "camp_1",
        "name": "Launch",
        "status": "planned",
        "impressions": 0,
        "clicks": 0,
        "starts_on": date(2025, 4, 1),
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "version": 1,
    }
    with any_workspace.database.transaction() as write:
        write.insert("campaigns", campaign)
        found = write.fetch_one("SELECT * FROM campaigns WHERE campaign_id = :id", {"id": "camp_1"})
    assert found is not None
    assert {name: found[name] for name in campaign} == campaign


def test_iso_text_is_stored_as_the_moment_or_day_it_names(any_workspace: Workspace) -> None:
    texts = {
        "2025-02-01T09:30:00.000120Z": MOMENT,
        "2025-02-01T10:30:00.000120+01:00": MOMENT,
        "2025-02-01": datetime(2025, 2, 1, tzinfo=UTC),
    }
    with any_workspace.database.transaction() as write:
        for number, text in enumerate(texts):
            name = str(number)
            client = {**CLIENT, "client_id": name, "name_key": name, "created_at": text}
            write.insert("clients", client)
        found = write.fetch_all("SELECT created_at FROM clients ORDER BY client_id")
    assert [row["created_at"] for row in found] == list(texts.values())


def test_a_moment_in_another_zone_is_stored_in_utc(any_workspace: Workspace) -> None:
    tokyo = MOMENT.astimezone(timezone(timedelta(hours=9)))
    with any_workspace.database.transaction() as write:
        write.insert("clients", {**CLIENT, "created_at": tokyo})
        found = write.fetch_one("SELECT created_at FROM clients")
    assert found == {"created_at": MOMENT}


def test_rows_with_different_columns_are_inserted_together(any_workspace: Workspace) -> None:
    other = {**CLIENT, "client_id": "client_2", "name_key": "other", "tier": "enterprise"}
    with any_workspace.database.transaction() as write:
        write.insert_many("clients", [CLIENT, other])
        write.insert_many("clients", [])
        found = write.fetch_all("SELECT tier FROM clients ORDER BY client_id")
    assert found == [{"tier": None}, {"tier": "enterprise"}]


def test_updates_and_deletes_say_how_many_rows_they_met(any_workspace: Workspace) -> None:
    with any_workspace.database.transaction() as write:
        write.insert("clients", CLIENT)
        key = {"client_id": "client_1"}
        assert write.update("clients", key, {"name": "New", "client_id": "client_9"}) == 1
        assert write.update("clients", key, {"name": "Newer"}) == 0
        assert write.delete("clients", {"client_id": "client_9", "name": "New"}) == 1
        assert write.delete("clients", key) == 0


def test_one_statement_changes_many_rows_and_says_how_many_it_met(any_workspace: Workspace) -> None:
    sql = "UPDATE clients SET name = :name, updated_at = :at WHERE client_id = :key AND version = 1"
    later = MOMENT + timedelta(days=1)
    with any_workspace.database.transaction() as write:
        for number in range(3):
            write.insert("clients", {**CLIENT, "client_id": f"c{number}", "name_key": f"{number}"})
        write.update("clients", {"client_id": "c2"}, {"version": 2})
        rows = [{"key": f"c{number}", "name": f"New {number}", "at": later} for number in range(4)]
        assert write.change_many(sql, rows) == 2
        assert write.change_many(sql, []) == 0
        found = write.fetch_all("SELECT name, updated_at FROM clients ORDER BY client_id")
    assert [row["name"] for row in found] == ["New 0", "New 1", "Tech Corp"]
    assert [row["updated_at"] for row in found] == [later, later, MOMENT]


def test_an_inserted_row_answers_its_id(any_workspace: Workspace) -> None:
    line = {"at": MOMENT, "actor": "Ada", "action": "a", "record_type": "r", "record_id": "1", "summary": ""}
    with any_workspace.database.transaction() as write:
        first, second = (write.insert_returning_id("audit_lines", line) for _ in range(2))
    assert second == first + 1


def test_a_row_with_a_known_unique_value_is_not_inserted_again(any_workspace: Workspace) -> None:
    with any_workspace.database.transaction() as write:
        assert write.insert_if_new("clients", CLIENT, unique="name_key") is True
        assert write.insert_if_new("clients", {**CLIENT, "client_id": "x"}, unique="name_key") is False
        assert write.fetch_one("SELECT count(*) AS n FROM clients") == {"n": 1}


def test_a_broken_rule_of_the_schema_leaves_nothing_of_the_transaction(any_workspace: Workspace) -> None:
    with pytest.raises(WriteConflict), any_workspace.database.transaction() as write:
        write.insert("clients", CLIENT)
        write.insert(
            "contacts",
            {
                "client_id": "nobody",
                "name": "Ada",
                "email": "a@b.example",
                "email_key": "a@b.example",
                "created_at": MOMENT,
                "updated_at": MOMENT,
                "version": 1,
            },
        )
    assert any_workspace.database.fetch_one("SELECT count(*) AS n FROM clients") == {"n": 0}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"amount_cents": Decimal("10.00")}, "integer cents"),
        ({"due_at": datetime(2025, 2, 1)}, "time zone"),  # noqa: DTZ001 - the naive moment is the case
        ({"label": object()}, "no column holds"),
    ],
    ids=["money as Decimal", "naive moment", "object"],
)
def test_a_value_that_no_column_holds_is_refused(
    workspace: Workspace, values: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TypeError, match=reason), workspace.database.transaction() as write:
        write.insert("payments", values)


@pytest.mark.parametrize("key", [{}, {"client_id": None}], ids=["no column", "no value"])
def test_a_key_that_would_meet_every_row_or_none_is_refused(
    workspace: Workspace, key: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="a key needs a value"), workspace.database.transaction() as write:
        write.delete("clients", key)


def test_a_name_that_is_no_column_never_reaches_the_database(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match="no name of a table"), workspace.database.transaction() as write:
        write.insert("clients", {'name") VALUES (1); --': "x"})
