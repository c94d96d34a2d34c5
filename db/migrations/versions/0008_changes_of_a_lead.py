"""What imports changed is found by the lead too: taking one back asks for each lead."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_imported_changes_lead_pk", "imported_changes", ["lead_pk"])
