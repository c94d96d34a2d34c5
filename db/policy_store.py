"""Published policies: the rules that hold now, or the defaults where none were published."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from core.errors import DefinitionInvalid
from core.ports import PolicyT
from db.transaction import Database

AGENCY = "agency"  # the policy whose rules hold in every other one too


class PolicyStore:
    """The policy source of core.ports; a policy is read again only when a newer version is published."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[tuple[str, int, int], object] = {}
        self._defaults: dict[type[object], object] = {}

    def current(self, workflow: str, model: type[PolicyT]) -> PolicyT:
        """The newest published policy, with the agency's rules as they are published for all of them.

        Its version counts the publications of both, so that no two sets of rules share one; the defaults
        are version 1. DefinitionInvalid where it does not fit this version of the app.
        """
        rows = self._database.fetch_all(
            "SELECT workflow, MAX(version) AS version FROM policies "
            "WHERE workflow IN (:workflow, :agency) AND status = 'published' GROUP BY workflow",
            {"workflow": workflow, "agency": AGENCY},
        )
        if not rows:
            default = self._defaults.get(model)
            if not isinstance(default, model):
                default = self._defaults[model] = model()
            return default
        versions = {str(row["workflow"]): int(row["version"]) for row in rows}
        own, agency = versions.get(workflow, 1), versions.get(AGENCY, 1)
        kept = self._kept.get((workflow, own, agency))
        if not isinstance(kept, model):
            kept = self._kept[workflow, own, agency] = self._read(workflow, own, agency, model)
        return kept

    def _read(self, workflow: str, own: int, agency: int, model: type[PolicyT]) -> PolicyT:
        whole = self._body(workflow, own)
        version = own
        if workflow != AGENCY and agency > 1:
            whole |= self._body(AGENCY, agency)
            version = own + agency - 1
        try:
            return model.model_validate({**whole, "version": version})
        except ValidationError as error:
            raise DefinitionInvalid(
                f"Version {version} of the policy of {workflow} does not fit this version of the app. "
                "Publish it again in Settings."
            ) from error

    def _body(self, workflow: str, version: int) -> dict[str, Any]:
        row = self._database.fetch_one(
            "SELECT body_json FROM policies WHERE workflow = :workflow AND version = :version",
            {"workflow": workflow, "version": version},
        )
        try:
            body = json.loads(row["body_json"] if row else "{}")
        except ValueError:
            body = None
        return body if isinstance(body, dict) else {"unreadable": True}  # which no policy has a rule for
