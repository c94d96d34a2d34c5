"""The survey and its mails in French."""

from __future__ import annotations

from core.client_languages.language import Language

FRENCH = Language(
    tag="fr",
    name="Français",
    page={
        "title": "Votre avis",
        "heading": "Qu’avez-vous pensé de notre travail ?",
        "intro": (
            "Bonjour $name, il s’agit de « $project ». Comptez une minute ; toute question est facultative."
        ),
        "ratings": "Vos notes, de 1 (mauvais) à 5 (excellent)",
        "scale": "0 = pas du tout probable, 10 = très probable",
        "words": "Avec vos mots",
        "limit": "$limit caractères au maximum.",
        "send": "Envoyer mes réponses",
        "saved": "Enregistré ; vous pouvez continuer plus tard avec le même lien.",
        "unsaved": "Pas enregistré pour l’instant. Envoyez vos réponses avant de partir.",
        "privacy": "Vos réponses vont à l’agence seule, avec votre nom. Cette page ne pose aucun cookie.",
        "fix": "Rien n’a encore été envoyé. À revoir :",
        "too_long": (
            "Ce texte a $length caractères ; $limit sont possibles. Raccourcissez-le, il est conservé "
            "tel quel."
        ),
        "not_offered": "Choisissez l’une des réponses.",
        "empty": "Donnez au moins une note ou écrivez quelques mots.",
        "done": "Merci !",
        "done_text": "Vos réponses sont arrivées. Vous pouvez fermer cette page.",
        "answered": "Déjà répondu",
        "answered_text": (
            "Des réponses sont déjà arrivées par ce lien et ce sont elles qui comptent. Écrivez-nous au "
            "besoin."
        ),
        "expired": "Ce questionnaire est clos",
        "expired_text": (
            "Le lien avait une durée limitée. Demandez-nous-en un nouveau si vous souhaitez répondre."
        ),
        "revoked": "Ce lien a été retiré",
        "revoked_text": "Il ne permet plus de répondre. Contactez-nous si vous attendiez un questionnaire.",
        "unknown": "Questionnaire introuvable",
        "unknown_text": "L’adresse est peut-être incomplète. Copiez le lien entier depuis le message reçu.",
        "too_large": "Le texte est trop long",
        "too_large_text": (
            "Rien n’a été envoyé. Revenez en arrière, le texte y est encore : $limit caractères par réponse."
        ),
        "refused": "Cela n’a pas marché",
        "refused_text": "Ouvrez de nouveau le lien et remplissez le formulaire.",
        "broken": "Une erreur est survenue",
        "broken_text": "C’est de notre fait. Revenez en arrière et renvoyez vos réponses dans une minute.",
        "agency": "Avis client",
        "rating.overall_satisfaction": "Satisfaction générale",
        "rating.communication": "Communication",
        "rating.timeliness": "Respect des délais",
        "rating.quality": "Qualité",
        "rating.value_for_money": "Rapport qualité-prix",
        "choice.yes": "Oui",
        "choice.maybe": "Peut-être",
        "choice.no": "Non",
        "choice.kept": "Tenue",
        "choice.partly kept": "Tenue en partie",
        "choice.not kept": "Non tenue",
    },
    questions={
        "liked_most": "Qu’avez-vous le plus apprécié dans $project ($deliverables) ?",
        "could_improve": "Qu’aurions-nous pu faire mieux ?",
        "delay_impact": (
            "$project a été terminé en retard (jours : $days). Quelles en ont été les conséquences pour "
            "vous ?"
        ),
        "not_approved": "Vous n’avez pas encore validé « $about ». Que manque-t-il ?",
        "promise": "Notre promesse : « $about ». L’avons-nous tenue ?",
        "would_recommend": "Nous recommanderiez-vous ?",
        "likelihood_to_recommend": "Quelle est la probabilité que vous nous recommandiez à un collègue ?",
        "future_services_interest": "En quoi pourrions-nous vous aider ensuite ?",
    },
    mail={
        "subject": "Votre avis sur $project",
        "reminder_subject": "Rappel : votre avis sur $project",
        "hello": "Bonjour $name,",
        "asks": (
            "qu’avez-vous pensé de notre travail sur $project ? Cinq notes et quelques mots suffisent ; "
            "comptez une minute :"
        ),
        "asks_again": (
            "nous vous avions demandé ce que vous pensez de notre travail sur $project et aimerions "
            "toujours le savoir. Comptez une minute ; ce que vous avez déjà rempli est conservé :"
        ),
        "ends": "Ce lien est personnel, sert une seule fois et reste valable jusqu’au $day.",
        "thanks": "Merci !",
    },
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    day="$day $month $year",
    first="1er",
)
