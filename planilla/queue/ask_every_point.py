"""What the queue did meanwhile, learned by asking: for `status --refresh`, hooks and schedules."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from planilla.common.errors import Misconfigured, SettingsError
from planilla.dispatch.lookup.adoption import Adoption
from planilla.dispatch.lookup.ask_what_the_queue_did import Refresh
from planilla.dispatch.outage_breaker import Breaker
from planilla.ledger.ledger import Ledger
from planilla.model.operation import Operation, Queue
from planilla.pdf.fetch import Fetcher
from planilla.settings.connection import Services, connector
from planilla.settings.settings import Settings


@dataclass
class News:
    """What asking showed: operations by what the queue says of them; `busy` points of sale."""

    seen: Counter[Queue] = field(default_factory=Counter)
    busy: list[str] = field(default_factory=list)
    trouble: str = ""


async def ask_queue(settings: Settings, ledger: Ledger, *, force: bool = False) -> News:
    """Ask about all that is in the queue and due (or everything, with `force`), and fetch PDFs.

    Hooks say what is due at once; they are marked as asked when the service has
    answered. A point of sale that another process works is left to it. Raises
    `SettingsError`, `LedgerError` and `Misconfigured`.
    """
    connect = connector(settings, ledger)
    fetcher = Fetcher(ledger, settings, connect)
    fetcher.start()
    services = Services(connect)
    try:
        news = await _ask(settings, ledger, services, fetcher.want, force=force)
        await fetcher.drain()
    finally:
        await services.close()
        await fetcher.close()
    return news


async def _ask(
    settings: Settings,
    ledger: Ledger,
    services: Services,
    want: Callable[[Operation], None],
    *,
    force: bool,
) -> News:
    breaker = Breaker(settings.retry_seconds, settings.budget_seconds)
    adoption = Adoption(ledger, settings.settle_seconds, settings.retry_seconds)
    refresh = Refresh(ledger, breaker, adoption, want)
    news = News()
    hinted = await ledger.awaited.unasked_hooks()
    for scope in await asyncio.to_thread(ledger.queue.scopes):
        if breaker.exhausted:
            break
        lease = await ledger.awaited.take(scope)
        if lease is None:
            news.busy.append(scope)
            continue
        try:
            service = services.of(ledger.set_of(scope))
            seen = await refresh.scope(lease, service, force=force)
            news.seen.update(operation.queue for operation in seen)
        except (Misconfigured, SettingsError) as error:
            news.trouble = str(error)  # of one set: the others are asked all the same
        finally:
            await ledger.awaited.release(lease)
    if breaker.reason:
        news.trouble = news.trouble or breaker.reason
    if not news.trouble and not news.busy:
        await asyncio.to_thread(ledger.hooks.asked, [hook.hook_id for hook in hinted])
    return news
