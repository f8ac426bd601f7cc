"""Webhooks, as the service sends them: hints that come late, twice, or out of order."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx

from planilla.calendar import BUENOS_AIRES, now

AGENT = "TusFacturasAPP-webhook/1.0"
FIRST_TIMEOUT = 20.0
RETRY_TIMEOUT = 5.0
RETRY_DELAYS = (300, 1800, 10800, 21600, 43200)  # seconds
AT_ONCE = 8


@dataclass
class Hooks:
    """Events told to `url`; `retry_scale` shortens the delays; `sent` is every event told.

    With `twice` each delivery is made twice, as the real service may do.
    """

    url: str | None = None
    retry_scale: float = 1.0
    twice: bool = False
    sent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._client: httpx.AsyncClient | None = None
        self._deliveries: set[asyncio.Task[None]] = set()

    def tell(self, evento: str, reference: str, *msg: str) -> None:
        """Keep an event, and send it in the background; returns at once."""
        payload = {
            "creado": f"{now().astimezone(BUENOS_AIRES):%d/%m/%Y %H:%M:%S}",
            "evento": evento,
            "recurso": "facturacion",
            "external_reference": reference,
            "intento": 1,
            "msg": list(msg),
            "hook_id": secrets.token_hex(12),
        }
        self.sent.append(payload)
        if self.url is not None:
            for _ in range(2 if self.twice else 1):
                task = asyncio.get_running_loop().create_task(self._deliver(self.url, payload))
                self._deliveries.add(task)
                task.add_done_callback(self._deliveries.discard)

    async def _deliver(self, url: str, payload: dict[str, Any]) -> None:
        """Until it is answered with 200, or the delays are used up."""
        for attempt, delay in enumerate((0, *RETRY_DELAYS), start=1):
            await asyncio.sleep(delay * self.retry_scale)
            timeout = FIRST_TIMEOUT if attempt == 1 else RETRY_TIMEOUT
            if await self._posted(url, {**payload, "intento": attempt}, timeout):
                return

    async def _posted(self, url: str, payload: dict[str, Any], timeout: float) -> bool:  # noqa: ASYNC109 - httpx's
        if self._client is None:
            limits = httpx.Limits(max_connections=AT_ONCE)
            self._client = httpx.AsyncClient(headers={"User-Agent": AGENT}, limits=limits)
        try:
            patience = httpx.Timeout(timeout, pool=None)  # waiting for its turn is not an attempt
            answer = await self._client.post(url, json=payload, timeout=patience)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return answer.status_code == 200

    async def close(self) -> None:
        """Forget what is still to be sent."""
        for task in list(self._deliveries):
            task.cancel()
        if self._client is not None:
            await self._client.aclose()
