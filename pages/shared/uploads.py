"""Files that fill a form: one input as JSON, or a list of leads; a file's faults are told kindly."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.errors import InputRejected
from core.intake.json_text import read_json, read_json_text
from pages.shared.form_state import load_form
from pages.shared.user_text import escape, sentence

LARGEST_MB = 10  # what the readers take; the server's own limit lies above it


def read_object(content: bytes | str) -> dict[str, Any]:
    """One input from JSON. InputRejected names the place of a fault, or what the text holds instead."""
    value = read_json(content) if isinstance(content, bytes) else read_json_text(content)
    if not isinstance(value, dict):
        raise InputRejected('The input must be one group of named fields, such as {"field": "value"}.')
    return value


def upload_part(key: str) -> None:
    """An uploader whose file fills the form `key`; each file is read once."""
    uploaded = st.file_uploader(
        "One input as a JSON file",
        type=["json"],
        key=f"{key}_file",
        max_upload_size=LARGEST_MB,
    )
    if uploaded is None or uploaded.file_id == st.session_state.get(f"{key}:file"):
        _say(key)
        return
    st.session_state[f"{key}:file"] = uploaded.file_id
    try:
        data = read_object(uploaded.getvalue())
    except InputRejected as error:
        st.session_state[f"{key}:upload_error"] = error.message
        _say(key)
        return
    st.session_state.pop(f"{key}:upload_error", None)
    st.session_state.pop(f"{key}:answer", None)
    load_form(key, data)
    st.toast(f"{escape(uploaded.name)} fills the form now", icon=":material/upload_file:")


def _say(key: str) -> None:
    message = st.session_state.get(f"{key}:upload_error")
    if message and st.session_state.get(f"{key}_file") is not None:
        st.error(sentence(message), title="The file could not be read", icon=":material/draft:")
