"""The router: every page is registered, opens on an empty database, and none lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.domains import DOMAINS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT / "pages"))
    for folder in ("domains", "insights")
    for path in (ROOT / "pages" / folder).glob("*.py")
    if path.name != "__init__.py"
)

pytestmark = pytest.mark.usefixtures("workspace")


def open_app() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=20).run()


def test_home_opens_first() -> None:
    app = open_app()
    assert not app.exception
    assert app.title[0].value == "Home"


@pytest.mark.parametrize("script", PAGES)
def test_every_page_opens_on_an_empty_database(script: str) -> None:
    app = open_app().switch_page(script).run()
    assert not app.exception
    assert len(app.title) == 1


@pytest.mark.parametrize("key", list(DOMAINS))
def test_every_domain_has_its_page(key: str) -> None:
    assert DOMAINS[key].script in PAGES
    assert DOMAINS[key].url_path == Path(DOMAINS[key].script).stem


def test_colours_and_icons_tell_the_domains_apart() -> None:
    for name in ("icon", "color", "chart_color"):
        assert len({getattr(domain, name) for domain in DOMAINS.values()}) == len(DOMAINS)
