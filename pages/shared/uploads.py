"""Files that fill a form: one input as JSON, or a list of leads as every import reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import InputRejected
from core.intake.json_text import read_json, read_json_text
from db.lead_import import LeadList
from db.workspace import Workspace
from pages.shared.form_state import form_state, load_form
from pages.shared.formats import count
from pages.shared.import_check import rejected_csv, show_rejected
from pages.shared.import_fields import field_label
from pages.shared.import_file import ENDINGS
from pages.shared.import_reading import taken_for
from pages.shared.import_report import rejects_name
from pages.shared.user_text import escape, sentence

LARGEST_MB = 10  # what the readers take; the server's own limit is that of whole lead lists
LEADS = "leads_generated"

_LEAD_WORKFLOW = "marketing_to_sales"


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of the last file of a form."""

    name: str
    error: str | None = None
    leads: LeadList | None = None


def read_object(content: bytes | str) -> dict[str, Any]:
    """One input from JSON. InputRejected names the place of a fault, or what the text holds instead."""
    value = read_json(content) if isinstance(content, bytes) else read_json_text(content)
    if not isinstance(value, dict):
        raise InputRejected('The input must be one group of named fields, such as {"field": "value"}.')
    return value


def upload_part(workspace: Workspace, key: str, workflow: str) -> None:
    """An uploader whose file fills the form `key`; each file is read once.

    A lead list fills the leads and leaves the campaign's own fields as they are.
    """
    takes_leads = workflow == _LEAD_WORKFLOW
    uploaded = st.file_uploader(
        "A lead list (CSV, TSV, Excel, ODS, JSON), or one input as JSON"
        if takes_leads
        else "One input as a JSON file",
        type=ENDINGS if takes_leads else ["json"],
        key=f"{key}_file",
        max_upload_size=LARGEST_MB,
    )
    if takes_leads:
        st.page_link(
            "domains/lead_import.py",
            label="A list of any tool or size? Import leads maps its columns and finds duplicates",
            icon=":material/group_add:",
        )
    if uploaded is not None and uploaded.file_id != st.session_state.get(f"{key}:file"):
        st.session_state[f"{key}:file"] = uploaded.file_id
        st.session_state[f"{key}:read"] = _take(workspace, key, uploaded, takes_leads)
        st.session_state.pop(f"{key}:answer", None)
    read: _Read | None = st.session_state.get(f"{key}:read")
    if uploaded is not None and read is not None:
        _report(read)


def _take(workspace: Workspace, key: str, uploaded: UploadedFile, takes_leads: bool) -> _Read:
    # The uploader's own limit is only the browser's, and the server's is that of whole lead lists.
    if uploaded.size > LARGEST_MB * 1024 * 1024:
        elsewhere = "; import it on the page Import leads" if takes_leads else ""
        return _Read(uploaded.name, error=f"it is larger than {LARGEST_MB} MB{elsewhere}")
    return _fill(workspace, key, uploaded.name, uploaded.getvalue(), takes_leads)


def _fill(workspace: Workspace, key: str, name: str, content: bytes, takes_leads: bool) -> _Read:
    try:
        if takes_leads and not _is_whole_input(name, content):
            found = workspace.lead_imports.read_list(name, content)
            if found.leads:
                load_form(key, {**form_state(key).draft, LEADS: found.leads})
            return _Read(name, leads=found)
        load_form(key, read_object(content))
    except InputRejected as error:
        return _Read(name, error=error.message)
    return _Read(name)


def _is_whole_input(name: str, content: bytes) -> bool:
    """Whether a JSON file holds a campaign with its leads, and not the leads alone."""
    if not name.lower().endswith(".json"):
        return False
    try:
        value = read_json(content)
    except InputRejected:  # in whichever form it is meant, its own reader says what is wrong
        return LEADS.encode() in content
    return isinstance(value, dict) and LEADS in value


def _report(read: _Read) -> None:
    if read.error:
        st.error(
            sentence(read.error), title=f"{escape(read.name)} could not be read", icon=":material/draft:"
        )
    elif read.leads is None:
        st.success(f"{escape(read.name)} fills the form below.", icon=":material/task:")
    else:
        _report_leads(read.name, read.leads)


def _report_leads(name: str, found: LeadList) -> None:
    """What was read and rejected, in the words of an import."""
    parts = f"{count(len(found.leads), 'lead')} + {found.merged:,} merged + {len(found.rejected):,} rejected"
    text = f"{count(found.rows, 'row')} of {escape(name)} were read = {parts}."
    if found.leads:
        st.success(f"{text} Check them below, then hand over.", icon=":material/group_add:")
    else:
        st.error(f"{text} The form is left as it was.", title="No row is a lead", icon=":material/draft:")
    st.caption(taken_for(found.reading))
    notes = [f"{problem.field} {problem.message}" for problem in found.reading.notes]
    for note in (*notes, *found.warnings):
        st.warning(sentence(note), icon=":material/lightbulb:")
    if found.rejected:
        with st.expander(f"Rejected ({len(found.rejected):,})", icon=":material/block:"):
            show_rejected(found.rejected, len(found.rejected), found.headers)
            st.download_button(
                "Download the rejected rows",
                rejected_csv(found.rejected, found.headers),
                file_name=rejects_name(name),
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
    with st.expander("How the columns were read", icon=":material/view_column:"):
        columns = [
            {"Column": choice.header, "Read as": field_label(choice.field), "Why": choice.reason}
            for choice in found.mapping
        ]
        st.dataframe(pd.DataFrame(columns), hide_index=True, width="stretch", alt="Columns of the file")
