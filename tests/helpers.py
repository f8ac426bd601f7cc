"""Files, settings and look-ups that several tests need."""

from __future__ import annotations

import asyncio
import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from planilla.batch.batch_kind import BatchKind
from planilla.batch.emit import Emit
from planilla.batch.job import Job as Asked
from planilla.batch.pay import Pay
from planilla.batch.resend import Resend
from planilla.batch.run_result import Outcome
from planilla.batch.sequence import work
from planilla.common.calendar import today
from planilla.sandbox.credentials import credentials_of
from planilla.sandbox.server import Sandbox
from planilla.settings.settings import Settings
from tests.scripted import Scripted

HEADINGS = (
    "referencia", "fecha", "tipo", "punto_venta", "documento_tipo", "documento_nro",
    "razon_social", "condicion_iva", "descripcion", "cantidad", "precio_unitario_sin_iva",
    "alicuota",
)  # fmt: skip
POINTS = tuple(range(1, 11))
RECEIVERS = {
    "FACTURA A": ("CUIT", "30-71234567-1", "RI"),
    "FACTURA B": ("DNI", "12345678", "CF"),
}


def row(number: int, **changes: Any) -> dict[str, Any]:
    """A valid row: a factura B of today, but for the changes."""
    tipo = changes.get("tipo", "FACTURA B")
    kind, document, condition = RECEIVERS.get(tipo, RECEIVERS["FACTURA B"])
    base = {
        "referencia": f"R-{number:05d}",
        "fecha": f"{today():%d/%m/%Y}",
        "tipo": tipo,
        "punto_venta": 1,
        "documento_tipo": kind,
        "documento_nro": document,
        "razon_social": f"Cliente {number}",
        "condicion_iva": condition,
        "descripcion": f"Servicio {number}",
        "cantidad": "1",
        "precio_unitario_sin_iva": f"{100 + number}.50",
        "alicuota": "21",
    }
    return base | changes


def lanes(count: int, points: int = 4, days: int = 2) -> list[dict[str, Any]]:
    """`count` rows over `points` points of sale and both letters, over some days."""
    first = today() - timedelta(days=days - 1)
    tipos = list(RECEIVERS)
    return [
        row(
            n,
            punto_venta=1 + n % points,
            tipo=tipos[n // points % 2],
            fecha=f"{first + timedelta(days=n * days // count):%d/%m/%Y}",
        )
        for n in range(count)
    ]


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]]) -> Path:
    """A CSV with every heading that the rows have."""
    rows = list(rows)
    headings = list(dict.fromkeys(name for one in rows for name in one))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path


def profile_a_point(*points: int, **more: Any) -> dict[str, Any]:
    """Profiles of one company, a point of sale each; they share all but the usertoken."""
    return {
        f"punto_{point}": {
            "puntos_venta": [point],
            "usertoken": credentials_of(point)["usertoken"],
            **more,
        }
        for point in points or POINTS
    }


def tokens_shared() -> dict[str, str]:
    """What the sandbox's credentials for all points of sale of a company have in common."""
    return {name: credentials_of(1)[name] for name in ("apikey", "apitoken")}


def settings_for(box: Sandbox | Scripted, home: Path, **changes: Any) -> Settings:
    """Settings that point at a sandbox, with waits short enough for a test.

    Points of sale 1 to 10 have a set of credentials each, unless the changes have any.
    """
    quick = {
        "pace_seconds": 0,
        "timeout_seconds": 5,
        "settle_seconds": 0.8,
        "retry_seconds": 0.05,
        "budget_seconds": 30,
        "issuer_cuit": "30707070707",
    }
    own: dict[str, Any] = {"profiles": profile_a_point(), **tokens_shared()}
    own = {} if "usertoken" in changes else own
    given = {"base_url": box.url, "home": home, **own, **quick, **changes}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


@dataclass(frozen=True)
class Job:
    """What a run is asked to do, and with which settings."""

    files: tuple[Path, ...]
    settings: Settings
    out: Path | None = None
    dry_run: bool = False
    leftovers: bool = False

    def by(self, batch_kind: BatchKind) -> Outcome:
        """Run it, from start to end."""
        asked = Asked(self.files, self.out, self.dry_run, self.leftovers)
        return asyncio.run(work(asked, self.settings, batch_kind))


def run(job: Job) -> Outcome:
    """Emit, from start to end."""
    return job.by(Emit())


def run_queued(job: Job) -> Outcome:
    """Emit through the service's queue."""
    return job.by(Emit(queued=True))


def run_pay(job: Job) -> Outcome:
    """Pay, from start to end."""
    return job.by(Pay())


def run_resend(job: Job, *, again: bool = False) -> Outcome:
    """E-mail again."""
    return job.by(Resend(again))


def payment(number: int, importe: str, tipo: str = "FACTURA A", **changes: Any) -> dict[str, Any]:
    """A row of payments: a transfer on a comprobante of point of sale 1, but for the changes."""
    base = {
        "tipo": tipo,
        "punto_venta": 1,
        "numero": number,
        "descripcion": "Transferencia",
        "importe": importe,
        "referencia": "",
    }
    return base | changes


def paid_at(box: Sandbox) -> dict[str, Decimal]:
    """What the service holds as paid, by comprobante; blank when nothing."""
    return {
        f"{h['tipo']} {h['punto_venta']:05d}-{h['numero']:08d}": sum(
            (Decimal(str(p["total"])) for p in h.get("pagos", [])), Decimal(0)
        )
        for h in box.books.held
    }


def check_books(box: Sandbox) -> None:
    """What must hold at the service, whatever happened on the way."""
    books = box.books
    assert books.overlaps == 0
    references = [h["external_reference"] for h in books.held]
    assert len(references) == len(set(references)), "issued twice"
    numbers: dict[tuple[int, str], list[int]] = defaultdict(list)
    dates: dict[int, list[date]] = defaultdict(list)
    for held in books.held:
        numbers[held["punto_venta"], held["tipo"]].append(held["numero"])
        day, month, year = held["comprobante"]["fecha"].split("/")
        dates[held["punto_venta"]].append(date(int(year), int(month), int(day)))
    for taken in numbers.values():
        assert taken == list(range(1, len(taken) + 1)), "numbers with gaps or out of order"
    for days in dates.values():
        assert days == sorted(days), "dates went back"


def issued_references(box: Sandbox, lane: tuple[int, str]) -> list[str]:
    """The references of a lane, in the order in which they were issued."""
    return [
        h["external_reference"] for h in box.books.held if (h["punto_venta"], h["tipo"]) == lane
    ]


def in_order(box: Sandbox) -> None:
    """Each lane's comprobantes came in the order of their references."""
    for lane in {(h["punto_venta"], h["tipo"]) for h in box.books.held}:
        references = issued_references(box, lane)
        assert references == sorted(references)


def points_at_work(box: Sandbox) -> set[str]:
    """The points of sale in which the service is issuing something at this moment."""
    return {str(point) for (point, _), count in list(box.books.at_work.items()) if count}


def at_work(box: Sandbox) -> bool:
    """Whether the service is issuing something at this moment."""
    return bool(points_at_work(box))
