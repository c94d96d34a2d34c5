"""Any payload as a readable document: groups as sections, lists as bullets or tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared.documents.parts import bullets, facts, heading, words
from pages.shared.user_text import humanised

_DEEPEST = 4  # below it a value is shown in one line


def show(payload: Mapping[str, Any], key: str) -> None:  # noqa: ARG001  # every document takes a key
    """Draw `payload`: single values first, then its groups and lists."""
    _group(payload, 0)


def _group(group: Mapping[str, Any], level: int) -> None:
    single = {name: value for name, value in group.items() if not isinstance(value, dict | list)}
    facts({humanised(name): value for name, value in single.items()})
    for name, value in group.items():
        if name in single or not value:
            continue
        heading(humanised(name))
        if isinstance(value, dict) and level < _DEEPEST:
            with st.container(border=True):
                _group(value, level + 1)
        elif isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            rows = [{humanised(part): words(cell) for part, cell in entry.items()} for entry in value]
            st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt=humanised(name))
        else:
            bullets(value if isinstance(value, list) else [value])
