"""Lists as people and programs leave them: packed, merged, split, renumbered, with lines above and below."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

import pytest

from core.errors import InputRejected
from db.workspace import Workspace
from tests.core.intake.workbooks import Cell, sheet_xml, simple_workbook, workbook
from tests.db.lead_import.cases import ANN, BEN, BOTH, Case, check

HEADER = "Name,Email,Phone,Company\n"
ANN_ROW, BEN_ROW = (",".join(map(str, one)) + "\n" for one in BOTH)
PLAIN = HEADER + ANN_ROW + BEN_ROW
SEMICOLONS = PLAIN.replace(",", ";")


def cells(text: str = PLAIN) -> list[list[Cell | tuple[Cell, int]]]:
    return [list(line.split(",")) for line in text.splitlines()]


def ods(*rows: str) -> bytes:
    """An OpenDocument sheet of these rows of XML."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f"<table:table table:name='S'>{''.join(rows)}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return kept.getvalue()


def ods_row(*texts: str, before: str = "") -> str:
    filled = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row>{before}{filled}</table:table-row>"


def zipped(name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


FILES = {
    "a title block and totals": Case(
        "Lead report,,,\nMay 2026,,,\n,,,\n" + PLAIN + "Total,2,,\n", rejected=1
    ),
    "a header on two lines": Case(
        "Contact,,,Company\nName,Email,Phone,Name\n" + ANN_ROW + BEN_ROW, says="read together as the header"
    ),
    "sep= above": Case("sep=;\r\n" + SEMICOLONS.replace("\n", "\r\n")),
    "semicolons and decimal commas": Case(
        "Name;Email;Phone;Company;Score\nAnn Lee;ann@x.org;+12125550100;Fern Ltd;85,5\n"
        "Ben Ode;ben@y.org;+442079460018;Moss;20,0\n",
        fields={"score": 85.5},
    ),
    "everything quoted": Case('"' + PLAIN.strip().replace(",", '","').replace("\n", '"\n"') + '"\n'),
    "tabs inside of quotes": Case(
        "Name\tEmail\tPhone\tCompany\tNote\n"
        '"Ann Lee"\tann@x.org\t+12125550100\tFern Ltd\t"red\tblue"\n'
        "Ben Ode\tben@y.org\t+442079460018\tMoss\t\n",
        attributes={"Note": "red\tblue"},
    ),
    "lines ended by carriage returns": Case(PLAIN.replace("\n", "\r")),
    "a delimiter at each end": Case(PLAIN.replace("\n", ",\n")),
    "a delimiter at the end of rows alone": Case(HEADER + (ANN_ROW + BEN_ROW).replace("\n", ",\n")),
    "a NUL byte in a cell": Case(PLAIN.replace("Moss", "Mo\0ss"), people=(ANN,), rejected=1),
    "headers twice": Case(
        "Name,Email,Phone,Company,Note,Note\nAnn Lee,ann@x.org,+12125550100,Fern Ltd,a,b\n",
        people=(ANN,),
        attributes={"Note": "a", "Note 2": "b"},
    ),
    "a header left out": Case(
        "Name,Email,Phone,Company,\nAnn Lee,ann@x.org,+12125550100,Fern Ltd,vip\n",
        people=(ANN,),
        attributes={"Column 5": "vip"},
    ),
    "phones as decimal numbers": Case(
        "Name,Email,Phone,Company\nAnn Lee,ann@x.org,12125550100.0,Fern Ltd\n", people=(ANN,)
    ),
    "phones in scientific notation": Case(
        "Name,Email,Phone,Company\nAnn Lee,ann@x.org,4.91512E+11,Fern Ltd\n",
        people=(("Ann Lee", "ann@x.org", None, "Fern Ltd"),),
        attributes={"Phone": "4.91512E+11"},
        says="lost digits in a spreadsheet",
    ),
    "phones in scientific notation with a decimal comma": Case(
        "Name;Email;Phone;Company\nAnn Lee;ann@x.org;4,91512E+11;Fern Ltd\n",
        people=(("Ann Lee", "ann@x.org", None, "Fern Ltd"),),
        says="lost digits in a spreadsheet",
    ),
    "phones in scientific notation with all digits": Case(
        "Name,Email,Phone,Company\nAnn Lee,ann@x.org,1.2125550100E+10,Fern Ltd\n", people=(ANN,)
    ),
    "last name, first name": Case(
        'Name,Email,Phone,Company\n"Lee, Ann",ann@x.org,+12125550100,Fern Ltd\n'
        '"Ode, Ben",ben@y.org,+442079460018,Moss\n',
        people=(("Lee, Ann", *ANN[1:]), ("Ode, Ben", *BEN[1:])),  # names stay as they are written
    ),
    "titles and degrees": Case(
        "Name,Email,Phone,Company\nDr. Ann Lee PhD,ann@x.org,+12125550100,Fern Ltd\n",
        people=(("Dr. Ann Lee PhD", *ANN[1:]),),
    ),
    "addresses with names": Case(
        PLAIN.replace("ann@x.org", "Ann <ann@x.org>").replace("ben@", "mailto:ben@")
    ),
    "links to mail with a subject": Case(PLAIN.replace("ann@x.org", "mailto:ann@x.org?subject=Hello")),
    "links in Markdown": Case(PLAIN.replace("ann@x.org", "[ann@x.org](mailto:ann@x.org)")),
    "several addresses in a cell": Case(
        PLAIN.replace("ann@x.org", "ann@x.org; ann@fern.example"),
        attributes={"Email (further e-mail 2)": "ann@fern.example"},
    ),
    "merged cells": Case(
        workbook(
            {
                "Leads": sheet_xml(dict(enumerate([["Lead report", None, None, None], *cells()], 1))).replace(
                    "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:D1"/></mergeCells>'
                )
            }
        ),
        name="leads.xlsx",
    ),
    "a hidden sheet before the list": Case(
        workbook(
            {"Lists": sheet_xml({1: ["hot"], 2: ["cold"]}), "Leads": sheet_xml(dict(enumerate(cells(), 1)))},
            hidden=["Lists"],
        ),
        name="leads.xlsx",
    ),
    "the list on the second sheet": Case(
        workbook(
            {
                "Read me": sheet_xml({1: ["This workbook holds the leads of May"], 2: ["Sam Seller"]}),
                "Leads": sheet_xml(dict(enumerate(cells(), 1))),
            }
        ),
        name="leads.xlsx",
    ),
    "hidden rows and columns": Case(
        workbook(
            {
                "Leads": sheet_xml(dict(enumerate(cells(), 1)))
                .replace("<sheetData>", '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>')
                .replace('<row r="3">', '<row r="3" hidden="1">')
            }
        ),
        name="leads.xlsx",
    ),
    "dates as serial numbers": Case(
        "Name,Email,Phone,Company,Created\nAnn Lee,ann@x.org,+12125550100,Fern Ltd,46173\n"
        "Ben Ode,ben@y.org,+442079460018,Moss,46174\n",
        fields={"received_at": "2026-05-31T00:00:00+00:00"},
    ),
    "per cent and dates of a workbook": Case(
        simple_workbook(
            [
                ["Name", "Email", "Phone", "Company", "Score", "Created"],
                ["Ann Lee", "ann@x.org", "+12125550100", "Fern Ltd", (0.85, 3), (46173, 1)],
                ["Ben Ode", "ben@y.org", "+442079460018", "Moss", (0.2, 3), (46174, 1)],
            ]
        ),
        name="leads.xlsx",
        fields={"score": 85, "received_at": "2026-05-31T00:00:00+00:00"},
    ),
    "formulas with their values": Case(
        simple_workbook(
            [
                ["Name", "Email", "Phone", "Company"],
                [
                    '<c r="REF" t="str"><f>B9&amp;C9</f><v>Ann Lee</v></c>',
                    "ann@x.org",
                    "+12125550100",
                    "Fern Ltd",
                ],
                ["Ben Ode", '<c r="REF" t="str"><f>X</f><v>ben@y.org</v></c>', "+442079460018", "Moss"],
            ]
        ),
        name="leads.xlsx",
    ),
    "phones as numbers of a workbook": Case(
        simple_workbook(
            [["Name", "Email", "Phone", "Company"], ["Ann Lee", "ann@x.org", 12125550100, "Fern Ltd"]]
        ),
        people=(ANN,),
        name="leads.xlsx",
    ),
    "repeated cells of OpenDocument": Case(
        ods(
            ods_row("Name", "Email", "Phone", "Company", "City", "Region"),
            ods_row(*map(str, ANN)).replace(
                "</table:table-row>",
                '<table:table-cell table:number-columns-repeated="2" office:value-type="string">'
                "<text:p>Rome</text:p></table:table-cell></table:table-row>",
            ),
            '<table:table-row table:number-rows-repeated="1000"><table:table-cell '
            'table:number-columns-repeated="1000"/></table:table-row>',
            ods_row(*map(str, BEN)),
            '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
            'table:number-columns-repeated="16384"/></table:table-row>',
        ),
        name="leads.ods",
        attributes={"City": "Rome", "Region": "Rome"},
    ),
    "remarks of a report below": Case(
        PLAIN + "\nGenerated by Sam on 2026-05-31,,,\n© 2026 Acme,,,\nRecords: 2,,,\n", rejected=3
    ),
    "a table of psql": Case(
        "  name   |   email   |     phone     | company\n---------+-----------+---------------+---------\n"
        " Ann Lee | ann@x.org | +12125550100  | Fern Ltd\n Ben Ode | ben@y.org | +442079460018 | Moss\n"
        "(2 rows)\n",
        rejected=2,
    ),
    "calling codes in a column": Case(
        "Name,Email,Phone Country Code,Phone Number,Company\nAnn Lee,ann@x.org,+1,212-555-0100,Fern Ltd\n"
        "Ben Ode,ben@y.org,44,020 7946 0018,Moss\n"
    ),
    "a list on each of two sheets": Case(
        workbook(
            {
                "May": sheet_xml(dict(enumerate(cells(HEADER + ANN_ROW), 1))),
                "June": sheet_xml(dict(enumerate(cells(HEADER + BEN_ROW), 1))),
            }
        ),
        people=(ANN,),
        name="leads.xlsx",
        says="the sheet May is read; June holds a list too and is not",
    ),
    "a list on its side": Case(
        "Name,Ann Lee,Ben Ode\nEmail,ann@x.org,ben@y.org\nPhone,+12125550100,+442079460018\n",
        people=(("Email", None, None, None), ("Phone", None, None, None)),
        says="Turn rows into columns",
    ),
    "lines as a mail program writes them": Case(
        "Ann Lee <ann@x.org>\nBen Ode <ben@y.org>\n",
        people=(("Ann Lee", "ann@x.org", None, None), ("Ben Ode", "ben@y.org", None, None)),
        name="leads.txt",
    ),
    "a name beside the address alone": Case(
        'Email,Phone,Company\n"Ann Lee <ann@x.org>",+12125550100,Fern Ltd\n',
        people=(ANN,),
    ),
    "text that is guarded as a formula": Case(
        'Name,Email,Phone,Company\n"=""Ann Lee""","=""ann@x.org""","=""+12125550100""",Fern Ltd\n'
        '="Ben Ode",="ben@y.org",="+442079460018",="Moss"\n',
    ),
    "letters that nobody sees": Case(PLAIN.replace("ann@x.org", "ann\u200b@x.org\ufeff")),
    "curly quotation marks": Case(PLAIN.replace("ann@x.org", "“ann@x.org”")),
    "an address at the end of a sentence": Case(PLAIN.replace("ann@x.org", "ann@x.org.")),
    "a number among words": Case(PLAIN.replace("+12125550100", "Tel. 212-555-0100 (office)")),
    "gzip": Case(gzip.compress(PLAIN.encode()), name="leads.csv.gz"),
}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_an_odd_file_is_read_as_its_sender_meant_it(reader: Workspace, case: Case) -> None:
    check(reader, case)


LEADS = [
    {"name": "Ann Lee", "email": "ann@x.org", "phone": "+12125550100", "company": "Fern Ltd"},
    {"name": "Ben Ode", "email": "ben@y.org", "phone": "+442079460018", "company": "Moss"},
]
LISTS = {
    **{
        name: Case({"status": "ok", name: LEADS, "page": 1})
        for name in ("data", "items", "records", "results")
    },
    "data in data": Case({"data": {"records": LEADS, "total": 2}, "meta": {"page": 1}}),
    "Salesforce records": Case(
        {
            "totalSize": 2,
            "done": True,
            "records": [
                {
                    "attributes": {"type": "Lead", "url": "/x"},
                    "Name": "Ann Lee",
                    "Email": "ann@x.org",
                    "Phone": "+12125550100",
                    "Company": "Fern Ltd",
                },
                {
                    "attributes": {"type": "Lead", "url": "/y"},
                    "Name": "Ben Ode",
                    "Email": "ben@y.org",
                    "Phone": "+442079460018",
                    "Company": "Moss",
                },
            ],
        }
    ),
    "lines with differing keys": Case(
        "\n".join(map(json.dumps, [{**LEADS[0], "city": "Rome"}, {**LEADS[1], "tier": "gold"}])),
        name="leads.jsonl",
        attributes={"city": "Rome"},
    ),
    "one lead": Case(LEADS[0], people=(ANN,)),
    "one lead in an object": Case({"lead": LEADS[0]}, people=(ANN,)),
    "leads by their number": Case({"101": LEADS[0], "102": LEADS[1]}),
    "columns beside rows": Case(
        {"columns": list(LEADS[0]), "index": [0, 1], "data": [list(lead.values()) for lead in LEADS]}
    ),
    "values of a sheet": Case(
        {"range": "A1:D3", "values": [list(LEADS[0]), *(list(lead.values()) for lead in LEADS)]}
    ),
    "columns by the number of the row": Case(
        {name: {str(n): lead[name] for n, lead in enumerate(LEADS)} for name in LEADS[0]}
    ),
    "columns as lists": Case({name: [lead[name] for lead in LEADS] for name in LEADS[0]}),
    "edges of GraphQL": Case({"data": {"leads": {"edges": [{"node": lead} for lead in LEADS]}}}),
    "JSON in a text": Case({"statusCode": 200, "body": json.dumps({"leads": LEADS})}),
    "attendees with a profile": Case(
        {
            "pagination": {"page_number": 1},
            "attendees": [{"id": str(n), "profile": lead} for n, lead in enumerate(LEADS)],
        }
    ),
    "one person with two addresses": Case(
        {"email": ["ann@x.org", "ann@fern.example"], "phone": ["+12125550100", "+12125550101"]},
        people=((None, "ann@x.org", "+12125550100", None),),
    ),
    "billing and shipping": Case(
        {"billing": LEADS[0], "shipping": {**LEADS[0], "phone": ""}, "id": "7"}, people=(ANN,)
    ),
    "a HubSpot contact": Case(
        {
            "vid": 1,
            "properties": {
                "firstname": {"value": "Ann"},
                "lastname": {"value": "Lee"},
                "email": {"value": "ann@x.org"},
                "phone": {"value": "+12125550100"},
                "company": {"value": "Fern Ltd"},
            },
        },
        people=(ANN,),
    ),
    "HubSpot search results": Case(
        {
            "total": 1,
            "results": [
                {
                    "id": "1",
                    "properties": {
                        "firstname": "Ann",
                        "lastname": "Lee",
                        "email": "ann@x.org",
                        "phone": "+12125550100",
                        "company": "Fern Ltd",
                        "createdate": "2026-05-31T10:00:00Z",
                    },
                    "createdAt": "2026-05-31T10:00:00Z",
                    "archived": False,
                }
            ],
        },
        people=(ANN,),
    ),
    "a Typeform webhook": Case(
        {
            "event_id": "e1",
            "event_type": "form_response",
            "form_response": {
                "form_id": "f1",
                "token": "t1",
                "submitted_at": "2026-05-31T10:00:00Z",
                "definition": {
                    "fields": [
                        {"id": "a", "title": "What's your name?", "type": "short_text"},
                        {"id": "b", "title": "Your email?", "type": "email"},
                        {"id": "c", "title": "Phone number", "type": "phone_number"},
                        {"id": "d", "title": "Where do you work?", "type": "short_text"},
                    ]
                },
                "answers": [
                    {"type": "text", "text": "Ann Lee", "field": {"id": "a", "type": "short_text"}},
                    {"type": "email", "email": "ann@x.org", "field": {"id": "b", "type": "email"}},
                    {"type": "phone_number", "phone_number": "+12125550100", "field": {"id": "c"}},
                    {"type": "text", "text": "Fern Ltd", "field": {"id": "d", "type": "short_text"}},
                ],
            },
        },
        people=(("Ann Lee", "ann@x.org", "+12125550100", None),),
        attributes={"Where do you work?": "Fern Ltd"},
    ),
    "a Meta lead": Case(
        {
            "id": "l1",
            "created_time": "2026-05-31T10:00:00+0000",
            "field_data": [
                {"name": "full_name", "values": ["Ann Lee"]},
                {"name": "email", "values": ["ann@x.org"]},
                {"name": "phone_number", "values": ["+12125550100"]},
                {"name": "company_name", "values": ["Fern Ltd"]},
            ],
        },
        people=(ANN,),
    ),
    "Meta leads in data": Case(
        {
            "data": [
                {
                    "id": "l1",
                    "field_data": [
                        {"name": "full_name", "values": ["Ann Lee"]},
                        {"name": "email", "values": ["ann@x.org"]},
                        {"name": "phone_number", "values": ["+12125550100"]},
                        {"name": "company_name", "values": ["Fern Ltd"]},
                    ],
                }
            ],
            "paging": {"cursors": {"before": "x"}},
        },
        people=(ANN,),
    ),
}


@pytest.mark.parametrize("case", LISTS.values(), ids=LISTS)
def test_json_of_any_shape_gives_its_leads(reader: Workspace, case: Case) -> None:
    check(reader, case if case.name != "leads.csv" else case._replace(name="leads.json"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(gzip.compress(PLAIN.encode())), "packed with gzip twice"),
        (zipped("leads.csv", PLAIN.encode()), "ZIP archive; unpack it"),
    ],
    ids=["gzip in gzip", "zip"],
)
def test_what_is_packed_otherwise_says_what_to_do(reader: Workspace, content: bytes, says: str) -> None:
    with pytest.raises(InputRejected, match=says):
        reader.lead_imports.read_list("leads.csv", content)
