"""The survey and its mails in Dutch."""

from __future__ import annotations

from core.client_languages.language import Language

DUTCH = Language(
    tag="nl",
    name="Nederlands",
    page={
        "title": "Uw mening",
        "heading": "Hoe hebben wij het gedaan?",
        "intro": (
            "Goedendag $name, het gaat over ‘$project’. Het kost ongeveer een minuut en u mag elke vraag "
            "overslaan."
        ),
        "ratings": "Uw beoordeling, van 1 (slecht) tot 5 (uitstekend)",
        "scale": "0 = heel onwaarschijnlijk, 10 = heel waarschijnlijk",
        "words": "In uw eigen woorden",
        "limit": "Hoogstens $limit tekens.",
        "send": "Antwoorden versturen",
        "saved": "Opgeslagen; u kunt later met dezelfde link verdergaan.",
        "unsaved": "Nog niet opgeslagen. Verstuur uw antwoorden voordat u weggaat.",
        "privacy": (
            "Uw antwoorden gaan alleen naar het bureau, met uw naam erbij. Deze pagina plaatst geen cookies."
        ),
        "fix": "Er is nog niets verstuurd. Kijk hier nog even naar:",
        "too_long": (
            "Deze tekst telt $length tekens; er passen er $limit. Maak hem korter; hij blijft staan zoals u "
            "hem typte."
        ),
        "not_offered": "Kies een van de antwoorden.",
        "empty": "Geef minstens één beoordeling of schrijf een paar woorden.",
        "done": "Dank u wel!",
        "done_text": "Uw antwoorden zijn aangekomen. U kunt deze pagina sluiten.",
        "answered": "Al beantwoord",
        "answered_text": (
            "Met deze link zijn al antwoorden gestuurd, en die tellen. Wilt u iets wijzigen, schrijf ons dan."
        ),
        "expired": "Deze enquête is gesloten",
        "expired_text": "De link was beperkt geldig. Vraag ons om een nieuwe als u wilt antwoorden.",
        "revoked": "Deze link is ingetrokken",
        "revoked_text": "U kunt er niet meer mee antwoorden. Vraag het ons als u een enquête verwachtte.",
        "unknown": "Deze enquête bestaat niet",
        "unknown_text": (
            "Het adres is misschien onvolledig. Kopieer de hele link uit het bericht dat u kreeg."
        ),
        "too_large": "Dat was te veel tekst",
        "too_large_text": (
            "Er is niets verstuurd. Ga terug, uw tekst staat er nog, en maak hem korter: $limit tekens per "
            "antwoord."
        ),
        "refused": "Dat lukte niet",
        "refused_text": "Open de link opnieuw en vul het formulier daar in.",
        "broken": "Er ging iets mis",
        "broken_text": "Dat ligt aan ons. Ga terug en verstuur uw antwoorden over een minuut opnieuw.",
        "agency": "Klantfeedback",
        "rating.overall_satisfaction": "Algemene tevredenheid",
        "rating.communication": "Communicatie",
        "rating.timeliness": "Op tijd",
        "rating.quality": "Kwaliteit",
        "rating.value_for_money": "Prijs-kwaliteitverhouding",
        "choice.yes": "Ja",
        "choice.maybe": "Misschien",
        "choice.no": "Nee",
        "choice.kept": "Nagekomen",
        "choice.partly kept": "Deels nagekomen",
        "choice.not kept": "Niet nagekomen",
    },
    questions={
        "liked_most": "Wat vond u het beste aan $project ($deliverables)?",
        "could_improve": "Wat hadden wij beter kunnen doen?",
        "delay_impact": "$project was later klaar dan gepland (dagen: $days). Wat betekende dat voor u?",
        "not_approved": "U hebt ‘$about’ nog niet goedgekeurd. Wat ontbreekt er?",
        "promise": "Onze belofte: ‘$about’. Zijn wij die nagekomen?",
        "would_recommend": "Zou u ons aanbevelen?",
        "likelihood_to_recommend": "Hoe waarschijnlijk is het dat u ons bij een collega aanbeveelt?",
        "future_services_interest": "Waarmee kunnen wij u hierna helpen?",
    },
    mail={
        "subject": "Uw mening over $project",
        "reminder_subject": "Herinnering: uw mening over $project",
        "hello": "Goedendag $name,",
        "asks": (
            "hoe hebben wij het gedaan bij $project? Vijf beoordelingen en een paar woorden zijn genoeg; het "
            "kost ongeveer een minuut:"
        ),
        "asks_again": (
            "wij vroegen u hoe wij het bij $project hebben gedaan en horen dat nog steeds graag. Het kost "
            "ongeveer een minuut, en wat u al invulde staat er nog:"
        ),
        "ends": "De link is alleen voor u, werkt één keer en is te gebruiken tot en met $day.",
        "thanks": "Dank u wel!",
    },
    months=(
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    day="$day $month $year",
)
