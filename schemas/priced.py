"""The price without IVA of each concept of a typed frame that says the one with it.

What is sent, and what a comprobante is known by, is the net price: a row that says the same
without IVA is the same. How it is found is in `schemas.net_price`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from schemas.checks import DTYPES
from schemas.column import ColumnKind
from schemas.net_price import CENT, Nets, Priced, Sum, nets, ways
from schemas.tables import TIPOS
from schemas.totals import TAXES

NET, GROSS = "precio_unitario_sin_iva", "precio_unitario_con_iva"
CONCEPT = ("cantidad", "bonificacion_porcentaje", "alicuota", NET, GROSS)
HEAD = ("tipo", "bonificacion", "total", *TAXES)
MISSED = "PRECIO_CON_IVA"
ALL_AT_ONCE = "cantidad 1 y precio {price}, con las unidades en la descripción"
ANOTHER = "el precio {price}"
AS_IT_COMES = "{comes} en la columna total, si está bien"
Told = tuple[int, str, Mapping[str, Any]]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class NetPrices:
    """Net prices by the positions of their rows, and what is wrong of rows: position, code, words.

    Where something else of a comprobante is missing or wrong, the price stands as it is: it is
    not issued.
    """

    prices: Mapping[int, Decimal]
    told: Sequence[Told]


def asks(frame: pl.DataFrame) -> bool:
    """Whether any row says its price with IVA."""
    return GROSS in frame and frame[GROSS].count() > 0


def with_net(frame: pl.DataFrame, prices: Mapping[int, Decimal]) -> pl.DataFrame:
    """The frame with these net prices."""
    own = frame[NET].to_list() if NET in frame else [None] * len(frame)
    for position, price in prices.items():
        own[position] = price
    return frame.with_columns(pl.Series(NET, own, DTYPES[ColumnKind.MONEY]))


def net_prices(frame: pl.DataFrame, groups: pl.Series) -> NetPrices:
    """What each price with IVA is without it; of a frame whose blanks are filled by defaults.

    A row that says both has the one without IVA. `groups` tells which rows are of one
    comprobante.
    """
    wanting = frame[GROSS].is_not_null()
    if NET in frame:
        wanting &= frame[NET].is_null()
    names = [name for name in (*CONCEPT, *HEAD) if name in frame]
    own = groups.is_in(groups.filter(wanting).unique().implode())
    positions = own.arg_true().to_list()
    rows = frame.select(names).filter(own).iter_rows(named=True)
    members: dict[int, list[tuple[int, Row]]] = defaultdict(list)
    for position, group, row in zip(positions, groups.filter(own), rows, strict=True):
        members[group].append((position, row))
    prices: dict[int, Decimal] = {}
    told: list[Told] = []
    for those in members.values():
        _worked_out(those, prices, told)
    return NetPrices(prices, told)


def _worked_out(
    those: Sequence[tuple[int, Row]], prices: dict[int, Decimal], told: list[Told]
) -> None:
    asked = _sum([row for _, row in those])
    found = None if asked is None else nets(asked)
    for place, (position, row) in enumerate(those):
        if row.get(NET) is None and row[GROSS] is not None:
            price = row[GROSS] if found is None else found.prices[place]
            prices[position] = round(max(price, Decimal(0)), 3)  # below 0 it is told as it is
    if asked is not None and found is not None and found.comes != found.wanted:
        place, words = _missed(asked, found, those[0][1])
        told.append((those[place][0], MISSED, words))


def _sum(rows: Sequence[Row]) -> Sum | None:
    """A comprobante's concepts; None where a cell is not what it must be, or prices are final."""
    head = rows[0]
    tipo = TIPOS.get(head.get("tipo") or "")
    lines = [_line(row) for row in rows]
    known = tuple(line for line in lines if line is not None)
    discount = head.get("bonificacion") or Decimal(0)
    if tipo is None or tipo.letra == "C" or len(known) < len(rows) or discount < 0:
        return None
    asked = Sum(known, discount, _told_total(head))
    return asked if any(line.moves for line in known) else None


def _line(row: Row) -> Priced | None:
    quantity, discount = row.get("cantidad"), row.get("bonificacion_porcentaje")
    gross = row.get(NET) is None
    price, rate = row[GROSS] if gross else row[NET], row.get("alicuota")
    if quantity is None or discount is None or price is None or rate is None:
        return None
    if quantity <= 0 or price < 0 or not 0 <= discount <= 100:
        return None
    return Priced(quantity, price, discount, Decimal(str(rate)), gross)


def _taxes(head: Row) -> Decimal:
    return sum((head[name] for name in TAXES if head.get(name) is not None), Decimal(0))


def _told_total(head: Row) -> Decimal | None:
    total = head.get("total")
    return None if total is None else total - _taxes(head)


def _missed(asked: Sum, found: Nets, head: Row) -> tuple[int, Mapping[str, Any]]:
    """The concept to be written otherwise, and what fills the message."""
    way = ways(asked)
    comes, wanted = ((one + _taxes(head)).quantize(CENT) for one in (found.comes, found.wanted))
    told = [AS_IT_COMES.format(comes=_written(comes))]
    if way.other is not None:
        told.insert(0, ANOTHER.format(price=_written(way.other)))
    if way.at_once is not None:
        told.insert(0, ALL_AT_ONCE.format(price=_written(way.at_once)))
    words = {"wanted": wanted, "comes": comes, "missing": abs(wanted - comes)}
    return way.place, {**words, "ways": "; o ".join(told)}


def _written(price: Decimal) -> str:
    return f"{price.quantize(CENT):f}".replace(".", ",")
