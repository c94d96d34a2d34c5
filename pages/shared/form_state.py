"""What a form holds between reruns: its content survives errors, other tabs and other pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st


@dataclass(slots=True)
class FormState:
    """`base` is what the widgets started from, `draft` what they say now.

    A table's edits refer to the rows it started from, so `base` only changes together with
    `revision`, which is part of every widget's key.
    """

    base: dict[str, Any] = field(default_factory=dict)
    draft: dict[str, Any] = field(default_factory=dict)
    revision: int = 0
    widgets: set[str] = field(default_factory=set)


def form_state(key: str) -> FormState:
    """The state of the form `key`, made when first asked for."""
    state: FormState = st.session_state.setdefault(f"{key}:form", FormState())
    return state


def load_form(key: str, data: Mapping[str, Any]) -> None:
    """Fill the form with `data` (a sample, a record's draft, an upload), replacing what it held."""
    state = form_state(key)
    state.base = state.draft = dict(data)
    state.revision += 1
    state.widgets.clear()


def resume(key: str) -> FormState:
    """The state to draw from: where the widgets were away meanwhile, they start from the draft again."""
    state = form_state(key)
    if state.widgets and not any(widget in st.session_state for widget in state.widgets):
        load_form(key, state.draft)
    state.widgets.clear()
    return state
