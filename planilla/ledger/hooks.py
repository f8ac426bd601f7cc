"""The service's webhooks: kept once each, as hints of what to ask about, and not for ever.

The `msg` of an `error` is the only documented place of the reason of a queue's
failure (api.md 8): it is looked up here once a search shows the failure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, update

from planilla.common.calendar import now
from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.database import insert_new, reading, writing
from planilla.ledger.tables import hooks
from planilla.model.operation import Operation

FAILED = "error"
MOST_UNASKED = 20_000
MOST_ASKED = 20_000
MOST_REASONS = 5  # of one failure
KEPT = timedelta(days=30)


class TooManyHooks(Exception):
    """More wait to be asked about than are kept: the service is to send this one again."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One webhook; `body` is its JSON as far as it is kept, `account` whose token it came with."""

    hook_id: str
    evento: str
    external_reference: str
    body: str
    account: str = ""


class Hooks:
    """The hooks of a ledger; at most so many unasked, and of those asked about the newest."""

    def __init__(
        self, engine: Engine, most_unasked: int = MOST_UNASKED, most_asked: int = MOST_ASKED
    ) -> None:
        self._engine = engine
        self._most_unasked = most_unasked
        self._most_asked = most_asked

    def keep(self, hook: Hook) -> bool:
        """On disk when this returns; False for one that was there already.

        Raises `TooManyHooks` when nobody has asked about the earlier ones.
        """
        values = {
            "hook_id": hook.hook_id,
            "received_at": now(),
            "evento": hook.evento,
            "external_reference": hook.external_reference,
            "body": hook.body,
            "account": hook.account,
        }
        with writing(self._engine) as connection:
            unasked = select(func.count()).where(hooks.c.asked_at.is_(None))
            if connection.execute(unasked).scalar_one() >= self._most_unasked:
                raise TooManyHooks
            return insert_new(connection, hooks, values) == 1

    def unasked(self) -> list[Hook]:
        """The hooks about which the service has not been asked yet, oldest first."""
        query = select(hooks).where(hooks.c.asked_at.is_(None)).order_by(hooks.c.received_at)
        with reading(self._engine) as connection:
            return [
                Hook(row.hook_id, row.evento, row.external_reference, row.body, row.account)
                for row in connection.execute(query)
            ]

    def asked(self, hook_ids: Collection[str]) -> None:
        """The service has been asked about these; those of long ago are forgotten."""
        wanted = sorted(hook_ids)
        with writing(self._engine) as connection:
            for some in chunks(wanted):
                connection.execute(
                    update(hooks).where(hooks.c.hook_id.in_(some)).values(asked_at=now())
                )
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        """Keep of those asked about the newest, and none for longer than `KEPT`."""
        known = hooks.c.asked_at.is_not(None)
        newest = (
            select(hooks.c.asked_at)
            .where(known)
            .order_by(hooks.c.asked_at.desc())
            .offset(self._most_asked)
            .limit(1)
        )
        oldest: datetime | None = connection.execute(newest).scalar()
        limit = max(filter(None, (oldest, now() - KEPT)))
        connection.execute(delete(hooks).where(known, hooks.c.asked_at <= limit))

    def why(self, operation: Operation) -> tuple[str, ...]:
        """What the newest hook said of an operation's failure, since it was last sent.

        One whose token names another account says nothing; one without a token may be
        anybody's. A hint, like every hook: whether it failed is for the search to say.
        """
        own = hooks.c.account.in_(["", operation.account])
        query = (
            select(hooks.c.body)
            .where(
                hooks.c.external_reference == operation.external_reference,
                hooks.c.evento == FAILED,
                own,
            )
            .order_by(hooks.c.received_at.desc())
            .limit(1)
        )
        since = _last_sent(operation)
        if since is not None:
            query = query.where(hooks.c.received_at >= since)
        with reading(self._engine) as connection:
            body = connection.execute(query).scalar()
        return () if body is None else _messages(rows.parse(body))

    def count(self) -> int:
        """How many are kept."""
        with reading(self._engine) as connection:
            return int(connection.execute(select(func.count()).select_from(hooks)).scalar_one())


def _last_sent(operation: Operation) -> datetime | None:
    again = operation.evidence.get("since")
    moments = [operation.sent_at, datetime.fromisoformat(str(again)) if again else None]
    return max((moment for moment in moments if moment is not None), default=None)


def _messages(body: Mapping[str, Any]) -> tuple[str, ...]:
    found = body.get("msg")
    texts = [text.strip() for text in found or () if isinstance(text, str)]
    return tuple(dict.fromkeys(filter(None, texts)))[:MOST_REASONS]
