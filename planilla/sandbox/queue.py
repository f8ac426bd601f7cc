"""The asynchronous queue: comprobantes that the service issues by itself (api.md 8)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planilla.common.calendar import parse_service_date, today
from planilla.sandbox import answers
from planilla.sandbox.asked import Asked, Problem
from planilla.sandbox.books import Books
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.means import OVERPAID
from planilla.sandbox.naming import lane_named, part
from planilla.sandbox.payments import NOT_FOUND, overpaid
from planilla.sandbox.receivers import letter_of
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.validation import Rules

MOST_ATTEMPTS = 100
GIVEN_UP = "Los servidores de AFIP/ARCA no respondieron en 100 intentos."
IN_QUEUE = "El punto de venta tiene comprobantes en cola: no puede emitir en forma instantanea."
NO_ADDRESS = "El CUIT y punto de venta no posee una direccion de webhook valida."
NO_QUOTA = "Ha superado el cupo de comprobantes de su plan."
NOT_QUEUEABLE: Problem = ("TFC-8007", "El tipo de comprobante no se puede encolar.")
NOT_PROCESSED = "Error. No se procesara"


@dataclass(frozen=True)
class Queue:
    """The queueing methods and their processing; `rehearsal` says how long a request takes."""

    books: Books
    hooks: Hooks
    rehearsal: Rehearsal
    rules: Rules
    afip_is_down: Callable[[], bool]

    async def nuevo_encola(self, asked: Asked) -> dict[str, Any]:
        """Queue one."""
        await asyncio.sleep(self.rehearsal.latency)
        if not self.rehearsal.webhook_address:
            return answers.failure(NO_ADDRESS)
        return self._queued(asked.cliente, asked.comprobante, [])

    async def lotes_encola(self, asked: Asked) -> dict[str, Any]:
        """Queue the good ones; if any is bad, outer `error: S` and answers in another order."""
        await asyncio.sleep(self.rehearsal.latency)
        if not self.rehearsal.webhook_address:
            return answers.failure(NO_ADDRESS, response=[])
        each = [self._of_lot(asked, i, one) for i, one in enumerate(asked.body["requests"])]
        taken = [answer for answer in each if answer["error"] == "N"]
        sent = (
            f"Se enviaron a procesar: {len(each)} requests y se aceptaron procesar: {len(taken)}."
        )
        if len(taken) == len(each):
            return answers.success(response=each) | {"errores": []}
        if not taken:
            text = f"El lote no se procesara ya que contiene errores en todos sus requests. {sent}"
            shown = [] if self.rehearsal.silent_lot else each[::-1]
            return answers.failure(text, response=shown)
        text = (
            "El lote se procesara parcialmente ya que contiene errores en alguno de sus requests."
        )
        wrong = [answer for answer in each if answer["error"] == "S"]
        return answers.failure(f"{text} {sent}", response=[*taken[::-1], *wrong])

    def _of_lot(self, asked: Asked, place: int, one: Any) -> dict[str, Any]:
        cliente, comprobante = part(one, "cliente"), part(one, "comprobante")
        found = asked.faults.get(place) or asked.elsewhere(comprobante)
        answer = self._queued(cliente, comprobante, found)
        if answer["error"] == "N":
            return answer
        reference = str(comprobante.get("external_reference", ""))
        return {**answer, "external_reference": reference, "rta": NOT_PROCESSED}

    def _queued(
        self, cliente: dict[str, Any], comprobante: dict[str, Any], found: list[Problem]
    ) -> dict[str, Any]:
        """`found` is what is already known against it."""
        reference = str(comprobante.get("external_reference", ""))
        found = found or self.rules.problems(cliente, comprobante) or _not_queueable(comprobante)
        refusal = None if found else self._refusal(comprobante)
        if found or refusal:
            answer = answers.refused(found, reference) if found else answers.failure(str(refusal))
            self.hooks.tell("error", reference, lane_named(comprobante)[0], *answer["errores"])
            return {**answer, "external_reference": reference}
        entry = self.books.enqueue(cliente, comprobante)
        self._tell("encolado", entry)
        return answers.queued(entry, without_point=self.rehearsal.number_without_point)

    def _refusal(self, comprobante: dict[str, Any]) -> str | None:
        """Why it cannot be queued now, in a plain sentence without a code."""
        if overpaid(comprobante):
            return OVERPAID
        return NO_QUOTA if self.books.used() >= self.rehearsal.quota else None

    def _named(self, asked: Asked, *states: str) -> list[dict[str, Any]]:
        """Those of a reference, as they came; there may be several."""
        wanted = states or ("waiting", "failed")
        return [
            entry
            for entry in self.books.in_queue(asked.point)
            if entry["external_reference"] == asked.body["external_reference"]
            and entry["state"] in wanted
        ]

    async def reenviar_encolado(self, asked: Asked) -> dict[str, Any]:
        """Try the first that failed again."""
        await asyncio.sleep(self.rehearsal.latency)
        found = self._named(asked, "failed")
        if not found:
            return answers.failure(NOT_FOUND)
        self.books.requeue(found[0], state="waiting", attempts=0, errors=[])
        self._tell("encolado", found[0])
        return {"error": "N", "errores": []}

    async def cambiar_fecha_encolado(self, asked: Asked) -> dict[str, Any]:
        """Another day for the first that waits or failed; one that failed stays so."""
        await asyncio.sleep(self.rehearsal.latency)
        days = [parse_service_date(asked.body[name]) for name in ("fecha", "vencimiento")]
        fecha, vencimiento = days
        if fecha is None or vencimiento is None:
            return answers.refused([("TFC-6002", "Las fechas deben tener formato dd/mm/aaaa.")])
        if vencimiento < fecha:
            return answers.refused([("TFC-6002", "El vencimiento es anterior a la fecha.")])
        found = self._named(asked)
        if not found:
            return answers.failure(NOT_FOUND)
        dates = {name: asked.body[name] for name in ("fecha", "vencimiento")}
        self.books.requeue(found[0], comprobante={**found[0]["comprobante"], **dates})
        self._tell("cambio_fecha", found[0])
        return answers.success()

    async def eliminar_encolado(self, asked: Asked) -> dict[str, Any]:
        """Drop each of this reference and day; those of another day stay, and are told."""
        await asyncio.sleep(self.rehearsal.latency)
        day = parse_service_date(asked.body["fecha"])
        dropped, kept = [], []
        for entry in self._named(asked):
            punto_venta, tipo = lane_named(entry["comprobante"])
            text = f"El comprobante {tipo} {punto_venta:05d}-00000000"
            if _day(entry) != day:
                kept.append(f"{text} no se ha podido eliminar.")
                continue
            self.books.requeue(entry, state="dropped")
            self._tell("eliminado", entry)
            dropped.append(f"{text} se ha eliminado correctamente. ")
        done: dict[str, Any] = {"procesados_cant": len(dropped), "procesados": dropped}
        if not dropped:
            return answers.failure(NOT_FOUND, **done)
        return {"error": "PARCIAL" if kept else "N", "errores": kept, **done}

    def run(self) -> int:
        """Process what is due, the oldest day first, then as it came; how many were issued."""
        waiting = [e for e in self.books.in_queue() if e["state"] == "waiting"]
        due = [e for e in waiting if _day(e) <= today() and e["attempts"] < MOST_ATTEMPTS]
        due.sort(key=lambda entry: (_day(entry), entry["order"]))
        return sum(self._process(entry) for entry in due)

    def _process(self, entry: dict[str, Any]) -> bool:
        attempts = entry["attempts"] + 1
        if self.afip_is_down():
            if attempts < MOST_ATTEMPTS:
                self.books.requeue(entry, attempts=attempts)
                return False
            return self._failed(entry, attempts, GIVEN_UP)
        refusal = self.books.refusal_by_afip(entry["comprobante"])
        if refusal:
            return self._failed(entry, attempts, refusal)
        self.books.issue(entry["cliente"], entry["comprobante"], queued=entry["order"])
        self._tell("emitido", entry)
        return True

    def _failed(self, entry: dict[str, Any], attempts: int, why: str) -> bool:
        self.books.requeue(entry, attempts=attempts, state="failed", errors=[why])
        self._tell("error", entry, why)
        return False

    def _tell(self, evento: str, entry: dict[str, Any], *msg: str) -> None:
        point = lane_named(entry["comprobante"])[0]
        self.hooks.tell(evento, entry["external_reference"], point, *msg)

    def blocks(self, comprobante: dict[str, Any]) -> bool:
        """Whether its point of sale has anything in the queue, waiting or failed."""
        return any(True for _ in self.books.in_queue(lane_named(comprobante)[0]))


def _not_queueable(comprobante: dict[str, Any]) -> list[Problem]:
    """The tables call FCE instantaneous, the page of lots takes it: not here (api.md 6)."""
    tipo = str(comprobante["tipo"]).upper()
    fits = letter_of(tipo) in {"A", "B", "C", "M"} and "FCE" not in tipo
    return [] if fits else [NOT_QUEUEABLE]


def _day(entry: dict[str, Any]) -> date:
    return parse_service_date(str(entry["comprobante"]["fecha"])) or date.max
