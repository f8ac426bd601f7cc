"""Our own two sources of documents: the ledger and the service."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.common.calendar import parse_service_date
from planilla.common.money import PESOS, cents, rate
from planilla.dispatch.steps.payment.balance_before_and_after import PAID
from planilla.ledger.credit_notes import CREDIT, corrected
from planilla.ledger.payments import UNPAID
from planilla.model.operation import Operation
from planilla.reconcile.ledger_then import LedgerThen, Name
from planilla.reconcile.matching.frames import documents
from planilla.service.answers import Held
from planilla.service.figures import amount, text
from schemas.codes import code
from schemas.tables import TIPOS, Clase

LEDGER, SERVICE = "planilla", "TusFacturasAPP"


def from_ledger(ledger: LedgerThen, accounts: Collection[str]) -> pl.DataFrame:
    """What planilla issued for some accounts, each with what is left after its own payments.

    Nothing is said of what is left of one that a credit note may have paid off, nor of the note.
    """
    issued = [one for one in ledger.issued() if one.number is not None and one.account in accounts]
    paid = ledger.paid()
    for one in issued:
        block = one.body["comprobante"].get("pagos") or {}
        name = (one.account, one.comprobante)
        paid[name] = paid.get(name, Decimal(0)) + Decimal(str(block.get("total") or 0))
    corrected = _corrections(issued)
    unsaid = _paid_off(issued, corrected, paid)
    return documents(_issued(one, paid, corrected, unsaid) for one in issued)


def _corrections(issued: Sequence[Operation]) -> dict[int, str]:
    """What each note details, if it details one: named in its body, or by a row's referencia."""
    by_referencia = {(one.account, one.referencia): one.comprobante for one in issued}
    found: dict[int, str] = {}
    for one in issued:
        if one.depends_on is None:
            named = corrected(one.body["comprobante"])
        else:
            named = by_referencia.get((one.account, one.depends_on))
        if named is not None:
            found[one.id] = named
    return found


def _paid_off(
    issued: Sequence[Operation], corrections: Mapping[int, str], paid: Mapping[Name, Decimal]
) -> set[int]:
    """The notes that may have paid off by themselves what they equal, and what that is.

    Whether the service did so only the service can say (`planilla.ledger.credit_notes`).
    """
    by_name = {(one.account, one.comprobante): one for one in issued}
    found: set[int] = set()
    for note in issued:
        name = (note.account, corrections.get(note.id, ""))
        other = by_name.get(name)
        if note.tipo not in CREDIT or other is None or other.id in found or paid[name] != 0:
            continue
        if (note.total, _money(note)) == (other.total, _money(other)):
            found |= {note.id, other.id}
    return found


def _money(operation: Operation) -> tuple[str, Decimal | None]:
    told = operation.body["comprobante"].get("cotizacion")
    return operation.moneda, None if operation.moneda == PESOS else rate(told)


def _issued(
    operation: Operation,
    paid: Mapping[Name, Decimal],
    corrections: Mapping[int, str],
    unsaid: Collection[int],
) -> dict[str, Any]:
    receiver, whole = operation.body["cliente"], operation.body["comprobante"]
    moneda, cotizacion = _money(operation)
    pesos = cents(operation.total * (cotizacion or 1))
    left = pesos - paid[operation.account, operation.comprobante]
    return {
        "id": f"planilla:{operation.id}",
        "source": LEDGER,
        "documento_nro": operation.documento_nro.lstrip("0") or None,
        "razon_social": receiver.get("razon_social"),
        "tipo": operation.tipo,
        "punto_venta": operation.punto_venta,
        "numero": operation.number,
        "fecha": operation.fecha,
        "vencimiento": _day(whole.get("vencimiento")),
        "moneda": moneda,
        "cotizacion": cotizacion,
        "total": operation.total,
        "signo": _sign(operation.tipo),
        "cae": operation.cae or None,
        "referencia": operation.referencia,
        "estado": "EMITIDO",
        "saldo": None if operation.id in unsaid else left,
        "asociado": corrections.get(operation.id),
    }


def from_service(found: Iterable[Held]) -> pl.DataFrame:
    """What the service holds; a partly paid one has no figure of what is left."""
    rows = []
    for held in found:
        if held.number is None or held.total is None or held.in_queue:
            continue
        tipo = code(held.tipo, "tipo") or held.tipo
        told = text(held.inner.get("moneda")) or PESOS
        moneda = code(told, "moneda") or told
        cotizacion = None if moneda == PESOS else rate(amount(held.inner.get("cotizacion")))
        pesos = cents(held.total * (cotizacion or 1))
        left = {PAID: Decimal(0), UNPAID: pesos}.get(held.ctacte_status)
        rows.append(
            {
                "id": f"servicio:{held.comprobante}",
                "source": SERVICE,
                "documento_nro": held.documento_nro.lstrip("0") or None,
                "razon_social": _receiver(held),
                "tipo": tipo,
                "punto_venta": held.punto_venta,
                "numero": held.number,
                "fecha": held.fecha,
                "vencimiento": _day(held.inner.get("vencimiento")),
                "moneda": moneda,
                "cotizacion": cotizacion,
                "total": held.total,
                "signo": _sign(tipo),
                "cae": held.cae or None,
                "referencia": held.external_reference or None,
                "estado": " · ".join(t for t in (held.status, held.ctacte_status) if t),
                "saldo": left,
                "asociado": corrected(held.inner),
            }
        )
    return documents(rows)


def _sign(tipo: str) -> int:
    known = TIPOS.get(tipo)
    return -1 if known is not None and known.clase is Clase.NOTA_DE_CREDITO else 1


def _receiver(held: Held) -> str | None:
    receiver = held.entry.get("cliente") or held.inner.get("cliente")
    name = receiver.get("razon_social") if isinstance(receiver, dict) else None
    return str(name) if name else None


def _day(text: object) -> date | None:
    return parse_service_date(str(text)) if text else None
