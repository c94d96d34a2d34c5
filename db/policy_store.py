"""Published policies: the rules that hold now, or the defaults where none were published."""

from __future__ import annotations

import json

from pydantic import ValidationError

from core.errors import DefinitionInvalid
from core.ports import PolicyT
from db.transaction import Database


class PolicyStore:
    """The policy source of core.ports; a policy is read again only when a newer version is published."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[tuple[str, int], object] = {}
        self._defaults: dict[type[object], object] = {}

    def current(self, workflow: str, model: type[PolicyT]) -> PolicyT:
        """The newest published policy. DefinitionInvalid where it does not fit this version of the app."""
        row = self._database.fetch_one(
            "SELECT MAX(version) AS version FROM policies "
            "WHERE workflow = :workflow AND status = 'published'",
            {"workflow": workflow},
        )
        if row is None or row["version"] is None:
            default = self._defaults.get(model)
            if not isinstance(default, model):
                default = self._defaults[model] = model()
            return default
        version = int(row["version"])
        kept = self._kept.get((workflow, version))
        if not isinstance(kept, model):
            kept = self._kept[workflow, version] = self._read(workflow, version, model)
        return kept

    def _read(self, workflow: str, version: int, model: type[PolicyT]) -> PolicyT:
        row = self._database.fetch_one(
            "SELECT body_json FROM policies WHERE workflow = :workflow AND version = :version",
            {"workflow": workflow, "version": version},
        )
        try:
            return model.model_validate({**json.loads(row["body_json"] if row else "{}"), "version": version})
        except (ValidationError, ValueError) as error:
            raise DefinitionInvalid(
                f"Version {version} of the policy of {workflow} does not fit this version of the app. "
                "Publish it again in Settings."
            ) from error
