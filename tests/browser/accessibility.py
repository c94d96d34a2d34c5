"""What axe finds on a page against WCAG 2.1, levels A and AA."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


def barriers(page: Page) -> list[str]:
    """One line for each element that breaks a rule (the rule, the element and its beginning), or whose label
    carries the signs that keep a text from being read as Markdown."""
    found = _AXE.run(page, options=_RULES).response
    assert found["passes"], "axe looked at nothing"
    labels = page.locator("[aria-label*='\\\\']").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label'))"
    )
    return [f"spoken with backslashes: {label}" for label in labels] + [
        f"{rule['id']}: {node['target']} {node['html'][:160]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
