"""The language that an invited person reads."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("invitations", sa.Column("language", sa.String()))
