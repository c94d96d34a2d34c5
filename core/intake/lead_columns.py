"""Which column of a lead list holds what: the header names that people and tools use, as a table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from core.intake.asked_headers import asked_field
from core.intake.qualified_headers import qualified_field

# Field of a lead → header names, as `header_key` writes them. The first name is our own.
HEADER_NAMES: dict[str, tuple[str, ...]] = {
    "id": (
        "id", "lead id", "record id", "contact id", "person id", "prospect id", "customer id", "leid",
        "external id", "hs object id", "response id", "submission id", "lead nummer", "numero de lead",
    ),
    "name": (
        "name", "names", "full name", "contact name", "lead name", "client full name", "client name",
        "customer name", "person name", "buyer name", "contact", "contact person", "customer",
        "lead", "your name", "display name", "name of contact", "attendee name", "respondent name",
        "ansprechpartner", "vollstandiger name", "name des kontakts", "kontaktname", "nom complet",
        "nom et prenom", "nom du contact", "interlocuteur", "nombre completo", "nombre y apellidos",
        "persona de contacto", "contacto", "nome", "nome completo", "nome do contato",
        "nome do contacto", "volledige naam", "naam", "contactpersoon",
    ),
    "first_name": (
        "first name", "firstname", "given name", "forename", "fname", "prenom", "vorname", "nombre",
        "primer nombre", "primeiro nome", "voornaam", "christian name", "name first",
        "first", "person first", "contact first",
    ),
    "middle_name": (
        "middle name", "middle names", "additional name", "tussenvoegsel", "tussenvoegsels", "voorvoegsel",
        "zweiter vorname", "deuxieme prenom", "segundo nombre", "nome do meio",
    ),
    "last_name": (
        "last name", "lastname", "surname", "family name", "lname", "nom", "nom de famille", "nachname",
        "familienname", "apellido", "apellidos", "sobrenome", "apelido", "achternaam", "familienaam",
        "second name", "name last", "last", "person last", "contact last",
    ),
    "email": (
        "email", "e mail", "email address", "e mail address", "mail", "work email", "business email",
        "contact email", "primary email", "person email", "email ids", "email id", "mail ids", "mail id",
        "e mail 1 value", "email 1 value", "emails", "email 1", "your email", "corporate email",
        "company email", "email adresse", "e mail adresse", "mailadresse", "adresse e mail",
        "adresse email", "adresse mail", "adresse electronique", "courriel",
        "adresse de messagerie", "correo",
        "correo electronico", "direccion de correo", "direccion de correo electronico",
        "endereco de email", "endereco de e mail", "correio eletronico", "e mailadres", "emailadres",
        "mailadres", "user email", "respondent email", "invitee email", "email work", "email home",
        "buyer email", "attendee email", "person email work", "lead email", "customer email",
    ),
    "phone": (
        "phone", "phone number", "telephone", "telephone number", "tel", "mobile", "mobile phone",
        "mobile phone number", "cell", "cell phone", "mobile number", "contact number", "contact nos",
        "contact no", "phones", "phone whatsapp", "mobile whatsapp", "whatsapp", "whatsapp number",
        "person phone", "phone 1 value", "work phone", "business phone", "home phone", "primary phone",
        "sms", "phone no", "tel no", "telefon", "telefonnummer", "rufnummer", "mobil", "mobiltelefon",
        "handy", "handynummer", "mobilnummer", "numero de telephone", "no de telephone", "portable",
        "tel portable", "telephone portable", "numero de mobile", "telefono", "numero de telefono",
        "movil", "celular", "telefono movil", "telefone", "numero de telefone", "telemovel",
        "telefoon", "telefoonnummer", "mobiel", "mobiele nummer", "gsm", "text reminder number",
        "user phone", "user phone number", "work phone number", "mobile phone number 1", "phone number 1",
        "phone 1", "primary phone number", "business phone number", "cell number", "cell phone number",
        "work direct phone", "corporate phone", "person phone work", "person phone mobile",
        "customer phone", "lead phone",
    ),
    "company": (
        "company", "company name", "organization", "organisation", "organization name",
        "organisation name", "account", "account name", "business", "business name", "employer",
        "associated company", "firm", "organization 1 name", "client company", "your company",
        "workplace", "organization title", "firma", "firmenname", "unternehmen", "unternehmensname",
        "organisationsname", "name des unternehmens", "name der firma",
        "societe", "entreprise", "nom de l entreprise", "nom de la societe",
        "raison sociale", "organisme", "empresa", "nombre de la empresa", "compania", "organizacion",
        "nome da empresa", "companhia", "organizacao", "bedrijf", "bedrijfsnaam", "organisatie",
    ),
    "score": (
        "score", "lead score", "marketing score", "hubspot score", "lead rating", "rating",
        "contact score", "person score", "member rating", "star rating", "grade", "lead grade",
        "prospect grade", "punktzahl", "bewertung", "puntuacion", "pontuacao", "note du lead",
    ),
    "engagement_level": (
        "engagement level", "engagement", "interest level", "activity level", "level of interest",
        "lead temperature", "temperature", "niveau d engagement", "nivel de interes",
        "nivel de interesse", "interessegrad", "betrokkenheid",
    ),
    "budget_indicator": (
        "budget indicator", "budget level", "budget", "presupuesto", "orcamento", "budgetrahmen",
    ),
    "urgency": (
        "urgency", "urgency level", "priority", "lead priority", "dringlichkeit", "prioritat", "urgence",
        "priorite", "urgencia", "prioridad", "prioridade", "urgentie", "prioriteit",
    ),
    "interests": (
        "interests", "interest", "interested in", "topics", "services of interest",
        "products of interest", "interessen", "interesse", "interets", "centres d interet",
        "intereses", "interesses",
    ),
    "pain_points": (
        "pain points", "pain point", "pains", "challenges", "challenge", "problems", "problem",
        "biggest challenge", "biggest challenges", "herausforderungen", "herausforderung",
        "defis", "retos", "desafios",
        "uitdagingen",
    ),
    "received_at": (
        "received at", "received", "received on", "created at", "created", "created on", "create date",
        "created date", "created time", "date created", "date registered", "date added", "added time",
        "optin time", "submitted at", "submission date", "submitted on", "submit date", "timestamp",
        "date submitted", "registration date", "signup date", "sign up date", "lead created", "add time",
        "date", "submission time", "submit time", "submitted", "lead submission time", "time submitted",
        "entry date", "order date", "registration time", "lead date", "eingang am",
        "datum eingang", "eingangsdatum", "kontakt am",
        "erstellt am", "erstellt", "erstellungsdatum", "eingang", "eingegangen am", "datum",
        "anmeldedatum", "date de creation", "cree le", "date d inscription", "date de soumission",
        "fecha", "fecha de creacion", "fecha de registro", "creado el", "data", "data de criacao",
        "data de cadastro", "criado em", "aangemaakt op", "aanmaakdatum", "datum aangemaakt",
    ),
    "source": (
        "source", "lead source", "person source", "original source", "channel", "utm source",
        "traffic source",
        "how did you hear about us", "platform", "quelle", "herkunft", "leadquelle", "provenance",
        "origine", "source du lead", "origen", "fuente", "origem", "fonte", "bron", "herkomst",
    ),
}  # fmt: skip

_FIELD_OF = {name: field for field, names in HEADER_NAMES.items() for name in names}

_LEVEL_WORDS = {
    "h": "high", "hi": "high", "high": "high",
    "m": "medium", "med": "medium", "mid": "medium", "medium": "medium", "moderate": "medium",
    "l": "low", "lo": "low", "low": "low",
    "very high": "very_high", "very_high": "very_high", "none": "none", "unknown": "unknown",
}  # fmt: skip


# Groups of fields in the JSON of tools that hold nothing but a person: contact_info.name.
_WRAPPED = re.compile(
    r"^(?:.*\.)?(?:contact[_ ]?info|contact|merge[_ ]fields|properties|person|lead|invitee|user|fields"
    r"|profile|attendee|registrant|payload)\.",
    re.IGNORECASE,
)


_NUMBERED = re.compile(r"^q\d+_", re.IGNORECASE)  # a form that numbers its questions: q3_email


_PARTS = re.compile(r"\s*[/|]\s*| or | oder | ou | of ")
_BESIDE = re.compile(r"\s*[\(\[][^()\[\]]*[\)\]]\s*$")


def header_key(header: str) -> str:
    """The header as names are compared: `E-mail Address *` is `e mail address`."""
    plain = unicodedata.normalize("NFKD", header)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


@lru_cache(maxsize=1024)
def field_of(header: str) -> str | None:
    """The field of a lead that a header names, or None. A second `Phone 2` is a phone too."""
    # A capital inside a word may begin a new one: firstName, leadScore; but not in WhatsApp.
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header[:200])
    inner = _NUMBERED.sub("", _WRAPPED.sub("", apart))
    for spelling in (header[:200], apart, re.sub(r"[ _]\d$", "", header[:200]), inner):
        found = _FIELD_OF.get(header_key(spelling))
        if found:
            return found
    # "Telefon / Mobil" and "E-mail (work)" name one thing twice, "Name / Company" names two.
    named = {_FIELD_OF.get(header_key(part)) for part in _PARTS.split(_BESIDE.sub("", header[:200]))}
    only = named.pop() if len(named) == 1 else None
    words = header_key(_BESIDE.sub("", header[:200])).split()
    return only or asked_field(words, _FIELD_OF) or qualified_field(header_key(apart).split()[:8], _FIELD_OF)


def recognised(headers: Sequence[str]) -> int:
    """How many different fields the headers name."""
    return len({field for field in map(field_of, headers) if field})


def read_level(text: str) -> str | None:
    """`Med.` as `medium`; None for a word that is no level."""
    return _LEVEL_WORDS.get(" ".join(text.casefold().rstrip(".").split()))
