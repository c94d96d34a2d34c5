"""Imports of lead lists on both databases: nobody twice, nothing lost, all or nothing, and back again."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.errors import HandoffRefused, InputRejected
from db.lead_import import ImportCounts, ImportOptions, ImportReport, Preset
from db.workspace import Workspace

CSV = b"""Name,Email,Phone,Company,Score,Urgency,Notes
Ada Lovelace,ada@x.org,(212) 555-0100,Engines,90,high,met at fair
Bob Stone,bob@x.org,,Stone Ltd,40,low,
Cy Young,,212-555-0102,,70,medium,
Nobody,not-an-email,,,50,low,
"""


@pytest.fixture
def agency(any_url: str) -> Iterator[Workspace]:
    opened = Workspace.open(any_url)
    yield opened
    opened.close()


def take(agency: Workspace, content: bytes, name: str = "leads.csv", **options: Any) -> ImportReport:
    staged = agency.lead_imports.stage(name, content)
    return agency.lead_imports.run(staged.import_id, ImportOptions(**options))


def leads(agency: Workspace) -> list[dict[str, Any]]:
    with agency.reading() as session:
        rows = session.connection().execute(text("SELECT * FROM leads ORDER BY id")).mappings()
        return [dict(row) for row in rows]


def test_a_list_becomes_leads_and_every_row_is_accounted_for(agency: Workspace) -> None:
    report = take(agency, CSV)
    assert report.counts == ImportCounts(read=4, created=3, rejected=1)
    assert (report.campaign_id, report.campaign_name) == ("camp_imported", "Imported leads")
    (bad,) = report.rejected
    assert (bad.line, bad.cells[1]) == (5, "not-an-email")
    ada, bob, cy = leads(agency)
    assert (ada["status"], ada["band"], ada["score"]) == ("qualified", "warm", 71)
    assert (ada["phone"], ada["source_line"], ada["import_id"]) == ("+12125550100", 2, report.import_id)
    assert json.loads(ada["original_json"]) == {"Phone": "(212) 555-0100"}
    assert json.loads(ada["input_json"])["attributes"] == {"Notes": "met at fair"}
    assert ada["next_action_due_at"] is not None
    assert (bob["status"], cy["phone"]) == ("nurture", "+12125550102")
    assert agency.marketing.leads(status="qualified").total == 2


def test_numbers_without_a_country_code_are_of_their_rows_country_or_their_lists(agency: Workspace) -> None:
    rows = b"Ada,030 901820,Germany\nBo,020 7946 0018,UK\nCy,212 736 5000,\n"
    take(agency, b"Name,Phone,Country\n" + rows)
    assert [lead["phone"] for lead in leads(agency)] == ["+4930901820", "+442079460018", "+12127365000"]
    assert json.loads(leads(agency)[0]["input_json"])["attributes"] == {"Country": "Germany"}
    listed = take(agency, b"Name,Phone\nDi,+91 90000 40001\nEd,90000-40003\n")
    assert leads(agency)[-1]["phone"] == "+919000040003"
    assert listed.warnings == (
        "Phone numbers: those with a country code are of India (+91; 1 of 1), so the others are read as of "
        "there too",
    )
    take(agency, b"Name,Phone,Land\nFay,01 42 68 53 00,DE\n", country="FR")
    assert leads(agency)[-1]["phone"] == "+33142685300"


def test_the_same_file_again_changes_nothing(agency: Workspace) -> None:
    first = take(agency, CSV)
    before = leads(agency)
    staged = agency.lead_imports.stage("again.csv", CSV)
    assert staged.already_imported is not None
    assert staged.already_imported.import_id == first.import_id
    report = agency.lead_imports.run(staged.import_id, ImportOptions())
    assert report.counts == ImportCounts(read=4, unchanged=3, rejected=1)
    assert leads(agency) == before


def test_a_known_lead_gets_what_is_new_and_keeps_what_the_list_does_not_say(agency: Workspace) -> None:
    take(agency, CSV)
    report = take(agency, b"Email,Company,City\nADA@x.org,Analytical Engines,London\n")
    assert report.counts == ImportCounts(read=1, updated=1)
    ada = leads(agency)[0]
    assert (ada["name"], ada["company"], ada["email"]) == ("Ada Lovelace", "Analytical Engines", "ada@x.org")
    assert json.loads(ada["input_json"])["attributes"] == {"Notes": "met at fair", "City": "London"}


@pytest.mark.parametrize(
    ("rule", "company", "phone"),
    [
        ("overwrite", "New Ltd", "+12125550199"),
        ("keep", "Stone Ltd", "+12125550199"),
        ("fill", "Stone Ltd", "+12125550199"),
    ],
)
def test_a_rule_by_field_says_what_wins(agency: Workspace, rule: Any, company: str, phone: str) -> None:
    take(agency, CSV)
    take(agency, b"Email,Company,Phone\nbob@x.org,New Ltd,212-555-0199\n", on_conflict={"company": rule})
    bob = leads(agency)[1]
    assert (bob["company"], bob["phone"]) == (company, phone)


@pytest.mark.parametrize(
    ("mode", "counts"),
    [
        ("create", ImportCounts(read=2, created=1, unchanged=1)),
        ("update", ImportCounts(read=2, updated=1, rejected=1)),
        ("both", ImportCounts(read=2, created=1, updated=1)),
    ],
)
def test_a_mode_says_what_happens_to_new_and_known_rows(
    agency: Workspace, mode: Any, counts: ImportCounts
) -> None:
    take(agency, CSV)
    report = take(agency, b"Email,Company\nada@x.org,Other\nnew@x.org,Fresh\n", mode=mode)
    assert report.counts == counts


def test_rows_of_one_person_become_one_lead_with_what_each_knows(agency: Workspace) -> None:
    report = take(
        agency,
        b"Name,Email,Phone,Company\nAda,ada@x.org,,\nAda L,ADA@X.ORG,212-555-0100,Engines\n"
        b"Eve,eve@x.org,212-555-0100,\n",
    )
    assert report.counts == ImportCounts(read=3, created=2, merged=1)
    ada, eve = leads(agency)
    assert (ada["name"], ada["phone"], ada["company"]) == ("Ada", "+12125550100", "Engines")
    # Two addresses that differ are two people, even on one phone.
    assert eve["email"] == "eve@x.org"


def test_a_person_is_known_by_phone_and_by_name_and_company_where_nothing_else_is(agency: Workspace) -> None:
    take(agency, b"Name,Email,Phone,Company\nAda,,212-555-0100,\nBob,,,Stone\n")
    report = take(
        agency, b"Name,Email,Phone,Company\nAda L,ada@x.org,(212) 555 0100,\n BOB ,bob@x.org,,stone\n"
    )
    assert report.counts == ImportCounts(read=2, updated=2)
    assert [row["email"] for row in leads(agency)] == ["ada@x.org", "bob@x.org"]


def test_a_preview_says_what_would_happen_and_stores_nothing(agency: Workspace) -> None:
    take(agency, CSV)
    before = leads(agency)
    content = b"Name,Email,Company\nAda Lovelace,ada@x.org,Other\nBob Stone,bob@x.org,\n"
    content += b"Bob Stonne,b2@x.org,Stone Ltd\nX,bad,\n"
    staged = agency.lead_imports.stage("more.csv", content)
    preview = agency.lead_imports.preview(staged.import_id, ImportOptions())
    assert preview.counts == ImportCounts(read=4, created=1, updated=1, unchanged=1, rejected=1)
    (changed,) = preview.changed
    assert [(change.field, change.old, change.new) for change in changed.changes] == [
        ("company", "Engines", "Other")
    ]
    (candidate,) = preview.candidates
    assert (candidate.line, candidate.lead["name"]) == (4, "Bob Stone")
    assert leads(agency) == before
    merged = agency.lead_imports.run(
        staged.import_id, ImportOptions(merge=((candidate.line, candidate.lead_pk),))
    )
    assert merged.counts.created == 0
    assert sum(row["name"] in ("Bob Stone", "Bob Stonne") for row in leads(agency)) == 1


@pytest.mark.parametrize("everybody", [20_000, 0], ids=["few stored leads", "many stored leads"])
def test_a_new_row_that_is_nearly_somebody_known_is_shown_beside_it_and_not_merged(
    agency: Workspace, everybody: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.candidates._COMPARED_WITH_ALL", everybody)
    take(agency, CSV)
    near = b"Name,Email,Company\nAda Lovelase,ada.l@y.org,Engines\nZoe Zebra,zoe@y.org,Engines\n"
    staged = agency.lead_imports.stage("near.csv", near)
    preview = agency.lead_imports.preview(staged.import_id, ImportOptions())
    assert preview.counts.created == 2
    (candidate,) = preview.candidates
    assert (candidate.line, candidate.row["name"], candidate.lead["name"]) == (
        2,
        "Ada Lovelase",
        "Ada Lovelace",
    )
    merged = agency.lead_imports.run(
        staged.import_id, ImportOptions(merge=((candidate.line, candidate.lead_pk),))
    )
    assert (merged.counts.created, merged.counts.updated) == (1, 1)


def test_undo_takes_back_what_was_created_and_restores_what_was_changed(agency: Workspace) -> None:
    take(agency, CSV)
    before = leads(agency)
    report = take(agency, b"Email,Company,Score\nada@x.org,Other,10\nnew@x.org,Fresh,50\n")
    plan = agency.lead_imports.undo_plan(report.import_id)
    assert (plan.created, plan.updated, plan.changed_since) == (1, 1, ())
    undone = agency.lead_imports.undo(report.import_id)
    assert (undone.removed, undone.restored, undone.left) == (1, 1, 0)
    moved = ("updated_at", "version")
    assert [{k: v for k, v in row.items() if k not in moved} for row in leads(agency)] == [
        {k: v for k, v in row.items() if k not in moved} for row in before
    ]
    with pytest.raises(HandoffRefused, match="taken back already"):
        agency.lead_imports.undo(report.import_id)


def test_imports_are_taken_back_one_after_the_other_until_nothing_is_left(agency: Workspace) -> None:
    first = take(agency, CSV)
    second = take(agency, CSV.replace(b"Engines", b"Analytical Engines"))
    third = take(agency, CSV.replace(b"Engines", b"Difference Engines"))
    assert (second.counts.updated, third.counts.updated) == (1, 1)
    for report in (third, second, first):
        assert agency.lead_imports.undo_plan(report.import_id).changed_since == ()
        assert agency.lead_imports.undo(report.import_id).left == 0
    assert leads(agency) == []


def test_undo_lists_what_was_worked_on_since_and_leaves_it(agency: Workspace) -> None:
    report = take(agency, CSV)
    ada = leads(agency)[0]["id"]
    agency.sales.log_contact(ada, channel="phone", outcome="reached")
    plan = agency.lead_imports.undo_plan(report.import_id)
    assert [(line.label, line.what) for line in plan.changed_since] == [("Ada Lovelace", "contacted")]
    take(agency, b"Email,Company\nbob@x.org,Stone Inc\n", name="later.csv")
    ada_since, bob_since = agency.lead_imports.undo_plan(report.import_id).changed_since
    assert (ada_since.what, ada_since.who) == ("contacted", agency.actor)
    assert (bob_since.what, bob_since.who) == ("changed by the import of later.csv", agency.actor)
    undone = agency.lead_imports.undo(report.import_id, also_changed=True)
    assert (undone.removed, undone.left) == (1, 2)
    assert [row["name"] for row in leads(agency)] == ["Ada Lovelace", "Bob Stone"]


def test_undo_names_each_change_and_who_made_it(agency: Workspace) -> None:
    report = take(agency, b"Name,Email\nAda,ada@x.org\n")
    (ada,) = leads(agency)
    agency.bulk_leads.put(str(ada["id"]), "Bea")
    (since,) = agency.lead_imports.undo_plan(report.import_id).changed_since
    assert (since.what, since.who) == ("changed: Ada: owner nobody → Bea", agency.actor)


def test_what_a_list_changed_stands_beside_what_it_wrote(agency: Workspace) -> None:
    take(agency, CSV)
    report = take(agency, b"Email,Phone,Urgency\nada@x.org,212.555.0177,sehr hoch\n")
    ada = leads(agency)[0]
    assert (ada["phone"], ada["urgency"]) == ("+12125550177", "very_high")
    assert json.loads(ada["original_json"]) == {"Phone": "212.555.0177", "Urgency": "sehr hoch"}
    agency.lead_imports.undo(report.import_id)
    assert json.loads(leads(agency)[0]["original_json"]) == {"Phone": "(212) 555-0100"}


def test_the_error_file_is_corrected_and_uploaded_by_itself(agency: Workspace) -> None:
    report = take(agency, CSV)
    rejects = agency.lead_imports.rejects_file(report.import_id)
    assert (
        rejects.decode("utf-8-sig").splitlines()[0] == "Name,Email,Phone,Company,Score,Urgency,Notes,Line,Why"
    )
    corrected = rejects.replace(b"Nobody,not-an-email", b"Nobody,nobody@x.org")
    again = take(agency, corrected, "corrected.csv")
    assert again.counts == ImportCounts(read=1, created=1)
    assert "Why" not in leads(agency)[-1]["input_json"]


def test_a_new_campaign_is_started_and_an_unknown_one_refused(agency: Workspace) -> None:
    report = take(agency, CSV, new_campaign="Spring fair")
    assert report.campaign_name == "Spring fair"
    with pytest.raises(HandoffRefused, match="no campaign"):
        take(agency, CSV, campaign_id="camp_gone")


def test_what_was_chosen_for_a_header_is_remembered_and_a_preset_is_kept(agency: Workspace) -> None:
    staged = agency.lead_imports.stage("odd.csv", b"Who,Mail\nAda,ada@x.org\n")
    agency.lead_imports.run(staged.import_id, ImportOptions(mapping=((0, "company"), (1, "email"))))
    again = agency.lead_imports.stage("odd2.csv", b"Who,Mail\nBob,bob@x.org\n")
    assert [choice.field for choice in agency.lead_imports.inspect(again.import_id).mapping] == [
        "company",
        "email",
    ]
    agency.lead_imports.save_preset(Preset("Odd", {"who": "company"}, mode="create"))
    assert agency.lead_imports.presets() == (Preset("Odd", {"who": "company"}, mode="create"),)
    agency.lead_imports.delete_preset("Odd")
    assert agency.lead_imports.presets() == ()
    with pytest.raises(InputRejected):
        agency.lead_imports.save_preset(Preset("  ", {}))


def test_a_file_that_is_no_table_stores_nothing(agency: Workspace) -> None:
    staged = agency.lead_imports.stage("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(InputRejected):
        agency.lead_imports.run(staged.import_id, ImportOptions())
    assert agency.lead_imports.report(staged.import_id).state == "failed"
    assert leads(agency) == []
    assert agency.lead_imports.history().total == 0


def test_a_stopped_import_leaves_nothing(agency: Workspace) -> None:
    staged = agency.lead_imports.stage("leads.csv", CSV)
    looks = iter([False, False, False])
    report = agency.lead_imports.run(staged.import_id, ImportOptions(), cancelled=lambda: next(looks, True))
    assert report.state == "cancelled"
    assert leads(agency) == []
    assert agency.lead_imports.run(staged.import_id, ImportOptions()).counts.created == 3


def test_a_fault_in_the_middle_of_the_transaction_leaves_nothing(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.storing._check", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(agency, CSV)
    assert leads(agency) == []
    assert agency.lead_imports.history().total == 0


def test_an_import_runs_in_a_process_of_its_own(path: Path) -> None:
    agency = Workspace.open(f"sqlite:///{path}")
    staged = agency.lead_imports.stage("leads.csv", CSV)
    agency.lead_imports.start(staged.import_id, ImportOptions(new_campaign="Fair"))
    deadline = time.monotonic() + 60
    while (progress := agency.lead_imports.progress(staged.import_id)) and progress.state == "running":
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert agency.lead_imports.report(staged.import_id).counts.created == 3
    assert agency.lead_imports.history().rows["state"].tolist() == ["done"]
    agency.close()


def test_an_import_whose_process_is_gone_says_that_nothing_was_stored(path: Path) -> None:
    agency = Workspace.open(f"sqlite:///{path}")
    staged = agency.lead_imports.stage("leads.csv", CSV)
    folder = path.parent / "agency.db.imports" / staged.import_id
    gone = {"import_id": staged.import_id, "state": "running", "name": "leads.csv", "process": 2**22 + 1}
    (folder / "progress.json").write_text(json.dumps(gone))
    progress = agency.lead_imports.progress(staged.import_id)
    assert progress is not None
    assert progress.state == "failed"
    assert "nothing was stored" in progress.message
    agency.close()


@pytest.mark.parametrize("import_id", ["../../etc", "imp_1", "imp_20261123000000_zzzzzzzz"])
def test_an_id_that_is_none_opens_no_path(agency: Workspace, import_id: str) -> None:
    assert agency.lead_imports.progress(import_id) is None
    with pytest.raises(HandoffRefused):
        agency.lead_imports.report(import_id)


PEOPLE = st.tuples(
    st.sampled_from(["", "Ada", "Bob"]),
    st.sampled_from(["", "ada@x.org", "ADA@x.org", "bob@x.org", "bad"]),
    st.sampled_from(["", "212-555-0100", "(212) 555-0100", "212-555-0199"]),
    st.sampled_from(["", "Engines", "Stone"]),
)
LISTS = st.lists(PEOPLE, min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=LISTS, second=LISTS, mode=st.sampled_from(["create", "update", "both"]))
def test_counts_add_up_twice_changes_nothing_and_undo_restores(
    first: list[Any],
    second: list[Any],
    mode: Any,
    empty_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = shutil.copy(empty_file, tmp_path_factory.mktemp("p") / "agency.db")
    agency = Workspace.open(f"sqlite:///{path}")
    header = "Name,Email,Phone,Company\n"
    one, two = ((header + "".join(",".join(row) + "\n" for row in rows)).encode() for rows in (first, second))
    try:
        take(agency, one)
    except InputRejected:
        agency.close()
        return
    before = leads(agency)
    try:
        report = take(agency, two, mode=mode)
    except InputRejected:
        agency.close()
        return
    counts = report.counts
    assert counts.read == counts.created + counts.updated + counts.unchanged + counts.merged + counts.rejected
    middle = leads(agency)
    again = take(agency, two, mode=mode).counts
    assert (again.created, again.updated) == (0, 0)
    assert leads(agency) == middle
    agency.lead_imports.undo(report.import_id)
    moved = ("updated_at", "version")
    assert [{k: v for k, v in row.items() if k not in moved} for row in leads(agency)] == [
        {k: v for k, v in row.items() if k not in moved} for row in before
    ]
    agency.close()


def test_a_report_is_json_data(agency: Workspace) -> None:
    report = take(agency, CSV)
    assert json.loads(json.dumps(report.to_dict()))["counts"]["read"] == 4
    assert replace(report, message="x").message == "x"


TWICE = b"""Name,Email,Phone,Company,Notes
Jon Smith,jon@x.org,,Acme,met at fair
Zoe Zebra,zoe@y.org,,Engines,
John Smith,john@y.org,212-555-0100,Acme Inc,wants a call
"""


def test_two_rows_that_look_like_one_person_are_shown_and_merged_only_when_asked(agency: Workspace) -> None:
    staged = agency.lead_imports.stage("twice.csv", TWICE)
    preview = agency.lead_imports.preview(staged.import_id, ImportOptions())
    assert preview.counts == ImportCounts(read=3, created=3)
    (pair,) = preview.alike
    assert (pair.line, pair.other_line, preview.alike_total) == (4, 2, 1)
    assert (pair.row["email"], pair.other["email"]) == ("john@y.org", "jon@x.org")
    report = agency.lead_imports.run(staged.import_id, ImportOptions(merge_rows=((4, 2),)))
    assert report.counts == ImportCounts(read=3, created=2, merged=1)
    jon, _ = leads(agency)
    assert (jon["name"], jon["email"], jon["phone"]) == ("Jon Smith", "jon@x.org", "+12125550100")
    # Neither the second address nor anything else that only the second row knew is lost.
    attributes = json.loads(jon["input_json"])["attributes"]
    assert attributes == {"Notes": "met at fair", "Further e-mail": "john@y.org"}


def test_rows_that_are_stored_are_not_asked_about_again(agency: Workspace) -> None:
    take(agency, TWICE)
    staged = agency.lead_imports.stage("again.csv", TWICE)
    assert agency.lead_imports.preview(staged.import_id, ImportOptions()).alike == ()


def test_a_row_ticked_with_two_others_makes_all_three_one_lead(agency: Workspace) -> None:
    content = b"Name,Email,Company\n" + b"".join(
        b"Jo%s Smith,%d@x.org,Acme\n" % (end, place) for place, end in enumerate((b"n", b"hn", b"hnn"))
    )
    report = take(agency, content, merge_rows=((4, 2), (4, 3)))
    assert report.counts == ImportCounts(read=3, created=1, merged=2)
    (jon,) = leads(agency)
    assert json.loads(jon["input_json"])["attributes"]["Further e-mail"] == "1@x.org; 2@x.org"


def test_a_pair_that_is_no_pair_of_leads_merges_nothing(agency: Workspace) -> None:
    report = take(agency, TWICE, merge_rows=((4, 99), (2, 2), (77, 3)))
    assert report.counts == ImportCounts(read=3, created=3)


def test_a_person_is_who_any_of_his_rows_says(agency: Workspace) -> None:
    """The third row shares nothing with the first, but the second has the phone of the one and the e-mail of
    the other; the fourth has another address, and is somebody else at the same phone."""
    content = b"Name,Email,Phone\nAda,ada@x.org,\nA.L.,ada@x.org,212-555-0100\nAda,,212-555-0100\n"
    content += b"Eve,eve@x.org,212-555-0100\n"
    assert take(agency, content).counts == ImportCounts(read=4, created=2, merged=2)
    content = b"Name,Email,Phone\nBob,,212-555-0199\nBob,bob@x.org,212-555-0199\nCy,cy@x.org,212-555-0199\n"
    assert take(agency, content).counts == ImportCounts(read=3, created=2, merged=1)
    assert [row["email"] for row in leads(agency)] == ["ada@x.org", "eve@x.org", "bob@x.org", "cy@x.org"]


def test_two_rows_that_meet_at_one_stored_lead_both_add_to_it(agency: Workspace) -> None:
    take(agency, b"Name,Email,Phone\nAda,ada@x.org,212-555-0100\n")
    content = b"Email,Phone,Company,City\nada@x.org,,Engines,\n,212-555-0100,,London\n"
    assert take(agency, content).counts == ImportCounts(read=2, updated=1, merged=1)
    (ada,) = leads(agency)
    assert (ada["company"], json.loads(ada["input_json"])["attributes"]) == ("Engines", {"City": "London"})
    assert take(agency, content, mode="both", match_scope="campaign").counts.updated == 0


def test_rows_far_apart_that_meet_at_one_stored_lead_both_add_to_it(
    agency: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.lead_import.clean_list._PORTION", 2)
    take(agency, b"Name,Email,Phone\nAda,ada@x.org,212-555-0100\nBob,bob@x.org,212-555-0101\n")
    content = (
        b"Email,Phone,Company,City\nada@x.org,,Engines,\n,212-555-0101,,Paris\ncy@x.org,,,\nd@x.org,,,\n"
    )
    content += b",212-555-0100,,London\nbob@x.org,,Stone,\n"
    staged = agency.lead_imports.stage("far.csv", content)
    preview = agency.lead_imports.preview(staged.import_id, ImportOptions())
    report = agency.lead_imports.run(staged.import_id, ImportOptions())
    assert preview.counts == report.counts == ImportCounts(read=6, created=2, updated=2, merged=2)
    found = [(row["company"], json.loads(row["input_json"]).get("attributes")) for row in leads(agency)]
    assert found == [
        ("Engines", {"City": "London"}),
        ("Stone", {"City": "Paris"}),
        (None, None),
        (None, None),
    ]
    agency.lead_imports.undo(report.import_id)
    assert [row["company"] for row in leads(agency)] == [None, None]


def test_what_a_repeated_row_adds_tells_who_is_known(agency: Workspace) -> None:
    take(agency, b"Name,Email\nBob,bob@x.org\n")
    report = take(agency, b"Name,Email,Phone\nBob,,212-555-0199\nBob,bob@x.org,212-555-0199\n")
    assert report.counts == ImportCounts(read=2, updated=1, merged=1)
    assert [row["phone"] for row in leads(agency)] == ["+12125550199"]
