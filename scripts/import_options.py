"""What the command line of the import was told, as options of the import and as files."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import InputRejected, Problem

if TYPE_CHECKING:
    from db.lead_import import ImportOptions, Preset
    from db.settings import Settings
    from db.workspace import Workspace

STANDARD = "-"  # the name that stands for standard input


@contextmanager
def open_workspace(settings: Settings, *, dry_run: bool) -> Iterator[Workspace]:
    """The workspace; where a dry run finds no database yet, one in a folder that is gone afterwards."""
    from db.workspace import Workspace

    path = settings.sqlite_path
    with tempfile.TemporaryDirectory(prefix="import-leads-") as folder:
        address: Settings | str = settings
        if dry_run and path is not None and not path.exists():
            address = f"sqlite:///{Path(folder) / 'dry-run.db'}"
        workspace = Workspace.open(address)
        try:
            yield workspace
        finally:
            workspace.close()


def source(name: str) -> tuple[str, bytes | Path]:
    """A list by the name it was given: what people call it, and where its bytes are."""
    if name == STANDARD:
        return "standard input", sys.stdin.buffer.read()
    path = Path(name)
    if path.is_dir():
        raise _refused(name, "is a folder; name the lists in it")
    try:
        with path.open("rb"):
            return path.name, path
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "is not a usable name").lower()
        raise _refused(name, f"cannot be read: {reason}") from None


def import_options(workspace: Workspace, import_id: str, given: argparse.Namespace) -> ImportOptions:
    """The options of an import; a preset's choices hold where the command line says nothing else."""
    from db.lead_import import ImportOptions

    preset = _preset(workspace, given.mapping) if given.mapping else None
    mapping = _mapping(workspace, import_id, preset) if preset else None
    country = given.country or (preset.default_country if preset else None)
    return ImportOptions(
        campaign_id=given.campaign,
        mapping=mapping,
        country=country_code(country) if country else None,
        date_order=preset.date_order if preset else None,
        mode=given.mode or (preset.mode if preset else "both"),
    )


def country_code(given: str) -> str:
    """`de` as `DE`; InputRejected for what is no country."""
    from core.intake.countries import country_names

    code = given.strip().upper()
    if code not in country_names():
        message = "must be the code of a country, such as DE, US or GB"
        raise InputRejected(f"--country {message}.", [Problem("--country", message, given[:20])])
    return code


def rejects_place(given: str | None, *, several: bool) -> Path | None:
    """Where rejected rows go: a file, or a folder for several lists; InputRejected where that cannot be."""
    if given is None:
        return None
    place = Path(given)
    if several and place.exists() and not place.is_dir():
        message = "must be a folder where several lists are imported"
        raise InputRejected(f"--rejects {message}.", [Problem("--rejects", message, given[:200])])
    if not several and place.is_dir():
        message = "must be a file where one list is imported"
        raise InputRejected(f"--rejects {message}.", [Problem("--rejects", message, given[:200])])
    return place


def write_rejects(place: Path, name: str, content: bytes, *, several: bool) -> Path:
    """Write the rejected rows of a list, whole or not at all; returns where they are."""
    path = place
    if several:
        stem = re.sub(r"[^\w .()-]", "_", Path(name).name.rsplit(".", 1)[0]) or "list"
        path = _free(place / f"{stem} rejected.csv")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"cannot be written: {(error.strerror or 'not a usable name').lower()}"
        raise InputRejected(
            f"The rejected rows {message}. The rest of the list is stored; the page has them too.",
            [Problem("--rejects", message, str(path)[:200])],
        ) from None
    return path


def _free(path: Path) -> Path:
    """The path, with a number where another list of this call took it."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem} {number}{path.suffix}")
    return found


def _preset(workspace: Workspace, name: str) -> Preset:
    presets = {preset.name: preset for preset in workspace.lead_imports.presets()}
    found = presets.get(name) or {key.casefold(): preset for key, preset in presets.items()}.get(
        name.casefold()
    )
    if found is not None:
        return found
    near = difflib.get_close_matches(name, presets, 1)
    hint = f"Did you mean {near[0]!r}?" if near else "Save one on the page Import leads."
    message = f"there is no preset {name[:80]!r}. {hint}"
    raise InputRejected(f"There is no preset {name[:80]!r}. {hint}", [Problem("--mapping", message)])


def _mapping(workspace: Workspace, import_id: str, preset: Preset) -> tuple[tuple[int, str], ...]:
    """The preset's field for each column that it knows by its header, what was proposed for the rest."""
    from core.intake.lead_columns import header_key

    wanted = {header_key(header): field for header, field in preset.mapping.items()}
    proposed = workspace.lead_imports.inspect(import_id).mapping
    return tuple((choice.column, wanted.get(header_key(choice.header), choice.field)) for choice in proposed)


def _refused(name: str, message: str) -> InputRejected:
    return InputRejected(f"The list {message}.", [Problem(name[:200], message)])
