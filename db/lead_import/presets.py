"""Saved mappings, and the fields that were chosen last for a header."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from core.errors import InputRejected, Problem
from db.lead_import.types import Preset

if TYPE_CHECKING:
    from db.workspace import Workspace

_LONGEST_NAME = 80


def save_preset(workspace: Workspace, preset: Preset) -> None:
    """Keep a preset; one with the same name is replaced."""
    name = " ".join(preset.name.split())
    if not name or len(name) > _LONGEST_NAME:
        message = f"must have 1 to {_LONGEST_NAME} characters"
        raise InputRejected(f"The name of the preset {message}.", [Problem("name", message, preset.name)])
    body = json.dumps({**asdict(preset), "mapping": dict(preset.mapping), "name": name})
    with workspace.database.transaction() as write:
        write.upsert(
            "import_presets",
            {"name": name},
            {"preset_json": body, "updated_at": workspace.clock.now()},
            created={},
        )


def presets(workspace: Workspace) -> tuple[Preset, ...]:
    rows = workspace.database.fetch_all("SELECT preset_json FROM import_presets ORDER BY name")
    return tuple(Preset(**json.loads(row["preset_json"])) for row in rows)


def delete_preset(workspace: Workspace, name: str) -> None:
    with workspace.database.transaction() as write:
        write.delete("import_presets", {"name": name})


def remembered(workspace: Workspace) -> dict[str, str]:
    """Header, as headers are compared → the field that was chosen for it last."""
    rows = workspace.database.fetch_all("SELECT header_key, field FROM remembered_columns LIMIT 5000")
    return {row["header_key"]: row["field"] for row in rows}
