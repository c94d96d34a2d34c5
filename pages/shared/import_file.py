"""Step 1 of the import: the file is chosen and staged; what it was before is said."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.errors import AgencyError
from db.workspace import Workspace
from pages.shared.user_text import escape, sentence

LARGEST_MB = 250  # a million leads with twelve columns have 170; .streamlit/config.toml names the same number
ENDINGS = ["csv", "tsv", "tab", "txt", "xlsx", "ods", "json", "jsonl", "ndjson", "gz"]

_MB = 1024 * 1024
_ROUND = "import:upload"  # counts up, so that a staged file leaves the uploader


def choose_file(workspace: Workspace) -> None:
    """The uploader; a file that arrived is staged, and the page goes on with it under `?import=`."""
    turn = st.session_state.setdefault(_ROUND, 0)
    uploaded = st.file_uploader(
        "A lead list: CSV, TSV, Excel (xlsx), OpenDocument (ods) or JSON, also packed with gzip",
        type=ENDINGS,
        key=f"import_file_{turn}",
        max_upload_size=LARGEST_MB,
        help="Exports of HubSpot, Salesforce, Meta, LinkedIn, Mailchimp … are known by their columns.",
    )
    if uploaded is None:
        return
    if uploaded.size > LARGEST_MB * _MB:  # the uploader's own limit is only the browser's
        st.error(
            f"{escape(uploaded.name)} is larger than {LARGEST_MB} MB. Pack it with gzip, split it, "
            "or hand it to scripts/import_leads.py on the server.",
            title="Too large",
            icon=":material/draft:",
        )
        return
    with st.spinner(f"Taking {escape(uploaded.name)} in …"):
        try:
            staged = workspace.lead_imports.stage(uploaded.name, uploaded.getvalue())
        except AgencyError as error:
            st.error(
                sentence(error.message),
                title=f"{escape(uploaded.name)} could not be taken",
                icon=":material/draft:",
            )
            return
    _let_go(uploaded)
    st.session_state[f"import_{staged.import_id}:before"] = staged.already_imported
    st.session_state[_ROUND] = turn + 1
    st.query_params["import"] = staged.import_id
    st.rerun()


def start_over() -> None:
    """Leave the page's file or report; an import that runs goes on."""
    st.query_params.pop("import", None)


def discard(workspace: Workspace, import_id: str) -> None:
    """Forget a file that was not imported, and choose another."""
    workspace.lead_imports.discard(import_id)
    start_over()


def _let_go(uploaded: UploadedFile) -> None:
    """Free the upload's bytes: the file is staged, and the session would keep up to 250 MB until it ends."""
    context = get_script_run_ctx()
    if context is not None:
        forget = getattr(context.uploaded_file_mgr, "remove_file", None)  # not part of its public face
        if forget is not None:
            forget(context.session_id, uploaded.file_id)
