"""Whose a hook is, where its token says so, and those of a reference found without reading all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hooks", sa.Column("account", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_hooks_reference", "hooks", ["external_reference"])
