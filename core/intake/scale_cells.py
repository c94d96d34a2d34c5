"""Levels and scores in any wording or scale → our words and 0–100."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from core.intake.lead_columns import read_level

# Words of other tools and languages for the levels; the rest is in lead_columns.
_LEVELS = {
    "hot": "high", "very interested": "very_high", "interested": "high", "strong": "high", "urgent": "high",
    "asap": "very_high", "immediate": "very_high", "immediately": "very_high", "critical": "very_high",
    "highest": "very_high", "warm": "medium", "normal": "medium", "average": "medium", "some": "medium",
    "neutral": "medium", "cold": "low", "weak": "low", "lowest": "low", "little": "low",
    "not interested": "none", "no": "none", "n/a": "unknown", "na": "unknown", "-": "unknown", "?": "unknown",
    "yes": "high", "very low": "low", "veryhigh": "very_high",
    "hoch": "high", "mittel": "medium", "niedrig": "low", "gering": "low", "sehr hoch": "very_high",
    "keine": "none", "dringend": "high", "eleve": "high", "élevé": "high", "élevée": "high", "haut": "high",
    "haute": "high", "moyen": "medium", "moyenne": "medium", "faible": "low", "bas": "low", "basse": "low",
    "aucun": "none", "aucune": "none", "très élevé": "very_high", "alto": "high", "alta": "high",
    "medio": "medium", "media": "medium", "médio": "medium", "média": "medium", "bajo": "low", "baja": "low",
    "baixo": "low", "baixa": "low", "ninguno": "none", "nenhum": "none", "muy alto": "very_high",
    "muito alto": "very_high", "hoog": "high", "gemiddeld": "medium", "laag": "low", "geen": "none",
    "zeer hoog": "very_high",
    "chaud": "high", "chaude": "high", "tiede": "medium", "froid": "low", "froide": "low",
    "tres chaud": "very_high", "fort": "high", "forte": "high", "urgente": "high",
    "tres haute": "very_high", "tres haut": "very_high", "heiss": "high", "lauwarm": "medium",
    "kalt": "low", "sehr niedrig": "low", "sofort": "very_high", "caliente": "high", "tibio": "medium",
    "tibia": "medium", "frio": "low", "fria": "low", "muy alta": "very_high", "quente": "high",
    "morno": "medium", "morna": "medium", "muito alta": "very_high", "nenhuma": "none", "ninguna": "none",
    "heet": "high", "lauw": "medium", "koud": "low", "midden": "medium", "middel": "medium",
    "spoed": "very_high", "cool": "low", "p0": "very_high", "p1": "high", "p2": "medium", "p3": "low",
    "p4": "low",
}  # fmt: skip
_GRADES = {"a": 100.0, "b": 75.0, "c": 50.0, "d": 25.0, "e": 0.0, "f": 0.0}
_WORD_SCORES = {"very_high": 100.0, "high": 85.0, "medium": 60.0, "low": 30.0, "none": 0.0}
_OF = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|von|sur|de|van)\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,9}(?:[.,]\d{1,9})?")
_BESIDE_WORD = re.compile(
    r"^\s*\d\s*[-–—:.)]\s*|[^\w\s]+|"
    r"\b(?:leads?|priority|prioritat|prioridade?|priorite|prioriteit)\b"
)
_STARS = re.compile(r"([★⭐*]{1,10})[☆✩]*\ufe0f?")


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """How the numbers of a score column are read: `top` is what 100 stands for; `words` say so."""

    top: float = 100.0
    words: str = ""


def score_scale(values: Iterable[str]) -> ScoreScale:
    """The scale of a whole column: 0–1, 1–5, 1–10 or 0–100, by its largest number."""
    numbers = [
        number for number in (_plain_number(value.rstrip("% ")) for value in values) if number is not None
    ]
    top = max(numbers, default=100.0)
    if not numbers or top > 10:
        return ScoreScale()
    if top <= 1 and any(0 < number < 1 for number in numbers):
        return ScoreScale(1.0, "scores lie between 0 and 1 and are read as shares of 100")
    if 1 < top <= 5:
        return ScoreScale(5.0, "scores go up to 5 and are read as parts of 5")
    if top > 5:
        return ScoreScale(10.0, "scores go up to 10 and are read as parts of 10")
    return ScoreScale()


def read_score_cell(text: str, scale: ScoreScale) -> float | None:
    """0–100, or None for what is no score: `85`, `85 %`, `8/10`, `4` of 5, `B`, `★★★★`, `hot`."""
    shown = text.strip().casefold()
    parts = _OF.fullmatch(shown)
    if parts:
        part, whole = (float(one.replace(",", ".")) for one in parts.groups())
        return _within(part / whole * 100) if whole > 0 else None
    stars = _STARS.fullmatch(shown)
    if stars:
        return _within(len(stars[1]) / 5 * 100)
    if shown.endswith("%"):
        number = _plain_number(shown[:-1].strip())
        return None if number is None else _within(number)
    number = _plain_number(shown)
    if number is not None:
        return _within(number / scale.top * 100)
    grade = _GRADES.get(shown.rstrip("+-")) if len(shown) <= 2 else None
    if grade is not None:
        return grade
    level = read_any_level(shown)
    return _WORD_SCORES.get(level or "")


def read_any_level(text: str) -> str | None:
    """Our word for a level (very_high … none, unknown), or None for what is no level."""
    shown = " ".join(text.casefold().replace("_", " ").strip(" .!").split())
    known = _word(shown) or _word(_bare(shown))
    if known:
        return known
    stars = _STARS.fullmatch(shown)
    number = len(stars[1]) / 5 * 100 if stars else None
    if number is None and shown.endswith("%"):
        number = _plain_number(shown[:-1].strip())
    parts = _OF.fullmatch(shown)
    if parts:
        part, whole = (float(one.replace(",", ".")) for one in parts.groups())
        number = part / whole * 100 if whole > 0 else None
    if number is None and re.fullmatch(r"[1-5]", shown):
        number = float(shown) / 5 * 100
    if number is None and len(shown) == 1:
        number = _GRADES.get(shown)
    if number is None or not 0 <= number <= 100:
        return None
    return next(word for limit, word in _BOUNDS if number >= limit)


def _word(shown: str) -> str | None:
    return read_level(shown) or _PLAIN_LEVELS.get(_plain(shown))


def _bare(shown: str) -> str:
    """The word itself of "1 - High", "🔥 Hot" and "warm lead (EMEA)"."""
    bare = _BESIDE_WORD.sub(" ", re.sub(r"\([^()]*\)", " ", _plain(shown)))
    return " ".join(bare.split())


def _plain(text: str) -> str:
    """Without accents, which people leave out."""
    return "".join(letter for letter in normalize("NFKD", text) if not combining(letter)).replace("ß", "ss")


_PLAIN_LEVELS = {_plain(word): level for word, level in _LEVELS.items()}
# From which share of the scale a number counts as which word.
_BOUNDS = ((90.0, "very_high"), (70.0, "high"), (45.0, "medium"), (15.0, "low"), (0.0, "none"))


def _plain_number(text: str) -> float | None:
    shown = text.strip()
    return float(shown.replace(",", ".")) if _NUMBER.fullmatch(shown) else None


def _within(number: float) -> float | None:
    return round(number, 6) if 0 <= number <= 100 else None
