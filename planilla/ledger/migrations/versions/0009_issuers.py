"""Which company each account's operations are of: its CUIT, where what it issued tells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from planilla.common.afip_qr import issuer_of

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SANDBOX = "sandbox"


def upgrade() -> None:
    issuers = op.create_table(
        "issuers",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("cuit", sa.Text(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
    )
    connection = op.get_bind()
    service = connection.execute(sa.text("SELECT value FROM meta WHERE key = 'service'")).scalar()
    accounts = connection.execute(sa.text("SELECT DISTINCT account FROM operations")).scalars()
    for account in sorted(accounts):
        cuits = set() if service == SANDBOX else _cuits(connection, account)
        # an account that has issued for two CUITs may be either's
        cuit = cuits.pop() if len(cuits) == 1 else ""
        values = {"key": account, "cuit": cuit, "shown": bool(cuit), "lead": account}
        connection.execute(issuers.insert().values(**values))


def _cuits(connection: sa.Connection, account: str) -> set[str]:
    query = sa.text(
        "SELECT DISTINCT afip_qr FROM operations "
        "WHERE account = :account AND state = 'done' AND afip_qr <> ''"
    )
    shown = connection.execute(query, {"account": account}).scalars()
    return {cuit for cuit in map(issuer_of, shown) if cuit}
