"""The page Import leads on a stand-in for the import: every step, every state, nothing lost on the way."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.errors import DeliveryFailed
from core.intake.table_types import ReadingChoices
from db.lead_import import AlikeRows, Candidate, ChangedSince, ImportOptions, Preset
from db.workspace import Workspace
from pages.shared.import_fields import shown_value
from pages.shared.import_options import campaign_of
from pages.shared.user_text import WORD_JOINER
from pages.shared.workspace import open_workspace
from tests.pages.guide import INPUTS
from tests.pages.lead_import_fake import NOW, WHY, FakeImports

ROOT = Path(__file__).resolve().parents[2]
MESSY = ROOT / "sample_data" / "leads_messy.csv"
CLEAN = b"Name,E-mail,Company,Colour\nAnn Lee,ann@example.com,Fern,red\nBen Ode,ben@example.com,Moss,blue\n"


pytestmark = pytest.mark.usefixtures("workspace", "imports")


@pytest.fixture
def imports(monkeypatch: pytest.MonkeyPatch) -> FakeImports:
    fake = FakeImports()
    monkeypatch.setattr(Workspace, "lead_imports", fake)
    return fake


def opened(import_id: str | None = None) -> AppTest:
    app = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30).run()
    app.switch_page("domains/lead_import.py")
    if import_id:
        app.query_params["import"] = import_id
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, app.exception
    return app


def uploaded(name: str = "leads.csv", content: bytes = CLEAN) -> AppTest:
    app = opened()
    app.file_uploader[0].upload(name, content)
    return ran(app)


def checked(app: AppTest) -> AppTest:
    key = import_key(app)
    app.button(key=f"{key}_check").click()
    return ran(app)


def import_key(app: AppTest) -> str:
    asked = app.query_params["import"]
    return f"import_{asked if isinstance(asked, str) else asked[0]}"


def texts(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.text, app.info, app.success, app.warning, app.error)
    shown = "\n".join(str(element.value) for kind in kinds for element in kind)
    return shown.replace("\\", "").replace(WORD_JOINER, "")


def test_a_clean_file_needs_three_clicks(imports: FakeImports) -> None:
    app = uploaded()
    assert "Taken for **a text table (CSV)**, encoded as **UTF-8**, **commas** between the cells" in texts(
        app
    )
    checked(app)
    assert "2 rows read = 2 new + 0 changed + 0 unchanged + 0 merged + 0 rejected." in texts(app)
    app.button(key=f"{import_key(app)}_import").click()
    ran(app)
    assert "2 rows were read = 2 new" in texts(app)
    assert imports.options[0].mapping == ((0, "name"), (1, "email"), (2, "company"), (3, "attributes"))
    assert imports.options[0].mode == "both"


def test_an_empty_page_says_what_it_is_for() -> None:
    app = opened()
    assert app.title[0].value.endswith("Import leads")
    assert "None yet." in texts(app)


def test_a_staged_file_is_there_again_under_its_link_on_another_visit() -> None:
    uploaded()
    again = opened("import_1")
    assert "leads.csv" in texts(again)
    assert again.button(key="import_import_1_check")


def test_the_bytes_of_a_staged_file_do_not_stay_in_the_session() -> None:
    app = uploaded()
    app.button(key="import_import_1_another").click()
    ran(app)
    assert app.file_uploader[0].value is None


@pytest.mark.parametrize(
    ("widget", "value", "expected"),
    [
        ("encoding", "Windows-1252", ReadingChoices(encoding="Windows-1252")),
        ("delimiter", ";", ReadingChoices(delimiter=";")),
        ("header", 2, ReadingChoices(header_line=2)),
        ("header", 0, ReadingChoices(header_line=0)),
    ],
    ids=str,
)
def test_the_file_is_read_again_as_a_person_says(
    imports: FakeImports,
    monkeypatch: pytest.MonkeyPatch,
    widget: str,
    value: str | int,
    expected: ReadingChoices,
) -> None:
    asked: list[ReadingChoices] = []
    real = FakeImports.inspect

    def inspect(self: FakeImports, import_id: str, reading: ReadingChoices | None = None) -> object:
        asked.append(reading or ReadingChoices())
        return real(self, import_id, reading)

    monkeypatch.setattr(FakeImports, "inspect", inspect)
    app = uploaded()
    controls = app.number_input if isinstance(value, int) else app.selectbox
    controls(key=f"import_import_1_{widget}").set_value(value)
    ran(app)
    assert asked[-1] == expected
    checked(app)
    app.button(key="import_import_1_import").click()
    ran(app)
    assert imports.options[0].reading == expected


def test_a_file_that_is_no_list_says_so_and_offers_another() -> None:
    app = uploaded("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    assert "cannot be read as a lead list" in app.error[0].proto.title
    assert "picture" in app.error[0].value
    assert "4 · Check" not in texts(app)


def test_a_wrong_choice_of_encoding_leaves_the_controls_to_take_it_back() -> None:
    app = uploaded("leads.csv", "Näme,E-mail\nÄnn,ann@example.com\n".encode())
    app.selectbox(key="import_import_1_encoding").set_value("UTF-16")
    ran(app)
    if app.error:
        app.selectbox(key="import_import_1_encoding").set_value(None)
        ran(app)
    assert not app.error
    assert "encoded as **UTF-8**" in texts(app) or "encoded as **UTF-16**" in texts(app)


def test_a_person_corrects_a_column_and_the_choice_is_imported(imports: FakeImports) -> None:
    app = uploaded()
    app.selectbox(key="import_import_1_column_0_3").set_value("source")
    ran(app)
    assert "chosen by you" in texts(app)
    assert "4 of 4 columns are read as a field of a lead." in texts(app)
    checked(app)
    app.button(key="import_import_1_import").click()
    ran(app)
    assert dict(imports.options[0].mapping or ())[3] == "source"


def test_two_columns_of_one_field_are_told() -> None:
    app = uploaded()
    app.selectbox(key="import_import_1_column_0_3").set_value("company")
    ran(app)
    assert "both read as Company" in texts(app)


def test_many_columns_come_in_pages_and_choices_on_one_are_kept_on_the_next() -> None:
    headers = ["E-mail", *(f"Field {number}" for number in range(64))]
    row = ["ann@example.com", *("x" for _ in range(64))]
    app = uploaded("wide.csv", f"{','.join(headers)}\n{','.join(row)}\n".encode())
    app.selectbox(key="import_import_1_column_0_5").set_value("source")
    ran(app)
    app.session_state["import_import_1_column_0_page"] = 2
    ran(app)
    app.session_state["import_import_1_column_0_page"] = 1
    ran(app)
    assert app.selectbox(key="import_import_1_column_0_5").value == "source"


def test_a_mapping_is_saved_as_a_preset_and_taken_for_the_next_file(imports: FakeImports) -> None:
    app = uploaded()
    app.selectbox(key="import_import_1_column_0_3").set_value("source")
    app.text_input(key="import_import_1_name").set_value("Colour list")
    ran(app)
    app.button(key="import_import_1_save_now").click()
    ran(app)
    assert imports.saved["Colour list"].mapping["Colour"] == "source"
    app = uploaded("next.csv", CLEAN.replace(b"Ann", b"Anna"))
    key = import_key(app)
    app.selectbox(key=f"{key}_preset").set_value("Colour list")
    ran(app)
    assert app.selectbox(key=f"{key}_column_1_3").value == "source"


def test_a_preset_is_deleted(imports: FakeImports) -> None:
    imports.save_preset(Preset("Old", {"Name": "name"}))
    app = uploaded()
    app.selectbox(key="import_import_1_gone").set_value("Old")
    ran(app)
    app.button(key="import_import_1_delete").click()
    ran(app)
    assert imports.saved == {}


def test_the_options_arrive_in_the_import(imports: FakeImports) -> None:
    open_workspace().run("offer_to_marketing", INPUTS["offer_to_marketing"])
    app = uploaded()
    key = import_key(app)
    app.selectbox(key=f"{key}_campaign").select_index(0)
    app.segmented_control(key=f"{key}_mode").set_value("update")
    app.segmented_control(key=f"{key}_conflict").set_value("fill")
    app.segmented_control(key=f"{key}_scope").set_value("campaign")
    app.selectbox(key=f"{key}_country").set_value("DE")
    app.selectbox(key=f"{key}_dates").set_value("mdy")
    ran(app)
    app.selectbox(key=f"{key}_conflict_company").set_value("keep")
    ran(app)
    checked(app)
    app.button(key=f"{key}_import").click()
    ran(app)
    found = imports.options[0]
    assert found.campaign_id == open_workspace().marketing.campaigns()["campaign_id"][0]
    assert found.new_campaign is None
    assert (found.mode, found.match_scope) == ("update", "campaign")
    assert dict(found.on_conflict) == {"": "fill", "company": "keep"}
    assert (found.country, found.date_order) == ("DE", "mdy")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (None, (None, False)),
        ("  ", (None, False)),
        ("camp_1", ("camp_1", False)),
        ("spring FAIR", ("camp_1", False)),
        (" Autumn fair ", ("Autumn fair", True)),
    ],
)
def test_a_campaign_is_chosen_or_typed(chosen: str | None, expected: tuple[str | None, bool]) -> None:
    assert campaign_of(chosen, {"camp_1": "Spring fair"}) == expected


def test_how_dates_are_read_is_said_with_the_reason() -> None:
    assert "so the day comes first" in texts(uploaded())


def test_the_check_shows_what_is_new_changed_merged_and_rejected(imports: FakeImports) -> None:
    imports.known = {"kaethe@moeller-haustechnik.example": "Käthe Moeller"}
    app = checked(uploaded("leads_messy.csv", MESSY.read_bytes()))
    counts = imports.preview("import_1", ImportOptions()).counts
    assert counts.read == sum(
        (counts.created, counts.updated, counts.unchanged, counts.merged, counts.rejected)
    )
    labels = [tab.label for tab in app.tabs]
    assert [label.rpartition(": ")[2] for label in labels] == [
        f"New ({counts.created})",
        "Changed (1)",
        "Unchanged and merged (1)",
        f"Rejected ({counts.rejected})",
    ]
    for label, expected in ((labels[1], "Käthe Moeller"), (labels[2], "same e-mail"), (labels[3], WHY)):
        app.session_state["import_import_1_tabs"] = label
        ran(app)
        frames = "\n".join(frame.value.to_string() for frame in app.dataframe)
        assert expected in frames


def test_reasons_are_counted_with_their_lines() -> None:
    app = checked(uploaded("leads_messy.csv", MESSY.read_bytes()))
    app.session_state["import_import_1_tabs"] = app.tabs[3].label
    ran(app)
    assert "**5 rows** (lines 14, 22, 23, 25, 29)" in texts(app)


def test_a_change_after_the_check_asks_for_another() -> None:
    app = checked(uploaded())
    assert not app.button(key="import_import_1_import").disabled
    app.segmented_control(key="import_import_1_mode").set_value("create")
    ran(app)
    assert app.button(key="import_import_1_import").disabled
    assert "Check again to import" in texts(app)
    checked(app)
    assert not app.button(key="import_import_1_import").disabled


def test_a_candidate_is_merged_only_when_a_person_ticks_it(imports: FakeImports) -> None:
    imports.candidates = (
        Candidate(2, {"name": "Ann Lee"}, 7, {"name": "Anne Lee", "email": "anne@example.com"}, 88),
        Candidate(3, {"name": "Ben Ode"}, 9, {"name": "Benjamin Ode"}, 81),
    )
    app = checked(uploaded())
    assert "The same person?" in [element.value for element in app.subheader]
    app.checkbox(key="import_import_1_candidates_merge_2_7").check()
    ran(app)
    app.button(key="import_import_1_import").click()
    ran(app)
    assert imports.options[0].merge == ((2, 7),)


def test_two_rows_of_the_file_are_one_person_only_when_a_person_ticks_it(imports: FakeImports) -> None:
    ann = {"name": "Ann Lee", "email": "ann@example.com"}
    imports.alike = (AlikeRows(9, {"name": "Anne Lee", "email": "a.lee@example.com"}, 4, ann, 94),)
    app = checked(uploaded())
    assert "The same person twice in the file?" in [element.value for element in app.subheader]
    assert "The 1 likest of 7 pairs" in texts(app)
    assert list(app.table[-1].value.columns) == ["Line 4", "Line 9"]
    app.checkbox(key="import_import_1_alike_merge_9_4").check()
    ran(app)
    app.button(key="import_import_1_import").click()
    ran(app)
    assert imports.options[0].merge_rows == ((9, 4),)


def test_a_failed_check_or_start_says_why_and_keeps_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    app = checked(uploaded())

    def broken(*_: object) -> None:
        raise DeliveryFailed("the disk is full")

    monkeypatch.setattr(FakeImports, "start", broken)
    app.button(key="import_import_1_import").click()
    ran(app)
    assert "The disk is full" in app.error[0].value
    monkeypatch.setattr(FakeImports, "preview", broken)
    checked(app)
    assert "The disk is full" in app.error[0].value
    assert app.selectbox(key="import_import_1_column_0_3")


def test_a_running_import_shows_rows_and_time_and_can_be_stopped(imports: FakeImports) -> None:
    imports.running = True
    app = checked(uploaded())
    app.button(key="import_import_1_import").click()
    ran(app)
    bar = app.get("progress")[0].proto
    assert bar.text == "Storing leads: 450 of 1,000 rows, about 13 seconds left"
    assert bar.value == 45
    app.button(key="cancel_import_1").click()
    ran(app)
    ran(app)
    assert "Nothing of it is stored" in texts(app)


def test_a_stopped_import_is_started_again_with_what_was_chosen(imports: FakeImports) -> None:
    imports.running = True
    app = uploaded()
    app.selectbox(key="import_import_1_column_0_3").set_value("source")
    ran(app)
    checked(app)
    app.button(key="import_import_1_import").click()
    ran(app)
    imports.cancel("import_1")
    ran(app)
    assert "Nothing of it is stored" in texts(app)
    assert app.selectbox(key="import_import_1_column_0_3").value == "source"
    imports.running = False
    app.button(key="import_import_1_import").click()
    ran(app)
    assert "2 rows were read" in texts(app)


def test_a_file_on_its_way_is_listed_and_can_be_discarded(imports: FakeImports) -> None:
    imports.stage("other.csv", CLEAN)
    app = uploaded()
    assert "other.csv** :gray-badge[:material/draft: not imported yet]" in texts(app)
    app.button(key="import_import_2_another").click()
    ran(app)
    assert list(imports.state) == ["import_1"]
    assert app.file_uploader


def test_the_same_file_again_is_said_to_be_so(imports: FakeImports) -> None:
    first = imports.stage("leads.csv", CLEAN)
    imports.start(first.import_id, ImportOptions())
    assert "Exactly this file was imported on 23 Nov 2026" in texts(uploaded())


def test_the_report_offers_the_error_file_sales_and_undo(imports: FakeImports) -> None:
    imports.changed_since = (
        ChangedSince(3, "Ann Lee", "contacted", NOW + timedelta(hours=1), "Account manager"),
    )
    app = checked(uploaded("leads_messy.csv", MESSY.read_bytes()))
    app.button(key="import_import_1_import").click()
    ran(app)
    assert [metric.label for metric in app.metric] == [
        "Read", "New", "Changed", "Unchanged", "Merged", "Rejected",
    ]  # fmt: skip
    assert int(app.metric[0].value) == sum(int(metric.value) for metric in app.metric[1:])
    assert app.get("download_button")[0].proto.label == "Download the error file"
    links = [link.proto for link in app.get("page_link")]
    sales = next(link for link in links if link.label == "Open the campaign")
    assert "campaign=camp_imported" in sales.query_string
    app.session_state["report_import_1_undo"] = True
    ran(app)
    assert "1 lead of this import was changed since" in texts(app)
    app.button(key="report_import_1_do_undo").click()
    ran(app)
    assert imports.undone == [False]
    assert "taken back" in texts(app)


def test_undo_takes_back_later_changes_only_when_asked(imports: FakeImports) -> None:
    imports.changed_since = (ChangedSince(3, "Ann Lee", "contacted", NOW, "Ada"),)
    app = checked(uploaded())
    app.button(key="import_import_1_import").click()
    ran(app)
    app.session_state["report_import_1_undo"] = True
    ran(app)
    app.checkbox(key="report_import_1_also").check()
    ran(app)
    app.button(key="report_import_1_do_undo").click()
    ran(app)
    assert imports.undone == [True]


def test_an_import_that_is_not_there_is_told() -> None:
    app = opened("import_404")
    assert "no such import" in app.warning[0].value


def test_the_history_links_to_every_import(imports: FakeImports) -> None:
    for number in range(12):
        imports.start(imports.stage(f"list {number}.csv", CLEAN).import_id, ImportOptions())
    app = opened()
    assert "1–10 of 12" in texts(app)
    links = [link.proto for link in app.get("page_link")]
    assert next(link.query_string for link in links if link.label == "Open") == "import=import_12"


@pytest.mark.parametrize("name", ["![](http://evil.example/x.png).csv", "<img src=x onerror=alert(1)>.csv"])
def test_a_hostile_name_or_header_is_shown_as_text(name: str) -> None:
    content = b'"[x](javascript:alert(1))","E-mail :material/home:"\n<b>Ann</b>,ann@example.com\n'
    app = checked(uploaded(name, content))
    for kind in (app.markdown, app.caption):
        for element in kind:
            assert "](http" not in element.value
            assert "](java" not in element.value
            assert re.search(r"(?<!\\)<img", element.value) is None


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("received_at", "2026-04-03T00:00:00+00:00", "3 Apr 2026"),
        ("received_at", "2026-04-03T14:05:00+00:00", "3 Apr 2026, 14:05 UTC"),
        ("received_at", "2026-04-03T02:00:00+02:00", "3 Apr 2026"),
        ("received_at", "last spring", "last spring"),
        ("received_at", "", ""),
        ("score", "35.0", "35"),
        ("score", "7.5", "7.5"),
        ("urgency", "very_high", "very high"),
        ("name", "a_b", "a_b"),
        ("email", None, ""),
    ],
)
def test_a_value_is_shown_as_a_person_reads_it(field: str, value: str | None, shown: str) -> None:
    assert shown_value(field, value) == shown
