"""`pagar` and `reenviar`: what is done to a comprobante that exists, without AFIP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from planilla.sandbox import answers
from planilla.sandbox.books import Books, lane_of, left_of
from planilla.sandbox.means import OVERPAID, block_problems
from planilla.sandbox.naming import lane_named, part, whole
from planilla.sandbox.rehearsal import Rehearsal

NOT_FOUND = "No se han encontrado comprobantes."
NO_MAIL = "El comprobante no fue emitido con envio por e-mail."


def named(books: Books, body: dict[str, Any]) -> dict[str, Any] | None:
    """The comprobante that a request names by number."""
    comprobante = part(body, "comprobante")
    return books.find(lane_named(comprobante), whole(comprobante.get("numero")))


@dataclass(frozen=True)
class Desk:
    """The two methods; `rehearsal` says how long their work takes."""

    books: Books
    rehearsal: Rehearsal

    async def pagar(self, body: dict[str, Any]) -> dict[str, Any]:
        """Register a payment: the same call twice is two payments."""
        comprobante = part(body, "comprobante")
        block = comprobante.get("pagos")
        found = [*_sale(comprobante), *block_problems(block)]
        if found:
            return answers.refused(found)
        held = named(self.books, body)
        if held is None or block is None:
            return answers.failure(NOT_FOUND)
        one = (lane_of(held), held["numero"])
        self.books.overlaps += bool(self.books.paying[one])
        self.books.paying[one] += 1
        try:
            await asyncio.sleep(self.rehearsal.latency)
            if Decimal(str(block["total"])) > left_of(held):
                return answers.failure(OVERPAID)
            self.books.pay(held, block)
        finally:
            self.books.paying[one] -= 1
        return answers.success()

    async def reenviar(self, body: dict[str, Any]) -> dict[str, Any]:
        """E-mail it again, if it was issued to be e-mailed."""
        found = _sale(part(body, "comprobante"))
        if found:
            return answers.refused(found)
        await asyncio.sleep(self.rehearsal.latency)
        held = named(self.books, body)
        if held is None:
            return answers.failure(NOT_FOUND)
        if held["cliente"].get("envia_por_mail") != "S":
            return answers.failure(NO_MAIL)
        self.books.mail(held, str(held["cliente"].get("email") or ""))
        return {"error": "N"}


def _sale(comprobante: dict[str, Any]) -> list[tuple[str, str]]:
    wanted = ("tipo", "operacion", "punto_venta", "numero")
    missing = [name for name in wanted if comprobante.get(name) in (None, "")]
    if missing:
        return [("TFC-6001", f"Falta el campo {name}.") for name in missing]
    found = []
    if comprobante["operacion"] != "V":
        found.append(("TFC-6002", "La operacion no es valida."))
    if not 1 <= whole(comprobante["punto_venta"]) <= 99999:
        found.append(("TFC-6002", "El punto de venta no es valido."))
    if not 1 <= whole(comprobante["numero"]) <= 99999999:
        found.append(("TFC-6002", "El numero no es valido."))
    return found
