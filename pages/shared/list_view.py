"""The view of a list: its search, filters, order and page. It stands in the URL, can be saved under a name,
and is downloaded exactly as it is shown.

    view = ListView("deals")
    search = view.text("Search deals", "search", widget="deal_search", placeholder="Deal or company")
    page = workspace.deals.page(search=search, number=view.page())
    view.tools(workspace, name="deals", page=page, show=lambda rows: …)
    view.switch(page)

A link with the parameters opens the same view on a fresh server.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.intake.safe_cells import csv_file
from core.redaction import Redactor
from core.statistics import FEWEST_ANSWERS
from db.page import Page
from db.workspace import Workspace
from pages.shared.lists import as_shown, choose_row, page_words
from pages.shared.saved_views import saved_views

_SINGLE_ANSWERS = (
    "hidden: each row is what one client said. Charts > Download has the figures and quotes of five and more."
)
SPREADSHEET_ROWS = 1_048_576  # of a sheet in the usual programs, the heading included
Show = Callable[[pd.DataFrame], pd.DataFrame]


class ListView:
    """One list on a page; `key` names it in the URL and among the saved views.

    `answers` are columns that tell what few people answered, and `rows_are_answers` says that each row is
    what one of them said: neither leaves in a download without names.
    """

    def __init__(self, key: str, *, answers: Collection[str] = (), rows_are_answers: bool = False) -> None:
        self.key = key
        self._answers = answers
        self._rows_are_answers = rows_are_answers
        self._given: dict[str, str] = {}
        self._is_new = False

    def text(self, label: str, name: str, *, widget: str, placeholder: str = "") -> str:
        """A search box."""
        self._follow(name, widget, lambda asked: asked or "")
        value = st.text_input(label, placeholder=placeholder, key=widget)
        self._note(name, widget, value.strip() or None)
        return value

    def one_of(
        self,
        label: str,
        name: str,
        options: Sequence[str],
        *,
        widget: str,
        format_func: Callable[[str], str] = str,
        as_pills: bool = True,
        placeholder: str = "All",
    ) -> str | None:
        """A filter by one of a few words; None for all."""
        self._follow(name, widget, lambda asked: asked if asked in options else None)
        chosen: str | None
        if as_pills:
            chosen = st.pills(label, options, format_func=format_func, key=widget, wrap=True)
        else:
            chosen = st.selectbox(
                label, options, index=None, format_func=format_func, placeholder=placeholder, key=widget
            )
        self._note(name, widget, chosen)
        return chosen

    def order(self, orders: Mapping[Any, str], *, widget: str) -> Any:
        """In which order the list stands: a key of `orders`, None for the first of them."""
        words = {str(name): label for name, label in orders.items()}
        return self.one_of(
            "Sort by",
            "sort",
            list(words),
            widget=widget,
            format_func=lambda name: words[name],
            as_pills=False,
            placeholder=next(iter(words.values())),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or filter leaves rows out."""
        return bool(self._given.keys() - {"sort"})

    def page(self) -> int:
        """The page to show, from 1; another search or filter begins again at the first."""
        if self._is_new:
            st.query_params.pop(self._parameter("page"), None)
        asked = st.query_params.get(self._parameter("page"), "")
        return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1

    def choose(
        self,
        workspace: Workspace,
        page: Page,
        *,
        key: str,
        id_column: str,
        columns: Mapping[str, str],
        formats: Mapping[str, Any] | None = None,
        prepare: Show = lambda rows: rows,
        alt: str,
        empty: str,
        config: Mapping[str, Any] | None = None,
    ) -> str | None:
        """The list with its tools and its other pages; the id of the chosen row (see lists.choose_row).

        `prepare` adds what is shown beside the columns of the database; `empty` is said where there is
        nothing yet.
        """
        self.tools(
            workspace,
            name=self.key,
            page=page,
            show=lambda rows: as_shown(prepare(rows), columns, formats),
        )
        if not page.total:
            st.info("Nothing fits. Change the search or the filters." if self.is_narrowed else empty)
            return st.query_params.get(key)
        chosen = choose_row(
            prepare(page.rows),
            key=key,
            id_column=id_column,
            columns=columns,
            formats=formats,
            alt=alt,
            config=config,
        )
        self.switch(page)
        return chosen

    def switch(self, page: Page) -> None:
        """How many rows there are, and the other pages."""
        with st.container(horizontal=True, vertical_alignment="center"):
            page_words(page)
            number = page.number
            if page.pages > 1:
                # A switch of its own for each page: its choice leads away, and is forgotten then.
                number = st.pagination(
                    page.pages, default=page.number, key=f"{self.key}_page_{page.number}_of_{page.pages}"
                )
        if number != page.number:
            st.query_params[self._parameter("page")] = str(number)
            st.rerun()
        if number == 1:
            st.query_params.pop(self._parameter("page"), None)

    def tools(self, workspace: Workspace, *, name: str, page: Page, show: Show) -> None:
        """Saved views, and the download of all rows of the page's view as `show` shows them."""
        with st.container(horizontal=True, vertical_alignment="center"):
            with st.popover("Views", icon=":material/bookmark:"):
                opened = saved_views(workspace, self.key, self._given)
            if opened is not None:
                self._open(opened)
            hide = st.toggle(
                "Hide names",
                key=f"{self.key}_hide",
                help="In the download: people, companies, addresses and numbers of the records go out, "
                "also inside texts. Fewer than five rows are not written then, nor what fewer than five "
                "people answered.",
            )
            st.download_button(
                "Download",
                data=lambda: (
                    nameless_file(
                        page,
                        show,
                        workspace.reports.known_names.redactor(),
                        answers=self._answers,
                        rows_are_answers=self._rows_are_answers,
                    )
                    if hide
                    else whole_file(page, show)
                ),
                file_name=f"{name}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key=f"{self.key}_download",
                help=_what_is_in_it(page),
            )

    def _open(self, parameters: dict[str, str]) -> None:
        for name in [one for one in st.query_params if one.startswith(f"{self.key}_")]:
            st.query_params.pop(name, None)
        for name, value in parameters.items():
            st.query_params[self._parameter(name)] = value
        st.rerun()

    def _parameter(self, name: str) -> str:
        return f"{self.key}_{name}"

    def _follow(self, name: str, widget: str, read: Callable[[str | None], Any]) -> None:
        """Take over what a link, a saved view or the browser's back button asks for."""
        asked = st.query_params.get(self._parameter(name))
        if asked != st.session_state.get(f"{widget}:url") or widget not in st.session_state:
            st.session_state[widget] = read(asked)
            st.session_state[f"{widget}:url"] = asked

    def _note(self, name: str, widget: str, value: str | None) -> None:
        if value is None:
            st.query_params.pop(self._parameter(name), None)
        else:
            st.query_params[self._parameter(name)] = value
            self._given[name] = value
        if value != st.session_state.get(f"{widget}:url"):
            self._is_new = True
            st.session_state[f"{widget}:url"] = value


