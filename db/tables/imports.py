"""Imports of lead lists: what each did, its rejected rows, what it changed, and saved mappings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from db.tables.base import Base, Mapped


class LeadImport(Base, table=True):
    """One import (state done, undone); read = created + updated + unchanged + merged + rejected."""

    __tablename__ = "lead_imports"
    __table_args__ = (Index(None, "sha256"), Index(None, "started_at"))

    import_id: Mapped[str] = Field(primary_key=True)
    file_name: Mapped[str]
    sha256: Mapped[str]
    options_digest: Mapped[str]
    state: Mapped[str]
    campaign_id: Mapped[str] = Field(foreign_key="campaigns.campaign_id")
    rows_read: Mapped[int]
    created: Mapped[int]
    updated: Mapped[int]
    unchanged: Mapped[int]
    merged: Mapped[int]
    rejected: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime]
    undone_at: Mapped[datetime | None] = Field(default=None)
    actor: Mapped[str]
    headers_json: Mapped[str]
    warnings_json: Mapped[str]


class RejectedRow(Base, table=True):
    """A row of a list that became no lead: its cells as written, and why."""

    __tablename__ = "rejected_rows"
    __table_args__ = (Index(None, "import_id", "line"),)

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    import_id: Mapped[str] = Field(foreign_key="lead_imports.import_id")
    line: Mapped[int]
    reason: Mapped[str]
    cells_json: Mapped[str]


class ImportedChange(Base, table=True):
    """A known lead that an import changed: its columns before."""

    __tablename__ = "imported_changes"
    __table_args__ = (Index(None, "import_id"), Index(None, "lead_pk"))

    id: Mapped[int | None] = Field(default=None, primary_key=True)
    import_id: Mapped[str] = Field(foreign_key="lead_imports.import_id")
    lead_pk: Mapped[int] = Field(foreign_key="leads.id")
    old_json: Mapped[str]


class ImportPreset(Base, table=True):
    """A mapping with its choices under a name."""

    __tablename__ = "import_presets"

    name: Mapped[str] = Field(primary_key=True)
    updated_at: Mapped[datetime]
    preset_json: Mapped[str]


class RememberedColumn(Base, table=True):
    """The field that was chosen last for a header, as headers are compared."""

    __tablename__ = "remembered_columns"

    header_key: Mapped[str] = Field(primary_key=True)
    field: Mapped[str]
    updated_at: Mapped[datetime]
