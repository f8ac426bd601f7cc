"""`nuevo` and `lotes`: what is issued at once, one or up to 20 (api.md 5)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox import answers
from planilla.sandbox.asked import Asked, Problem
from planilla.sandbox.books import Books
from planilla.sandbox.links import Links
from planilla.sandbox.means import OVERPAID
from planilla.sandbox.naming import Lane, lane_named, whole
from planilla.sandbox.owed import in_pesos
from planilla.sandbox.payments import overpaid
from planilla.sandbox.queue import IN_QUEUE, NO_QUOTA, Queue
from planilla.sandbox.regimes import refusal_of_fce
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.validation import Rules

AFIP_DOWN = "Los servidores de AFIP/ARCA no responden. Facturacion bloqueada por unos minutos."
AT_WORK = "10016: Ya hay un comprobante en proceso para ese tipo."
DRAGGED = "Rechazado: un comprobante anterior del lote fue rechazado por AFIP/ARCA."
MANY_TIPOS = "todos los comprobantes del lote deben ser del mismo tipo."
NOT_ASCENDING = "los comprobantes del lote deben ir por fecha y numero, en forma ascendente."


@dataclass(frozen=True)
class Issuing:
    """The two methods, over one company's books."""

    books: Books
    queue: Queue
    links: Links
    rehearsal: Rehearsal
    rules: Rules
    cuit: str
    afip_is_down: Callable[[], bool]

    async def nuevo(self, asked: Asked) -> dict[str, Any]:
        """Issue one, or say why not."""
        cliente, comprobante = asked.cliente, asked.comprobante
        reference = str(comprobante.get("external_reference", ""))
        found = self.rules.problems(cliente, comprobante)
        if found:
            return answers.refused(found, reference)
        refusal = self._refusal([comprobante])
        if refusal:
            return answers.failure(refusal, external_reference=reference)
        lane = lane_named(comprobante)
        if self.books.at_work[lane]:
            self.books.overlaps += 1
            return answers.failure(AT_WORK)
        with self._at_work(lane):
            await asyncio.sleep(self.rehearsal.latency)
            refusal = refusal_of_fce(comprobante) or self.books.refusal_by_afip(comprobante)
            if refusal:
                return answers.failure(refusal, external_reference=reference)
            return self._issued(cliente, comprobante)

    async def lotes(self, asked: Asked) -> dict[str, Any]:
        """Issue up to 20: one that is wrong stops the lot, one that ARCA rejects the later ones."""
        requests = asked.body["requests"]
        found = self._lot_problems(asked, requests)
        if found:
            return answers.refused(found)
        refusal = self._refusal([one["comprobante"] for one in requests])
        if refusal:
            return answers.failure(refusal)
        lane = lane_named(requests[0]["comprobante"])
        if self.books.at_work[lane]:
            self.books.overlaps += 1
            return answers.failure(AT_WORK)
        with self._at_work(lane):
            await asyncio.sleep(self.rehearsal.lot_takes * self.rehearsal.latency)
            each = list(self._one_by_one(requests))
        if any(answer["error"] == "S" for answer in each):
            return {"error": "S", "errores": [], "response": each}
        told = [{"response": each}] if self.rehearsal.nested_lot else each
        return {"error": "N", "errores": [], "response": told}

    def _one_by_one(self, requests: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        refusal = None
        for one in requests:
            comprobante = one["comprobante"]
            refusal = DRAGGED if refusal else self.books.refusal_by_afip(comprobante)
            if not refusal:
                yield self._issued(one["cliente"], comprobante)
                continue
            lane = lane_named(comprobante)
            number = answers.number(lane, whole(comprobante.get("numero")), without_point=False)
            reference = str(comprobante.get("external_reference", ""))
            named = {"comprobante_nro": number, "external_reference": reference}
            yield answers.failure(refusal, cae="", **named)

    def _lot_problems(self, asked: Asked, requests: list[dict[str, Any]]) -> list[Problem]:
        """The first of each request, told with its place in the lot."""
        found = {place: told[0] for place, told in asked.faults.items()}
        if not found:
            found = dict(self._rows_with_problems(asked, requests))
        return [(c, f"La fila {i} (comenzando en 0): {t}") for i, (c, t) in sorted(found.items())]

    def _rows_with_problems(
        self, asked: Asked, requests: list[dict[str, Any]]
    ) -> Iterator[tuple[int, Problem]]:
        before: dict[str, Any] = {}
        for place, one in enumerate(requests):
            comprobante = one["comprobante"]
            found = [
                *asked.elsewhere(comprobante),
                *self.rules.problems(one["cliente"], comprobante),
                *(_sequence(before, comprobante) if before else []),
            ]
            if found:
                yield place, found[0]
            before = comprobante

    def _refusal(self, comprobantes: list[dict[str, Any]]) -> str | None:
        """Why nothing can be issued at once: plain sentences, without a code."""
        if any(overpaid(one) for one in comprobantes):
            return OVERPAID
        if any(self.queue.blocks(one) for one in comprobantes):
            return IN_QUEUE
        if self.afip_is_down():
            return AFIP_DOWN
        return NO_QUOTA if self.books.used() + len(comprobantes) > self.rehearsal.quota else None

    @contextmanager
    def _at_work(self, lane: Lane) -> Iterator[None]:
        self.books.at_work[lane] += 1
        try:
            yield
        finally:
            self.books.at_work[lane] -= 1

    def _issued(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> dict[str, Any]:
        held = self.books.issue(cliente, comprobante)
        return answers.issued(
            held,
            self.cuit,
            self.links.link(held),
            requires_fce=self._requires_fce(held),
            without_point=self.rehearsal.number_without_point,
        )

    def _requires_fce(self, held: dict[str, Any]) -> bool:
        least = self.rehearsal.fce_receivers.get(str(held["cliente"]["documento_nro"]))
        if least is None or "(FCE)" in held["tipo"]:
            return False
        return in_pesos(held["comprobante"]) >= Decimal(str(least))


def _sequence(before: dict[str, Any], comprobante: dict[str, Any]) -> list[Problem]:
    """One tipo in one point of sale, and neither date nor number may go back."""
    if lane_named(before) != lane_named(comprobante):
        return [("TFC-6009", MANY_TIPOS)]
    days = [parse_service_date(str(one["fecha"])) for one in (before, comprobante)]
    numbers = [whole(one.get("numero")) for one in (before, comprobante)]
    backwards = None not in days and days[0] > days[1]  # type: ignore[operator]
    if backwards or (all(numbers) and numbers[0] >= numbers[1]):
        return [("TFC-6009", NOT_ASCENDING)]
    return []
