"""A chosen row: the record stays open, wherever it stands in the list."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.shared.formats import NONE
from pages.shared.lists import figures


def people() -> None:
    import pandas as pd
    import streamlit as st

    from pages.shared.lists import choose_row

    ids = st.session_state.get("order", ["a", "b", "c"])
    frame = pd.DataFrame({"id": ids, "name": [one.upper() for one in ids], "leads": 71_500})
    chosen = choose_row(
        frame, key="person", id_column="id", columns={"name": "Name", "leads": "Leads"}, alt="People"
    )
    st.text(f"open: {chosen}")


def table_key(app: AppTest) -> str:
    return str(app.dataframe[0].proto.id).rsplit("-", 1)[-1]


def choose(app: AppTest, *rows: int) -> AppTest:
    app.session_state[table_key(app)] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return app.run()


def test_the_chosen_record_stays_open_when_the_list_is_sorted_or_grows() -> None:
    app = choose(AppTest.from_function(people).run(), 0)
    assert app.text[0].value == "open: a"
    for order in (["c", "b", "a"], ["new", "a", "b", "c"], ["b", "c"]):
        app.session_state["order"] = order
        app.run()
        assert app.text[0].value == "open: a"
        assert app.query_params["person"] in ("a", ["a"])


def test_a_row_that_is_chosen_no_more_closes_its_record() -> None:
    app = choose(AppTest.from_function(people).run(), 1)
    assert app.text[0].value == "open: b"
    app = choose(app)
    assert app.text[0].value == "open: None"
    assert "person" not in app.query_params


def test_the_row_of_a_link_is_marked() -> None:
    app = AppTest.from_function(people)
    app.query_params["person"] = "c"
    app.run()
    assert app.text[0].value == "open: c"
    assert app.session_state[table_key(app)]["selection"]["rows"] == [2]


def test_numbers_and_money_stand_where_they_can_be_compared() -> None:
    frame = pd.DataFrame(
        {
            "Leads": [71_500, 3],
            "Value": ["$25,000.00", NONE],
            "Fee": ["CHF 1,000.00", "-€5.00"],
            "Version": ["v2", "v2.10"],
            "Note": ["$5.00", "about $5.00"],
            "Nothing": [NONE, NONE],
        }
    )
    found = figures(frame)
    assert set(found) == {"Leads", "Value", "Fee"}
    assert found["Value"]["alignment"] == found["Fee"]["alignment"] == "right"
