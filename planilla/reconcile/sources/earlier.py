"""What an earlier version read of a statement's rows, so that they keep the names they had.

The name of a line is what it says and of which source it is. Version 1 took any sheet with
an amount and a description for the sheet of payments, and a footer for a payment.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from planilla.reconcile.matching.frames import PAYMENTS
from planilla.reconcile.sources import making
from planilla.reconcile.sources.fields import Fields
from planilla.reconcile.sources.recognising import locate
from planilla.reconcile.sources.table import Book
from schemas.faults import Fault
from schemas.sources.declaration import Declaration, built_in

FIRST = {
    *("Banco Ciudad", "Banco Galicia", "MercadoPago, cobros", "Banco Nación"),
    *("Pagos de planilla", "Banco Supervielle"),
}
LOOSE = "Pagos de planilla"


def earlier_reading(
    book: Book, declaration: Declaration, titles: Sequence[Fault]
) -> pl.DataFrame | None:
    """The payments that the first version read; None where it read what is read now, or nothing."""
    known = declaration.title in FIRST
    if known and not titles:
        return None
    loose = next(one for one in built_in() if one.title == LOOSE)
    found = locate(book.tops(), declaration if known else loose)
    if found.missing:
        return None
    free = found.declaration.model_copy(update={"never": ()})
    every = free.model_copy(update={"optional": _all_optional(free)})
    used = sorted({place for own in found.places.values() for place in own})
    table = book.table(found.sheet, found.heading, used)
    fields = Fields(table, every, {n: p for n, p in found.places.items() if n != "sentido"})
    fields.keep(fields.kept())
    paid = fields.quietly(lambda: making.movements(fields).payments)
    return paid.select(list(PAYMENTS))


def _all_optional(declaration: Declaration) -> object:
    """Without a date that every row must have."""
    return type(declaration.optional)(fields=tuple(declaration.columns))
