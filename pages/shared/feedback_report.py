"""The feedback charts as a printable page and as a file, without names unless somebody asks for them."""

from __future__ import annotations

import streamlit as st

from core.feedback_report import CELL_NAMES, MOST_QUOTES, FeedbackReport, Said, feedback_report
from core.feedback_scope import Scope
from core.intake.safe_cells import csv_file
from core.theme_tones import TONES
from db.workspace import Workspace
from pages.shared.feedback_figures import BY, shown_name
from pages.shared.feedback_filter import LABELS, value_name, value_names
from pages.shared.formats import moment
from pages.shared.printable import printable_page
from pages.shared.user_text import escape

_QUOTED = 400  # mentions whose words are read for one report, the newest


def report_download(workspace: Workspace, scope: Scope) -> None:
    """A choice and two files; before they are taken it is said what is hidden."""
    with st.popover(
        "Download", icon=":material/download:", key="feedback_report", on_change="rerun"
    ) as opened:
        if not opened.open:
            return
        hide = st.toggle(
            "Hide names",
            value=True,
            key="feedback_report_hide",
            help="Names, companies, e-mail addresses and phone numbers, also inside of answers. What fewer "
            "than five answered is then left out, with what it could be computed from.",
        )
        report = make_report(workspace, scope, hide)
        for note in report.notes or ["Nothing is hidden: this file names clients and quotes them."]:
            st.caption(escape(note, 500))
        now = workspace.clock.now()
        with st.container(horizontal=True):
            st.download_button(
                "Printable page",
                lambda: printable_page("What clients say", f"Feedback, {moment(now)}", report.document),
                file_name=f"feedback-{now:%Y-%m-%d}.html",
                mime="text/html",
                icon=":material/print:",
                on_click="ignore",
                key="feedback_report_html",
            )
            st.download_button(
                "Figures as CSV",
                lambda: csv_file(list(CELL_NAMES), [list(cell) for cell in report.cells]),
                file_name=f"feedback-{now:%Y-%m-%d}.csv",
                mime="text/csv",
                icon=":material/table:",
                on_click="ignore",
                key="feedback_report_csv",
            )


def make_report(workspace: Workspace, scope: Scope, hide: bool) -> FeedbackReport:
    """The report of what the filters leave."""
    groups = workspace.reports.feedback_groups
    # A filter by a client compares it with nobody in a report: the other groups are not its total.
    parts = {
        label: [one._replace(name=shown_name(group, one.name)) for one in groups.by_group(group, scope)]
        for label, group in BY.items()
        if not getattr(scope, group)
    }
    if not scope.period:
        parts["Month"] = groups.by_period("month", scope)
    names = value_names(workspace)
    filters = {LABELS[facet]: value_name(facet, value, names) for facet, value in scope.chosen().items()}
    if hide:
        filters |= {
            LABELS[facet]: "one, not named" for facet in ("client", "manager") if getattr(scope, facet)
        }
    redactor = workspace.reports.known_names.redactor() if hide else None
    return feedback_report(groups.total(scope), parts, _said(workspace, scope), filters, redactor)


def _said(workspace: Workspace, scope: Scope) -> list[Said]:
    lines, _ = workspace.reports.feedback_themes.said(scope, size=_QUOTED)
    quotes: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        kept = quotes.setdefault((line.label, line.tone), [])
        words = " … ".join(line.answer[start:end] for start, end in line.spans)
        if len(kept) < MOST_QUOTES and words not in kept:
            kept.append(words)
    frame = workspace.reports.feedback_themes.by_tone(scope)
    return [
        Said(label, tone, int(number), tuple(quotes.get((label, tone), ())))
        for label, tone, number in zip(frame["label"], frame["tone"], frame["mentions"], strict=True)
        if tone in TONES
    ]
