"""The survey's colours can be read, in light and in dark (WCAG 2.2 AA: text 4.5:1, borders 3:1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[2] / "static" / "survey.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
)
TEXT = [
    ("ink", "ground"),
    ("ink", "paper"),
    ("soft", "ground"),
    ("soft", "paper"),
    ("brand-ink", "brand"),
    ("accent-ink", "accent"),
    ("bad", "paper"),
    ("ink", "bad-ground"),
]
EDGES = [("line", "paper"), ("line", "ground"), ("accent", "paper"), ("bad", "bad-ground")]


def light_of(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light_of(one), light_of(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_edges_stand_out(colors: dict[str, str]) -> None:
    assert {pair: value for pair in TEXT if (value := contrast(*(colors[name] for name in pair))) < 4.5} == {}
    assert {pair: value for pair in EDGES if (value := contrast(*(colors[name] for name in pair))) < 3} == {}
