"""What the service shows of a comprobante that is paid: its total, its state, its account.

`consulta` tells the total in the comprobante's own currency and `ctacte_status`. A client
with CUIT has a current account, in pesos, that says to the cent what is left of each
comprobante; for the others there is nothing but the state (api.md 2, 4, 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from planilla.common.money import rate
from planilla.model.comprobante_key import Key
from planilla.service.answers import Held
from planilla.service.cobros import AccountRow
from planilla.service.figures import amount, text
from planilla.service.tusfacturas import TusFacturas
from schemas.codes import code
from schemas.tables import Clase

CONCEPT = re.compile(r"^(?P<tipo>.*?)\s+(?P<pv>[0-9]{1,9})-(?P<number>[0-9]{1,9})(?![0-9])")
Row = tuple[str, str, str, str]  # date, concept, debit, credit


class NoTotal(Exception):
    """The service shows the comprobante without its total."""


@dataclass(frozen=True, slots=True)
class AccountShown:
    """A comprobante as the service shows it at one moment.

    `total` is in its own currency, `moneda` and `cotizacion` None where they are not
    shown. Of the account, in pesos: `charged` is what it says the comprobante is,
    `left` what is left to pay, None where it has no such figure; `rows` are all of
    the client's. `muddled` says that it has several figures for the comprobante.
    """

    total: Decimal
    status: str
    moneda: str | None = None
    cotizacion: Decimal | None = None
    charged: Decimal | None = None
    left: Decimal | None = None
    rows: tuple[Row, ...] = ()
    muddled: bool = False


async def look(key: Key, service: TusFacturas) -> AccountShown | None:
    """Ask the service (`consulta`, free; the account, which counts); None when it has no such one.

    Raises `ServiceError` kinds, and `NoTotal` when it does not say how much the
    comprobante is.
    """
    held = await service.consulta(key)
    if held is None or not held.issued:  # one of the queue is nothing to be paid yet
        return None
    if held.total is None:
        raise NoTotal
    rows: Sequence[AccountRow] = ()
    if held.documento_tipo == "CUIT":
        number = "".join(c for c in held.documento_nro if c.isdigit())
        rows = await service.cobros.account(number)
    charged, left, muddled = _figures([row for row in rows if _is(row, key)], key)
    return AccountShown(
        held.total,
        held.ctacte_status,
        _currency(held),
        _rate(held),
        charged,
        left,
        tuple(_plain(row) for row in rows),
        muddled,
    )


def _figures(own: Sequence[AccountRow], key: Key) -> tuple[Decimal | None, Decimal | None, bool]:
    """What the account charges for a comprobante, what it leaves, and whether it is muddled.

    Where it has several rows, that with the charge tells what is left.
    """
    is_credit = key.tipo.startswith(Clase.NOTA_DE_CREDITO)
    charges = {row: row.haber if is_credit else row.debe for row in own}
    charging = [row for row in own if charges[row]]
    charged = {charges[row] for row in charging}
    left = _told(charging) or _told(own)
    muddled = max(len(charged), len(left)) > 1 or any(row.unreadable for row in own)
    return _only(charged), _only(left), muddled


def _told(rows: Sequence[AccountRow]) -> set[Decimal | None]:
    return {row.remaining for row in rows if row.remaining is not None}


def _only(figures: set[Decimal | None]) -> Decimal | None:
    return next(iter(figures)) if len(figures) == 1 else None


def _is(row: AccountRow, key: Key) -> bool:
    """Whether an account row is of the comprobante itself: `FACTURA A 0002-00000002 (…)`."""
    found = CONCEPT.match(row.concepto)
    if found is None:
        return False
    named = (found["tipo"], int(found["pv"]), int(found["number"]))
    return named == (key.tipo.upper(), key.punto_venta, key.number)


def _currency(held: Held) -> str | None:
    told = text(held.inner.get("moneda"))
    return (code(told, "moneda") or told) if told else None


def _rate(held: Held) -> Decimal | None:
    return rate(amount(held.inner.get("cotizacion")))


def _plain(row: AccountRow) -> Row:
    fecha = row.fecha.isoformat() if row.fecha else ""
    return fecha, row.concepto, _figure(row.debe), _figure(row.haber)


def _figure(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:.2f}"
