"""Mails against a real server: what arrives, what is refused, and what can never be injected."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from shutil import which
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DefinitionInvalid
from db.mail import Letter, Mailer, MailNotSent, written
from db.mail_account import MailAccount, mail_account
from db.settings import Settings
from tests.mail_server import MailServer, only

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SENDER = "Blue <hello@agency.example>"
LETTER = Letter("Zoë Øst", "zoe@client.example", "Dein Feedback – jetzt", "Hello Zoë,\n\n.dot\nthanks 💡\n")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 "
        "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def secure(folder: Path) -> SSLContext:
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def account(url: str) -> MailAccount:
    found = mail_account({"SMTP_URL": url, "SMTP_FROM": SENDER})
    assert found is not None
    return found


def failing(mailer: Mailer, letter: Letter = LETTER) -> MailNotSent:
    with pytest.raises(MailNotSent) as caught:
        mailer.send(letter, NOW)
    return caught.value


def test_a_letter_arrives_as_it_was_written(server: MailServer) -> None:
    with Mailer(account(server.address)) as mailer:
        mailer.send(LETTER, NOW)
        mailer.send(LETTER, NOW)
    first = server.received.mails[0]
    assert len(server.received.mails) == 2
    assert first["To"] == "Zoë Øst <zoe@client.example>"
    assert first["From"] == SENDER
    assert first["Subject"] == LETTER.subject
    assert first["Date"].datetime == NOW
    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n") == LETTER.text
    assert server.received.recipients[0] == ["zoe@client.example"]


text = st.text(st.characters(codec="utf-8"), max_size=300)


@given(name=text, subject=text, body=text)
def test_nothing_that_was_typed_becomes_a_header(name: str, subject: str, body: str) -> None:
    tail = "\r\nBcc: eve@evil.example\r\n\r\nstolen"
    given = Letter(name + tail, "ann@client.example", subject + tail, body)
    box = MailAccount("localhost", 25, False, "", "", "", "hello@agency.example")
    message = message_from_bytes(written(given, box, NOW), policy=policy.default)
    assert {key.lower() for key in message} == {
        "to",
        "from",
        "subject",
        "date",
        "message-id",
        "content-type",
        "content-transfer-encoding",
        "mime-version",
    }
    assert [one.addr_spec for one in message["To"].addresses] == ["ann@client.example"]


@pytest.mark.parametrize("address", ["a\r\nRCPT TO:<eve@evil.example>@x.example", "ünï@client.example"])
def test_an_address_that_mail_cannot_carry_is_refused(server: MailServer, address: str) -> None:
    with Mailer(account(server.address)) as mailer:
        error = failing(mailer, Letter("Ann", address, "s", "t"))
    assert error.reason == "recipient"
    assert not server.received.recipients


def test_one_refused_address_does_not_stop_the_next(server: MailServer) -> None:
    server.received.unknown = ("gone@client.example",)
    with Mailer(account(server.address)) as mailer:
        error = failing(mailer, Letter("Gone", "gone@client.example", "s", "t"))
        mailer.send(LETTER, NOW)
    assert (error.reason, error.sentence) == (
        "recipient",
        "The mail server did not take gone@client.example (550).",
    )
    assert len(server.received.mails) == 1


def test_a_text_that_the_server_turns_down_is_not_sent(server: MailServer) -> None:
    server.received.data_answer = "552 too much"
    with Mailer(account(server.address)) as mailer:
        assert failing(mailer).reason == "recipient"


def test_a_line_cut_at_the_end_of_the_text_is_unclear(server: MailServer) -> None:
    server.received.breaks = True
    with Mailer(account(server.address)) as mailer:
        assert failing(mailer).reason == "unclear"


def test_a_server_that_is_not_there_is_named() -> None:
    with Mailer(account("smtp://127.0.0.1:1")) as mailer:
        error = failing(mailer)
    assert error.reason == "account"
    assert "127.0.0.1" in error.sentence


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not see that it is wrapped in TLS
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_the_connection_is_encrypted_before_the_password_goes_over_it(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    # This server falls silent on a second try to log in, where others answer; nobody waits long for it here.
    monkeypatch.setattr("db.mail.TIMEOUT", 1)
    options: dict[str, Any] = {"auth_required": True, "authenticator": only("u@x", "p/w")}
    if scheme == "smtp":
        options |= {"tls_context": secure(certificate), "require_starttls": True}
    else:
        options |= {"ssl_context": secure(certificate), "auth_require_tls": False}
    with MailServer(**options) as running:
        at = f"@localhost:{running.port}"
        with Mailer(account(f"{scheme}://u%40x:p%2Fw{at}")) as mailer:
            assert "safe connection" in failing(mailer).sentence  # nobody vouches for this certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        with Mailer(account(f"{scheme}://u%40x:p%2Fw{at}")) as mailer:
            mailer.send(LETTER, NOW)
        with Mailer(account(f"{scheme}://u%40x:wrong{at}")) as mailer:
            error = failing(mailer)
    assert (error.reason, len(running.received.mails)) == ("account", 1)
    assert "wrong" not in error.sentence


def test_without_encryption_nothing_goes_to_another_machine(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.mail_account._THIS_MACHINE", ())
    with Mailer(account(server.address)) as mailer:
        assert "STARTTLS" in failing(mailer).sentence
    assert not server.received.mails


def test_the_password_is_never_shown() -> None:
    given = {"SMTP_URL": "smtp://ann:hunter2@mail.example.com", "SMTP_FROM": SENDER}
    settings = Settings.from_environment(given)
    assert settings.mail is not None
    assert (settings.mail.port, settings.mail.user, settings.mail.password) == (587, "ann", "hunter2")
    assert "hunter2" not in f"{settings} {settings.mail!r} {settings.mail}"
    assert Settings.from_environment({}).mail is None


@pytest.mark.parametrize(
    "url",
    [
        "mail.example.com",
        "http://mail.example.com",
        "smtp://ann:hunter2@",
        "smtp://ann@mail.example.com",
        "smtp://ann:hunter2@mail.example.com:port",
        "smtp://ann:hunter2/x@mail.example.com",
        "smtp://ann:hunter2#x@mail.example.com",
    ],
)
def test_nonsense_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(DefinitionInvalid, match="SMTP_URL") as caught:
        mail_account({"SMTP_URL": url, "SMTP_FROM": SENDER})
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@x.example, b@x.example", "A\nBcc: e@x.example <a@x.example>"]
)
def test_a_sender_is_one_address(sender: str) -> None:
    with pytest.raises(DefinitionInvalid, match="SMTP_FROM"):
        mail_account({"SMTP_URL": "smtp://localhost", "SMTP_FROM": sender})
