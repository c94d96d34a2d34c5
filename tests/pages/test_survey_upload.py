"""The upload of an export: its columns are shown, a correction counts, storing twice stores once."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from db.workspace import Workspace
from tests.survey_exports import SURVEYMONKEY


@pytest.fixture
def part(demo: Workspace) -> AppTest:
    def script() -> None:
        import streamlit as st

        from core.survey_import.files import open_export
        from pages.shared.survey_upload import file_answers
        from pages.shared.workspace import open_workspace

        export = open_export("answers.csv", st.session_state["content"])
        file_answers(open_workspace(), st.session_state["survey"], export, "file")

    app = AppTest.from_function(script, default_timeout=30)
    app.session_state["survey"] = str(demo.feedback.surveys()["request_id"].iloc[0])
    app.session_state["content"] = SURVEYMONKEY.encode()
    return app.run()


def test_the_columns_and_what_is_left_out_are_shown_before_anything_is_stored(
    part: AppTest, demo: Workspace
) -> None:
    assert not part.exception
    before = len(demo.feedback.responses())
    chosen = {box.label: box.value for box in part.selectbox}
    assert chosen["What could we improve\\? Open\\-Ended Response"] == "answer.could_improve"
    assert "Cells left out: 2" in part.warning[0].value
    assert list(part.dataframe[0].value["Given"]) == ["6", "11"]
    assert part.button[0].label == "Store 2 responses"
    part.button[0].click().run()
    assert part.success[0].value == "2 new."
    assert len(demo.feedback.responses()) == before + 2
    part.run()
    assert any("stored already" in caption.value for caption in part.caption)
    part.button[0].click().run()
    assert part.success[0].value == "2 stored before."
    assert len(demo.feedback.responses()) == before + 2


def test_a_person_corrects_a_column(part: AppTest) -> None:
    box = next(box for box in part.selectbox if box.value == "rating.quality")
    box.set_value("rating.communication").run()
    assert "both read as" in part.error[0].value
    assert not part.button
    first = next(box for box in part.selectbox if "Communication" in box.label)
    first.set_value("").run()
    assert not part.error
    assert not part.exception
    assert part.button[0].label == "Store 2 responses"
