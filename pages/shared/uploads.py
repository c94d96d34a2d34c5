"""Files that fill a form: one input as JSON, or a list of leads; a file's faults are told kindly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import InputRejected
from core.intake.json_text import read_json, read_json_text
from core.intake.lead_file import LeadFile, read_lead_file
from pages.shared.form_state import form_state, load_form
from pages.shared.user_text import escape, humanised, sentence

LARGEST_MB = 10  # what the readers take; the server's own limit is that of whole lead lists
LEADS = "leads_generated"

_LEAD_WORKFLOW = "marketing_to_sales"
_LEAD_ENDINGS = ["csv", "tsv", "txt", "json", "jsonl", "ndjson"]


@dataclass(frozen=True, slots=True)
class _Read:
    """What came of the last file of a form."""

    name: str
    error: str | None = None
    leads: LeadFile | None = None


def read_object(content: bytes | str) -> dict[str, Any]:
    """One input from JSON. InputRejected names the place of a fault, or what the text holds instead."""
    value = read_json(content) if isinstance(content, bytes) else read_json_text(content)
    if not isinstance(value, dict):
        raise InputRejected('The input must be one group of named fields, such as {"field": "value"}.')
    return value


def upload_part(key: str, workflow: str) -> None:
    """An uploader whose file fills the form `key`; each file is read once.

    A lead list fills the leads and leaves the campaign's own fields as they are.
    """
    takes_leads = workflow == _LEAD_WORKFLOW
    uploaded = st.file_uploader(
        "A lead list (CSV, TSV, JSON), or one input as JSON" if takes_leads else "One input as a JSON file",
        type=_LEAD_ENDINGS if takes_leads else ["json"],
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
        st.session_state[f"{key}:read"] = _take(key, uploaded, takes_leads)
        st.session_state.pop(f"{key}:answer", None)
    read: _Read | None = st.session_state.get(f"{key}:read")
    if uploaded is not None and read is not None:
        _report(read)


def _take(key: str, uploaded: UploadedFile, takes_leads: bool) -> _Read:
    # The uploader's own limit is only the browser's, and the server's is that of whole lead lists.
    if uploaded.size > LARGEST_MB * 1024 * 1024:
        elsewhere = "; import it on the page Import leads" if takes_leads else ""
        return _Read(uploaded.name, error=f"it is larger than {LARGEST_MB} MB{elsewhere}")
    return _fill(key, uploaded.name, uploaded.getvalue(), takes_leads)


def _fill(key: str, name: str, content: bytes, takes_leads: bool) -> _Read:
    try:
        if takes_leads and not _is_whole_input(name, content):
            found = read_lead_file(name, content)
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
    value = read_json(content)
    return isinstance(value, dict) and LEADS in value


def _report(read: _Read) -> None:
    if read.error:
        st.error(
            sentence(read.error), title=f"{escape(read.name)} could not be read", icon=":material/draft:"
        )
        return
    if read.leads is None:
        st.success(f"{escape(read.name)} fills the form below.", icon=":material/task:")
        return
    found = read.leads
    left = found.rows - len(found.leads)
    skipped = f" {left:,} did not become leads; see why below." if left > 0 else ""
    st.success(
        f"{len(found.leads):,} of {found.rows:,} rows of {escape(read.name)} are leads now.{skipped} "
        "Check them below, then hand over.",
        icon=":material/group_add:",
    )
    if found.problems:
        with st.expander(f"What to look at in the file ({len(found.problems):,})", icon=":material/rule:"):
            rows = [
                {"Where": problem.field, "What": problem.message, "Given": str(problem.value or "")}
                for problem in found.problems
            ]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Problems of the file")
    if found.columns:
        with st.expander("How the columns were read", icon=":material/view_column:"):
            read_as = [
                {"Column": header, "Read as": humanised(name)} for header, name in found.columns.items()
            ]
            st.dataframe(pd.DataFrame(read_as), hide_index=True, width="stretch", alt="Columns of the file")
