"""A handoff as one file that opens anywhere and prints well: HTML without scripts or outside parts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from pages.shared.user_text import humanised

_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; color: #1b2a2a; background: #fff;
  max-width: 52rem; margin: 2.5rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
header { border-bottom: 3px solid #0e6f6a; margin-bottom: 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.15rem; margin: 1.8rem 0 .4rem; color: #0b625e; break-after: avoid; }
h3, h4, h5, h6 { font-size: 1rem; margin: 1.1rem 0 .3rem; break-after: avoid; }
p.meta { color: #4c5c5a; margin: .1rem 0 .8rem; font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .25rem 1rem; margin: .3rem 0; }
dt { color: #4c5c5a; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0; font-size: .92rem; }
th, td { border: 1px solid #d3dcd8; padding: .35rem .5rem; text-align: left; vertical-align: top; }
th { background: #eef2ef; } tr { break-inside: avoid; }
section section { margin-left: 1rem; padding-left: .9rem; border-left: 2px solid #d3dcd8; }
@media print { body { margin: 0; max-width: none; } @page { margin: 18mm; } }
@media (max-width: 34rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .4rem; } }
"""
_WIDEST_TABLE = 6  # columns that still print on a portrait page


def printable_page(title: str, subtitle: str, payload: Mapping[str, Any]) -> bytes:
    """The file, UTF-8. Everything in it is escaped text of `title`, `subtitle` and `payload`."""
    body = _group(payload, 2)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head>"
        f'<body><header><h1>{_text(title)}</h1><p class="meta">{_text(subtitle)}</p></header>'
        f"{body}</body></html>"
    ).encode("utf-8", "replace")


def _group(group: Mapping[str, Any], level: int) -> str:
    single = {name: value for name, value in group.items() if not isinstance(value, dict | list)}
    parts = [_pairs(single)]
    for name, value in group.items():
        if name not in single and value:
            tag = f"h{min(level, 6)}"
            parts.append(
                f"<section><{tag}>{_text(humanised(str(name)))}</{tag}>{_block(value, level + 1)}</section>"
            )
    return "".join(parts)


def _block(value: Any, level: int) -> str:
    if isinstance(value, Mapping):
        return _group(value, level)
    if isinstance(value, list):
        if value and all(isinstance(entry, Mapping) for entry in value):
            return _entries(value, level)
        return "<ul>" + "".join(f"<li>{_inline(entry)}</li>" for entry in value) + "</ul>"
    return f"<p>{_inline(value)}</p>"


def _entries(entries: list[Mapping[str, Any]], level: int) -> str:
    """Flat entries as a table, deeper ones as sections."""
    columns = list(dict.fromkeys(name for entry in entries for name in entry))
    flat = all(_is_short(part) for entry in entries for part in entry.values())
    if flat and len(columns) <= _WIDEST_TABLE:
        head = "".join(f"<th>{_text(humanised(str(name)))}</th>" for name in columns)
        rows = "".join(
            "<tr>" + "".join(f"<td>{_inline(entry.get(name))}</td>" for name in columns) + "</tr>"
            for entry in entries
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return "".join(f"<section>{_group(entry, level)}</section>" for entry in entries)


def _is_short(value: Any) -> bool:
    return not isinstance(value, dict | list) or (
        isinstance(value, list) and all(not isinstance(one, dict | list) for one in value)
    )


def _pairs(pairs: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in pairs.items() if value not in (None, "")}
    if not shown:
        return ""
    lines = "".join(f"<dt>{_text(humanised(str(n)))}</dt><dd>{_inline(v)}</dd>" for n, v in shown.items())
    return f"<dl>{lines}</dl>"


def _inline(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{_text(humanised(str(name)))}: {_inline(part)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(_inline(part) for part in value)
    return _text(value).replace("\n", "<br>")


def _text(value: Any) -> str:
    return escape(str(value), quote=True)
