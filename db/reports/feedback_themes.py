"""Themes by tone: how many people speak how of what, and their words with the answer around them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import func, select

from core.feedback_scope import Scope
from core.workflows.feedback_to_offer import FeedbackToOfferPolicy
from db.records.base import Records, loads
from db.reports.feedback_scope import narrowed, of_mentions, of_responses
from db.tables.clients import Client
from db.tables.feedback import Response, ThemeMention
from db.tables.fulfillment import Project


class SaidInFull(NamedTuple):
    """An answer that names a theme: `spans` are the characters (start, end) of `answer` that do."""

    feedback_id: str
    client: str
    project: str
    received_at: Any
    tone: str
    label: str
    question: str
    answer: str
    spans: tuple[tuple[int, int], ...]


class FeedbackThemes(Records):
    def labels(self) -> dict[str, str]:
        """Every theme that somebody named, with its label."""
        statement = select(ThemeMention.theme, func.max(ThemeMention.label)).group_by(ThemeMention.theme)
        with self._workspace.reading() as session:
            found = {str(theme): str(label) for theme, label in session.execute(statement)}
        # A theme is called what it is called now, also in answers that came before its new title.
        policy = self._workspace.policies.current("feedback_to_offer", FeedbackToOfferPolicy)
        found |= {theme.key: theme.label for theme in policy.themes.themes if theme.key in found}
        return dict(sorted(found.items(), key=lambda one: one[1]))

    def by_tone(self, scope: Scope) -> pd.DataFrame:
        """Mentions, one a person and theme: `theme`, `label`, `tone`, `mentions`; the most named theme first.

        The matrix is not narrowed by a theme or tone that was chosen in it.
        """
        statement: Any = select(ThemeMention.theme, ThemeMention.tone, func.count().label("mentions"))
        others = replace(scope, theme="", tone="")
        if others.chosen():
            joined = statement.join(Response, Response.feedback_id == ThemeMention.feedback_id)
            statement = narrowed(joined, others)
        frame = self._frame(statement.group_by(ThemeMention.theme, ThemeMention.tone))
        labels = self.labels()
        frame["label"] = [labels.get(theme, theme) for theme in frame["theme"]]
        frame["all"] = frame.groupby("theme")["mentions"].transform("sum")
        return frame.sort_values(["all", "theme"], ascending=[False, True]).drop(columns="all")

    def said(self, scope: Scope, *, number: int = 1, size: int = 10) -> tuple[list[SaidInFull], int]:
        """One page of the words of a theme or tone, newest first, and how many mentions there are."""
        statement: Any = (
            select(
                ThemeMention.feedback_id,
                Client.name,
                Project.name,
                Response.received_at,
                ThemeMention.tone,
                ThemeMention.theme,
                ThemeMention.label,
                ThemeMention.person,
                ThemeMention.quotes_json,
                Response.answers_json,
            )
            .join(Response, Response.feedback_id == ThemeMention.feedback_id)
            .join(Project, Project.project_id == Response.project_id, isouter=True)
            .join(Client, Client.client_id == Project.client_id, isouter=True)
            .where(*of_responses(replace(scope, theme="", tone="")), *of_mentions(scope))
        )
        counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
        newest = statement.order_by(Response.received_at.desc(), ThemeMention.id)
        with self._workspace.reading() as session:
            total = int(session.execute(counted).scalar_one())
            rows = session.execute(newest.limit(size).offset((number - 1) * size)).all()
        labels = self.labels()
        return [line for row in rows for line in _in_full(row, labels)], total


def _in_full(row: Any, labels: dict[str, str]) -> list[SaidInFull]:
    feedback_id, client, project, received_at, tone, theme, label, person, quotes, answers = row
    spans: dict[str, list[tuple[int, int]]] = {}
    for quote in loads(quotes) or []:
        spans.setdefault(str(quote["question"]), []).append((int(quote["start"]), int(quote["end"])))
    people = (loads(answers) or {}).get("responses") or []
    given = people[person] if person < len(people) else {}
    return [
        SaidInFull(
            feedback_id,
            client or "",
            project or "",
            received_at,
            tone,
            labels.get(theme, label),
            question,
            str(given.get(question) or ""),
            tuple(sorted(set(found))),
        )
        for question, found in spans.items()
        if given.get(question)
    ]
