"""A CAE is one comprobante's: whether the ledger knows it is asked after each that is issued."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_operations_cae", "operations", ["cae"])
