"""Rows of lists become leads: mapped, cleaned, checked, and scored as the handoff scores them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.column_mapping import ATTRIBUTES, propose_mapping
from core.intake.contact_cells import read_email_cell, read_phone_cell
from core.intake.date_cells import OrderSurvey, read_date_cell
from core.intake.lead_cleaner import CleanBatch, ColumnSurvey, LeadCleaner, lead_of
from core.intake.lead_verdict import LeadJudge
from core.intake.scale_cells import ScoreScale, read_any_level, read_score_cell, score_scale
from core.intake.table_file import open_table
from core.workflows.marketing_to_sales import MarketingToSalesPolicy, MarketingToSalesWorkflow

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
POLICY = MarketingToSalesPolicy()


def clean(
    content: bytes, name: str = "leads.csv", country: str = "US"
) -> tuple[CleanBatch, LeadCleaner, dict[str, str]]:
    table = open_table(content, name)
    mapping = propose_mapping(table.headers, table.sample)
    survey = ColumnSurvey(mapping)
    for batch in table.batches():
        survey.feed(batch)
    cleaner = LeadCleaner(table.headers, mapping, survey.decide(country), LeadJudge(POLICY, NOW))
    (found,) = [cleaner.clean(batch) for batch in table.batches()]
    return found, cleaner, {choice.header: choice.field for choice in mapping}


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ("Vorname;Nachname;E-Mail-Adresse;Telefonnummer;Firma", "first_name last_name email phone company"),
        ("Prénom;Nom;Courriel;Téléphone portable;Société", "first_name last_name email phone company"),
        ("Nombre;Apellidos;Correo electrónico;Móvil;Empresa", "first_name last_name email phone company"),
        ("Nome completo;E-mail;Telemóvel;Nome da empresa;Origem", "name email phone company source"),
        ("Voornaam;Achternaam;E-mailadres;Mobiel;Bedrijfsnaam", "first_name last_name email phone company"),
        (
            "full_name;work_email;phone_number;company_name;created_time",
            "name email phone company received_at",
        ),
        ("Person - Name;Person - Email;Person - Phone;Organization - Name", "name email phone company"),
        ("Id;Email Address;Person Score;Person Source", "id email score source"),
        ("Email Address;MEMBER_RATING;OPTIN_TIME;LEID", "email score received_at id"),
        ("Lead ID;Submission Time;Full name;User phone", "id received_at name phone"),
        ("Account Name;Submitted At;firstName;Company Name", "attributes received_at first_name company"),
        ("Name (First);Name (Last);Entry Date;Which company do you work for?",
         "first_name last_name received_at company"),
        ("Hi, what's your name?;And your work email?;Can we call you?;What is your name and company?",
         "name email attributes attributes"),
        ("Wie lautet Ihre E-Mail-Adresse?;What is your biggest challenge?", "email pain_points"),
        ("Name;Telefon / Mobil;E-mail (work);Eingang am", "name phone email received_at"),
    ],
    ids=[
        "German", "French", "Spanish", "Portuguese", "Dutch", "Meta", "Pipedrive", "Marketo", "Mailchimp",
        "Google Ads", "LinkedIn", "Gravity Forms", "Typeform", "other questions", "by hand",
    ],
)  # fmt: skip
def test_headers_are_known_in_the_languages_and_tools_of_our_users(headers: str, fields: str) -> None:
    table = open_table(
        f"{headers}\n".encode() + b"a;b;c;d;e\n"[: 2 * headers.count(";") + 1] + b"\n", "x.csv"
    )
    blank = table.sample.clear()
    assert [choice.field for choice in propose_mapping(table.headers, blank)] == fields.split()


def test_the_parts_of_a_name_are_joined_in_their_order() -> None:
    found, _, _ = clean(
        b"Voornaam,Tussenvoegsel,Achternaam,E-mailadres\nJan,van der,Berg,j@x.nl\nSanne,,Bos,s@x.nl\n"
    )
    assert found.accepted["name"].to_list() == ["Jan van der Berg", "Sanne Bos"]


def test_a_second_address_or_number_stands_in_where_the_first_is_blank() -> None:
    found, _, fields = clean(
        b"Name,Email,Phone,Mobile,Email 2\nAnn,a@x.org,212-555-0100,212-555-0111,a2@x.org\n"
        b"Ben,,,212-555-0122,b2@x.org\nCy,,,,no address\n"
    )
    assert list(fields.values()) == ["name", "email", "phone", "phone", "email"]
    assert found.accepted.select("email", "phone").rows() == [
        ("a@x.org", "+12125550100"),
        ("b2@x.org", "+12125550122"),
    ]
    ann, ben = (json.loads(text) for text in found.accepted["input_json"])
    assert ann["attributes"] == {"Mobile": "212-555-0111", "Email 2": "a2@x.org"}
    assert "attributes" not in ben
    # The error file has the row as it was written.
    assert json.loads(found.rejected["cells_json"][0]) == ["Cy", "", "", "", "no address"]


def test_columns_without_a_known_header_are_known_by_their_values() -> None:
    _, _, fields = clean(b"A,B,C\nada@x.org,+1 212 555 0100,blue\nbob@x.org,+1 212 555 0101,red\n")
    assert fields == {"A": "email", "B": "phone", "C": ATTRIBUTES}


def test_names_are_known_where_no_header_is() -> None:
    _, _, fields = clean(b"Ann Lee,ann@x.org,New York,12\nBo O'Ray,bo@x.org,Paris,13\n")
    assert list(fields.values()) == ["name", "email", ATTRIBUTES, ATTRIBUTES]


@pytest.mark.parametrize("total", ["Total,,300", "Summe:,,300", ",,Grand Total"])
def test_the_total_below_a_list_is_no_lead(total: str) -> None:
    found, _, _ = clean(f"Name,Email,Company\nAnn,a@x.org,Total\n{total}\nTotal,t@x.org,\n".encode())
    assert found.accepted["line"].to_list() == [2, 4]
    assert found.rejected["reason"].to_list() == ["The row is a total of the list and no lead"]


def test_a_budget_of_amounts_is_no_level_and_is_kept() -> None:
    found, _, fields = clean(b"Email,Budget\na@x.org,5000\nb@x.org,12000\n")
    assert fields["Budget"] == ATTRIBUTES
    given = json.loads(found.accepted["input_json"][0])
    assert given["attributes"] == {"Budget": "5000"}
    assert "budget_indicator" not in given


def test_what_was_chosen_last_time_for_a_header_comes_first() -> None:
    table = open_table(b"Who,Mail\nAda,a@x.org\n", "x.csv")
    (who, _) = propose_mapping(table.headers, table.sample, {"who": "company"})
    assert (who.field, who.confidence) == ("company", 100)


@pytest.mark.parametrize(
    ("text", "email", "further"),
    [
        ("Ada@Example.org", "Ada@Example.org", ()),
        ("ada@x.org; ada.work@x.org", "ada@x.org", ("ada.work@x.org",)),
        ("Ada Lovelace <ada@x.org>", "ada@x.org", ()),
        ("mailto:ada@x.org", "ada@x.org", ()),
        ("not-an-email", None, ()),
        ("a@b", None, ()),
    ],
)
def test_an_e_mail_cell_gives_the_first_address(
    text: str, email: str | None, further: tuple[str, ...]
) -> None:
    found = read_email_cell(text)
    assert (found.email, found.further) == (email, further)
    assert (found.problem is None) == (email is not None)


@pytest.mark.parametrize(
    ("text", "country", "phone", "extension"),
    [
        ("(212) 555-0100", "US", "+12125550100", None),
        ("416-810-9897x752", "US", "+14168109897", "752"),
        ("0102030405", "FR", "+33102030405", None),
        ("+49 (0)30 901820", "US", "+4930901820", None),
        ("080-12345678, +91 90000 11122", "IN", "+918012345678", None),
        ("call later", "US", None, None),
    ],
)
def test_phones_become_e164_with_the_extension_apart(
    text: str, country: str, phone: str | None, extension: str | None
) -> None:
    found = read_phone_cell(text, country)
    assert (found.phone, found.extension) == (phone, extension)


@pytest.mark.parametrize(
    ("values", "text", "score"),
    [
        (["85", "20"], "85", 85.0),
        (["3", "5"], "4", 80.0),
        (["7", "10"], "7", 70.0),
        (["0.5", "1"], "0.25", 25.0),
        (["85"], "80 %", 80.0),
        (["85"], "8/10", 80.0),
        (["85"], "B", 75.0),
        (["85"], "★★★★", 80.0),
        (["85"], "hot", 85.0),
        (["85"], "120", None),
        (["85"], "soon", None),
    ],
)
def test_scores_are_read_on_the_scale_of_their_column(
    values: list[str], text: str, score: float | None
) -> None:
    assert read_score_cell(text, score_scale(values)) == score


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("High", "high"), ("hot", "high"), ("Mittel", "medium"), ("muy alto", "very_high"), ("4", "high"),
        ("1", "low"), ("n/a", "unknown"), ("maybe", None), ("1 - High", "high"), ("🔥 Hot", "high"),
        ("Warm lead", "medium"), ("Low (EMEA)", "low"), ("P2", "medium"), ("chaud", "high"),
        ("Tiède", "medium"),
        ("élevée", "high"), ("elevee", "high"), ("frío", "low"), ("morno", "medium"), ("heiß", "high"),
        ("koud", "low"), ("1-5", None), ("--", None), ("12 leads", None),
    ],
)  # fmt: skip
def test_levels_are_read_in_any_wording(text: str, level: str | None) -> None:
    assert read_any_level(text) == level


@pytest.mark.parametrize(
    ("values", "order", "words"),
    [
        (["01/02/2026", "31/12/2026"], "dmy", "31/12/2026 appears, so the day comes first"),
        (["01/02/2026", "12/31/2026"], "mdy", "12/31/2026 appears, so the month comes first"),
        (["01/02/2026"], "mdy", "usual in US"),
        (["31/12/2026", "12/31/2026", "30/12/2026"], "dmy", "mixes orders"),
        (["2026-12-31"], "mdy", ""),
    ],
    ids=["day", "month", "nothing tells", "both", "ISO"],
)
def test_the_whole_column_decides_what_comes_first_in_a_date(
    values: list[str], order: str, words: str
) -> None:
    survey = OrderSurvey()
    survey.feed(values)
    found = survey.decide("US")
    assert found.order == order
    assert words in found.reason


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-04T05:06:07Z", "2026-03-04T05:06:07"),
        ("2026-03-04 07:06:07+02:00", "2026-03-04T05:06:07"),
        ("04/03/2026 5:06 PM", "2026-03-04T17:06:00"),
        ("4.3.26", "2026-03-04T00:00:00"),
        ("4 mars 2026", "2026-03-04T00:00:00"),
        ("Mar 4, 2026", "2026-03-04T00:00:00"),
        ("46085", "2026-03-04T00:00:00"),
        ("1772600767", "2026-03-04T05:06:07"),
        ("2025-02-30", None),
        ("31/31/2000", None),
        ("soon", None),
    ],
)
def test_dates_are_read_in_any_writing(text: str, moment: str | None) -> None:
    found = read_date_cell(text, "dmy")
    assert (found.replace(tzinfo=None).isoformat() if found else None) == moment


def test_a_bad_row_stops_no_other_and_says_why() -> None:
    content = (
        b"Name,Email,Urgency,Score\nAda,ada@x.org,high,90\nBob,not-an-email,high,80\n"
        b"Cy,cy@x.org,low,20\n,,low,10\nDi,di@x.org,low,30,too much\nEve,eve@x.org,low,high\n"
    )
    found, _, _ = clean(content)
    assert found.accepted["name"].to_list() == ["Ada", "Cy", "Eve"]
    reasons = dict(zip(found.rejected["line"].to_list(), found.rejected["reason"].to_list(), strict=True))
    assert sorted(reasons) == [3, 5, 6]
    assert "no e-mail address" in reasons[3]
    assert "names nobody" in reasons[5]
    assert json.loads(found.rejected["cells_json"][0]) == ["Bob", "not-an-email", "high", "80"]


def test_a_level_or_score_that_cannot_be_read_stops_no_lead() -> None:
    content = b"Name,Urgency,Score,Engagement\nAda,maybe,200,high\nBo,high,90,perhaps\nCy,low,10,low\n"
    found, cleaner, _ = clean(content)
    assert not found.rejected.height
    ada, bo, cy = (json.loads(text) for text in found.accepted["input_json"])
    assert ada["attributes"] == {"Urgency": "maybe", "Score": "200"}
    assert (bo["attributes"], bo["urgency"], bo["score"]) == ({"Engagement": "perhaps"}, "high", 90)
    assert "attributes" not in cy
    assert {text.split(" ")[1]: number for text, number in cleaner.warnings.items()} == {
        "urgency": 1, "score": 1, "engagement": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    "word", ["n/a", "N/A", "#N/A", "-", "--", "none", "NULL", "(no email)", "[not provided]", "k.A.", "x"]
)
def test_a_word_for_nothing_is_no_address_and_stops_no_lead(word: str) -> None:
    found, cleaner, _ = clean(f"Name,Email,Phone\nAda,{word},212 736 5000\nBo,bo@x.org,{word}\n".encode())
    assert not found.rejected.height
    assert not cleaner.warnings
    assert found.accepted["email"].to_list() == [None, "bo@x.org"]
    assert found.accepted["phone"].to_list() == ["+12127365000", None]
    assert [json.loads(text)["Email" if place == 0 else "Phone"]
            for place, text in enumerate(found.accepted["original_json"])] == [word, word]  # fmt: skip


@pytest.mark.parametrize("surname", ["Null", "Nan", "Na", "None", "Blank", "No"])
def test_people_may_be_called_like_nothing(surname: str) -> None:
    found, _, _ = clean(f"First name,Last name,Email\nJo,{surname},jo@x.org\nn/a,-,bo@x.org\n".encode())
    assert found.accepted["name"].to_list() == [f"Jo {surname}", None]


def test_a_second_address_stands_in_where_the_first_is_a_word_for_nothing() -> None:
    found, _, _ = clean(b"Name,Email,Work email\nAda,n/a,ada@x.org\nBo,bo@x.org,bo@y.org\n")
    assert found.accepted["email"].to_list() == ["ada@x.org", "bo@x.org"]


def test_ids_that_are_none_make_no_two_leads_the_same() -> None:
    found, _, _ = clean(b"Lead ID,Name,Email\nn/a,Ada,ada@x.org\nn/a,Bo,bo@x.org\n7,Cy,cy@x.org\n")
    assert found.accepted["given_id"].to_list() == [None, None, "7"]


def test_small_numbers_beside_amounts_are_no_levels() -> None:
    fields = clean(b"Email,Budget\na@x.org,1200\nb@x.org,1\nc@x.org,1\nd@x.org,5\n")[2]
    assert fields["Budget"] == "attributes"
    fields = clean(b"Email,Budget\na@x.org,3\nb@x.org,1\nc@x.org,n/a\nd@x.org,5\n")[2]
    assert fields["Budget"] == "budget_indicator"


def test_what_was_written_stays_beside_what_was_read() -> None:
    found, cleaner, _ = clean(b"Name,Email,Phone\nAda,ADA@X.org,(212) 555-0100\nBob,b@x.org,call me\n")
    assert json.loads(found.accepted["original_json"][0]) == {"Phone": "(212) 555-0100"}
    assert json.loads(found.accepted["input_json"][1])["attributes"] == {"Phone": "call me"}
    assert sum(cleaner.warnings.values()) == 1


LEVEL = st.sampled_from(["", "high", "medium", "low", "none", "very high"])


@settings(deadline=None)  # the first look at a column starts a pool of threads
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "10", "55.5", "85", "100"]), LEVEL, LEVEL, LEVEL,
            st.sampled_from(["", "2026-11-01", "2026-06-01T08:00:00Z"]), st.booleans(),
        ),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_leads_are_judged_as_the_handoff_judges_them(rows: list[tuple[Any, ...]]) -> None:
    text = "Name,Email,Score,Engagement level,Budget level,Urgency,Created at\n100,,100,high,high,high,\n"
    for number, (score, engagement, budget, urgency, received, reachable) in enumerate(rows):
        email = f"lead{number}@x.org" if reachable else ""
        text += f"Lead {number},{email},{score},{engagement},{budget},{urgency},{received}\n"
    found, _, _ = clean(text.encode())
    leads = [
        {"id": str(line), **json.loads(lead)}
        for line, lead in found.accepted.select("line", "input_json").iter_rows()
    ]
    package = (
        MarketingToSalesWorkflow()
        .transform(
            MarketingToSalesWorkflow().parse(
                {"campaign_id": "c", "campaign_name": "C", "leads_generated": leads}
            ),
            POLICY,
            NOW,
        )
        .payload
    )
    assert package["rejected_leads"] == []
    judged = {
        lead["prospect_id"]: (status, lead)
        for status, group in (
            ("qualified", "sales_briefs"), ("nurture", "nurture_leads"),
            ("disqualified", "disqualified_leads"),
        )
        for lead in package[group]
    }  # fmt: skip
    for row in found.accepted.iter_rows(named=True):
        status, lead = judged[str(row["line"])]
        assert (row["status"], row["score"], row["band"], row["approach"]) == (
            status, lead["qualification_score"], lead["band"], lead["recommended_approach"],
        )  # fmt: skip
        assert row["completeness"] == lead["completeness"]
        actions = lead.get("next_actions")
        assert (row["next_action_due_at"].isoformat() if row["next_action_due_at"] else None) == (
            actions[0]["due_at"] if actions else None
        )


@pytest.mark.skipif(not DATA.is_dir(), reason="the real lists are not here")
@pytest.mark.parametrize("path", sorted(DATA.glob("lead_lists/*/*.csv")), ids=lambda path: path.name)
def test_real_lists_give_every_contact_without_mapping_by_hand(path: Path) -> None:
    expected = json.loads((DATA / "lead_lists" / "expected.json").read_text(encoding="utf-8"))
    columns = (expected.get(f"{path.parent.name}/{path.name}") or {}).get("columns") or {}
    content = path.read_bytes()
    table = open_table(content, path.name)
    mapping = {choice.header: choice.field for choice in propose_mapping(table.headers, table.sample)}
    wanted = {
        (entry["header"].strip(), entry["field"]) if isinstance(entry, dict) else (header.strip(), entry)
        for header, entry in columns.items()
    }
    for header, name in wanted:
        if name in ("name", "email", "phone", "company", "first_name", "last_name"):
            assert mapping[header] == name, f"{header} was taken for {mapping[header]}"
    found, _, _ = clean(content, path.name, "IN" if "hand_made" in str(path) else "FR")
    rows = sum(batch.frame.height + len(batch.broken) for batch in table.batches())
    assert found.accepted.height + found.rejected.height == rows
    for line, lead in found.accepted.select("line", "input_json").iter_rows():
        lead_of(json.loads(lead), str(line))


@pytest.mark.skipif(not DATA.is_dir(), reason="the real numbers are not here")
def test_numbers_as_typed_are_read_as_the_library_reads_them() -> None:
    lines = (
        (DATA / "contact_vectors" / "libphonenumber_parse_vectors.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    right = 0
    for line in lines[1:]:
        raw, region, code, national, extension, zero = line.rsplit(",", 5)
        found = read_phone_cell(raw.strip('"'), region)
        wanted = f"+{code}{'0' if zero in ('1', 'true', 'True') else ''}{national}"
        right += (found.phone, found.extension or "") == (wanted, extension)
    assert right == len(lines) - 1


def test_a_scale_is_named_where_it_is_not_the_usual_one() -> None:
    assert score_scale(["3", "5"]).words
    assert score_scale(["85"]) == ScoreScale()
