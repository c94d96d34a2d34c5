"""The survey and its mails in Spanish."""

from __future__ import annotations

from core.client_languages.language import Language

SPANISH = Language(
    tag="es",
    name="Español",
    page={
        "title": "Su opinión",
        "heading": "¿Qué le ha parecido nuestro trabajo?",
        "intro": (
            "Hola, $name: se trata de «$project». Es cosa de un minuto y puede dejar preguntas en blanco."
        ),
        "ratings": "Sus notas, de 1 (mal) a 5 (excelente)",
        "scale": "0 = nada probable, 10 = muy probable",
        "words": "Con sus palabras",
        "limit": "Como máximo, $limit caracteres.",
        "send": "Enviar respuestas",
        "saved": "Guardado; puede seguir más tarde con el mismo enlace.",
        "unsaved": "No se ha guardado. Envíe sus respuestas antes de salir.",
        "privacy": "Sus respuestas llegan solo a la agencia, con su nombre. Esta página no usa cookies.",
        "fix": "Aún no se ha enviado nada. Revise esto:",
        "too_long": (
            "Este texto tiene $length caracteres; caben $limit. Acórtelo, se conserva tal como lo escribió."
        ),
        "not_offered": "Elija una de las respuestas.",
        "empty": "Ponga al menos una nota o escriba unas palabras.",
        "done": "¡Gracias!",
        "done_text": "Hemos recibido sus respuestas. Puede cerrar esta página.",
        "answered": "Ya contestada",
        "answered_text": (
            "Ya se contestó con este enlace, y eso es lo que cuenta. Para cambiar algo, escríbanos."
        ),
        "expired": "Esta encuesta ha terminado",
        "expired_text": "El enlace tenía un plazo. Pídanos otro si desea contestar.",
        "revoked": "Este enlace se ha retirado",
        "revoked_text": "Ya no se puede contestar con él. Pregúntenos si esperaba una encuesta.",
        "unknown": "No existe esta encuesta",
        "unknown_text": "Quizá la dirección esté incompleta. Copie el enlace entero del mensaje que recibió.",
        "too_large": "Demasiado texto",
        "too_large_text": (
            "No se ha enviado nada. Vuelva atrás, el texto sigue allí: $limit caracteres por respuesta."
        ),
        "refused": "No ha funcionado",
        "refused_text": "Abra otra vez el enlace y rellene el formulario.",
        "broken": "Algo ha fallado",
        "broken_text": "Es culpa nuestra. Vuelva atrás y envíe de nuevo sus respuestas en un minuto.",
        "agency": "Opinión de clientes",
        "rating.overall_satisfaction": "Satisfacción general",
        "rating.communication": "Comunicación",
        "rating.timeliness": "Puntualidad",
        "rating.quality": "Calidad",
        "rating.value_for_money": "Relación calidad-precio",
        "choice.yes": "Sí",
        "choice.maybe": "Quizá",
        "choice.no": "No",
        "choice.kept": "Cumplida",
        "choice.partly kept": "Cumplida en parte",
        "choice.not kept": "No cumplida",
    },
    questions={
        "liked_most": "¿Qué le ha gustado más de $project ($deliverables)?",
        "could_improve": "¿Qué podríamos haber hecho mejor?",
        "delay_impact": "$project se terminó más tarde de lo previsto (días: $days). ¿Cómo le afectó?",
        "not_approved": "Aún no ha aprobado «$about». ¿Qué falta?",
        "promise": "Le prometimos: «$about». ¿Lo hemos cumplido?",
        "would_recommend": "¿Nos recomendaría?",
        "likelihood_to_recommend": "¿Qué probabilidad hay de que nos recomiende a un colega?",
        "future_services_interest": "¿En qué podríamos ayudarle después?",
    },
    mail={
        "subject": "Su opinión sobre $project",
        "reminder_subject": "Recordatorio: su opinión sobre $project",
        "hello": "Hola, $name:",
        "asks": (
            "¿Qué le ha parecido nuestro trabajo en $project? Bastan cinco notas y unas palabras; es "
            "cosa de un minuto:"
        ),
        "asks_again": (
            "Le preguntamos qué le había parecido nuestro trabajo en $project y nos sigue interesando "
            "saberlo. Es cosa de un minuto, y lo que ya rellenó se conserva:"
        ),
        "ends": "El enlace es solo para usted, sirve una vez y puede usarse hasta el $day.",
        "thanks": "¡Gracias!",
    },
    months=(
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    day="$day de $month de $year",
)
