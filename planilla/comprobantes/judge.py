"""What the model says of the rows of a file whose cells are all read, and what they add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from planilla.comprobantes.earlier_readings import shared_total
from planilla.comprobantes.earlier_totals import amount
from planilla.comprobantes.reach_total import way
from planilla.model.issuers import Issuer
from planilla.reading.typed_rows import Typed
from schemas.columns import BY_NAME
from schemas.comprobantes import Comprobantes
from schemas.context import Context
from schemas.priced import GROSS, NET
from schemas.sounding import Sound, heard
from schemas.totals import GROUP

UNREAD_TAXES = (
    " No se toma lo que dice {columns}: una percepción va en tributo_1_tipo, tributo_1_regimen, "
    "tributo_1_base_imponible, tributo_1_alicuota y tributo_1_total."
)
Owned = tuple[Sequence[int], Issuer]
"""The positions of a comprobante's rows, and whose it is."""


def judge(typed: Typed, owned: Sequence[Owned], context: Context) -> Sequence[Decimal | None]:
    """The total of each comprobante, with every rule's fault written down.

    None where the general discount takes more than there is. The context is of no issuer:
    each comprobante has its own.
    """
    if not owned:
        return []
    positions = [position for group, _ in owned for position in group]
    numbers = [number for number, (group, _) in enumerate(owned) for _ in group]

    def shared(group: int) -> Decimal:
        return shared_total([typed.rows[position] for position in owned[group][0]])

    names = [name for name in BY_NAME if name in typed.frame.columns]
    frame = typed.frame.select(names)[positions].with_columns(*_issuers(owned))
    groups = pl.Series(GROUP, numbers, pl.UInt32)
    ready = Comprobantes.prepared(frame, context, groups, shared)
    for position, column, code, words in Comprobantes.told(ready):
        own = owned[numbers[position]][0]
        more = words_of_file(code, typed, own)
        typed.faults.add(typed.numbers[positions[position]], column, code, **{**words, **more})
    totals = ready.filter(pl.col("_first"))["_total"].to_list()
    return [None if cents is None else Decimal(cents).scaleb(-2) for cents in totals]


def words_of_file(code: str, typed: Typed, own: Sequence[int]) -> dict[str, str]:
    """What a message says that only the file knows."""
    if code == "PRECIOS_DISTINTOS":
        return {
            f"{n}_heading": typed.faults.heading(c) for n, c in (("net", NET), ("gross", GROSS))
        }
    if code == "TOTAL":
        return {"way": _way(typed, own), "unread": _unread_taxes(typed, own)}
    return {}


def _unread_taxes(typed: Typed, own: Sequence[int]) -> str:
    """The columns of taxes that a row has filled in and that no column of ours is."""
    sheet, read = typed.sheet, set(typed.faults.places.values())
    found = [
        f"«{heading}»"
        for place, heading in enumerate(sheet.headings)
        if place not in read and (said := heard(heading)) and said.sound is Sound.TAX
        if any(_is_more(sheet.text[position, f"c{place}"]) for position in own)
    ]
    return UNREAD_TAXES.format(columns=", ".join(found)) if found else ""


def _is_more(text: str | None) -> bool:
    """Whether a cell says more than nothing."""
    return text is not None and bool(text.strip("$ 0.,-"))


def _way(typed: Typed, own: Sequence[int]) -> str:
    """How the total is reached; of prices with IVA the file has no net one to be changed."""
    rows = [typed.rows[position] for position in own]
    if any(typed.numbers[position] in typed.nets for position in own):
        return ""
    return way(rows, [typed.numbers[position] for position in own], amount(rows[0], "total"))


def _issuers(owned: Sequence[Owned]) -> list[pl.Series]:
    """Whose each row is, as the rules read it."""
    cuits = [issuer.digits or None for group, issuer in owned for _ in group]
    conditions = [issuer.condicion_iva or None for group, issuer in owned for _ in group]
    return [pl.Series("_cuit", cuits, pl.String), pl.Series("_condicion", conditions, pl.String)]
