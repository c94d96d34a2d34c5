"""The survey and its mails in Portuguese, worded so that it reads well in Portugal and in Brazil."""

from __future__ import annotations

from core.client_languages.language import Language

PORTUGUESE = Language(
    tag="pt",
    name="Português",
    page={
        "title": "A sua opinião",
        "heading": "O que achou do nosso trabalho?",
        "intro": (
            "Olá, $name: trata-se de “$project”. Leva cerca de um minuto e pode deixar qualquer pergunta "
            "em branco."
        ),
        "ratings": "As suas notas, de 1 (mau) a 5 (excelente)",
        "scale": "0 = nada provável, 10 = muito provável",
        "words": "Nas suas palavras",
        "limit": "No máximo $limit caracteres.",
        "send": "Enviar respostas",
        "saved": "Guardado; pode continuar mais tarde com o mesmo link.",
        "unsaved": "Ainda não foi guardado. Envie as respostas antes de sair.",
        "privacy": (
            "As suas respostas vão apenas para a agência, com o seu nome. Esta página não usa cookies."
        ),
        "fix": "Ainda nada foi enviado. Reveja, por favor:",
        "too_long": (
            "Este texto tem $length caracteres; o limite é de $limit. Encurte-o, por favor; fica guardado "
            "tal como o escreveu."
        ),
        "not_offered": "Escolha uma das respostas, por favor.",
        "empty": "Dê pelo menos uma nota ou escreva algumas palavras.",
        "done": "Obrigado!",
        "done_text": "Recebemos as suas respostas. Pode fechar esta página.",
        "answered": "Já respondido",
        "answered_text": (
            "Já chegaram respostas com este link, e são essas que contam. Para mudar algo, escreva-nos."
        ),
        "expired": "Este questionário terminou",
        "expired_text": "O link valia por tempo limitado. Peça-nos um novo se quiser responder.",
        "revoked": "Este link foi retirado",
        "revoked_text": "Já não é possível responder com ele. Escreva-nos se esperava um questionário.",
        "unknown": "Este questionário não existe",
        "unknown_text": (
            "O endereço talvez esteja incompleto. Copie o link inteiro da mensagem que recebeu."
        ),
        "too_large": "Texto longo demais",
        "too_large_text": (
            "Nada foi enviado. Volte atrás, o texto ainda lá está, e encurte-o: $limit caracteres por "
            "resposta."
        ),
        "refused": "Não funcionou",
        "refused_text": "Abra o link outra vez e preencha ali o formulário.",
        "broken": "Algo falhou",
        "broken_text": "A culpa é nossa. Volte atrás e envie as respostas de novo dentro de um minuto.",
        "agency": "Opinião de clientes",
        "rating.overall_satisfaction": "Satisfação geral",
        "rating.communication": "Comunicação",
        "rating.timeliness": "Cumprimento de prazos",
        "rating.quality": "Qualidade",
        "rating.value_for_money": "Relação qualidade-preço",
        "choice.yes": "Sim",
        "choice.maybe": "Talvez",
        "choice.no": "Não",
        "choice.kept": "Cumprida",
        "choice.partly kept": "Cumprida em parte",
        "choice.not kept": "Não cumprida",
    },
    questions={
        "liked_most": "De que mais gostou em $project ($deliverables)?",
        "could_improve": "O que poderíamos ter feito melhor?",
        "delay_impact": (
            "$project terminou mais tarde do que o previsto (dias: $days). Que efeito teve para si?"
        ),
        "not_approved": "Ainda não aprovou “$about”. O que falta?",
        "promise": "A nossa promessa: “$about”. Foi cumprida?",
        "would_recommend": "Recomendaria os nossos serviços?",
        "likelihood_to_recommend": "Qual é a probabilidade de nos recomendar a um colega?",
        "future_services_interest": "Em que podemos ajudar a seguir?",
    },
    mail={
        "subject": "A sua opinião sobre $project",
        "reminder_subject": "Lembrete: a sua opinião sobre $project",
        "hello": "Olá, $name,",
        "asks": (
            "o que achou do nosso trabalho em $project? Bastam cinco notas e algumas palavras; leva cerca de "
            "um minuto:"
        ),
        "asks_again": (
            "gostaríamos ainda de saber o que achou do nosso trabalho em $project. Leva cerca "
            "de um minuto, e o que já preencheu está guardado:"
        ),
        "ends": "O link é só para si, serve uma vez e pode ser usado até $day.",
        "thanks": "Obrigado!",
    },
    months=(
        "janeiro",
        "fevereiro",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro",
    ),
    day="$day de $month de $year",
)
