"""Cells of a workbook as a person sees them: dates, whole numbers, per cent, leading zeros, phone numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

Show = Callable[[float], str]
# Row from 1 → columns from 0 and how their numbers are shown.
Formats = dict[int, list[tuple[int, Show]]]
_BUILT_IN = {"9": "0%", "10": "0.00%"}
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"(?: [a-rt-z]+="[^"]*")* s="(\d+)"')
_MOST_FORMATTED = 3_000_000


def text_of(value: Any) -> str:
    """A cell as a person reads it: no decimals that are not there, no powers of ten, dates as 2025-03-31."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        shown = value.isoformat(" ", "seconds")
        return shown.removesuffix(" 00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("seconds")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return str(value)


def number_text(value: float) -> str:
    """Fifteen digits, as spreadsheet programs keep them: 0.1 + 0.2 is 0.3."""
    if value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    shown = format(value, ".15g")
    if "e" not in shown:
        return shown
    return format(float(shown), ".20f").rstrip("0").rstrip(".") if abs(value) < 1 else shown


def formats_of(archive: zipfile.ZipFile, position: int) -> Formats:
    """The cells of a sheet whose numbers are shown in a way that the number alone does not tell.

    Per cent, leading zeros (`00000`) and phone numbers (`(000) 000-0000`); the library knows dates only.
    """
    try:
        shown = {number: show for number, code in style_codes(archive) if (show := shown_as(code))}
        path = sheet_path(archive, position)
    except (KeyError, ValueError, IndexError):
        return {}
    found: Formats = {}
    if not shown or path is None:
        return found
    count, rest = 0, b""
    with archive.open(path) as sheet:
        while block := sheet.read(1024 * 1024):
            content = rest + block
            for match in _CELL.finditer(content):
                show = shown.get(match[3])
                if show:
                    found.setdefault(int(match[2]), []).append((column_number(match[1]), show))
                    count += 1
            if count > _MOST_FORMATTED:
                break
            rest = content[max(content.rfind(b"<c "), 0) :] if b"<c " in content[-200:] else b""
    return found


def style_codes(archive: zipfile.ZipFile) -> list[tuple[bytes, str]]:
    """The number format of each cell style, by its place."""
    text = archive.read("xl/styles.xml").decode("utf-8", "replace")
    codes = dict(_BUILT_IN)
    for tag in re.findall(r"<numFmt [^>]*>", text):
        number, code = re.search(r'numFmtId="(\d+)"', tag), re.search(r'formatCode="([^"]*)"', tag)
        if number and code:
            codes[number[1]] = code[1].replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    styles = re.search(r"<cellXfs.*?</cellXfs>", text, re.DOTALL)
    numbers = re.findall(r'<xf [^>]*?numFmtId="(\d+)"', styles[0]) if styles else []
    return [(str(place).encode(), codes.get(number, "")) for place, number in enumerate(numbers)]


def sheet_path(archive: zipfile.ZipFile, position: int) -> str | None:
    """Where the sheet at a position lies in the archive."""
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    relation = re.search(r'r:id="([^"]+)"', re.findall(r"<sheet [^>]*>", book)[position])
    for tag in re.findall(r"<Relationship [^>]*>", relations):
        target = re.search(r'Target="([^"]+)"', tag)
        if relation and target and f'Id="{relation[1]}"' in tag:
            path = target[1].lstrip("/")
            return path if path.startswith("xl/") else f"xl/{path}"
    return None


def column_number(letters: bytes) -> int:
    """A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number - 1


def shown_as(code: str) -> Show | None:
    """How numbers of a format are shown; None for formats that only round or group digits."""
    percent = re.fullmatch(r"0(?:\.(0+))?%", code)
    if percent:
        return lambda value: number_text(round(value * 100, 10)) + "%"
    if re.fullmatch(r"(?:\[[^\]]*\])?[0#\\\"+() /\-]+(?:;[0#\\\"+() /\-]+)?", code) is None:
        return None
    sections = [re.sub(r'\[[^\]]*\]|[\\"]', "", section) for section in code.split(";")]
    if all(section.count("0") < 2 and set(section) <= set("0#") for section in sections):
        return None
    short = sum(sections[0].count(digit) for digit in "0#")
    return lambda value: masked(value, sections[0] if len(str(int(abs(value)))) <= short else sections[-1])


def masked(value: float, mask: str) -> str:
    """The digits of a whole number in the places of a mask: 301234567 in `000 000-0000` is 030 123-4567."""
    if value < 0 or not float(value).is_integer():
        return number_text(float(value))
    digits, shown = list(str(int(value))), []
    places = sum(mask.count(digit) for digit in "0#")
    for sign in reversed(mask):
        if sign not in "0#":
            shown.append(sign)
            continue
        places -= 1
        if digits:
            shown.append(digits.pop())
        elif sign == "0":
            shown.append("0")
        if not places:
            shown += reversed("".join(digits))
    return "".join(reversed(shown)).strip()
