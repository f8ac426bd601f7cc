"""The service's webhooks: kept once each, as hints of what to ask about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Engine, func, select, update

from planilla.calendar import now
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.lookup import CHUNK
from planilla.ledger.tables import hooks


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook; `body` is its JSON as it came."""

    hook_id: str
    evento: str
    external_reference: str
    body: str


class Hooks:
    """The hooks of a ledger."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, hook: Hook) -> bool:
        """On disk when this returns; False for one that was there already."""
        values = {
            "hook_id": hook.hook_id,
            "received_at": now(),
            "evento": hook.evento,
            "external_reference": hook.external_reference,
            "body": hook.body,
        }
        with writing(self._engine) as connection:
            return insert_new(connection, hooks, values) == 1

    def unasked(self) -> list[Hook]:
        """The hooks about which the service has not been asked yet, oldest first."""
        query = select(hooks).where(hooks.c.asked_at.is_(None)).order_by(hooks.c.received_at)
        with reading(self._engine) as connection:
            return [
                Hook(row.hook_id, row.evento, row.external_reference, row.body)
                for row in connection.execute(query)
            ]

    def asked(self, hook_ids: Collection[str]) -> None:
        """The service has been asked about these."""
        wanted = sorted(hook_ids)
        with writing(self._engine) as connection:
            for start in range(0, len(wanted), CHUNK):
                connection.execute(
                    update(hooks)
                    .where(hooks.c.hook_id.in_(wanted[start : start + CHUNK]))
                    .values(asked_at=now())
                )

    def count(self) -> int:
        """How many are kept."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.count()).select_from(hooks)).scalar_one())
