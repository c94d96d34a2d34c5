"""Every way by which data leaves the app is known, and says what it hides from people outside.

Whoever adds one writes it into this list with its answer to the question: does it carry what clients said?
"""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pandas as pd
import pytest

from core import invitation_texts
from core.errors import Problem
from core.redaction import Redactor
from core.result import HandoffResult
from core.shareable import shareable_result
from db.page import Page
from pages.shared.list_view import nameless_file

ROOT = Path(__file__).resolve().parents[1]
# What hands something to a browser, a file, a mail program, a mail server or standard output.
EXITS = {
    "download_button", "link_button", "code", "json", "csv_file", "printable_page", "mailto", "Mailer",
    "Letter", "Output", "write_text", "write_bytes", "HTMLResponse", "JSONResponse", "FileResponse",
    "PlainTextResponse",
}  # fmt: skip
NO_ANSWERS = "carries nothing that clients said"
KNOWN = {
    "core/client_note.py": "quotes go to who said them; others are hidden",
    "db/lead_import/reports.py": NO_ANSWERS,  # rejected rows of a lead list
    "db/lead_import/staging.py": NO_ANSWERS,  # into the app's own folder
    "db/bulk_handoff/jobs.py": NO_ANSWERS,  # into the app's own folder
    "db/records/survey_mails.py": NO_ANSWERS,  # name, project and link
    "pages/insights/runs.py": "shown to members on the screen: what a run was given and what it made",
    "pages/shared/feedback_report.py": "without names and small groups, until somebody asks for them",
    "pages/shared/import_action.py": NO_ANSWERS,
    "pages/shared/import_check.py": NO_ANSWERS,
    "pages/shared/import_report.py": NO_ANSWERS,
    "pages/shared/invitations.py": NO_ANSWERS,  # name, project and link
    "pages/shared/list_view.py": "Hide names: no names, no answers, no fewer than five rows",
    "pages/shared/offer_versions.py": "the notes of core/client_note.py",
    "pages/shared/result_view.py": "Hide names, on for feedback: core/shareable.py",
    "pages/shared/uploads.py": NO_ANSWERS,
    "scripts/import_leads.py": NO_ANSWERS,
    "scripts/import_options.py": NO_ANSWERS,
    "scripts/make_demo_year.py": NO_ANSWERS,  # makes sample data
    "scripts/make_country_names.py": NO_ANSWERS,
    "scripts/make_public_holidays.py": NO_ANSWERS,
    "scripts/run_workflow.py": "--hide-names: core/shareable.py",
    "server/lead_intake.py": NO_ANSWERS,
    "server/upload_quota.py": NO_ANSWERS,
    "server/survey_page.py": "a person's own draft, to the holder of the link",
}


def leaves(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in EXITS:
                return True
    return False


def test_every_exit_is_known_and_says_what_it_hides() -> None:
    found = {
        str(path.relative_to(ROOT))
        for folder in ("core", "db", "pages", "scripts", "server")
        for path in (ROOT / folder).rglob("*.py")
        if leaves(path)
    }
    assert found - KNOWN.keys() == set(), "say in KNOWN what this exit hides from people outside"
    assert KNOWN.keys() - found == set(), "these leave nothing any more"


def test_tables_on_the_screen_have_no_download_of_their_own() -> None:
    assert "disableDataExport = true" in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("write", [invitation_texts.message, invitation_texts.reminder])
def test_a_survey_mail_is_given_no_answers(write: object) -> None:
    given = set(inspect.signature(write).parameters)  # type: ignore[arg-type]
    assert given == {"name", "project", "address", "expires_at", "agency", "language"}


def test_the_list_of_answers_leaves_only_with_names_or_not_at_all() -> None:
    rows = pd.DataFrame({"Client": [f"C{n}" for n in range(9)], "Average rating %": range(9)})
    page = Page(rows, 9, 1, 50, every=lambda: iter([rows]))
    said = nameless_file(page, lambda table: table, Redactor(), rows_are_answers=True).decode("utf-8-sig")
    assert [line[:20] for line in said.splitlines()[1:]] == ["hidden: each row is "]
    some = nameless_file(page, lambda table: table, Redactor(), answers=("Average rating %",)).decode()
    assert all(line.endswith(",hidden") for line in some.splitlines()[1:])
    for module, call in (
        ("pages/shared/feedback_lists.py", 'ListView("responses", rows_are_answers=True)'),
        ("pages/domains/clients.py", 'ListView("clients", answers=("Average rating",))'),
    ):
        assert call in (ROOT / module).read_text(encoding="utf-8")


def test_a_failure_that_is_passed_on_keeps_the_given_values_back() -> None:
    problem = Problem("responses", "must be a list; Ann Lee wrote this", "Ann Lee: it was terrible")
    failed = HandoffResult(
        False, "id_1", "feedback_to_offer", code="invalid_input", error="Ann Lee", problems=(problem,)
    )
    text = str(shareable_result(failed, Redactor(["Ann Lee"])))
    assert "Ann" not in text
    assert "terrible" not in text
    assert "[name] wrote this" in text
