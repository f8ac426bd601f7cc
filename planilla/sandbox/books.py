"""The sandbox's books: what has been issued, under which number, and what went wrong.

As strict as the real service at its strictest: numbers without gaps, dates
that never go back within a point of sale, no two requests at once in a lane.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import simplejson

from planilla.calendar import parse_service_date, service_date, today

Lane = tuple[int, str]
CAE_DAYS = 10
WINDOW_DAYS = 10


@dataclass
class Books:
    """Everything the sandbox knows; `journal` keeps it in a file that survives a kill."""

    journal: Path | None = None
    dev_plan: bool = False
    held: list[dict[str, Any]] = field(default_factory=list)
    at_work: Counter[Lane] = field(default_factory=Counter)
    overlaps: int = 0
    requests: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        if self.journal is not None and self.journal.is_file():
            lines = self.journal.read_text(encoding="utf-8").splitlines()
            for line in lines:
                try:
                    self.held.append(simplejson.loads(line, use_decimal=True))
                except ValueError:
                    continue  # a line cut short by a kill: its answer never left

    def following(self, lane: Lane) -> int:
        """The next number of a lane."""
        return 1 + max((h["numero"] for h in self.held if lane_of(h) == lane), default=0)

    def find(self, lane: Lane, number: int) -> dict[str, Any] | None:
        """The comprobante under a number."""
        for held in self.held:
            if lane_of(held) == lane and held["numero"] == number:
                return held
        return None

    def refusal_by_afip(self, comprobante: dict[str, Any]) -> str | None:
        """What AFIP would say against number and date; None when it would not."""
        lane = (int(comprobante["punto_venta"]), str(comprobante["tipo"]).upper())
        asked = int(comprobante.get("numero") or 0)
        following = self.following(lane)
        fecha = parse_service_date(str(comprobante["fecha"]))
        latest = self.latest_date(lane[0])
        if asked not in {0, following}:
            return (
                f"10016: El numero o fecha del comprobante no se corresponde con el proximo a "
                f"autorizar ({following})."
            )
        if fecha is not None and abs((fecha - today()).days) > WINDOW_DAYS:
            return "10016: La fecha del comprobante debe estar entre N-10 y N+10 dias."
        if fecha is not None and latest is not None and fecha < latest:
            return "10016: La fecha del comprobante es anterior a la del ultimo autorizado."
        return None

    def latest_date(self, punto_venta: int) -> date | None:
        """The newest date issued in a point of sale, whatever the tipo."""
        dates = [
            parse_service_date(h["comprobante"]["fecha"])
            for h in self.held
            if h["punto_venta"] == punto_venta
        ]
        return max((d for d in dates if d is not None), default=None)

    def issue(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> dict[str, Any]:
        """Give a number and a CAE, and keep it."""
        lane = (int(comprobante["punto_venta"]), str(comprobante["tipo"]).upper())
        number = self.following(lane)
        order = len(self.held) + 1
        held = {
            "order": order,
            "punto_venta": lane[0],
            "tipo": lane[1],
            "numero": number,
            "external_reference": str(comprobante.get("external_reference", "")),
            "total": comprobante["total"],
            "cae": "" if self.dev_plan else f"{70000000000000 + order:014d}",
            "vencimiento_cae": "" if self.dev_plan else self._expiry(comprobante),
            "cliente": cliente,
            "comprobante": {**comprobante, "numero": number},
        }
        if self.journal is not None:
            with self.journal.open("a", encoding="utf-8") as file:
                file.write(simplejson.dumps(held, use_decimal=True) + "\n")
        self.held.append(held)
        return held

    @staticmethod
    def _expiry(comprobante: dict[str, Any]) -> str:
        fecha = parse_service_date(str(comprobante["fecha"])) or today()
        return service_date(fecha + timedelta(days=CAE_DAYS))

    def state(self) -> dict[str, Any]:
        """All of it, for tests and for a curious developer."""
        return {
            "comprobantes": self.held,
            "overlaps": self.overlaps,
            "requests": dict(self.requests),
        }


def lane_of(held: dict[str, Any]) -> Lane:
    """The lane of a held comprobante."""
    return held["punto_venta"], held["tipo"]