def _what_is_in_it(page: Page) -> str:
    if page.looked_at:
        found = f"What was found among the first {page.looked_at:,}"
    elif page.is_more:
        found = f"All rows of this view, also those after the {page.total:,} that were counted"
    elif page.total >= SPREADSHEET_ROWS:
        found = f"All {page.total:,} rows of this view (a spreadsheet opens {SPREADSHEET_ROWS:,})"
    else:
        found = "The one row of this view" if page.total == 1 else f"All {page.total:,} rows of this view"
    return f"{found}, with these columns, for a spreadsheet."


def nameless_file(
    page: Page,
    show: Show,
    redactor: Redactor,
    *,
    answers: Collection[str] = (),
    rows_are_answers: bool = False,
) -> bytes:
    """The same without names and without the columns of `answers`; a file of fewer than five rows, or of
    single answers, says only why it is empty: its order and its filters would tell what was hidden."""
    header = [str(name) for name in show(page.rows).columns]
    if rows_are_answers:
        return csv_file(header, [[_SINGLE_ANSWERS]])
    if page.total < FEWEST_ANSWERS:
        return csv_file(header, [[f"hidden: fewer than {FEWEST_ANSWERS} rows"]])

    def cells() -> Iterator[list[Any]]:
        for part in page.parts():
            table = show(part)
            table = table.astype(object).where(table.notna(), None)
            table = table.assign(**{name: "hidden" for name in table.columns if name in answers})
            rows = table.to_numpy().tolist()
            yield from (redactor.document(row) for row in rows)

    return csv_file(header, cells())


def whole_file(page: Page, show: Show) -> bytes:
    """All rows of a view as CSV; read and shown a part at a time, so that what grows is the file alone."""

    def cells() -> Iterator[list[Any]]:
        for part in page.parts():
            table = show(part)
            yield from table.astype(object).where(table.notna(), None).to_numpy().tolist()

    return csv_file([str(name) for name in show(page.rows).columns], cells())
