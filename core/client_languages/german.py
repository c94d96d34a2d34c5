"""The survey and its mails in German."""

from __future__ import annotations

from core.client_languages.language import Language

GERMAN = Language(
    tag="de",
    name="Deutsch",
    page={
        "title": "Ihr Feedback",
        "heading": "Wie haben wir gearbeitet?",
        "intro": (
            "Guten Tag $name, es geht um „$project“. Das dauert etwa eine Minute; jede Frage darf frei "
            "bleiben."
        ),
        "ratings": "Ihre Noten, von 1 (schlecht) bis 5 (ausgezeichnet)",
        "scale": "0 = unwahrscheinlich, 10 = sehr wahrscheinlich",
        "words": "In Ihren Worten",
        "limit": "Höchstens $limit Zeichen.",
        "send": "Antworten senden",
        "saved": "Gespeichert; mit demselben Link geht es später weiter.",
        "unsaved": "Gerade nicht gespeichert. Senden Sie die Antworten, bevor Sie gehen.",
        "privacy": (
            "Ihre Antworten gehen nur an die Agentur, mit Ihrem Namen. Diese Seite setzt keine Cookies."
        ),
        "fix": "Noch nichts gesendet. Bitte ansehen:",
        "too_long": (
            "Dieser Text hat $length Zeichen; möglich sind $limit. Bitte kürzen, er ist wie getippt erhalten."
        ),
        "not_offered": "Bitte eine der Antworten wählen.",
        "empty": "Bitte mindestens eine Note geben oder etwas schreiben.",
        "done": "Vielen Dank!",
        "done_text": "Ihre Antworten sind angekommen. Sie können diese Seite schließen.",
        "answered": "Schon beantwortet",
        "answered_text": (
            "Mit diesem Link kamen schon Antworten, und diese gelten. Für Änderungen schreiben Sie uns."
        ),
        "expired": "Diese Umfrage ist beendet",
        "expired_text": (
            "Der Link galt nur eine gewisse Zeit. Fragen Sie uns nach einem neuen, wenn Sie antworten "
            "möchten."
        ),
        "revoked": "Dieser Link wurde zurückgezogen",
        "revoked_text": (
            "Mit ihm kann nichts mehr beantwortet werden. Fragen Sie uns, wenn Sie eine Umfrage erwarten."
        ),
        "unknown": "Keine solche Umfrage",
        "unknown_text": (
            "Die Adresse ist vielleicht unvollständig. Kopieren Sie den ganzen Link aus der Nachricht."
        ),
        "too_large": "Das war zu viel Text",
        "too_large_text": (
            "Nichts wurde gesendet. Gehen Sie zurück, der Text ist noch da: $limit Zeichen je Antwort."
        ),
        "refused": "Das ging nicht",
        "refused_text": "Öffnen Sie den Link noch einmal und füllen Sie das Formular aus.",
        "broken": "Etwas ging schief",
        "broken_text": (
            "Das liegt an uns. Gehen Sie zurück und senden Sie die Antworten in einer Minute noch einmal."
        ),
        "agency": "Kundenfeedback",
        "rating.overall_satisfaction": "Zufriedenheit insgesamt",
        "rating.communication": "Kommunikation",
        "rating.timeliness": "Termintreue",
        "rating.quality": "Qualität",
        "rating.value_for_money": "Preis-Leistung",
        "choice.yes": "Ja",
        "choice.maybe": "Vielleicht",
        "choice.no": "Nein",
        "choice.kept": "Gehalten",
        "choice.partly kept": "Teils gehalten",
        "choice.not kept": "Nicht gehalten",
    },
    questions={
        "liked_most": "Was hat Ihnen an $project ($deliverables) am besten gefallen?",
        "could_improve": "Was hätten wir besser machen können?",
        "delay_impact": "$project wurde später fertig als geplant (Tage: $days). Was hieß das für Sie?",
        "not_approved": "Sie haben „$about“ noch nicht abgenommen. Was fehlt?",
        "promise": "Unser Versprechen: „$about“. Haben wir es gehalten?",
        "would_recommend": "Würden Sie uns weiterempfehlen?",
        "likelihood_to_recommend": "Wie wahrscheinlich ist es, dass Sie uns Kollegen empfehlen?",
        "future_services_interest": "Wobei können wir als Nächstes helfen?",
    },
    mail={
        "subject": "Ihr Feedback zu $project",
        "reminder_subject": "Erinnerung: Ihr Feedback zu $project",
        "hello": "Guten Tag $name,",
        "asks": (
            "wie haben wir bei $project gearbeitet? Fünf Noten und ein paar Worte genügen; es dauert "
            "etwa eine Minute:"
        ),
        "asks_again": (
            "wir hatten Sie gefragt, wie wir bei $project gearbeitet haben, und wüssten es weiterhin "
            "gern. Es dauert etwa eine Minute, und was Sie schon ausgefüllt haben, ist noch da:"
        ),
        "ends": "Der Link ist nur für Sie, gilt für eine Antwort und lässt sich bis zum $day nutzen.",
        "thanks": "Vielen Dank!",
    },
    months=(
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    day="$day. $month $year",
)
