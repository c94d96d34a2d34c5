"""Import leads: any list into a campaign, no duplicates, nothing lost, and the way to take it back."""

from __future__ import annotations

import streamlit as st

from pages.shared.import_file import choose_file, start_over
from pages.shared.import_history import history_part
from pages.shared.import_prepare import prepare_part
from pages.shared.import_report import report_part
from pages.shared.import_run import asked_import, progress_part
from pages.shared.workspace import open_workspace

NOTHING_STORED = ("cancelled", "failed")
workspace = open_workspace()
st.title(":orange[:material/group_add:] Import leads", anchor=False)
st.caption(
    "A list of people from any tool goes into a campaign: each person once, every row accounted for, "
    "and you can take it back."
)
asked = asked_import()
progress = workspace.lead_imports.progress(asked) if asked else None
if asked is None:
    choose_file(workspace)
elif progress is None:
    st.warning("There is no such import; its file may have been cleared away.", icon=":material/link_off:")
    st.button("Choose a file", icon=":material/upload_file:", on_click=start_over, type="primary")
elif progress.state == "staged":
    prepare_part(workspace, asked)
elif progress.state == "running":
    progress_part(workspace, asked, progress.name)
else:
    report_part(workspace, workspace.lead_imports.report(asked))
    if progress.state in NOTHING_STORED:
        # The file is still there, and so is what was chosen for it.
        prepare_part(workspace, asked)
st.divider()
history_part(workspace, asked)
