"""Imports of lead lists, and the keys by which leads are compared."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "lead_imports",
        sa.Column("import_id", sa.String(), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("file_name", "sha256", "options_digest", "state", "campaign_id")
        ),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("rows_read", "created", "updated", "unchanged", "merged", "rejected")
        ),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT, nullable=False),
        sa.Column("undone_at", MOMENT),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("actor", "headers_json", "warnings_json")
        ),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.campaign_id"], name="fk_lead_imports_campaign_id_campaigns"
        ),
        sa.PrimaryKeyConstraint("import_id", name="pk_lead_imports"),
    )
    op.create_index("ix_lead_imports_sha256", "lead_imports", ["sha256"])
    op.create_index("ix_lead_imports_started_at", "lead_imports", ["started_at"])
    op.create_table(
        "rejected_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cells_json", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["lead_imports.import_id"], name="fk_rejected_rows_import_id_lead_imports"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rejected_rows"),
    )
    op.create_index("ix_rejected_rows_import_id_line", "rejected_rows", ["import_id", "line"])
    op.create_table(
        "imported_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.String(), nullable=False),
        sa.Column("lead_pk", sa.Integer(), nullable=False),
        sa.Column("old_json", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["lead_imports.import_id"], name="fk_imported_changes_import_id_lead_imports"
        ),
        sa.ForeignKeyConstraint(["lead_pk"], ["leads.id"], name="fk_imported_changes_lead_pk_leads"),
        sa.PrimaryKeyConstraint("id", name="pk_imported_changes"),
    )
    op.create_index("ix_imported_changes_import_id", "imported_changes", ["import_id"])
    op.create_table(
        "import_presets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("preset_json", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_import_presets"),
    )
    op.create_table(
        "remembered_columns",
        sa.Column("header_key", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("header_key", name="pk_remembered_columns"),
    )
    for column in (
        sa.Column("phone_key", sa.String()),
        sa.Column("name_key", sa.String()),
        sa.Column("import_id", sa.String()),
        sa.Column("source_line", sa.Integer()),
        sa.Column("original_json", sa.String()),
    ):
        op.add_column("leads", column)
    for name in ("phone_key", "name_key", "import_id"):
        op.create_index(f"ix_leads_{name}", "leads", [name])
    _fill_keys()


def _fill_keys() -> None:
    leads = sa.table(
        "leads", *(sa.column(name) for name in ("id", "name", "company", "phone", "phone_key", "name_key"))
    )
    connection = op.get_bind()
    change = (
        leads.update()
        .where(leads.c.id == sa.bindparam("pk"))
        .values(phone_key=sa.bindparam("new_phone"), name_key=sa.bindparam("new_name"))
    )
    last = 0
    while True:
        rows = connection.execute(
            sa.select(leads.c.id, leads.c.name, leads.c.company, leads.c.phone)
            .where(leads.c.id > last)
            .order_by(leads.c.id)
            .limit(5_000)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        connection.execute(
            change, [{"pk": row.id, "new_phone": _phone(row.phone), "new_name": _name(row)} for row in rows]
        )


def _phone(phone: str | None) -> str | None:
    digits = "".join(character for character in phone or "" if character.isdigit())
    return ("+" if (phone or "").strip().startswith("+") else "") + digits if digits else None


def _name(row: Any) -> str | None:
    if not row.name or not row.company:
        return None
    return " ".join(f"{row.name} @ {row.company}".casefold().split())
