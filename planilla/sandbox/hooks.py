"""Webhooks, as the service sends them: hints that come late, twice, or out of order.

Each carries the secret of its point of sale in a header (api.md 8).
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

import httpx

from planilla.common.calendar import BUENOS_AIRES, now
from planilla.sandbox.rehearsal import Rehearsal
from schemas.service import contract

TOKEN_HEADER = "TF-WebhookToken"  # noqa: S105 - a name
AGENT = "TusFacturasAPP-webhook/1.0"
FIRST_TIMEOUT = 20.0
RETRY_TIMEOUT = 5.0
RETRY_DELAYS = (300, 1800, 10800, 21600, 43200)  # seconds
AT_ONCE = 8


def webhook_token_of(point: int, cuit: str) -> str:
    """The secret that the webhooks of a point of sale carry, unless one is given for all."""
    return f"sandbox-webhook-{cuit}-{point:05d}"


@dataclass
class Hooks:
    """Events told to `url`; `sent` is every event told, `token` the secret of all points of sale.

    How late, how often and in which form is the rehearsal's.
    """

    rehearsal: Rehearsal
    cuit: str
    url: str | None = None
    token: str | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._client: httpx.AsyncClient | None = None
        self._deliveries: set[asyncio.Task[None]] = set()

    def tell(self, evento: str, reference: str, point: int, *msg: str) -> None:
        """Keep an event, and send it in the background; returns at once.

        Nothing is told of what was sent without a reference.
        """
        if reference:
            named = {"external_reference": self._id(reference)}
            self._tell(
                {"evento": evento, "recurso": "facturacion", **named, "msg": list(msg)}, point
            )

    def test(self, point: int) -> None:
        """What the service sends when an address is tried: it is about no comprobante."""
        self._tell({"evento": "test", "recurso": "test", "msg": []}, point)

    def _id(self, text: str) -> str | int:
        """As a number where it is one, if the rehearsal wants it so."""
        plain = text.isascii() and text.isdigit() and not text.startswith("0")
        return int(text) if self.rehearsal.number_ids and plain else text

    def _tell(self, event: dict[str, Any], point: int) -> None:
        number = self.rehearsal.number_ids
        payload = {
            "creado": f"{now().astimezone(BUENOS_AIRES):%d/%m/%Y %H:%M:%S}",
            **event,
            "intento": 1,
            "hook_id": secrets.randbelow(10**9) if number else secrets.token_hex(12),
        }
        faults = contract().hook.request_faults(payload)
        assert not faults, faults  # noqa: S101 - a webhook that no document knows is our error
        self.sent.append(payload)
        if self.url is not None:
            token = self.token or webhook_token_of(point, self.cuit)
            for _ in range(2 if self.rehearsal.hook_twice else 1):
                delivery = self._deliver(self.url, token, payload)
                task = asyncio.get_running_loop().create_task(delivery)
                self._deliveries.add(task)
                task.add_done_callback(self._deliveries.discard)

    async def _deliver(self, url: str, token: str, payload: dict[str, Any]) -> None:
        """Until it is answered with 200, or the delays are used up."""
        for attempt, delay in enumerate((0, *RETRY_DELAYS), start=1):
            await asyncio.sleep(delay * self.rehearsal.hook_retry_scale)
            timeout = FIRST_TIMEOUT if attempt == 1 else RETRY_TIMEOUT
            if await self._posted(url, token, {**payload, "intento": attempt}, timeout):
                return

    async def _posted(self, url: str, token: str, payload: dict[str, Any], seconds: float) -> bool:
        if self._client is None:
            limits = httpx.Limits(max_connections=AT_ONCE)
            self._client = httpx.AsyncClient(headers={"User-Agent": AGENT}, limits=limits)
        try:
            patience = httpx.Timeout(seconds, pool=None)  # waiting for its turn is not an attempt
            headers = {TOKEN_HEADER: token}
            answer = await self._client.post(url, json=payload, headers=headers, timeout=patience)
        except (httpx.HTTPError, httpx.InvalidURL):
            return False
        return answer.status_code == 200

    async def close(self) -> None:
        """Forget what is still to be sent."""
        for task in list(self._deliveries):
            task.cancel()
        if self._client is not None:
            await self._client.aclose()
