"""The mail server that survey mails go through, as the environment names it; its password is never shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from core.errors import DefinitionInvalid
from core.field_types import read_email

_SHAPE = (
    "SMTP_URL must be like smtp://user:password@mail.example.com:587 (encrypted by STARTTLS) or "
    "smtps://user:password@mail.example.com:465; signs such as @ and / in the password are written as %40 "
    "and %2F."
)
_SENDER = re.compile(r'\s*(?:"?(?P<name>[^<>"]*?)"?\s*<(?P<address>[^<>]+)>|(?P<bare>[^<>\s]+))\s*')
_PORTS = {"smtp": 587, "smtps": 465}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class MailAccount(NamedTuple):
    """How to reach the server, and who the mails are from.

    The connection is encrypted from the start (`implicit_tls`) or by STARTTLS; only a server on this very
    machine may do without.
    """

    host: str
    port: int
    implicit_tls: bool
    user: str
    password: str
    sender_name: str
    sender: str

    def __repr__(self) -> str:
        return f"MailAccount({self.host}:{self.port}, from {self.sender})"

    @property
    def needs_tls(self) -> bool:
        return self.host not in _THIS_MACHINE


def mail_account(environ: Mapping[str, str]) -> MailAccount | None:
    """SMTP_URL and SMTP_FROM; None where neither is set. DefinitionInvalid names the variable, never what
    stands in it, because that may be a password."""
    url, sender = environ.get("SMTP_URL", "").strip(), environ.get("SMTP_FROM", "").strip()
    if not url and not sender:
        return None
    if not url or not sender:
        missing, there = ("SMTP_URL", "SMTP_FROM") if not url else ("SMTP_FROM", "SMTP_URL")
        raise DefinitionInvalid(f"{there} is set, but {missing} is not: mails need both.")
    try:
        found = urlsplit(url)
        port = found.port or _PORTS[found.scheme]
        host = found.hostname
    except (KeyError, ValueError):
        raise DefinitionInvalid(_SHAPE) from None
    user, password = unquote(found.username or ""), unquote(found.password or "")
    beyond = found.path.strip("/") or found.query or found.fragment
    if not host or beyond or bool(user) != bool(password):
        raise DefinitionInvalid(_SHAPE)
    name, address = _sender(sender)
    return MailAccount(host, port, found.scheme == "smtps", user, password, name, address)


def _sender(text: str) -> tuple[str, str]:
    found = _SENDER.fullmatch(text)
    try:
        address = read_email(found["address"] or found["bare"]) if found else None
    except ValueError:
        address = None
    if not found or not address or not address.isascii() or not text.isprintable():
        raise DefinitionInvalid(
            "SMTP_FROM must be one address, like feedback@agency.example or Agency <feedback@agency.example>."
        )
    return found["name"] or "", address
