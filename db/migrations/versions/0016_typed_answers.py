"""Whether an answer came by phone or on paper instead of by the link."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("invitations", sa.Column("answered_via", sa.String()))
