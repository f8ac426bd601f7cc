"""The webhooks that were due, for a test to deliver as it likes: late, twice, out of order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tests.double.books import Point
from tests.double.values import Body

if TYPE_CHECKING:
    from tests.double.core import Double

USER_AGENT = "TusFacturasAPP-webhook/1.0"
RETRIES = (300, 1800, 3 * 3600, 6 * 3600, 12 * 3600)  # seconds after a failed delivery


@dataclass(frozen=True, slots=True)
class Hook:
    """One delivery: POST `body` as JSON with `headers`. `at` is when it became due."""

    at: datetime
    point: Point
    body: Body

    @property
    def headers(self) -> dict[str, str]:
        return {"User-Agent": USER_AGENT, "TF-WebhookToken": self.point.webhook_token}


def made(
    double: Double,
    point: Point,
    evento: str,
    reference: str,
    attempt: int = 1,
    msg: list[str] | None = None,
) -> Hook:
    """Numbers for the ids, by a switch, where they can be numbers."""
    as_numbers = double.switches.hook_numbers
    order = len(double.hooks) + 1
    body: Body = {
        "creado": double.now.strftime("%d/%m/%Y %H:%M:%S"),
        "evento": evento,
        "recurso": "facturacion",
        "external_reference": int(reference) if as_numbers and reference.isdecimal() else reference,
        "intento": attempt,
        "msg": msg or [],
        "hook_id": order if as_numbers else f"h-{order}",
    }
    return Hook(double.now, point, body)


def trial(double: Double, point: Point) -> Hook:
    """What the service's own button sends: it may have no ids."""
    return Hook(double.now, point, {"evento": "test", "recurso": "test"})
