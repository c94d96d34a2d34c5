"""Every page of the app with its parts and views, opened as a visitor's session opens it.

A page that is added to the folder is found by itself; a record that is to be open on it is a line in CHOSEN.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from streamlit.testing.v1 import AppTest

from db.settings import ROOT
from db.workspace import Workspace

PAGES = ROOT / "pages"
FOLDERS = ("insights", "domains")
PARTS = ("inbox", "records", "new", "result", "charts")
LONGEST = 600  # seconds until a page counts as hanging

# Records that stand open on a page, by script: the key in the URL, what else is in it, and who is looked at.
CHOSEN: dict[str, list[tuple[str, dict[str, str], str]]] = {
    "domains/clients.py": [
        ("client", {}, "SELECT client_id FROM projects GROUP BY 1 ORDER BY COUNT(*) DESC")
    ],
    "domains/marketing.py": [
        ("campaign", {"part": "records"}, "SELECT campaign_id FROM leads GROUP BY 1 ORDER BY COUNT(*) DESC")
    ],
    "domains/sales.py": [
        ("prospect", {"part": "records"}, "SELECT id FROM leads WHERE status = 'qualified'"),
        ("deal", {"part": "records", "show": "Deals"}, "SELECT deal_id FROM deals WHERE stage = 'proposal'"),
    ],
    "domains/fulfillment.py": [
        ("project", {"part": "records"}, "SELECT project_id FROM projects WHERE status = 'active'"),
        ("order", {"part": "records", "show": "Work orders"}, "SELECT work_order_id FROM work_orders"),
    ],
    "domains/feedback.py": [
        ("response", {"part": "records", "show": "Responses"}, "SELECT feedback_id FROM responses"),
        ("survey", {"part": "records", "show": "Surveys"}, "SELECT request_id FROM surveys"),
    ],
    "insights/runs.py": [("run", {}, "SELECT workflow_id FROM runs WHERE workflow = 'sales_to_fulfillment'")],
}  # fmt: skip


class Place(NamedTuple):
    """A page as a link opens it: its script, and what stands in the URL."""

    script: str
    params: dict[str, str]

    @property
    def name(self) -> str:
        stem = self.script.rpartition("/")[2].removesuffix(".py")
        values = (re.sub(r"[_\W]+", " ", text)[:24] for text in self.params.values())
        return " · ".join((stem, *values))


def open_page(place: Place) -> AppTest:
    """A session that has drawn the page once; an error on it is raised here."""
    app = AppTest.from_file(str(PAGES / "main.py"), default_timeout=LONGEST).run()
    app.switch_page(place.script)
    for key, value in place.params.items():
        app.query_params[key] = value
    app.run()
    if app.exception:
        raise RuntimeError(f"{place.name}: {app.exception[0].message}")
    return app


def every_place(workspace: Workspace) -> Iterator[Place]:
    """Each page, each of its parts, each of their views, and the pages with a record open."""
    for script in (
        f"{folder}/{path.name}" for folder in FOLDERS for path in sorted((PAGES / folder).glob("*.py"))
    ):
        if script.endswith("__init__.py"):
            continue
        has_parts = "open_part(" in (PAGES / script).read_text(encoding="utf-8")
        for params in [{"part": part} for part in PARTS] if has_parts else [{}]:
            place = Place(script, params)
            views = _views(open_page(place))
            yield from (Place(script, {**params, "show": view}) for view in views) if views else (place,)
        for key, params, query in CHOSEN.get(script, ()):
            yield Place(script, {**params, key: _first(workspace, query)})


def _views(app: AppTest) -> list[str]:
    """What the switch between the views of a page offers (pages/shared/views.py)."""
    control: Any
    for control in app.get("button_group"):
        if control.label == "Show":
            return list(control.options)
    return []


def _first(workspace: Workspace, query: str) -> str:
    found = workspace.database.fetch_one(f"{query} LIMIT 1")
    if found is None:
        raise RuntimeError(f"the database has nothing for: {query}")
    return str(next(iter(found.values())))
