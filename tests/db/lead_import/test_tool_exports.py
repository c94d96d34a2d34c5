"""Exports of tools are mapped without a hand: whose a column is, and which of several."""

# ruff: noqa: E501  # a line is a row of a file

from __future__ import annotations

import pytest

from core.intake.lead_columns import field_of
from db.workspace import Workspace
from tests.db.lead_import.cases import Case, check

TOOLS = {
    "Pipedrive": Case(
        "Person - Name,Person - Organization,Person - Email - Work,Person - Email - Home,Person - Phone - Work,"
        "Person - Owner,Person - Open deals\n"
        "Ann Lee,Fern Ltd,ann@x.org,,+1 212-555-0100,Sam Seller,2\n"
        "Ben Ode,Moss,,ben@y.org,+44 20 7946 0018,Sam Seller,0\n",
        attributes={"Person - Owner": "Sam Seller"},
    ),
    "Zoho CRM": Case(
        "Record Id,Lead Owner.id,Lead Owner,First Name,Last Name,Email,Phone,Company,Lead Source,Lead Status\n"
        "zcrm_1,zcrm_9,Sam Seller,Ann,Lee,ann@x.org,+12125550100,Fern Ltd,Web,Contacted\n"
        "zcrm_2,zcrm_9,Sam Seller,Ben,Ode,ben@y.org,+442079460018,Moss,Web,New\n",
        attributes={"Lead Owner": "Sam Seller"},
        fields={"source": "Web", "id": "zcrm_1"},
    ),
    "Close": Case(
        "id,lead_id,lead_name,display_name,title,primary_email,primary_phone,primary_phone_type,lead_url\n"
        "cont_1,lead_1,Fern Ltd,Ann Lee,CEO,ann@x.org,+12125550100,office,https://fern.example\n"
        "cont_2,lead_2,Moss,Ben Ode,CTO,ben@y.org,+442079460018,office,\n",
        attributes={"title": "CEO"},
    ),
    "ActiveCampaign": Case(
        '"ID","Email","First Name","Last Name","Phone","Account Name","Date Created","Tags","Contact Score"\n'
        '"1","ann@x.org","Ann","Lee","+12125550100","Fern Ltd","2026-01-31 09:00:00","vip,fair","55"\n'
        '"2","ben@y.org","Ben","Ode","+442079460018","Moss","2026-02-01 10:00:00","","20"\n',
        attributes={"Tags": "vip,fair"},
        fields={"score": 55},
    ),
    "Klaviyo": Case(
        "Email,Klaviyo ID,First Name,Last Name,Organization,Title,Phone Number,Address,Email Marketing Consent,"
        "First Active,Profile Created On\n"
        "ann@x.org,01A,Ann,Lee,Fern Ltd,CEO,+12125550100,1 Road,SUBSCRIBED,2026-01-30 10:00:00,2026-01-31 10:00:00\n"
        "ben@y.org,01B,Ben,Ode,Moss,,+442079460018,,NEVER_SUBSCRIBED,,2026-02-28 10:00:00\n",
        attributes={"Email Marketing Consent": "SUBSCRIBED"},
    ),
    "Apollo": Case(
        "First Name,Last Name,Title,Company,Company Name for Emails,Email,Email Status,Email Confidence,"
        "Work Direct Phone,Corporate Phone,# Employees,Person Linkedin Url\n"
        "Ann,Lee,CEO,Fern Ltd,Fern,ann@x.org,Verified,0.98,'+1 212-555-0100,,12,http://l.example/ann\n"
        "Ben,Ode,CTO,Moss,Moss,ben@y.org,Guessed,,,'+44 20 7946 0018,200,\n",
        attributes={"Company Name for Emails": "Fern", "# Employees": "12"},
    ),
    "Calendly": Case(
        "Team,User Name,User Email,Invitee Name,Invitee First Name,Invitee Last Name,Invitee Email,"
        "Invitee Time Zone,Text Reminder Number,Event Type Name,Start Date & Time,Question 1,Response 1\n"
        ",Sam Seller,sam@us.org,Ann Lee,,,ann@x.org,Europe/London,+12125550100,Intro,2026-03-31 10:00,Company,Fern Ltd\n",
        people=(("Ann Lee", "ann@x.org", "+12125550100", None),),
        attributes={"User Name": "Sam Seller", "User Email": "sam@us.org", "Response 1": "Fern Ltd"},
    ),
    "Eventbrite": Case(
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Cell Phone,Company,Job Title\n"
        "77,2026-05-31 10:11:12,Ann,Lee,ann@x.org,1,General,901,+12125550100,Fern Ltd,CEO\n"
        "78,2026-06-01 10:11:12,Ben,Ode,ben@y.org,1,General,902,+442079460018,Moss,\n",
        attributes={"Ticket Type": "General"},
    ),
    "Facebook lead ads, German": Case(
        (
            "id\tcreated_time\tad_name\tcampaign_name\tplatform\tvollständiger_name\te-mail-adresse\ttelefonnummer"
            "\tname_des_unternehmens\n"
            "l:1\t2026-05-31T09:00:00+02:00\tAnzeige\tMai\tfb\tAnn Lee\tann@x.org\tp:+12125550100\tFern Ltd\n"
            "l:2\t2026-06-01T09:00:00+02:00\tAnzeige\tMai\tig\tBen Ode\tben@y.org\tp:+442079460018\tMoss\n"
        ).encode("utf-16"),
        attributes={"campaign_name": "Mai"},
        fields={"source": "fb"},
    ),
    "Facebook lead ads, French": Case(
        (
            "id\tcreated_time\tform_name\tis_organic\tplatform\tnom_complet\tadresse_e-mail\tnuméro_de_téléphone"
            "\tnom_de_l’entreprise\n"
            "l:1\t2026-05-31T09:00:00+02:00\tForm\tfalse\tfb\tAnn Lee\tann@x.org\tp:+12125550100\tFern Ltd\n"
            "l:2\t2026-06-01T09:00:00+02:00\tForm\tfalse\tig\tBen Ode\tben@y.org\tp:+442079460018\tMoss\n"
        ).encode("utf-16"),
    ),
    "LinkedIn Sales Navigator": Case(
        "Profile Url,First Name,Last Name,Job Title,Company Name,Company Website,Professional Email,Location,Phone Numbers\n"
        "https://l.example/ann,Ann,Lee,CEO,Fern Ltd,fern.example,ann@x.org,London,+1 212-555-0100\n"
        "https://l.example/ben,Ben,Ode,CTO,Moss,moss.example,ben@y.org,Leeds,+44 20 7946 0018\n",
    ),
    "Google Forms": Case(
        "Timestamp,Email Address,What is your name?,What company are you with?,What's your phone number?,"
        "What are your biggest challenges?\n"
        '5/31/2026 10:11:12,ann@x.org,Ann Lee,Fern Ltd,+1 212-555-0100,"Churn, growth"\n'
        "6/1/2026 9:00:00,ben@y.org,Ben Ode,Moss,+44 20 7946 0018,\n",
        fields={"pain_points": ["Churn, growth"]},
    ),
    "JotForm": Case(
        "Submission Date,Full Name - First Name,Full Name - Last Name,E-mail,Phone Number,Company,Submission IP,Submission ID\n"
        '"Mar 31, 2026",Ann,Lee,ann@x.org,(212) 555-0100,Fern Ltd,1.2.3.4,5001\n'
        '"Apr 1, 2026",Ben,Ode,ben@y.org,+44 20 7946 0018,Moss,1.2.3.5,5002\n',
        fields={"received_at": "2026-03-31T00:00:00+00:00"},
    ),
    "Tally": Case(
        "Submission ID,Respondent ID,Submitted at,First name,Last name,Your work email,Phone number,Company name\n"
        "aaa,r1,2026-03-31 10:00:00,Ann,Lee,ann@x.org,+12125550100,Fern Ltd\n"
        "bbb,r2,2026-04-01 10:00:00,Ben,Ode,ben@y.org,+442079460018,Moss\n",
    ),
    "Webflow": Case(
        "Name,Email Address,Phone,Company Name,Message,Submitted On,Form Name,Page Name\n"
        'Ann Lee,ann@x.org,+12125550100,Fern Ltd,"Hello,\nwrite me",2026-03-31T10:00:00.000Z,Contact,Home\n'
        "Ben Ode,ben@y.org,+442079460018,Moss,,2026-04-01T10:00:00.000Z,Contact,Home\n",
        attributes={"Message": "Hello,\nwrite me", "Form Name": "Contact"},
    ),
    "WooCommerce customers": Case(
        "Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code\n"
        "Ann Lee,ann,2026-05-31,2026-01-31,ann@x.org,3,300.00,100.00,US,New York,NY,10001\n",
        people=(("Ann Lee", "ann@x.org", None, None),),
        attributes={"Total Spend": "300.00", "Username": "ann"},
    ),
    "Shopify customers": Case(
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
        "Default Address Address1,Default Address Phone,Phone,Total Spent,Total Orders,Note,Tags\n"
        "'601,Ann,Lee,ann@x.org,yes,Fern Ltd,1 Road,,'+12125550100,12.00,1,,\n"
        "'602,Ben,Ode,ben@y.org,no,Moss,2 Road,'+442079460018,,0.00,0,,\n",
    ),
    "Stripe customers": Case(
        "id,Description,Email,Name,Created (UTC),Delinquent,Card ID,Total Spend,Payment Count,company (metadata)\n"
        "cus_1,,ann@x.org,Ann Lee,2026-05-31 10:00,false,card_1,20.00,1,Fern Ltd\n",
        people=(("Ann Lee", "ann@x.org", None, "Fern Ltd"),),
        fields={"received_at": "2026-05-31T10:00:00+00:00", "id": "cus_1"},
    ),
    "Google Contacts": Case(
        "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,"
        "Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
        "Ann,,Lee,,,,Fern Ltd,CEO,,,* myContacts,* Work,ann@x.org,Mobile,+1 212-555-0100\n"
        "Ben,,Ode,,,,Moss,,,,* myContacts,,ben@y.org,,+44 20 7946 0018\n",
        attributes={"Organization Title": "CEO"},
    ),
    "Outlook, German": Case(
        (
            '"Anrede","Vorname","Weitere Vornamen","Nachname","Firma","Abteilung","Position","Straße geschäftlich",'
            '"Telefon geschäftlich","Mobiltelefon","E-Mail-Adresse","E-Mail 2: Adresse"\n'
            '"","Ann","","Lee","Fern Ltd","","CEO","Straße 1","+1 212-555-0100","","ann@x.org",""\n'
            '"","Ben","","Ode","Moss","","","","","+44 20 7946 0018","",'
            '"ben@y.org"\n'
        ).encode("cp1252"),
        attributes={"Position": "CEO"},
    ),
    "Outlook, French": Case(
        (
            "Titre;Prénom;Deuxième prénom;Nom;Société;Service;Rue (bureau);Téléphone (bureau);Tél. mobile;"
            "Adresse de messagerie\n"
            ";Ann;;Lee;Fern Ltd;;1 rue;+1 212-555-0100;;ann@x.org\n"
            ";Ben;;Ode;Moss;;;;+44 20 7946 0018;ben@y.org\n"
        ).encode("cp1252"),
    ),
    "Outlook, Spanish": Case(
        (
            "Título;Nombre;Segundo nombre;Apellidos;Organización;Puesto;Teléfono del trabajo;Teléfono móvil;"
            "Dirección de correo electrónico\n"
            ";Ann;;Lee;Fern Ltd;CEO;+1 212-555-0100;;ann@x.org\n"
            ";Ben;;Ode;Moss;;;+44 20 7946 0018;ben@y.org\n"
        ).encode("cp1252"),
        attributes={"Puesto": "CEO"},
    ),
    "owners and reps": Case(
        "Name,Email,Owner Email,Sales Rep Phone,Company,Phone\n"
        "Ann Lee,,sam@us.org,+12125550199,Fern Ltd,\nBen Ode,,sam@us.org,+12125550199,Moss,\n",
        people=(("Ann Lee", None, None, "Fern Ltd"), ("Ben Ode", None, None, "Moss")),
        attributes={"Owner Email": "sam@us.org"},
    ),
}


@pytest.mark.parametrize("case", TOOLS.values(), ids=TOOLS)
def test_an_export_of_a_tool_needs_no_hand(reader: Workspace, case: Case) -> None:
    check(reader, case)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Person - Email - Work", "email"),
        ("Deal - Organization", "company"),
        ("Default Address Phone", "phone"),
        ("Billing First Name", "first_name"),
        ("Telefon geschäftlich", "phone"),
        ("Téléphone (domicile)", "phone"),
        ("E-Mail 2: Adresse", "email"),
        ("Full Name - Last Name", "last_name"),
        ("Organization - Name", "company"),
        ("Owner Email", None),
        ("Lead - Owner Name", None),
        ("Address 1", None),
        ("Company Address", None),
        ("IP Address", None),
        ("Contact Title", None),
        ("Lead Status", None),
        ("Best time to call", None),
        ("Work", None),
        ("Number", None),
        ("Member Since", None),
        ("Client Type", None),
        ("Phone Type", None),
        ("Email Opt In", None),
        ("Email Status", None),
        ("Company Size", None),
        ("Customer Number", None),
    ],
)
def test_a_header_may_say_whose_or_which(header: str, field: str | None) -> None:
    assert field_of(header) == field
