"""The theme can be read by everybody: contrasts, and chart colours that stay apart."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pages.shared.contrast import ON_PRIMARY_DARK, ON_PRIMARY_LIGHT

ROOT = Path(__file__).resolve().parents[2]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
MODES = ("light", "dark")
PALETTE = ("violet", "orange", "blue", "green", "yellow", "red", "gray")

# How red- and green-blind people see a colour, in linear RGB (Machado, Oliveira and Fernandes 2009).
VISION = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: str) -> tuple[float, ...]:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def contrast(one: str, other: str) -> float:
    lights = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def lab(color: str, vision: str) -> tuple[float, float, float]:
    rgb = linear(color)
    r, g, b = (max(0.0, sum(w * c for w, c in zip(row, rgb, strict=True))) for row in VISION[vision])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def theme(mode: str) -> dict[str, Any]:
    found: dict[str, Any] = CONFIG["theme"][mode]
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("ink", ["textColor", "linkColor"])
def test_text_and_links_reach_aa(mode: str, ground: str, ink: str) -> None:
    assert contrast(theme(mode)[ink], theme(mode)[ground]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_captions_reach_aa(mode: str) -> None:
    """Streamlit draws them in the text's colour at 60 %."""
    ink, ground = theme(mode)["textColor"], theme(mode)["backgroundColor"]
    mixed = [round(0.6 * int(ink[at : at + 2], 16) + 0.4 * int(ground[at : at + 2], 16)) for at in (1, 3, 5)]
    assert contrast("#" + "".join(f"{part:02x}" for part in mixed), ground) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_button_text_and_chosen_tabs_reach_aa(mode: str) -> None:
    on_primary = {"light": ON_PRIMARY_LIGHT, "dark": ON_PRIMARY_DARK}[mode]
    assert contrast(theme(mode)["primaryColor"], on_primary) >= 4.5
    assert contrast(theme(mode)["primaryColor"], theme(mode)["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PALETTE)
def test_badge_text_reaches_aa_on_its_own_ground_and_on_the_page(mode: str, name: str) -> None:
    colors = theme(mode)
    assert contrast(colors[f"{name}TextColor"], colors[f"{name}BackgroundColor"]) >= 4.5
    assert contrast(colors[f"{name}TextColor"], colors["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_sidebar_text_and_links_reach_aa(mode: str) -> None:
    sidebar = theme(mode)["sidebar"]
    for ink in ("textColor", "linkColor", "primaryColor"):
        assert contrast(sidebar[ink], sidebar["backgroundColor"]) >= 4.5, ink


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("vision", list(VISION))
def test_neighbouring_chart_colours_stay_apart(mode: str, vision: str) -> None:
    """Every pair of the first five differs visibly (Lab distance 15; about 2.3 can just be seen)."""
    shades = theme(mode)["chartCategoricalColors"][:5]
    for one, other in itertools.combinations(shades, 2):
        distance = sum((a - b) ** 2 for a, b in zip(lab(one, vision), lab(other, vision), strict=True)) ** 0.5
        assert distance >= 15, f"{one} and {other} are {distance:.1f} apart for {vision} vision"


@pytest.mark.parametrize("mode", MODES)
def test_chart_colours_stand_out_from_the_page(mode: str) -> None:
    for shade in theme(mode)["chartCategoricalColors"]:
        assert contrast(shade, theme(mode)["backgroundColor"]) >= 2.4, shade


@pytest.mark.parametrize("face", CONFIG["theme"]["fontFaces"], ids=lambda face: face["url"])
def test_fonts_come_from_this_server(face: dict[str, str]) -> None:
    assert (ROOT / face["url"].removeprefix("app/")).is_file()
