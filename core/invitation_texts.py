"""The ready text that goes to an invited person beside the link, and the mailto address that opens it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import quote

from core.client_languages.choice import language_called
from core.client_languages.language import fill

# Each text takes the tag of the person's language; None leaves the page to the browser, and is English here.


def subject(project: str, language: str | None = None) -> str:
    return fill(language_called(language).mail["subject"], project=project)


def reminder_subject(project: str, language: str | None = None) -> str:
    return fill(language_called(language).mail["reminder_subject"], project=project)


def message(
    name: str, project: str, address: str, expires_at: datetime, agency: str, language: str | None = None
) -> str:
    """A short plain-text message; the link stands on a line of its own, so that every program links it."""
    return _text("asks", name, project, address, expires_at, agency, language)


def reminder(
    name: str, project: str, address: str, expires_at: datetime, agency: str, language: str | None = None
) -> str:
    """The same for whoever was invited before and has not answered."""
    return _text("asks_again", name, project, address, expires_at, agency, language)


def last_day(expires_at: datetime) -> date:
    """The last day on which a link works; most links end at midnight."""
    return (expires_at - timedelta(seconds=1)).date()


def _text(
    asks: str,
    name: str,
    project: str,
    address: str,
    expires_at: datetime,
    agency: str,
    tag: str | None,
) -> str:
    language = language_called(tag)
    texts = language.mail
    lines = [
        fill(texts["hello"], name=name),
        "",
        fill(texts[asks], project=project),
        "",
        address,
        "",
        fill(texts["ends"], day=language.written(last_day(expires_at))),
        "",
        texts["thanks"],
    ]
    return "\n".join([*lines, agency] if agency else lines)


def mailto(email: str, title: str, text: str) -> str:
    """RFC 6068: everything is percent-encoded, line breaks as CR LF."""
    body = quote(text.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(email, safe='@')}?subject={quote(title, safe='')}&body={body}"
