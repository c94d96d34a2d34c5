"""The environment, read in one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from core.errors import DefinitionInvalid
from db.mail_account import MailAccount, mail_account

ROOT = Path(__file__).resolve().parents[1]
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
SHORTEST_TOKEN = 16  # characters; shorter ones can be found by trying

_WEB_ADDRESS = re.compile(r"https?://[^\s/?#]+")  # the server answers at the root of its address


class Settings(NamedTuple):
    """What an entry point can be told from outside.

    `database_url` is an SQLAlchemy URL; a relative SQLite path counts from the project's folder.
    `public_url` is where clients reach this server, without a slash at its end; surveys carry `agency_name`.
    With a `mail` account the app sends invitations itself; without one they are passed on by hand.
    """

    database_url: str = "sqlite:///data/agency.db"
    user: str = "Account manager"
    log_level: str = "WARNING"
    custom_workflows: Path = ROOT / "custom_workflows"
    public_url: str = "http://localhost:8501"
    agency_name: str = ""
    mail: MailAccount | None = None

    @classmethod
    def from_environment(
        cls, environ: Mapping[str, str] | None = None, *, database_url: str | None = None
    ) -> Settings:
        """DATABASE_URL, AGENCY_USER, AGENCY_LOG_LEVEL, AGENCY_CUSTOM_WORKFLOWS, PUBLIC_URL,
        AGENCY_NAME, SMTP_URL and SMTP_FROM; nonsense is refused.

        `database_url` stands in for DATABASE_URL where it is given.
        """
        given = os.environ if environ is None else environ
        default = cls()
        level = given.get("AGENCY_LOG_LEVEL", "").strip().upper() or default.log_level
        if level not in LOG_LEVELS:
            raise DefinitionInvalid(
                f"AGENCY_LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {level!r}."
            )
        url = (database_url or given.get("DATABASE_URL", "")).strip() or default.database_url
        if "://" not in url:
            raise DefinitionInvalid(
                "DATABASE_URL must be a URL such as sqlite:///data/agency.db "
                "or postgresql+psycopg://user@host/agency."
            )
        folder = given.get("AGENCY_CUSTOM_WORKFLOWS", "").strip()
        address = given.get("PUBLIC_URL", "").strip().rstrip("/") or default.public_url
        if not _WEB_ADDRESS.fullmatch(address):
            raise DefinitionInvalid(
                "PUBLIC_URL must be the address under which clients reach this server, such as "
                f"https://feedback.example.com, not {address[:80]!r}."
            )
        return cls(
            database_url=url,
            user=given.get("AGENCY_USER", "").strip() or default.user,
            log_level=level,
            custom_workflows=ROOT / folder if folder else default.custom_workflows,
            public_url=address,
            agency_name=" ".join(given.get("AGENCY_NAME", "").split()) or default.agency_name,
            mail=mail_account(given),
        )

    @property
    def sqlite_path(self) -> Path | None:
        """The database file; None where the database is not SQLite."""
        kind, _, address = self.database_url.partition("://")
        if kind.split("+")[0] != "sqlite":
            return None
        path = address.removeprefix("/")
        if not path or path == ":memory:":
            raise DefinitionInvalid(
                "DATABASE_URL must name a file, such as sqlite:///data/agency.db: "
                "a database in memory would forget every handoff."
            )
        return ROOT / path.partition("?")[0]


def intake_token(environ: Mapping[str, str] | None = None) -> str | None:
    """INTAKE_TOKEN, the secret of the lead intake; None switches the intake off. It is no part of the
    settings, which are passed on and may be printed."""
    given = os.environ if environ is None else environ
    token = given.get("INTAKE_TOKEN", "").strip()
    if token and len(token) < SHORTEST_TOKEN:
        raise DefinitionInvalid(
            f"INTAKE_TOKEN must have at least {SHORTEST_TOKEN} characters: whoever guesses it can send "
            "leads. For a good one: python -c 'import secrets; print(secrets.token_urlsafe())'"
        )
    return token or None
