"""A real SMTP server on loopback that keeps what it gets, for tests."""

from __future__ import annotations

import socket
from asyncio import Transport
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from db.mail_account import MailAccount


@dataclass
class Received:
    """What came in; addresses in `unknown` are refused, and `breaks` cuts the line at the end of the text."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    data_answer: str = "250 kept"
    breaks: bool = False

    async def handle_RCPT(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 5.1.1 no such user; the password is hunter2"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(  # noqa: N802 - the server's name for it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.breaks:
            assert isinstance(server.transport, Transport)
            server.transport.abort()
            return "451 never seen"
        if self.data_answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients.append(list(envelope.rcpt_tos))
        return self.data_answer


class MailServer:
    """The server; `options` are those of aiosmtpd."""

    def __init__(self, **options: Any) -> None:
        self.received = Received()
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = int(free.getsockname()[1])
        self._controller = Controller(self.received, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def account(self) -> MailAccount:
        return MailAccount("127.0.0.1", self.port, False, "", "", "Blue & Sons", "hello@agency.example")


def only(user: str, password: str) -> Any:
    """An authenticator that takes this one account."""

    def check(*given: Any) -> AuthResult:
        told = given[-1]
        assert isinstance(told, LoginPassword)
        return AuthResult(success=(told.login, told.password) == (user.encode(), password.encode()))

    return check
