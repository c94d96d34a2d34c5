"""The survey and its mails in English."""

from __future__ import annotations

from core.client_languages.language import Language

ENGLISH = Language(
    tag="en",
    name="English",
    questions={},  # the policy words them in English
    page={
        "title": "Your feedback",
        "heading": "How did we do?",
        "intro": (
            "Hello $name, this is about “$project”. It takes about a minute, and you may leave out any "
            "question."
        ),
        "ratings": "Your ratings, from 1 (poor) to 5 (excellent)",
        "scale": "0 = not at all likely, 10 = very likely",
        "words": "In your own words",
        "limit": "At most $limit characters.",
        "send": "Send answers",
        "saved": "Saved; you can go on later with the same link.",
        "unsaved": "Not saved right now. Send your answers before you leave.",
        "privacy": "Your answers go to the agency only, with your name. This page sets no cookies.",
        "fix": "Nothing was sent yet. Please look at this:",
        "too_long": (
            "This text has $length characters; $limit are possible. Please shorten it; it is kept as typed."
        ),
        "not_offered": "Please choose one of the answers.",
        "empty": "Please give at least one rating, or write a few words.",
        "done": "Thank you!",
        "done_text": "Your answers have arrived. You can close this page.",
        "answered": "Already answered",
        "answered_text": (
            "Answers came with this link before, and those count. To change something, write to us."
        ),
        "expired": "This survey has closed",
        "expired_text": (
            "The link was valid for a limited time. Ask us for a new one if you would like to answer."
        ),
        "revoked": "This link was taken back",
        "revoked_text": "Nothing can be answered with it any more. Ask us if you expected a survey.",
        "unknown": "No such survey",
        "unknown_text": "The address may be incomplete. Copy the whole link from the message that you got.",
        "too_large": "That was too much text",
        "too_large_text": (
            "Nothing was sent. Go back, your text is still there, and shorten it: $limit characters an "
            "answer."
        ),
        "refused": "That did not work",
        "refused_text": "Open the link again and fill in the form there.",
        "broken": "Something went wrong",
        "broken_text": "It is our fault. Go back and send your answers again in a minute.",
        "agency": "Client feedback",
        "rating.overall_satisfaction": "Overall satisfaction",
        "rating.communication": "Communication",
        "rating.timeliness": "Timeliness",
        "rating.quality": "Quality",
        "rating.value_for_money": "Value for money",
        "choice.yes": "Yes",
        "choice.maybe": "Maybe",
        "choice.no": "No",
        "choice.kept": "Kept",
        "choice.partly kept": "Partly kept",
        "choice.not kept": "Not kept",
    },
    mail={
        "subject": "Your feedback on $project",
        "reminder_subject": "Reminder: your feedback on $project",
        "hello": "Hello $name,",
        "asks": (
            "how did we do with $project? Five ratings and a few words are enough; it takes about a minute:"
        ),
        "asks_again": (
            "we asked you how we did with $project and would still like to know. It takes about a "
            "minute, and what you filled in so far is kept:"
        ),
        "ends": "The link is yours alone, works once and can be used until $day.",
        "thanks": "Thank you!",
    },
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    day="$day $month $year",
)
