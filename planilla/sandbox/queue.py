"""The asynchronous queue: comprobantes that the service issues by itself (api.md 8)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planilla.calendar import parse_service_date, today
from planilla.sandbox import answers
from planilla.sandbox.books import Books
from planilla.sandbox.hooks import Hooks
from planilla.sandbox.means import OVERPAID, overpaid
from planilla.sandbox.naming import lane_named, part, whole
from planilla.sandbox.payments import NOT_FOUND
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.validation import Problem, letter_of, problems

MOST_IN_A_LOT = 100
MOST_ATTEMPTS = 100
GIVEN_UP = "Los servidores de AFIP/ARCA no respondieron en 100 intentos."
IN_QUEUE = "El punto de venta tiene comprobantes en cola: no puede emitir en forma instantanea."
REFERENCE = re.compile(r"[A-Za-z0-9_-]{1,255}")


@dataclass(frozen=True)
class Queue:
    """The queueing methods and their processing; `rehearsal` says how long a request takes."""

    books: Books
    hooks: Hooks
    rehearsal: Rehearsal
    afip_is_down: Callable[[], bool]

    async def nuevo_encola(self, body: dict[str, Any]) -> dict[str, Any]:
        """Queue one."""
        await asyncio.sleep(self.rehearsal.latency)
        return self._queued(part(body, "cliente"), part(body, "comprobante"))

    async def lotes_encola(self, body: dict[str, Any]) -> dict[str, Any]:
        """Queue the good ones of up to 100; the answers are not in the requests' order."""
        await asyncio.sleep(self.rehearsal.latency)
        requests = body.get("requests")
        if not isinstance(requests, list) or not 1 <= len(requests) <= MOST_IN_A_LOT:
            text = f"El lote debe tener de 1 a {MOST_IN_A_LOT} comprobantes."
            return answers.refused([("TFC-6008", text)])
        each = [self._queued(part(r, "cliente"), part(r, "comprobante")) for r in requests]
        each.reverse()
        if all(answer["error"] == "S" for answer in each):
            return answers.failure("Ningun comprobante del lote fue encolado.", response=each)
        return answers.success(response=each)

    def _queued(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> dict[str, Any]:
        reference = str(comprobante.get("external_reference") or "")
        found = problems(cliente, comprobante) or self._problems(comprobante, reference)
        if found:
            return answers.refused(found, reference)
        if overpaid(comprobante):
            return answers.failure(OVERPAID, external_reference=reference)
        self.books.enqueue(cliente, comprobante)
        entry = self._found(reference)
        assert entry is not None  # noqa: S101 - it has just been put there
        self.hooks.tell("encolado", reference)
        return answers.queued(entry)

    def _problems(self, comprobante: dict[str, Any], reference: str) -> list[Problem]:
        found = []
        tipo = str(comprobante["tipo"]).upper()
        if not REFERENCE.fullmatch(reference):
            found.append(("TFC-6006", "El campo external_reference es requerido y no es valido."))
        elif self._found(reference) is not None:
            found.append(("TFC-6009", "La external_reference ya se encuentra en cola."))
        if whole(comprobante.get("numero") or 0) != 0:
            found.append(("TFC-6007", "Un comprobante en cola no puede llevar numero."))
        if letter_of(tipo) not in {"A", "B", "C", "M"} or "FCE" in tipo:
            found.append(("TFC-8007", "El tipo de comprobante no se puede encolar."))
        return found

    def _found(self, reference: str, *states: str) -> dict[str, Any] | None:
        """The first of a reference, as the service takes it."""
        for entry in self.books.in_queue():
            if entry["external_reference"] == reference and entry["state"] in (
                states or ("waiting", "failed")
            ):
                return entry
        return None

    async def reenviar_encolado(self, body: dict[str, Any]) -> dict[str, Any]:
        """Try one that failed again."""
        await asyncio.sleep(self.rehearsal.latency)
        entry = self._found(str(body.get("external_reference", "")), "failed")
        if entry is None:
            return answers.failure(NOT_FOUND)
        self.books.requeue(entry, state="waiting", attempts=0, errors=[])
        self.hooks.tell("encolado", entry["external_reference"])
        return {"error": "N", "errores": []}

    async def cambiar_fecha_encolado(self, body: dict[str, Any]) -> dict[str, Any]:
        """Another day for one that waits or failed; one that failed stays so."""
        await asyncio.sleep(self.rehearsal.latency)
        days = [parse_service_date(str(body.get(name, ""))) for name in ("fecha", "vencimiento")]
        fecha, vencimiento = days
        if fecha is None or vencimiento is None:
            return answers.refused([("TFC-6002", "Las fechas deben tener formato dd/mm/aaaa.")])
        if vencimiento < fecha:
            return answers.refused([("TFC-6002", "El vencimiento es anterior a la fecha.")])
        entry = self._found(str(body.get("external_reference", "")))
        if entry is None:
            return answers.failure(NOT_FOUND)
        dates = {name: str(body[name]).strip() for name in ("fecha", "vencimiento")}
        self.books.requeue(entry, comprobante={**entry["comprobante"], **dates})
        self.hooks.tell("cambio_fecha", entry["external_reference"])
        return answers.success()

    async def eliminar_encolado(self, body: dict[str, Any]) -> dict[str, Any]:
        """Drop the one of this reference and day."""
        await asyncio.sleep(self.rehearsal.latency)
        entry = self._found(str(body.get("external_reference", "")))
        day = parse_service_date(str(body.get("fecha", "")))
        if entry is None or day is None or day != _day(entry):
            return answers.failure(NOT_FOUND)
        self.books.requeue(entry, state="dropped")
        self.hooks.tell("eliminado", entry["external_reference"])
        return answers.success()

    def run(self) -> int:
        """Process what is due, the oldest day first, then as it came; how many were issued."""
        waiting = [e for e in self.books.in_queue() if e["state"] == "waiting"]
        due = [e for e in waiting if _day(e) <= today() and e["attempts"] < MOST_ATTEMPTS]
        due.sort(key=lambda entry: (_day(entry), entry["order"]))
        return sum(self._process(entry) for entry in due)

    def _process(self, entry: dict[str, Any]) -> bool:
        reference, attempts = entry["external_reference"], entry["attempts"] + 1
        if self.afip_is_down():
            if attempts < MOST_ATTEMPTS:
                self.books.requeue(entry, attempts=attempts)
                return False
            self.books.requeue(entry, attempts=attempts, state="failed", errors=[GIVEN_UP])
            self.hooks.tell("error", reference, GIVEN_UP)
            return False
        refusal = self.books.refusal_by_afip(entry["comprobante"])
        if refusal:
            self.books.requeue(entry, attempts=attempts, state="failed", errors=[refusal])
            self.hooks.tell("error", reference, refusal)
            return False
        self.books.issue(entry["cliente"], entry["comprobante"], queued=entry["order"])
        self.hooks.tell("emitido", reference)
        return True

    def blocks(self, comprobante: dict[str, Any]) -> bool:
        """Whether its point of sale has anything in the queue, waiting or failed."""
        return any(True for _ in self.books.in_queue(lane_named(comprobante)[0]))


def _day(entry: dict[str, Any]) -> date:
    return parse_service_date(str(entry["comprobante"]["fecha"])) or date.max
