"""`pagar` and `reenviar`: what is done to a comprobante that exists, without AFIP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from planilla.sandbox import answers
from planilla.sandbox.asked import Asked
from planilla.sandbox.books import Books, lane_of
from planilla.sandbox.means import OVERPAID, block_problems
from planilla.sandbox.naming import lane_named, whole
from planilla.sandbox.owed import in_pesos, left_of
from planilla.sandbox.rehearsal import Rehearsal

NOT_FOUND = "No se han encontrado comprobantes."
NO_MAIL = "El comprobante no fue emitido con envio por e-mail."


def named(books: Books, asked: Asked) -> dict[str, Any] | None:
    """The comprobante that a request names by number."""
    return books.find(lane_named(asked.comprobante), whole(asked.comprobante.get("numero")))


def overpaid(comprobante: dict[str, Any]) -> bool:
    """Whether the `pagos` of a new comprobante are more than its total, in pesos."""
    block: Any = comprobante.get("pagos")
    return bool(block) and Decimal(str(block["total"])) > in_pesos(comprobante)


@dataclass(frozen=True)
class Desk:
    """The two methods; `rehearsal` says how long their work takes."""

    books: Books
    rehearsal: Rehearsal

    async def pagar(self, asked: Asked) -> dict[str, Any]:
        """Register a payment, in pesos: the same call twice is two payments."""
        block = asked.comprobante["pagos"]
        if found := block_problems(block):
            return answers.refused(found)
        held = named(self.books, asked)
        if held is None:
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

    async def reenviar(self, asked: Asked) -> dict[str, Any]:
        """E-mail it again, if it was issued to be e-mailed."""
        await asyncio.sleep(self.rehearsal.latency)
        held = named(self.books, asked)
        if held is None:
            return answers.failure(NOT_FOUND)
        if held["cliente"].get("envia_por_mail") != "S":
            return answers.failure(NO_MAIL)
        self.books.mail(held, str(held["cliente"].get("email") or ""))
        return {"error": "N"}
