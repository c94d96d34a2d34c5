"""The folder of an import: the file as it was uploaded, its progress, and the wish to stop.

Progress lies in a file and not in the database, because the import holds the database's write lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import DeliveryFailed, HandoffRefused, InputRejected
from db.lead_import.types import ImportProgress
from db.processes import is_alive, started_at
from db.settings import ROOT, Settings

_ID = re.compile(r"imp_[0-9]{14}_[0-9a-f]{8}")
_CHUNK = 1 << 20
NO_ROOM = (
    "There is no room for the list beside the database, or its folder may not be written. Nothing was "
    "stored; free some space and try again."
)
GOES_ON = (
    "The import could not be told to stop: the folder beside the database may not be written. It goes on; "
    "once it is done, it can be taken back."
)


class ImportFolder:
    """One folder an import, beside the database; what a killed import left says so when it is asked."""

    def __init__(self, settings: Settings) -> None:
        path = settings.sqlite_path
        # Each database has its own folder, so that one never lists the files of another.
        place = hashlib.sha256(settings.database_url.encode()).hexdigest()[:12]
        self.root = path.with_name(f"{path.name}.imports") if path else ROOT / "data" / "imports" / place

    def stage(self, name: str, content: bytes | Path, now: datetime) -> tuple[str, str, int]:
        """Keep the file; its import id, SHA-256 and size in bytes."""
        import_id = f"imp_{now:%Y%m%d%H%M%S}_{secrets.token_hex(4)}"
        folder = self.root / import_id
        try:
            folder.mkdir(parents=True)
            sha256, size = _copy(content, folder / "source")
            self._write(import_id, "about.json", {"name": name[:200], "sha256": sha256})
        except (OSError, DeliveryFailed) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise DeliveryFailed(NO_ROOM) from error
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return import_id, sha256, size

    def source(self, import_id: str) -> tuple[Path, str, str]:
        """The staged file, its name and its SHA-256."""
        about = self._read(import_id, "about.json")
        if about is None:
            raise HandoffRefused("The file of this import is not here any more. Upload it again.")
        return self._folder(import_id) / "source", str(about["name"]), str(about["sha256"])

    def exists(self, import_id: str) -> bool:
        return _ID.fullmatch(import_id) is not None and (self._folder(import_id) / "about.json").is_file()

    def ids(self) -> list[str]:
        """The imports that have a folder, the latest first; an id begins with its moment."""
        with suppress(OSError):
            found = (path.name for path in self.root.iterdir() if _ID.fullmatch(path.name))
            return sorted(found, reverse=True)
        return []

    def is_older(self, import_id: str, moment: datetime) -> bool:
        return import_id < f"imp_{moment:%Y%m%d%H%M%S}"

    def remove_source(self, import_id: str) -> None:
        """Forget the file once it is stored: the database has its rows."""
        shutil.rmtree(self._folder(import_id), ignore_errors=True)

    def note(self, progress: ImportProgress, process: int | None = None) -> None:
        """Keep the last word of an import, and which process has it in hand: this one, if none is named."""
        process = process or os.getpid()
        known = {**asdict(progress), "process": process, "started": started_at(process)}
        self._write(progress.import_id, "progress.json", known)

    def progress(self, import_id: str) -> ImportProgress | None:
        """The last word of an import; one whose process is gone is said to have stored nothing."""
        known = self._read(import_id, "progress.json")
        if known is None:
            return None
        process, started = int(known.pop("process", 0)), str(known.pop("started", ""))
        progress = ImportProgress(**known)
        if progress.state == "running" and not is_alive(process, started):
            message = "The import ended before it was done, and nothing was stored. Start it again."
            return ImportProgress(import_id, "failed", progress.name, message=message)
        return progress

    def write_options(self, import_id: str, options: dict[str, Any]) -> None:
        self._write(import_id, "options.json", options)

    def read_options(self, import_id: str) -> dict[str, Any]:
        return self._read(import_id, "options.json") or {}

    def begin(self, import_id: str) -> None:
        """Forget an earlier wish to stop. The wish is a file that goes, because that needs no room."""
        try:
            (self._folder(import_id) / "going").touch()
        except OSError as error:
            raise DeliveryFailed(NO_ROOM) from error

    def ask_to_stop(self, import_id: str) -> None:
        """Wish that an import stops; DeliveryFailed where the wish cannot be left, and it goes on."""
        try:
            if self.exists(import_id):
                (self._folder(import_id) / "going").unlink(missing_ok=True)
        except OSError as error:
            raise DeliveryFailed(GOES_ON) from error

    def is_asked_to_stop(self, import_id: str) -> bool:
        return not (self._folder(import_id) / "going").exists()

    def _folder(self, import_id: str) -> Path:
        if not _ID.fullmatch(import_id):
            raise HandoffRefused("There is no such import.")
        return self.root / import_id

    def _write(self, import_id: str, name: str, value: dict[str, Any]) -> None:
        # A reader finds the old text or the new one, never half of it.
        path = self._folder(import_id) / name
        draft = path.with_name(f"{name}.{os.getpid()}")
        try:
            draft.write_text(json.dumps(value), encoding="utf-8")
            draft.replace(path)
        except OSError as error:
            raise DeliveryFailed(NO_ROOM) from error

    def _read(self, import_id: str, name: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = json.loads((self._folder(import_id) / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, HandoffRefused):
            return None
        return found


def _copy(content: bytes | Path, place: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of what was copied."""
    digest, size = hashlib.sha256(), 0
    with place.open("wb") as target:
        if isinstance(content, bytes):
            digest.update(content)
            return digest.hexdigest(), target.write(content)
        for chunk in _chunks(content):
            digest.update(chunk)
            size += target.write(chunk)
    return digest.hexdigest(), size


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as source:
            while chunk := source.read(_CHUNK):
                yield chunk
    except OSError as error:
        # It is the list that is wrong here, not the place where it is to lie.
        reason = (error.strerror or "the reading broke off").lower()
        raise InputRejected(f"The list cannot be read to its end: {reason}. Nothing was stored.") from error
