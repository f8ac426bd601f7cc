"""What is intended, beside what the service has: by sale and by payment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from tests.double import Double, Issued
from tests.double.books import Payment, Queued
from tests.simulation.sheets import sale_of


@dataclass
class Intended:
    """All that the files ask for, and what a person has spoilt since by answering wrongly."""

    sales: set[int] = field(default_factory=set)
    payments: dict[tuple[int, Decimal], int] = field(default_factory=dict)  # how often meant
    wronged: set[int] = field(default_factory=set)
    paid_wrongly: set[int] = field(default_factory=set)


def sold(one: Issued | Queued) -> int | None:
    """Which sale a comprobante of the service is."""
    detalle = one.comprobante["detalle"]
    return sale_of(detalle[0]["producto"]["descripcion"])


def counted(double: Double) -> Counter[int | None]:
    """How often each sale is in the books, or in the queue on its way there."""
    issued = Counter(sold(one) for one in double.books.issued)
    return issued + Counter(sold(one) for one in double.books.queue if one.alive)


def of_sale(double: Double, sale: int) -> Issued | None:
    """The comprobante of a sale; the first where there are several."""
    return next((one for one in double.books.issued if sold(one) == sale), None)


def made(double: Double) -> list[Payment]:
    """What was paid by planilla."""
    return [one for one in double.books.payments if one.by == "pagar"]
