"""The words of the public survey in four languages, and which of them a visitor reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Template
from typing import Any

from core.survey_design import SurveyRules, questions

Texts = Mapping[str, str]

_TABLE: dict[str, tuple[str, str, str, str]] = {
    "title": ("Your feedback", "Ihr Feedback", "Votre avis", "Su opinión"),
    "heading": (
        "How did we do?",
        "Wie haben wir gearbeitet?",
        "Qu’avez-vous pensé de notre travail ?",
        "¿Qué le ha parecido nuestro trabajo?",
    ),
    "intro": (
        "Hello $name, this is about “$project”. It takes about a minute, and you may leave out any question.",
        "Guten Tag $name, es geht um „$project“. Das dauert etwa eine Minute; jede Frage darf frei bleiben.",
        "Bonjour $name, il s’agit de « $project ». Comptez une minute ; toute question est facultative.",
        "Hola, $name: se trata de «$project». Es cosa de un minuto y puede dejar preguntas en blanco.",
    ),
    "ratings": (
        "Your ratings, from 1 (poor) to 5 (excellent)",
        "Ihre Noten, von 1 (schlecht) bis 5 (ausgezeichnet)",
        "Vos notes, de 1 (mauvais) à 5 (excellent)",
        "Sus notas, de 1 (mal) a 5 (excelente)",
    ),
    "scale": (
        "0 = not at all likely, 10 = very likely",
        "0 = unwahrscheinlich, 10 = sehr wahrscheinlich",
        "0 = pas du tout probable, 10 = très probable",
        "0 = nada probable, 10 = muy probable",
    ),
    "words": ("In your own words", "In Ihren Worten", "Avec vos mots", "Con sus palabras"),
    "limit": (
        "At most $limit characters.",
        "Höchstens $limit Zeichen.",
        "$limit caractères au maximum.",
        "Como máximo, $limit caracteres.",
    ),
    "send": ("Send answers", "Antworten senden", "Envoyer mes réponses", "Enviar respuestas"),
    "saved": (
        "Saved; you can go on later with the same link.",
        "Gespeichert; mit demselben Link geht es später weiter.",
        "Enregistré ; vous pouvez continuer plus tard avec le même lien.",
        "Guardado; puede seguir más tarde con el mismo enlace.",
    ),
    "unsaved": (
        "Not saved right now. Send your answers before you leave.",
        "Gerade nicht gespeichert. Senden Sie die Antworten, bevor Sie gehen.",
        "Pas enregistré pour l’instant. Envoyez vos réponses avant de partir.",
        "No se ha guardado. Envíe sus respuestas antes de salir.",
    ),
    "privacy": (
        "Your answers go to the agency only, with your name. This page sets no cookies.",
        "Ihre Antworten gehen nur an die Agentur, mit Ihrem Namen. Diese Seite setzt keine Cookies.",
        "Vos réponses vont à l’agence seule, avec votre nom. Cette page ne pose aucun cookie.",
        "Sus respuestas llegan solo a la agencia, con su nombre. Esta página no usa cookies.",
    ),
    "fix": (
        "Nothing was sent yet. Please look at this:",
        "Noch nichts gesendet. Bitte ansehen:",
        "Rien n’a encore été envoyé. À revoir :",
        "Aún no se ha enviado nada. Revise esto:",
    ),
    "too_long": (
        "This text has $length characters; $limit are possible. Please shorten it; it is kept as typed.",
        "Dieser Text hat $length Zeichen; möglich sind $limit. Bitte kürzen, er ist wie getippt erhalten.",
        "Ce texte a $length caractères ; $limit sont possibles. Raccourcissez-le, il est conservé tel quel.",
        "Este texto tiene $length caracteres; caben $limit. Acórtelo, se conserva tal como lo escribió.",
    ),
    "not_offered": (
        "Please choose one of the answers.",
        "Bitte eine der Antworten wählen.",
        "Choisissez l’une des réponses.",
        "Elija una de las respuestas.",
    ),
    "empty": (
        "Please give at least one rating, or write a few words.",
        "Bitte mindestens eine Note geben oder etwas schreiben.",
        "Donnez au moins une note ou écrivez quelques mots.",
        "Ponga al menos una nota o escriba unas palabras.",
    ),
    "done": ("Thank you!", "Vielen Dank!", "Merci !", "¡Gracias!"),
    "done_text": (
        "Your answers have arrived. You can close this page.",
        "Ihre Antworten sind angekommen. Sie können diese Seite schließen.",
        "Vos réponses sont arrivées. Vous pouvez fermer cette page.",
        "Hemos recibido sus respuestas. Puede cerrar esta página.",
    ),
    "answered": ("Already answered", "Schon beantwortet", "Déjà répondu", "Ya contestada"),
    "answered_text": (
        "Answers came with this link before, and those count. To change something, write to us.",
        "Mit diesem Link kamen schon Antworten, und diese gelten. Für Änderungen schreiben Sie uns.",
        "Des réponses sont déjà arrivées par ce lien et ce sont elles qui comptent. Écrivez-nous au besoin.",
        "Ya se contestó con este enlace, y eso es lo que cuenta. Para cambiar algo, escríbanos.",
    ),
    "expired": (
        "This survey has closed",
        "Diese Umfrage ist beendet",
        "Ce questionnaire est clos",
        "Esta encuesta ha terminado",
    ),
    "expired_text": (
        "The link was valid for a limited time. Ask us for a new one if you would like to answer.",
        "Der Link galt nur eine gewisse Zeit. Fragen Sie uns nach einem neuen, wenn Sie antworten möchten.",
        "Le lien avait une durée limitée. Demandez-nous-en un nouveau si vous souhaitez répondre.",
        "El enlace tenía un plazo. Pídanos otro si desea contestar.",
    ),
    "revoked": (
        "This link was taken back",
        "Dieser Link wurde zurückgezogen",
        "Ce lien a été retiré",
        "Este enlace se ha retirado",
    ),
    "revoked_text": (
        "Nothing can be answered with it any more. Ask us if you expected a survey.",
        "Mit ihm kann nichts mehr beantwortet werden. Fragen Sie uns, wenn Sie eine Umfrage erwarten.",
        "Il ne permet plus de répondre. Contactez-nous si vous attendiez un questionnaire.",
        "Ya no se puede contestar con él. Pregúntenos si esperaba una encuesta.",
    ),
    "unknown": (
        "No such survey",
        "Keine solche Umfrage",
        "Questionnaire introuvable",
        "No existe esta encuesta",
    ),
    "unknown_text": (
        "The address may be incomplete. Copy the whole link from the message that you got.",
        "Die Adresse ist vielleicht unvollständig. Kopieren Sie den ganzen Link aus der Nachricht.",
        "L’adresse est peut-être incomplète. Copiez le lien entier depuis le message reçu.",
        "Quizá la dirección esté incompleta. Copie el enlace entero del mensaje que recibió.",
    ),
    "too_large": (
        "That was too much text",
        "Das war zu viel Text",
        "Le texte est trop long",
        "Demasiado texto",
    ),
    "too_large_text": (
        "Nothing was sent. Go back, your text is still there, and shorten it: $limit characters an answer.",
        "Nichts wurde gesendet. Gehen Sie zurück, der Text ist noch da: $limit Zeichen je Antwort.",
        "Rien n’a été envoyé. Revenez en arrière, le texte y est encore : $limit caractères par réponse.",
        "No se ha enviado nada. Vuelva atrás, el texto sigue allí: $limit caracteres por respuesta.",
    ),
    "refused": ("That did not work", "Das ging nicht", "Cela n’a pas marché", "No ha funcionado"),
    "refused_text": (
        "Open the link again and fill in the form there.",
        "Öffnen Sie den Link noch einmal und füllen Sie das Formular aus.",
        "Ouvrez de nouveau le lien et remplissez le formulaire.",
        "Abra otra vez el enlace y rellene el formulario.",
    ),
    "broken": ("Something went wrong", "Etwas ging schief", "Une erreur est survenue", "Algo ha fallado"),
    "broken_text": (
        "It is our fault. Go back and send your answers again in a minute.",
        "Das liegt an uns. Gehen Sie zurück und senden Sie die Antworten in einer Minute noch einmal.",
        "C’est de notre fait. Revenez en arrière et renvoyez vos réponses dans une minute.",
        "Es culpa nuestra. Vuelva atrás y envíe de nuevo sus respuestas en un minuto.",
    ),
    "agency": ("Client feedback", "Kundenfeedback", "Avis client", "Opinión de clientes"),
    "rating.overall_satisfaction": (
        "Overall satisfaction",
        "Zufriedenheit insgesamt",
        "Satisfaction générale",
        "Satisfacción general",
    ),
    "rating.communication": ("Communication", "Kommunikation", "Communication", "Comunicación"),
    "rating.timeliness": ("Timeliness", "Termintreue", "Respect des délais", "Puntualidad"),
    "rating.quality": ("Quality", "Qualität", "Qualité", "Calidad"),
    "rating.value_for_money": (
        "Value for money",
        "Preis-Leistung",
        "Rapport qualité-prix",
        "Relación calidad-precio",
    ),
    "choice.yes": ("Yes", "Ja", "Oui", "Sí"),
    "choice.maybe": ("Maybe", "Vielleicht", "Peut-être", "Quizá"),
    "choice.no": ("No", "Nein", "Non", "No"),
    "choice.kept": ("Kept", "Gehalten", "Tenue", "Cumplida"),
    "choice.partly kept": ("Partly kept", "Teils gehalten", "Tenue en partie", "Cumplida en parte"),
    "choice.not kept": ("Not kept", "Nicht gehalten", "Non tenue", "No cumplida"),
}
LANGUAGES = ("en", "de", "fr", "es")
TEXTS: dict[str, Texts] = {
    language: {name: words[number] for name, words in _TABLE.items()}
    for number, language in enumerate(LANGUAGES)
}

_QUESTIONS: dict[str, tuple[str, str, str]] = {
    "liked_most": (
        "Was hat Ihnen an $project ($deliverables) am besten gefallen?",
        "Qu’avez-vous le plus apprécié dans $project ($deliverables) ?",
        "¿Qué le ha gustado más de $project ($deliverables)?",
    ),
    "could_improve": (
        "Was hätten wir besser machen können?",
        "Qu’aurions-nous pu faire mieux ?",
        "¿Qué podríamos haber hecho mejor?",
    ),
    "delay_impact": (
        "$project wurde später fertig als geplant (Tage: $days). Was hieß das für Sie?",
        "$project a été terminé en retard (jours : $days). Quelles en ont été les conséquences pour vous ?",
        "$project se terminó más tarde de lo previsto (días: $days). ¿Cómo le afectó?",
    ),
    "not_approved": (
        "Sie haben „$about“ noch nicht abgenommen. Was fehlt?",
        "Vous n’avez pas encore validé « $about ». Que manque-t-il ?",
        "Aún no ha aprobado «$about». ¿Qué falta?",
    ),
    "promise": (
        "Unser Versprechen: „$about“. Haben wir es gehalten?",
        "Notre promesse : « $about ». L’avons-nous tenue ?",
        "Le prometimos: «$about». ¿Lo hemos cumplido?",
    ),
    "would_recommend": (
        "Würden Sie uns weiterempfehlen?",
        "Nous recommanderiez-vous ?",
        "¿Nos recomendaría?",
    ),
    "likelihood_to_recommend": (
        "Wie wahrscheinlich ist es, dass Sie uns Kollegen empfehlen?",
        "Quelle est la probabilité que vous nous recommandiez à un collègue ?",
        "¿Qué probabilidad hay de que nos recomiende a un colega?",
    ),
    "future_services_interest": (
        "Wobei können wir als Nächstes helfen?",
        "En quoi pourrions-nous vous aider ensuite ?",
        "¿En qué podríamos ayudarle después?",
    ),
}


def fill(text: str, **names: object) -> str:
    return Template(text).substitute({name: str(value) for name, value in names.items()})


def language_of(accepted: str) -> str:
    """The best of our languages for an Accept-Language header; English where it names none of them."""
    found: list[tuple[float, int, str]] = []
    for number, part in enumerate(accepted[:500].split(",")):
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES:
            found.append((-_weight(parameters), number, language))
    wanted = [language for weight, _, language in sorted(found) if weight < 0]
    return wanted[0] if wanted else "en"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def question_texts(request: Mapping[str, Any], language: str) -> dict[str, tuple[str, str]]:
    """Each question's text and the language it is in, by its key.

    Only a question in the app's own words is translated; one that a manager worded is shown as it is.
    """
    asked: Sequence[Mapping[str, Any]] = request.get("feedback_questions") or []
    own = _own_words(request, asked)
    found: dict[str, tuple[str, str]] = {}
    for question in asked:
        key, text = str(question["key"]), str(question["text"])
        kind = key.rstrip("0123456789").rstrip("_")
        if language == "en" or own.get(key) != text or kind not in _QUESTIONS:
            found[key] = (text, "en" if own.get(key) == text else "")
            continue
        template = _QUESTIONS[kind][LANGUAGES.index(language) - 1]
        names = {
            "project": request.get("project_name", ""),
            "deliverables": ", ".join(request.get("deliverables") or []),
            "about": question.get("about", ""),
            "days": (request.get("facts") or {}).get("days_late") or 0,
        }
        found[key] = (fill(template, **names), language)
    return found


def _own_words(request: Mapping[str, Any], asked: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    def about(start: str) -> list[str]:
        return [str(one.get("about", "")) for one in asked if str(one["key"]).startswith(start)]

    made = questions(
        SurveyRules(),
        project=str(request.get("project_name", "")),
        deliverables=[str(name) for name in request.get("deliverables") or []],
        not_approved=about("not_approved_"),
        promises=about("promise_"),
        days_late=(request.get("facts") or {}).get("days_late") or 0,
    )
    return {question["key"]: question["text"] for question in made}
