"""The sandbox's books: what has been issued, paid, mailed and queued, and what went wrong.

As strict as the real service at its strictest: numbers without gaps, dates
that never go back within a point of sale, no two requests at once in a lane.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from planilla.common.calendar import parse_service_date, service_date, today
from planilla.sandbox.associated import named_by
from planilla.sandbox.journal import Journal
from planilla.sandbox.means import block_problems, registered
from planilla.sandbox.naming import Lane, lane_named, title, whole
from planilla.sandbox.owed import in_pesos

CAE_DAYS = 10
WINDOW_DAYS = 10
REJECTED_BY_AFIP = "RECHAZAR-AFIP"  # in a `comentario`: an error that only AFIP finds


@dataclass
class Books:
    """Everything the sandbox knows of a company; `journal` keeps it in a file that survives a kill.

    Whatever happens takes the next `order`, so that what happened first is known.
    """

    journal: Path | None = None
    dev_plan: bool = False
    cuit: str = "0"
    held: list[dict[str, Any]] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)
    queue: dict[int, dict[str, Any]] = field(default_factory=dict)
    at_work: Counter[Lane] = field(default_factory=Counter)
    paying: Counter[tuple[Lane, int]] = field(default_factory=Counter)
    overlaps: int = 0
    requests: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._order = 0
        self._by_number: dict[tuple[Lane, int], dict[str, Any]] = {}
        self._last: Counter[Lane] = Counter()
        self._latest: dict[int, date] = {}
        self._file = Journal(self.journal)
        for line in self._file.read():
            self._take(line)

    def _take(self, line: dict[str, Any]) -> None:
        """Bring a line of the journal, old or of this moment, into the books."""
        kind = line.get("kind")
        if kind == "pago":
            pago = line["pago"]
            self._by_number[(line["of"][0], line["of"][1]), line["of"][2]]["pagos"].append(pago)
            self._order = max(self._order, pago["order"])
        elif kind == "mail":
            self.mails.append(line["mail"])
            self._order = max(self._order, line["mail"]["order"])
        elif kind == "queued":
            self.queue[line["queued"]["order"]] = line["queued"]
            self._order = max(self._order, line["queued"]["order"])
        else:
            self._hold(line)

    def _hold(self, held: dict[str, Any]) -> None:
        lane, fecha = lane_of(held), parse_service_date(str(held["comprobante"]["fecha"]))
        held.setdefault("pagos", [])
        self.held.append(held)
        self._by_number[lane, held["numero"]] = held
        self._last[lane] = max(self._last[lane], held["numero"])
        self._order = max(self._order, held["order"])
        if fecha is not None:
            self._latest[lane[0]] = max(self._latest.get(lane[0], fecha), fecha)
        self.queue.pop(held.get("queued", 0), None)  # issued: one line of the journal, not two

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(line)
        self._take(line)

    def _next_order(self) -> int:
        return self._order + 1

    def following(self, lane: Lane) -> int:
        """The next number of a lane."""
        return 1 + self._last[lane]

    def find(self, lane: Lane, number: int) -> dict[str, Any] | None:
        """The comprobante under a number."""
        return self._by_number.get((lane, number))

    def refusal_by_afip(self, comprobante: dict[str, Any]) -> str | None:
        """What AFIP would say against number, date and data; None when it would not."""
        lane = lane_named(comprobante)
        asked = whole(comprobante.get("numero"))
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
        if REJECTED_BY_AFIP in str(comprobante.get("comentario", "")):
            return "10015: El documento del receptor no es valido para AFIP/ARCA."
        return None

    def latest_date(self, punto_venta: int) -> date | None:
        """The newest date issued in a point of sale, whatever the tipo."""
        return self._latest.get(punto_venta)

    def issue(
        self, cliente: dict[str, Any], comprobante: dict[str, Any], queued: int = 0
    ) -> dict[str, Any]:
        """Give a number and a CAE, and keep it; `queued` is its order in the queue, if any."""
        lane = lane_named(comprobante)
        number = self.following(lane)
        order = self._next_order()
        credited = self._wholly_credited(comprobante)
        held = {
            "order": order,
            "punto_venta": lane[0],
            "tipo": lane[1],
            "numero": number,
            "external_reference": str(comprobante.get("external_reference", "")),
            "total": comprobante["total"],
            "cae": "" if self.dev_plan else f"7{int(self.cuit) % 100_000:05d}{order:08d}",
            "vencimiento_cae": "" if self.dev_plan else self._expiry(comprobante),
            "cliente": cliente,
            "comprobante": {**comprobante, "numero": number},
            "pagos": self._paid_at_once(comprobante, order),
            **({"queued": queued} if queued else {}),
            **({"credits": name_of(credited)} if credited else {}),
        }
        self._write(held)
        if credited is not None:
            self._credit(credited, held)
        return held

    def _wholly_credited(self, comprobante: dict[str, Any]) -> dict[str, Any] | None:
        """What a credit note settles by itself: the one that it details, equal and wholly unpaid.

        Source: api.md 4, and the vendor's page of credit and debit notes.
        """
        listed = named_by(comprobante)
        if "NOTA DE CREDITO" not in lane_named(comprobante)[1] or len(listed) != 1:
            return None
        (named,) = listed
        lane = whole(named["punto_venta"]), str(named["tipo_comprobante"]).upper()
        found = self.find(lane, whole(named["numero"]))
        if found is None or found["pagos"] or "NOTA DE CREDITO" in found["tipo"]:
            return None
        equal = in_pesos(found["comprobante"]) == in_pesos(comprobante)
        return found if equal else None

    def _credit(self, found: dict[str, Any], note: dict[str, Any]) -> None:
        """The receipt by which a credit note pays what it corrects."""
        block = {"total": in_pesos(found["comprobante"]), "formas_pago": []}
        receipt = {**block, "order": self._next_order(), "fecha": service_date(today())}
        pago = {**receipt, "credit": name_of(note)}
        self._write({"kind": "pago", "of": [*lane_of(found), found["numero"]], "pago": pago})

    def used(self) -> int:
        """How much of the plan's quota is taken: what was issued, and what is in the queue."""
        return len(self.held) + sum(1 for _ in self.in_queue())

    def _paid_at_once(self, comprobante: dict[str, Any], order: int) -> list[dict[str, Any]]:
        block = comprobante.get("pagos")
        return [] if not block or block_problems(block) else [self._pago(block, order)]

    def _pago(self, block: dict[str, Any], order: int) -> dict[str, Any]:
        total, means = registered(block)
        day = service_date(today())
        return {"total": total, "formas_pago": means, "order": order, "fecha": day}

    def pay(self, held: dict[str, Any], block: dict[str, Any]) -> None:
        """Register a payment; the block has no problems."""
        of = [*lane_of(held), held["numero"]]
        self._write({"kind": "pago", "of": of, "pago": self._pago(block, self._next_order())})

    def mail(self, held: dict[str, Any], addresses: str) -> None:
        """Keep what would be sent."""
        named = {name: held[name] for name in ("tipo", "punto_venta", "numero")}
        mail = {**named, "addresses": addresses, "order": self._next_order()}
        self._write({"kind": "mail", "mail": mail})

    def enqueue(self, cliente: dict[str, Any], comprobante: dict[str, Any]) -> dict[str, Any]:
        """Put one at the end of the queue, whatever else has its reference."""
        entry = {
            "order": self._next_order(),
            "external_reference": str(comprobante["external_reference"]),
            "state": "waiting",
            "attempts": 0,
            "errors": [],
            "cliente": cliente,
            "comprobante": {**comprobante, "numero": 0},
        }
        self._write({"kind": "queued", "queued": entry})
        return entry

    def requeue(self, entry: dict[str, Any], **changes: Any) -> None:
        """Keep an entry of the queue as it is from now on."""
        self._write({"kind": "queued", "queued": {**entry, **changes}})

    def in_queue(self, punto_venta: int | None = None) -> Iterator[dict[str, Any]]:
        """What waits or failed, in order of arrival; of one point of sale if it is named."""
        for entry in self.queue.values():
            if entry["state"] == "dropped":
                continue
            if punto_venta is None or lane_named(entry["comprobante"])[0] == punto_venta:
                yield entry

    @staticmethod
    def _expiry(comprobante: dict[str, Any]) -> str:
        fecha = parse_service_date(str(comprobante["fecha"])) or today()
        return service_date(fecha + timedelta(days=CAE_DAYS))

    def state(self) -> dict[str, Any]:
        """All of it, for tests and for a curious developer."""
        pagos = [{"comprobante": name_of(h), **p} for h in self.held for p in h["pagos"]]
        return {
            "comprobantes": self.held,
            "pagos": sorted(pagos, key=lambda pago: int(pago["order"])),
            "mails": self.mails,
            "queue": list(self.queue.values()),
            "overlaps": self.overlaps,
            "requests": dict(self.requests),
        }


def lane_of(held: dict[str, Any]) -> Lane:
    """The lane of a held comprobante."""
    return held["punto_venta"], held["tipo"]


def name_of(held: dict[str, Any]) -> str:
    """As `FACTURA A 00003-00000074`."""
    return title(*lane_of(held), held["numero"])
