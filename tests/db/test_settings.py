"""The environment is read in one place, and nonsense in it is refused."""

from __future__ import annotations

import pytest

from core.errors import DefinitionInvalid
from db.settings import ROOT, Settings, intake_token


def test_nothing_set_means_a_file_in_the_projects_data_folder() -> None:
    settings = Settings.from_environment({})
    assert settings.sqlite_path == ROOT / "data" / "agency.db"
    assert settings.user == "Account manager"


def test_what_is_set_is_used() -> None:
    given = {"DATABASE_URL": "sqlite:////tmp/x.db", "AGENCY_USER": " Ada ", "AGENCY_LOG_LEVEL": "info"}
    settings = Settings.from_environment(given)
    assert str(settings.sqlite_path) == "/tmp/x.db"  # noqa: S108 - only named, never opened
    assert (settings.user, settings.log_level) == ("Ada", "INFO")


@pytest.mark.parametrize("given", ["https://feedback.example.com", "https://feedback.example.com/"])
def test_survey_links_begin_with_the_public_address(given: str) -> None:
    assert Settings.from_environment({"PUBLIC_URL": given}).public_url == "https://feedback.example.com"


@pytest.mark.parametrize(
    "given",
    ["feedback.example.com", "javascript:alert(1)", "https://a b", "https://x?y", "ftp://x", "https://x/sub"],
)
def test_a_public_address_that_leads_nowhere_is_refused(given: str) -> None:
    with pytest.raises(DefinitionInvalid, match="PUBLIC_URL"):
        Settings.from_environment({"PUBLIC_URL": given})


def test_a_given_url_stands_in_for_the_environments() -> None:
    settings = Settings.from_environment({"DATABASE_URL": "sqlite:///a.db"}, database_url="sqlite:///b.db")
    assert settings.sqlite_path == ROOT / "b.db"


def test_a_server_has_no_file() -> None:
    assert Settings(database_url="postgresql+psycopg://ada@localhost/agency").sqlite_path is None


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"DATABASE_URL": "agency.db"}, "DATABASE_URL must be a URL"),
        ({"AGENCY_LOG_LEVEL": "loud"}, "AGENCY_LOG_LEVEL must be one of"),
    ],
    ids=["a bare file name", "an unknown level"],
)
def test_nonsense_is_refused_with_what_would_be_right(environ: dict[str, str], named: str) -> None:
    with pytest.raises(DefinitionInvalid, match=named):
        Settings.from_environment(environ)


@pytest.mark.parametrize("url", ["sqlite:///:memory:", "sqlite://"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    with pytest.raises(DefinitionInvalid, match="forget every handoff"):
        _ = Settings(database_url=url).sqlite_path


def test_the_lead_intake_is_off_until_it_has_a_token() -> None:
    assert intake_token({}) is None
    assert intake_token({"INTAKE_TOKEN": "  "}) is None
    assert intake_token({"INTAKE_TOKEN": " correct-horse-battery "}) == "correct-horse-battery"


def test_a_token_that_can_be_guessed_is_refused_without_being_repeated() -> None:
    with pytest.raises(DefinitionInvalid, match="at least 16 characters") as refused:
        intake_token({"INTAKE_TOKEN": "letmein"})
    assert "letmein" not in str(refused.value)
