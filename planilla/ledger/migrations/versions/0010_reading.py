"""Which version of the reading made an operation of a row; what is there was read by the first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "operations", sa.Column("reading", sa.Integer(), nullable=False, server_default="1")
    )
    op.create_index("ix_operations_file", "operations", ["file_id", "first_row"])
