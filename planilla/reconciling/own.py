"""Our own two sources of documents: the ledger and the service."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.calendar import parse_service_date
from planilla.dispatch.balance import PAID, UNPAID
from planilla.ledger.ledger import Ledger
from planilla.ledger.model import Operation, State
from planilla.matching.frames import documents
from planilla.rows.asked import Kind
from planilla.service.answers import Held
from schemas.tables import TIPOS, Clase

LEDGER, SERVICE = "planilla", "TusFacturasAPP"


def from_ledger(ledger: Ledger, accounts: Collection[str]) -> pl.DataFrame:
    """What planilla issued for some accounts, each with what is left after its own payments."""
    paid = ledger.payments.by_comprobante()
    rows = []
    for operation in ledger.operations.of_kind(Kind.ISSUE, State.DONE):
        if operation.number is not None and operation.account in accounts:
            rows.append(
                _issued(operation, paid.get((operation.account, operation.comprobante), Decimal(0)))
            )
    return documents(rows)


def _issued(operation: Operation, paid: Decimal) -> dict[str, Any]:
    receiver, whole = operation.body["cliente"], operation.body["comprobante"]
    block = whole.get("pagos") or {}
    left = operation.total - paid - Decimal(block.get("total") or 0)
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
        "moneda": operation.moneda,
        "total": operation.total,
        "signo": _sign(operation.tipo),
        "cae": operation.cae or None,
        "referencia": operation.referencia,
        "estado": "EMITIDO",
        "saldo": left,
        "asociado": _corrected(whole.get("comprobantes_asociados")),
    }


def from_service(found: Iterable[Held]) -> pl.DataFrame:
    """What the service holds; a partly paid one has no figure of what is left."""
    rows = []
    for held in found:
        if held.number is None or held.total is None or held.in_queue:
            continue
        left = {PAID: Decimal(0), UNPAID: held.total}.get(held.ctacte_status)
        rows.append(
            {
                "id": f"servicio:{held.comprobante}",
                "source": SERVICE,
                "documento_nro": held.documento_nro.lstrip("0") or None,
                "razon_social": _receiver(held),
                "tipo": held.tipo,
                "punto_venta": held.punto_venta,
                "numero": held.number,
                "fecha": held.fecha,
                "vencimiento": _day(held.inner.get("vencimiento")),
                "moneda": str(held.inner.get("moneda") or "PES"),
                "total": held.total,
                "signo": _sign(held.tipo),
                "cae": held.cae or None,
                "referencia": held.external_reference or None,
                "estado": " · ".join(t for t in (held.status, held.ctacte_status) if t),
                "saldo": left,
                "asociado": _corrected(held.inner.get("comprobantes_asociados")),
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


def _corrected(named: object) -> str | None:
    """The comprobante that a note corrects, when it corrects one."""
    if not isinstance(named, list) or len(named) != 1 or not isinstance(named[0], dict):
        return None
    one = named[0]
    try:
        point, number = int(one["punto_venta"]), int(one["numero"])
    except (KeyError, TypeError, ValueError):
        return None
    return f"{str(one.get('tipo_comprobante', '')).upper()} {point:05d}-{number:08d}"


def _day(text: object) -> date | None:
    return parse_service_date(str(text)) if text else None
