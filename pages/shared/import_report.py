"""What an import did: the true report, its error file, the way on to Sales, and undo."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from core.errors import AgencyError
from db.lead_import import ImportReport, UndoPlan
from db.workspace import Workspace
from pages.shared.bulk_handoff import hand_over_waiting
from pages.shared.domains import DOMAINS
from pages.shared.formats import count, moment
from pages.shared.import_check import counts_sentence, show_rejected, show_warnings
from pages.shared.import_file import start_over
from pages.shared.user_text import escape, sentence

_ENDED = {
    "done": ("success", "Imported", ":material/task_alt:"),
    "undone": ("info", "Taken back", ":material/undo:"),
    "cancelled": ("info", "Stopped", ":material/cancel:"),
    "failed": ("error", "Nothing was stored", ":material/error:"),
}


def report_part(workspace: Workspace, report: ImportReport) -> None:
    """The report of an import that ended, whichever way."""
    key = f"report_{report.import_id}"
    _headline(report)
    if report.state in ("done", "undone"):
        _figures(report)
    show_warnings(report.warnings)
    if report.counts.rejected and report.state == "done":
        with st.expander(
            f"Rejected: {count(report.counts.rejected, 'row')}", icon=":material/block:", expanded=True
        ):
            st.caption(
                "Correct them in the error file and import that file: it has your columns, the line and the "
                "reason; everything else is stored already."
            )
            show_rejected(report.rejected, report.counts.rejected)
    if report.state == "done" and report.campaign_id:
        hand_over_waiting(workspace, report.campaign_id, key=key)
    if report.state in ("done", "undone"):
        _ways_on(workspace, report, key)
    if report.state == "done":
        undo_part(workspace, report, key=key)


def _headline(report: ImportReport) -> None:
    kind, title, icon = _ENDED.get(report.state, _ENDED["failed"])
    into = f" into {escape(report.campaign_name)}" if report.campaign_name else ""
    text = {
        "done": f"{escape(report.file_name)}{into}. {counts_sentence(report.counts, done=True)}",
        "undone": f"{escape(report.file_name)}{into} was imported and taken back. {escape(report.message)}",
        "cancelled": f"{escape(report.file_name)} was stopped before its end. Nothing of it is stored.",
        "failed": sentence(report.message or "The import did not come to its end.")
        + " Trying again is safe.",
    }.get(report.state, escape(report.file_name))
    getattr(st, kind)(text, title=title, icon=icon)
    st.caption(f"{moment(report.finished_at)} · {escape(report.actor)} · {escape(report.import_id)}")


def _figures(report: ImportReport) -> None:
    counts = report.counts
    # A figure that does not fit is cut: large ones get wider columns, fewer side by side.
    with st.grid(6, min_column_width=130) if counts.read < 100_000 else st.grid(3, min_column_width=200):
        for label, number in (
            ("Read", counts.read),
            ("New", counts.created),
            ("Changed", counts.updated),
            ("Unchanged", counts.unchanged),
            ("Merged", counts.merged),
            ("Rejected", counts.rejected),
        ):
            st.metric(label, number, format="localized", border=True)


def _ways_on(workspace: Workspace, report: ImportReport, key: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if report.state == "done" and report.counts.rejected:
            st.download_button(
                "Download the error file",
                lambda: workspace.lead_imports.rejects_file(report.import_id),
                file_name=rejects_name(report.file_name),
                mime="text/csv",
                icon=":material/download:",
                type="primary",
                key=f"{key}_rejects",
                on_click="ignore",
            )
        if report.state == "done" and report.campaign_id:
            st.page_link(
                DOMAINS["marketing"].script,
                label="Open the campaign",
                icon=":material/campaign:",
                query_params={"part": "records", "campaign": report.campaign_id},
            )
        st.button(
            "Import another file", icon=":material/upload_file:", on_click=start_over, key=f"{key}_another"
        )


def rejects_name(file_name: str) -> str:
    """`leads.csv` → `leads rejected.csv`."""
    stem = file_name.removesuffix(".gz").rsplit(".", 1)[0] or "leads"
    return f"{stem} rejected.csv"


def undo_part(workspace: Workspace, report: ImportReport, *, key: str) -> None:
    """Taking the import back: what that would do, who changed what since, and the question."""
    opened = st.expander("Undo this import", icon=":material/undo:", key=f"{key}_undo", on_change="rerun")
    with opened:
        if not opened.open:
            return
        try:
            plan = workspace.lead_imports.undo_plan(report.import_id)
        except AgencyError as error:
            st.warning(sentence(error.message))
            return
        st.markdown(undo_words(plan))
        also = _changed_since(plan, key)
        if st.button("Undo the import", icon=":material/undo:", key=f"{key}_do_undo"):
            try:
                workspace.lead_imports.undo(report.import_id, also_changed=also)
            except AgencyError as error:
                st.error(sentence(error.message))
            else:
                st.rerun()


def undo_words(plan: UndoPlan) -> str:
    """What undo would do, in a sentence."""
    parts = []
    if plan.created:
        parts.append(f"removes the {count(plan.created, 'lead')} that this import added")
    if plan.updated:
        parts.append(f"gives {count(plan.updated, 'changed lead')} back the values they had")
    if not parts:
        return "Undo has nothing to take back: this import added and changed no lead."
    return f"Undo {' and '.join(parts)}."


def _changed_since(plan: UndoPlan, key: str) -> bool:
    """List what was changed since the import; returns whether those leads are taken back too."""
    if not plan.changed_since:
        st.caption("Nobody changed any of them since.")
        return False
    many = len(plan.changed_since)
    were = "was" if many == 1 else "were"
    st.warning(
        f"{count(many, 'lead')} of this import {were} changed since. Undo leaves what was changed alone, "
        "unless you say otherwise.",
        icon=":material/edit_note:",
    )
    st.dataframe(
        pd.DataFrame(
            [
                {"Lead": line.label, "What": line.what, "When": moment(line.at), "Who": line.who}
                for line in plan.changed_since
            ]
        ),
        hide_index=True,
        width="stretch",
        alt="Leads that were changed since the import",
    )
    return st.checkbox("Take these back too; what was changed since is lost", key=f"{key}_also")
