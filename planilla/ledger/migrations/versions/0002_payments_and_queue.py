"""Payments, the queue, what people answer, and the service's hooks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("queue", "reason", "evidence"):
        op.add_column("operations", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_operations_comprobante", "operations", ["punto_venta", "tipo", "number"])
    op.create_index("ix_operations_queue", "operations", ["queue"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("operation_id", sa.Integer(), sa.ForeignKey("operations.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
    )
    op.create_index("ix_reviews_operation", "reviews", ["operation_id"])
    op.create_table(
        "balances",
        sa.Column("scope", sa.Text(), primary_key=True),
        sa.Column("paid_elsewhere", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "hooks",
        sa.Column("hook_id", sa.Text(), primary_key=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evento", sa.Text(), nullable=False),
        sa.Column("external_reference", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_hooks_asked", "hooks", ["asked_at"])
