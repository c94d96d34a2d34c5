"""Files on their way into the database: listed, discarded, and what comes back of rows that were too long."""

from __future__ import annotations

import csv
import io

from db.lead_import import ImportOptions
from db.workspace import Workspace

CLEAN = b"Name,E-mail\nAnn Lee,ann@example.com\n"


def test_a_staged_file_is_at_work_until_it_is_imported_or_discarded(any_workspace: Workspace) -> None:
    imports = any_workspace.lead_imports
    first, second = imports.stage("a.csv", CLEAN), imports.stage("b.csv", CLEAN)
    assert {entry.name for entry in imports.at_work()} == {"a.csv", "b.csv"}
    imports.run(first.import_id, ImportOptions())
    imports.discard(second.import_id)
    assert imports.at_work() == ()
    assert imports.progress(second.import_id) is None
    assert imports.history().total == 1


def test_discarding_what_is_imported_or_unknown_changes_nothing(any_workspace: Workspace) -> None:
    imports = any_workspace.lead_imports
    done = imports.stage("a.csv", CLEAN).import_id
    imports.run(done, ImportOptions())
    imports.discard(done)
    imports.discard("imp_20260101000000_00000000")
    imports.discard("../../etc")
    assert imports.report(done).counts.created == 1


def test_no_cell_of_a_row_that_is_too_long_is_lost_in_the_error_file(any_workspace: Workspace) -> None:
    imports = any_workspace.lead_imports
    content = b"Name;E-mail;Note\nAnn;ann@example.com;red\nBen;ben@example.com;one; two; three\n"
    import_id = imports.stage("a.csv", content).import_id
    imports.run(import_id, ImportOptions())
    text = imports.rejects_file(import_id).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header == ["Name", "E-mail", "Note", "Line", "Why"]
    assert row[:4] == ["Ben", "ben@example.com", "one |  two |  three", "3"]
