"""Policies as people edit them: the rules that hold, a new version, and what each version changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from core.errors import HandoffRefused, InputRejected, Problem, UnknownWorkflow
from core.rule_sets import RULE_SETS, RuleChange, RuleSet
from db.records.base import Records, loads
from db.tables.runs import PublishedPolicy

DEFAULTS = 1  # the version of rules that nobody has published yet
_LONGEST_SUMMARY = 300
_LONGEST_NOTE = 500
_LOOKED_AT = 100  # versions of a policy, of which some changed other sets of rules


class RuleState(NamedTuple):
    """The values of a set of rules that hold now.

    `version` is that of the whole policy, so another set of the same policy raises it too. `is_broken` says
    that the published rules do not fit this version of the app, so that `values` are the defaults.
    """

    version: int
    values: dict[str, Any]
    is_broken: bool = False


class RuleVersion(NamedTuple):
    """One publication that touched the set, and what it changed."""

    version: int
    at: datetime
    by: str
    why: str
    changes: tuple[RuleChange, ...]


class PolicyRecords(Records):
    def state(self, name: str) -> RuleState:
        """The rules that hold now. UnknownWorkflow where no set of rules has that name."""
        rules = _rule_set(name)
        with self._workspace.reading() as session:
            row = _newest(session, rules.policy)
        values = _values(rules, row)
        version = row.version if row else DEFAULTS
        return RuleState(version, values or rules.defaults(), is_broken=values is None)

    def publish(self, name: str, values: Mapping[str, Any], *, version: int, why: str) -> int:
        """Publish the values and return the version that they hold from.

        `version` is the one that they were typed on. InputRejected names wrong fields; HandoffRefused where
        nothing differs, no reason is given, or somebody else published other rules meanwhile.
        """
        rules = _rule_set(name)
        part = rules.read(values)
        if not why.strip():
            raise InputRejected(
                "Say why the rules change, so that others can follow it.",
                [Problem("why", "is required", None)],
            )
        # As they are read back: "ann " and "ann" are the same rule.
        wanted = rules.to_values(part)
        with self._workspace.editing() as session:
            row = _newest(session, rules.policy, lock=True)
            now = _values(rules, row)
            known = row.version if row else DEFAULTS
            if known != version:
                self._refuse_outdated(session, rules, version, row, now)
            changes = rules.changes(now or {}, wanted)
            if now is not None and not changes:
                raise HandoffRefused("These are the rules that hold already; there is nothing to publish.")
            body = _other_parts(rules, row)
            changed = part.as_body()
            session.add(
                PublishedPolicy(
                    workflow=rules.policy,
                    version=known + 1,
                    status="published",
                    body_json=json.dumps(body | ({rules.part: changed} if changed else {})),
                    note=why.strip()[:_LONGEST_NOTE],
                    created_at=self._now,
                    published_at=self._now,
                    published_by=self._workspace.actor,
                )
            )
            self._audit(
                session,
                action="publish policy",
                record=("policy", rules.name),
                summary=_summary(f"{rules.label}, version {known + 1}", changes),
                old={change.field: change.before for change in changes},
                new={change.field: change.after for change in changes},
            )
            try:
                session.flush()
            except IntegrityError:  # on a database server, somebody published at the same moment
                session.rollback()
                raise HandoffRefused(
                    f"Somebody else published version {known + 1} at the same moment. What you typed is "
                    "still here: look at theirs, then publish again."
                ) from None
        return known + 1

    def put_back(self, name: str, values: Mapping[str, Any]) -> None:
        """Publish the rules that hold now with these values in their place; None takes a value away."""
        state, asked = self.state(name), _rule_set(name).defaults()
        merged = {**state.values, **values}
        kept = {field: value for field, value in merged.items() if value is not None or field in asked}
        self.publish(name, kept, version=state.version, why="Put back from History")

    def versions(self, name: str, *, most: int = 20) -> list[RuleVersion]:
        """The newest versions that changed this set of rules, the newest first."""
        rules = _rule_set(name)
        with self._workspace.reading() as session:
            rows = session.execute(
                select(PublishedPolicy)
                .where(PublishedPolicy.workflow == rules.policy, PublishedPolicy.status == "published")
                .order_by(PublishedPolicy.version.desc())
                .limit(_LOOKED_AT)
            ).scalars()
            found = [(row, _values(rules, row)) for row in rows]
        versions = []
        first = (None, rules.defaults())
        for (row, after), (older, before) in zip(found, [*found[1:], first], strict=False):
            # The oldest of a long list has nothing to be compared with.
            is_known = older is not None or row.version == DEFAULTS + 1
            if after is None or not is_known:
                continue
            changes = rules.changes(before or rules.defaults(), after)
            if changes:
                at = row.published_at or row.created_at
                versions.append(
                    RuleVersion(row.version, at, row.published_by or "", row.note or "", tuple(changes))
                )
        return versions[:most]

    def _refuse_outdated(
        self,
        session: Session,
        rules: RuleSet,
        version: int,
        row: PublishedPolicy | None,
        now: dict[str, Any] | None,
    ) -> None:
        """Refuse where this set differs from what it was at `version`; another set of the policy may."""
        earlier = session.execute(
            select(PublishedPolicy).where(
                PublishedPolicy.workflow == rules.policy, PublishedPolicy.version == version
            )
        ).scalar_one_or_none()
        then = _values(rules, earlier)
        changes = rules.changes(then or {}, now or {})
        if row is None or (not changes and then is not None):
            return
        who = row.published_by or "Somebody else"
        raise HandoffRefused(
            _summary(f"{who} published version {row.version} meanwhile", changes)
            + ". What you typed is still here: look at theirs, then publish again."
        )


def published_values(session: Session, name: str) -> dict[str, Any] | None:
    """The values of a set of rules as they are published; None where there is no such set any more."""
    rules = RULE_SETS.get(name)
    return (_values(rules, _newest(session, rules.policy)) or rules.defaults()) if rules else None


def _rule_set(name: str) -> RuleSet:
    rules = RULE_SETS.get(name)
    if rules is None:
        known = ", ".join(RULE_SETS)
        raise UnknownWorkflow(f"There are no rules called {name[:80]!r}. Known are: {known}.")
    return rules


def _newest(session: Session, policy: str, *, lock: bool = False) -> PublishedPolicy | None:
    statement = (
        select(PublishedPolicy)
        .where(PublishedPolicy.workflow == policy, PublishedPolicy.status == "published")
        .order_by(PublishedPolicy.version.desc())
        .limit(1)
    )
    return session.execute(statement.with_for_update() if lock else statement).scalar_one_or_none()


def _other_parts(rules: RuleSet, row: PublishedPolicy | None) -> dict[str, Any]:
    """What the newest version says besides this set; a part that does not fit any more is left out."""
    try:
        body = dict(loads(row.body_json)) if row else {}
    except (TypeError, ValueError):
        return {}
    return {part: kept for part, kept in body.items() if part != rules.part and _fits(rules, part, kept)}


def _fits(rules: RuleSet, part: str, kept: Any) -> bool:
    try:
        rules.model.model_validate({part: kept})
    except ValidationError:
        return False
    return True


def _values(rules: RuleSet, row: PublishedPolicy | None) -> dict[str, Any] | None:
    """The values of a version, those of the defaults where there is none; None where it does not fit."""
    if row is None:
        return rules.defaults()
    try:
        return rules.values(rules.model.model_validate(loads(row.body_json)))
    except (ValidationError, TypeError, ValueError):
        return None


def _summary(what: str, changes: list[RuleChange]) -> str:
    text = f"{what}: {'; '.join(change.words for change in changes)}" if changes else what
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1].rstrip() + "…"
