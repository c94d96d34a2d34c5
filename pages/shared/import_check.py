"""What an import would do: the equation in words, and the difference in four tabs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.intake.safe_cells import csv_file
from db.lead_import import ImportCounts, ImportPreview, KnownRow, RejectedRow
from pages.shared.formats import NONE, count
from pages.shared.import_fields import field_label, shown_value
from pages.shared.user_text import escape, sentence

_NO_CELL = ""
_MOST_REASONS = 6
_MOST_LINES = 8


def counts_sentence(counts: ImportCounts, *, done: bool = False) -> str:
    """The equation of an import in words: what was read is what became of it."""
    parts = (
        (counts.created, "new"),
        (counts.updated, "changed"),
        (counts.unchanged, "unchanged"),
        (counts.merged, "merged"),
        (counts.rejected, "rejected"),
    )
    text = " + ".join(f"{number:,} {word}" for number, word in parts)
    return f"{count(counts.read, 'row')} {'were read' if done else 'read'} = {text}."


def show_preview(preview: ImportPreview, headers: Sequence[str], *, key: str) -> None:
    """The difference that the import would make, in four tabs, each drawn when it is opened."""
    counts = preview.counts
    st.markdown(counts_sentence(counts))
    show_warnings(preview.warnings)
    new, changed, same, rejected = st.tabs(
        [
            f":material/person_add: New ({counts.created:,})",
            f":material/edit: Changed ({counts.updated:,})",
            f":material/drag_handle: Unchanged and merged ({counts.unchanged + counts.merged:,})",
            f":material/block: Rejected ({counts.rejected:,})",
        ],
        key=f"{key}_tabs",
        on_change="rerun",
    )
    with new:
        if new.open:
            _new(preview)
    with changed:
        if changed.open:
            _changed(preview)
    with same:
        if same.open:
            _same(preview.merged, "Merged with an earlier row of the file", counts.merged)
            _same(preview.unchanged, "Unchanged", counts.unchanged)
            if not counts.merged and not counts.unchanged:
                st.caption("No row repeats another, and none is stored already.")
    with rejected:
        if rejected.open:
            show_rejected(preview.rejected, counts.rejected, headers)


def show_warnings(warnings: Sequence[str]) -> None:
    """What a person should know of the rows, in one box."""
    said = [sentence(warning) for warning in warnings]
    if said:
        text = said[0] if len(said) == 1 else "\n".join(f"- {line}" for line in said)
        st.warning(text, icon=":material/lightbulb:")


def show_rejected(rows: Sequence[RejectedRow], total: int, headers: Sequence[str] = ()) -> None:
    """The reasons with their lines; with `headers` also the rows with their cells as they were written."""
    if not total:
        st.caption("No row is rejected.")
        return
    rest = "in the table below" if headers else "in the error file"
    st.markdown("\n".join(f"- {line}" for line in reasons(rows, rest)))
    _first_of(len(rows), total, "rejected row")
    if not headers:
        return
    table = [{"Line": row.line, "Why": row.reason, **_cells(headers, row.cells)} for row in rows]
    _table(table, "Rejected rows, their line and the reason")


def reasons(rows: Sequence[RejectedRow], rest: str) -> list[str]:
    """The commonest reasons with their lines, as Markdown; `rest` says where the others stand."""
    lines: dict[str, list[int]] = {}
    for row in rows:
        lines.setdefault(row.reason, []).append(row.line)
    common = sorted(lines.items(), key=lambda entry: -len(entry[1]))
    found = []
    for reason, places in common[:_MOST_REASONS]:
        named = ", ".join(f"{line:,}" for line in places[:_MOST_LINES]) + (
            " …" if places[_MOST_LINES:] else ""
        )
        word = "line" if len(places) == 1 else "lines"
        found.append(f"**{count(len(places), 'row')}** ({word} {named}): {escape(reason, limit=500)}")
    if common[_MOST_REASONS:]:
        found.append(f"and {count(len(common) - _MOST_REASONS, 'other reason')}, {rest}")
    return found


def rejected_csv(rows: Sequence[RejectedRow], headers: Sequence[str]) -> bytes:
    """The rejected rows of a check as a file that can be corrected and uploaded again."""
    return csv_file(
        [*headers, "Line", "Why"],
        ([*_padded(row.cells, len(headers)), row.line, row.reason] for row in rows),
    )


def _new(preview: ImportPreview) -> None:
    if not preview.counts.created:
        st.caption("No lead is new.")
        return
    _first_of(len(preview.created), preview.counts.created, "new lead")
    _table(
        [{"Line": lead.line, **_values(lead.values)} for lead in preview.created], "Leads that would be added"
    )


def _changed(preview: ImportPreview) -> None:
    if not preview.counts.updated:
        st.caption("No known lead changes.")
        return
    _first_of(len(preview.changed), preview.counts.updated, "changed lead")
    _table(
        [
            {
                "Line": lead.line,
                "Lead": lead.label,
                "Field": field_label(change.field),
                "Now": shown_value(change.field, change.old) or NONE,
                "Then": shown_value(change.field, change.new) or NONE,
            }
            for lead in preview.changed
            for change in lead.changes
        ],
        "Known leads, what is stored now and what the import would store",
    )


def _same(rows: Sequence[KnownRow], title: str, total: int) -> None:
    if not total:
        return
    st.markdown(f"**{title}: {total:,}**")
    _first_of(len(rows), total, "row")
    _table([{"Line": row.line, "Lead": row.label, "Why": row.why} for row in rows], title)


def _first_of(shown: int, total: int, word: str) -> None:
    if shown < total:
        st.caption(f"The first {shown:,} of {count(total, word)}.")


def _values(values: Mapping[str, str]) -> dict[str, str]:
    return {field_label(name): shown_value(name, value) for name, value in values.items()}


def _cells(headers: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(headers, _padded(cells, len(headers)), strict=True))


def _padded(cells: Sequence[str], width: int) -> list[str]:
    """Exactly as many cells as there are headers; what a broken row has beyond is joined to its last cell."""
    if not width:
        return []
    if len(cells) > width:
        return [*cells[: width - 1], " | ".join(cells[width - 1 :])]
    return [*cells, *[_NO_CELL] * (width - len(cells))]


def _table(rows: list[dict[str, Any]], alt: str) -> None:
    st.dataframe(
        pd.DataFrame(rows).fillna(""),
        hide_index=True,
        width="stretch",
        alt=alt,
        column_config={"Line": st.column_config.NumberColumn(width=70, format="localized")},
    )
