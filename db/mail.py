"""Plain-text mails over SMTP: one connection for several mails, and a sentence for what did not work.

What people typed only ever becomes a name, a subject or text: line breaks cannot leave a header. Neither
the account nor what a server answered is logged or shown; a server may quote what it was given.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from types import TracebackType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from db.mail_account import MailAccount

TIMEOUT = 20  # seconds for each answer of the server
LONGEST_LINE = 200  # characters of a name or a subject

Reason = Literal["account", "recipient", "unclear"]
# Only 7-bit bytes leave us: every server takes them, and no line gets too long.
_POLICY = policy.SMTP.clone(cte_type="7bit")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
# Marks that turn the direction of text around would let a subject read as something else.
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


class MailNotSent(Exception):
    """A mail that was not sent, or of which that is not known; `sentence` can be shown to a person.

    `account`: no mail will get through until somebody mends something; `recipient`: only this one;
    `unclear`: the connection broke after the text was handed over.
    """

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(sentence)
        self.reason: Reason = reason
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person gets."""

    name: str
    address: str
    subject: str
    text: str


class Mailer:
    """Sends letters over one connection, opened with the first; use it in a `with` block."""

    def __init__(self, account: MailAccount) -> None:
        self._account = account
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leave()

    def send(self, letter: Letter, now: datetime) -> None:
        """Hand the letter to the server; MailNotSent where it did not say that it took it."""
        content = written(letter, self._account, now)
        server = self._server = self._server or self._connect()
        try:
            self._hand_over(server, letter.address, content)
        except MailNotSent:
            self._leave()  # the next letter begins on a sound connection
            raise

    def _connect(self) -> smtplib.SMTP:
        account, secure = self._account, ssl.create_default_context()
        server: smtplib.SMTP | None = None
        try:
            if account.implicit_tls:
                server = smtplib.SMTP_SSL(account.host, account.port, timeout=TIMEOUT, context=secure)
                server.ehlo()
            else:
                server = smtplib.SMTP(account.host, account.port, timeout=TIMEOUT)
                server.ehlo()
                if server.has_extn("starttls"):
                    server.starttls(context=secure)
                    server.ehlo()
                elif account.needs_tls:
                    raise MailNotSent(
                        "account", "The mail server offers no encryption (STARTTLS), so nothing was sent."
                    )
            if account.user:
                server.login(account.user, account.password)
        except MailNotSent:
            _close(server)
            raise
        except smtplib.SMTPAuthenticationError:
            _close(server)
            raise MailNotSent(
                "account", "The mail server did not accept the user and password of SMTP_URL."
            ) from None
        except ssl.SSLError:
            _close(server)
            raise MailNotSent(
                "account", f"No safe connection to the mail server {account.host} could be made."
            ) from None
        except (OSError, smtplib.SMTPException, ValueError):
            _close(server)
            raise MailNotSent(
                "account", f"The mail server {account.host} cannot be reached, or does not work."
            ) from None
        return server

    def _hand_over(self, server: smtplib.SMTP, address: str, content: bytes) -> None:
        try:
            code = server.mail(self._account.sender)[0]
            if code != 250:
                raise MailNotSent(
                    "account", f"The mail server does not send for the address of SMTP_FROM ({code})."
                )
            code = server.rcpt(address)[0]
            if code not in (250, 251):
                later = " It may work later." if 400 <= code < 500 else ""
                raise MailNotSent("recipient", f"The mail server did not take {address} ({code}).{later}")
            code = server.docmd("data")[0]
            if code != 354:
                raise MailNotSent("recipient", f"The mail server did not take the mail ({code}).")
        except (OSError, smtplib.SMTPException, ValueError):
            raise MailNotSent(
                "account", "The connection to the mail server broke; nothing was sent."
            ) from None
        try:
            server.send(_dotted(content))
            code = server.getreply()[0]
        except (OSError, smtplib.SMTPException):
            raise MailNotSent(
                "unclear",
                "The connection broke while the mail server took the mail, so it may have arrived or not.",
            ) from None
        if code != 250:
            raise MailNotSent("recipient", f"The mail server did not take the mail ({code}).")

    def _leave(self) -> None:
        server, self._server = self._server, None
        _close(server)


def written(letter: Letter, account: MailAccount, now: datetime) -> bytes:
    """The letter as it goes over the line; MailNotSent for an address that mail cannot carry."""
    user, _, domain = letter.address.rpartition("@")
    message = EmailMessage(_POLICY)
    try:
        if not letter.address.isascii():
            domain = domain.encode("idna").decode("ascii")
            user.encode("ascii")
        message["To"] = Address(one_line(letter.name), user, domain)
        message["From"] = Address(one_line(account.sender_name), addr_spec=account.sender)
    except (ValueError, IndexError):
        raise MailNotSent("recipient", f"No mail can be sent to the address {letter.address}.") from None
    message["Subject"] = one_line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=account.sender.rpartition("@")[2])
    message.set_content(letter.text.encode("utf-8", "replace").decode("utf-8"))
    return message.as_bytes()


def one_line(text: str) -> str:
    """Text for a header: one line without controls, cut where it is very long."""
    return _BREAKS.sub(" ", _HIDDEN.sub("", text)).strip()[:LONGEST_LINE]


def _dotted(content: bytes) -> bytes:
    """The text as the protocol wants it: a leading dot doubled, an end of its own line."""
    lines = b"\r\n".join(content.splitlines())
    return re.sub(rb"(?m)^\.", b"..", lines) + b"\r\n.\r\n"


def _close(server: smtplib.SMTP | None) -> None:
    if server is None:
        return
    with contextlib.suppress(OSError, smtplib.SMTPException):
        server.quit()
    with contextlib.suppress(OSError):
        server.close()
