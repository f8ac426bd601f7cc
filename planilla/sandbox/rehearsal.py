"""How the sandbox behaves, beside its faults: what the documents leave open is a switch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class AnotherPoint(StrEnum):
    """What becomes of a body that names another point of sale than its credentials'."""

    REFUSED = "refused"
    OWN = "own"  # what it names is ignored: the credentials' own point is meant
    SERVED = "served"  # as if the credentials were of that point


class Numeracion(StrEnum):
    """What `numeracion` tells: older pages say the next, the newest the last (api.md 2)."""

    NEXT = "next"
    LAST = "last"


@dataclass
class Rehearsal:
    """How the sandbox behaves; seconds throughout. It may be changed while it runs."""

    latency: float = 0.0  # of everything that changes something
    lot_takes: float = 2.0  # so many times as long as one comprobante
    late: float = 0.5  # how long the work of a 524 goes on after its answer
    outage: float = 1.0
    pdf_life: float | None = None  # None: until the end of the day
    strict_search: bool = False  # nothing found is error S, not an empty page
    absence: str = "No se han encontrado comprobantes."  # how a look-up says that there is none
    page: int = 1000  # the most that a search shows at once, whatever it is asked for
    hook_retry_scale: float = 1.0  # of the service's 5 minutes to 12 hours
    hook_twice: bool = False  # every webhook is delivered two times
    one_set_serves_all: bool = True  # one more set, that is of all points of sale
    one_set_shows: int | None = None  # the only point of sale that searches with that set show
    another_point: AnotherPoint = AnotherPoint.REFUSED
    numeracion: Numeracion = Numeracion.NEXT
    number_without_point: bool = False  # `comprobante_nro` as 0000031, not 00012-00000031
    webhook_address: bool = True  # set at the service, as queueing needs it
    queued_number: bool = False  # one of the queue is shown with a number that is not fiscal
    reason_in_search: bool = False  # why one of the queue failed, in `afip_observaciones`
    silent_lot: bool = False  # a lot whose requests are all wrong answers with no `response`
    nested_lot: bool = False  # `lotes` answers with a `response` inside of its `response`
    number_ids: bool = False  # a webhook's ids as numbers, where they are numbers
    account_name: str | None = None  # the account's list inside an object, under this name
    quota: int = 100_000  # comprobantes of the plan, issued and queued
    top_of_consumers: Decimal = Decimal(10_000_000)  # what `topecf` tells
    # what is planned, as {desde, hasta, titulo, texto}
    maintenances: list[dict[str, str]] = field(default_factory=list)
    fce_receivers: dict[str, Any] = field(default_factory=dict)  # CUIT: from which amount
    # CUIT: since which day ARCA holds it for an issuer of false invoices
    apocryphal: dict[str, str] = field(default_factory=dict)
    # what `afip-info` says of a CUIT, in place of what it would; with `error: S` too
    registered: dict[str, dict[str, Any]] = field(default_factory=dict)
    rates: dict[str, Decimal] = field(default_factory=lambda: {"DOL": Decimal("1432.50")})
    strict_notes: bool = False  # what a note corrects must exist, be of its point and no later


def _yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise ValueError(text)
    return text == "yes"


SWITCHES: dict[str, Callable[[str], object]] = {
    "another_point": AnotherPoint,
    "numeracion": Numeracion,
    "one_set_serves_all": _yes_or_no,
    "one_set_shows": int,
    "absence": str,
    "number_without_point": _yes_or_no,
    "webhook_address": _yes_or_no,
    "queued_number": _yes_or_no,
    "reason_in_search": _yes_or_no,
    "silent_lot": _yes_or_no,
    "nested_lot": _yes_or_no,
    "number_ids": _yes_or_no,
    "account_name": str,
    "quota": int,
    "top_of_consumers": Decimal,
    "strict_notes": _yes_or_no,
}
"""What the command line may set, and how each is read from a text."""
