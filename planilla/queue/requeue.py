"""What may be done to what is in the queue: retry, drop, change the date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.ask_what_the_queue_did import Refresh
from planilla.dispatch.outage_breaker import Breaker
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation
from planilla.pdf.fetch import Fetcher
from planilla.queue.act import Action, Hand, Requeued
from planilla.settings.connection import Services, connector
from planilla.settings.settings import Settings

__all__ = ["Action", "Requeued", "requeue"]


async def requeue(
    settings: Settings,
    ledger: Ledger,
    targets: Sequence[Operation],
    action: Action,
    fecha: date | None = None,
) -> Requeued:
    """Do something to operations that are in the queue; `fecha` is for `Action.DATE`.

    What failed is sent again in its original order, before anything later of its
    sequence (api.md 7). Raises `SettingsError`, `LedgerError` and `Misconfigured`.
    """
    done = Requeued({operation.id: operation for operation in targets})
    scopes = sorted({operation.scope for operation in targets})
    names = {scope: ledger.set_of(scope) for scope in scopes}
    connect = connector(settings, ledger)
    fetcher = Fetcher(ledger, settings, connect)
    fetcher.start()
    services = Services(connect)
    adoption = Adoption(ledger, settings.settle_seconds, settings.retry_seconds)
    try:
        breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
        refresh = Refresh(ledger, breaker, adoption, fetcher.want)
        for scope in scopes:
            hand = Hand(ledger, services.of(names[scope]), breaker, refresh, adoption, done)
            own = [operation.id for operation in targets if operation.scope == scope]
            await hand.scope(scope, own, action, fecha)
        await fetcher.drain()
    finally:
        await services.close()
        await fetcher.close()
    return done
