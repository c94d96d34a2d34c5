"""Workflows from the custom_workflows folder: run one, and see which files are broken."""

from __future__ import annotations

import streamlit as st

from core.registry import CHAIN
from db.workspace import Workspace
from pages.shared.new_handoff import new_handoff
from pages.shared.result_view import show_result
from pages.shared.user_text import escape, humanised, sentence


def custom_workflows(workspace: Workspace) -> None:
    """A choice of the custom workflows with the form of the chosen one; broken files are listed below."""
    names = [name for name in workspace.registry.names if name not in CHAIN]
    if not names:
        st.info(
            "No custom workflow yet. Drop a class into the folder custom_workflows; its README shows how."
        )
    else:
        chosen = st.selectbox("Workflow", names, format_func=humanised, key="custom_workflow")
        new_handoff(workspace, chosen, key=f"custom_{chosen}", stay=True)
        last = st.session_state.get(f"custom_{chosen}:result")
        if last is not None:
            show_result(last, key=f"custom_{chosen}_last")
    problems = workspace.registry.problems
    if problems:
        st.subheader("Files that could not be loaded", anchor=False)
    for problem in problems:
        place = f"{problem.file}, line {problem.line}" if problem.line else problem.file
        st.warning(
            sentence(problem.reason),
            title=escape(place),
            icon=":material/extension_off:",
        )
