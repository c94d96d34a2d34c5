"""The last step before an import: check what it would do, then start it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from core.errors import AgencyError
from db.lead_import import ImportOptions, ImportPreview, ImportProgress, Inspection
from db.workspace import Workspace
from pages.shared.formats import count
from pages.shared.import_candidates import alike_part, candidates_part
from pages.shared.import_check import rejected_csv, show_preview
from pages.shared.import_report import rejects_name
from pages.shared.import_run import progress_words, share_done
from pages.shared.user_text import sentence


def check_and_import(
    workspace: Workspace, import_id: str, key: str, inspection: Inspection, options: ImportOptions
) -> None:
    """The button that checks, what the check found, and the button that imports it."""
    st.header("4 · Check and import", anchor=False)
    kept: tuple[ImportOptions, ImportPreview] | None = st.session_state.get(f"{key}:preview")
    current = kept is not None and kept[0] == options
    if st.button(
        "Check again" if kept else "Check the file",
        icon=":material/fact_check:",
        type="secondary" if current else "primary",
        key=f"{key}_check",
    ):
        preview = _preview(workspace, import_id, options, inspection.rows_estimate)
        if preview is not None:
            st.session_state[f"{key}:preview"] = (options, preview)
            st.session_state[f"{key}:merge"] = set()
            st.session_state[f"{key}:merge_rows"] = set()
            st.rerun()
    if kept is None:
        st.caption(
            "A check stores nothing. It shows what would be new, what would change, and what is rejected."
        )
        return
    preview = kept[1]
    if not current:
        st.caption(":material/update: You changed something since this check. Check again to import.")
    show_preview(preview, inspection.headers, key=key)
    merged: set[tuple[int, int]] = st.session_state.setdefault(f"{key}:merge", set())
    candidates_part(preview.candidates, merged, key=f"{key}_candidates")
    merged_rows: set[tuple[int, int]] = st.session_state.setdefault(f"{key}:merge_rows", set())
    alike_part(preview.alike, preview.alike_total, merged_rows, key=f"{key}_alike")
    stored = preview.counts.created + preview.counts.updated
    with st.container(horizontal=True):
        begin = st.button(
            f"Import {count(stored, 'lead')}" if stored else "Import",
            icon=":material/download_done:",
            type="primary",
            disabled=not current or not preview.counts.read,
            key=f"{key}_import",
        )
        if preview.rejected:
            st.download_button(
                _download_label(preview),
                rejected_csv(preview.rejected, inspection.headers),
                file_name=rejects_name(inspection.name),
                mime="text/csv",
                icon=":material/download:",
                key=f"{key}_rejected",
                on_click="ignore",
            )
    if begin:
        chosen = replace(options, merge=tuple(sorted(merged)), merge_rows=tuple(sorted(merged_rows)))
        _start(workspace, import_id, chosen)


def _download_label(preview: ImportPreview) -> str:
    """A check keeps the first rejected rows; the error file of the import has all of them."""
    shown, total = len(preview.rejected), preview.counts.rejected
    return "Download the rejected rows" if shown == total else f"Download the first {shown:,} rejected rows"


def _preview(
    workspace: Workspace, import_id: str, options: ImportOptions, estimate: int | None
) -> ImportPreview | None:
    bar = st.progress(0.0, text="Checking the rows …")

    def show(progress: ImportProgress) -> None:
        known = (
            progress if progress.rows_total else replace(progress, rows_total=_at_least(estimate, progress))
        )
        bar.progress(share_done(known), text=progress_words(known))

    try:
        return workspace.lead_imports.preview(import_id, options, show)
    except AgencyError as error:
        st.error(sentence(error.message), title="The check could not be made", icon=":material/error:")
        return None
    finally:
        bar.empty()


def _at_least(estimate: int | None, progress: ImportProgress) -> int | None:
    """The estimate of all rows, unless more were done already."""
    return None if estimate is None or not progress.rows_done else max(estimate, progress.rows_done)


def _start(workspace: Workspace, import_id: str, options: ImportOptions) -> None:
    try:
        workspace.lead_imports.start(import_id, options)
    except AgencyError as error:
        st.error(sentence(error.message), title="The import could not be started", icon=":material/error:")
        return
    st.rerun()
