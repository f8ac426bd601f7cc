"""`consulta_avanzada`: what is held and what is queued, by reference, day or numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.sandbox import answers
from planilla.sandbox.asked import Asked
from planilla.sandbox.books import Books
from planilla.sandbox.links import Links
from planilla.sandbox.naming import lane_named, whole
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.showing import shown, waiting


@dataclass(frozen=True)
class Search:
    """What may be asked for, and what of it those who ask may see."""

    books: Books
    links: Links
    rehearsal: Rehearsal
    cuit: str

    async def consulta(self, asked: Asked) -> dict[str, Any]:
        """Read one by number."""
        comprobante = asked.comprobante
        held = self.books.find(lane_named(comprobante), whole(comprobante["numero"]))
        if held is None or not held.get("shown", True) or not self._may_see(asked, held):
            return answers.failure(self.rehearsal.absence)
        return answers.success(rta="OK", **shown(held, self.links.link(held), self.cuit))

    async def consulta_avanzada(self, asked: Asked) -> dict[str, Any]:
        """Newest first, at most a page; `strict_search` answers error S when nothing is found."""
        wanted = _test(str(asked.body["busqueda_tipo"]), asked.comprobante)
        everything = [*(h for h in self.books.held if h.get("shown", True)), *self._queue()]
        found = [one for one in everything if wanted(one) and self._may_see(asked, one)]
        if not found and self.rehearsal.strict_search:
            return answers.failure(self.rehearsal.absence)
        found.sort(key=lambda one: (_day(one), int(one["order"])), reverse=True)
        most = self.rehearsal.page
        limit = min(whole(asked.body["limite"]) or most, most)
        start = whole(asked.body["pagina"]) * limit
        page = [self._shown(one) for one in found[start : start + limit]]
        told = {"rta": "OK", "total": len(found), "comprobantes": page}
        return answers.success(**told) | {"errores": []}

    def _may_see(self, asked: Asked, one: dict[str, Any]) -> bool:
        """Searches show the point of sale of the credentials only (api.md 1)."""
        point = asked.point if asked.point is not None else self.rehearsal.one_set_shows
        return point is None or lane_named(one["comprobante"])[0] == point

    def _queue(self) -> list[dict[str, Any]]:
        """What is queued, with the number that it shows: none, or one that is not fiscal."""
        told: dict[tuple[int, str], int] = {}
        found = []
        for entry in self.books.in_queue():
            lane = lane_named(entry["comprobante"])
            told[lane] = told.get(lane, self.books.following(lane) - 1) + 1
            found.append({**entry, "told": told[lane] if self.rehearsal.queued_number else 0})
        return found

    def _shown(self, one: dict[str, Any]) -> dict[str, Any]:
        if "numero" in one:
            return shown(one, self.links.link(one), self.cuit)
        return waiting(one, one["told"], with_reason=self.rehearsal.reason_in_search)


def _day(one: dict[str, Any]) -> date:
    return parse_service_date(str(one["comprobante"]["fecha"])) or date.min


def _test(kind: str, wanted: dict[str, Any]) -> Callable[[dict[str, Any]], bool]:
    lane = lane_named(wanted)
    first, last = whole(wanted.get("numero_desde")), whole(wanted.get("numero_hasta"))
    tests: dict[str, Callable[[dict[str, Any]], bool]] = {
        "EXT_REF": lambda one: one["external_reference"] == wanted.get("external_reference"),
        "F": lambda one: one["comprobante"]["fecha"] == wanted.get("fecha"),
        "TN": lambda one: (
            lane_named(one["comprobante"]) == lane
            and max(first, 1) <= one.get("numero", one.get("told", 0)) <= last
        ),
    }
    return tests[kind]
