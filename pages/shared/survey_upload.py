"""Answers from another survey tool: a file is read, its columns are shown to be corrected, then stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from core.errors import AgencyError, Problem
from core.survey_import.columns import IGNORED, Column, propose, targets
from core.survey_import.files import Export, open_export
from core.survey_import.rows import ImportReading
from db.workspace import Workspace
from pages.shared.formats import count
from pages.shared.user_text import escape, sentence

LARGEST_MB = 20
_CELLS = "Cells left out"
_SHOWN_PROBLEMS = 500
_ENDINGS = ["csv", "tsv", "txt", "xlsx", "ods", "json", "jsonl", "gz"]


def survey_upload(workspace: Workspace, request_id: str) -> None:
    """A closed part of the page; opened, it takes an export of the answers to this survey."""
    part = st.expander(
        "Upload answers from another survey tool",
        icon=":material/upload_file:",
        key=f"survey_upload_{request_id}",
        on_change="rerun",
    )
    if part.open:
        with part:
            _upload(workspace, request_id)


def _upload(workspace: Workspace, request_id: str) -> None:
    uploaded = st.file_uploader(
        "An export with one answer a row: CSV, Excel or JSON",
        type=_ENDINGS,
        key=f"survey_file_{request_id}",
        max_upload_size=LARGEST_MB,
        help="Exports of SurveyMonkey, Typeform and Google Forms are known by their columns.",
    )
    kept = f"survey_export_{request_id}"
    if uploaded is None:
        st.session_state.pop(kept, None)
        return
    if uploaded.size > LARGEST_MB * 1024 * 1024:  # the uploader's own limit is only the browser's
        st.error(f"{escape(uploaded.name)} is larger than {LARGEST_MB} MB; split it.")
        return
    if kept not in st.session_state or st.session_state[kept][0] != uploaded.file_id:
        try:
            export = open_export(uploaded.name, uploaded.getvalue())
        except AgencyError as error:
            st.error(sentence(error.message), title=f"{escape(uploaded.name)} could not be read")
            return
        st.session_state[kept] = (uploaded.file_id, export)
    export = st.session_state[kept][1]
    file_answers(workspace, request_id, export, uploaded.file_id)


def file_answers(workspace: Workspace, request_id: str, export: Export, key: str) -> None:
    """The columns to be looked at, what the rows make, and the button that stores them."""
    request = workspace.feedback.request(request_id)
    proposed = propose(export.headers, export.samples(), request)
    columns = _choose(proposed, targets(request), f"survey_column_{key}")
    try:
        reading = workspace.survey_imports.read(request_id, export.rows, columns)
    except AgencyError as error:
        st.error(sentence(error.message))
        return
    _check(export, reading)
    if not reading.inputs:
        return
    known = len(workspace.survey_imports.known(reading.inputs))
    if known:
        st.caption(f"{count(known, 'response')} of this file are stored already; they are not stored twice.")
    label = f"Store {count(len(reading.inputs), 'response')}"
    if st.button(label, type="primary", icon=":material/check:", key=f"survey_store_{key}"):
        _store(workspace, reading.inputs, key)
    _show_stored(key)


def _choose(proposed: Sequence[Column], names: dict[str, str], key: str) -> list[Column]:
    read = sum(column.target != IGNORED for column in proposed)
    st.markdown(f"**How the columns are read** ({read} of {len(proposed)})")
    ignored = [column for column in proposed if column.target == IGNORED]
    with st.container(horizontal=True):
        chosen = [_column(column, names, key) for column in proposed if column.target != IGNORED]
    if ignored:
        with st.expander(f"{count(len(ignored), 'column')} not read"), st.container(horizontal=True):
            chosen += [_column(column, names, key) for column in ignored]
    return sorted(chosen, key=lambda column: column.position)


def _column(column: Column, names: dict[str, str], key: str) -> Column:
    options = list(names)
    examples = " · ".join(escape(one, 60) for one in column.examples)
    with st.container(width=460, gap="xsmall"):
        target = st.selectbox(
            escape(column.header, 120),
            options,
            index=options.index(column.target),
            format_func=lambda name: names[name],
            key=f"{key}_{column.position}",
        )
        st.caption(f"{examples or 'empty'} ({escape(column.reason)})")
    return replace(column, target=target)


def _check(export: Export, reading: ImportReading) -> None:
    rows = count(len(export.rows), "row")
    st.markdown(f"**{rows} make {count(len(reading.inputs), 'response')}.**")
    if reading.silent:
        lines = ", ".join(str(line) for line in reading.silent[:20])
        more = " …" if len(reading.silent) > 20 else ""
        st.caption(f"Neither a rating nor a word: line {lines}{more}. Such rows are not stored.")
    _show_problems(_CELLS, reading.problems)
    _show_problems("Rows that do not fit the table", export.problems)


def _show_problems(title: str, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    rest = "Everything else of these rows counts." if title == _CELLS else "They are not stored."
    st.warning(f"{title}: {len(problems):,}. {rest}")
    shown = [
        {"Where": problem.field, "What": problem.message, "Given": str(problem.value or "")}
        for problem in problems[:_SHOWN_PROBLEMS]
    ]
    st.dataframe(pd.DataFrame(shown), hide_index=True, width="stretch", alt=title)
    if len(problems) > _SHOWN_PROBLEMS:
        st.caption(f"The first {_SHOWN_PROBLEMS} are shown.")


def _store(workspace: Workspace, inputs: Sequence[tuple[int, dict[str, Any]]], key: str) -> None:
    outcomes: Counter[str] = Counter()
    failed = []
    bar = st.progress(0.0, text="Storing the responses")
    for number, done in enumerate(workspace.survey_imports.run(inputs), 1):
        outcomes[done.outcome] += 1
        if done.outcome == "failed":
            failed.append(Problem(f"line {done.line}", done.sentence))
        if number % 50 == 0:
            bar.progress(number / len(inputs), text=f"{number:,} of {len(inputs):,}")
    st.session_state[f"survey_stored_{key}"] = outcomes, failed
    st.rerun()  # the lists above count the new responses too


def _show_stored(key: str) -> None:
    outcomes, failed = st.session_state.pop(f"survey_stored_{key}", ({}, ()))
    words = {"new": "new", "changed": "replaced with other answers", "known": "stored before"}
    said = [f"{outcomes[name]:,} {word}" for name, word in words.items() if outcomes.get(name)]
    if said:
        st.success(f"{', '.join(said)}.", title="The responses are stored", icon=":material/task_alt:")
    _show_problems("Rows that could not be stored", failed)
