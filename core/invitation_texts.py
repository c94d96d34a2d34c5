"""The ready text that goes to an invited person beside the link, and the mailto address that opens it."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import quote

from core.dates import written


def subject(project: str) -> str:
    return f"Your feedback on {project}"


def reminder_subject(project: str) -> str:
    return f"Reminder: {subject(project)}"


def message(name: str, project: str, address: str, expires_at: datetime, agency: str) -> str:
    """A short plain-text message; the link stands on a line of its own, so that every program links it."""
    asks = f"how did we do with {project}? Five ratings and a few words are enough; it takes about a minute:"
    return _text(name, asks, address, expires_at, agency)


def reminder(name: str, project: str, address: str, expires_at: datetime, agency: str) -> str:
    """The same for whoever was invited before and has not answered."""
    asks = (
        f"we asked you how we did with {project} and would still like to know. It takes about a minute, and "
        "what you filled in so far is kept:"
    )
    return _text(name, asks, address, expires_at, agency)


def _text(name: str, asks: str, address: str, expires_at: datetime, agency: str) -> str:
    last_day = (expires_at - timedelta(seconds=1)).date()  # most links end at midnight
    lines = [
        f"Hello {name},",
        "",
        asks,
        "",
        address,
        "",
        f"The link is yours alone, works once and can be used until {written(last_day)}.",
        "",
        "Thank you!",
    ]
    return "\n".join([*lines, agency] if agency else lines)


def mailto(email: str, title: str, text: str) -> str:
    """RFC 6068: everything is percent-encoded, line breaks as CR LF."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(email, safe='@')}?subject={quote(title, safe='')}&body={body}"
