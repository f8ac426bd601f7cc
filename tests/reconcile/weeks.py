"""Two months of one office: what it issued, what its bank shows, and its weeks."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from planilla.common.calendar import today
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, paid_at, row, run, run_pay, settings_for, write_csv

DAYS = 60
OVERLAP = timedelta(days=5)
CUITS = (
    *("30712345671", "30500010912", "30707070707", "33693450239", "30546666561", "30500001735"),
    *("30500003193", "30500005668", "27222222228", "20111111112"),
)


@dataclass(frozen=True)
class Invoice:
    """Of a client by its place in `CUITS`; `cents` are its total."""

    number: int
    client: int
    day: date
    cents: int

    @property
    def name(self) -> str:
        """As planilla calls it."""
        return f"FACTURA A 00001-{self.number:08d}"


@dataclass(frozen=True)
class Line:
    """A movement of the statement."""

    day: date
    cents: int
    text: str


@dataclass
class Months:
    """What happened, from a seed: each client pays in a way of its own."""

    seed: int
    invoices: list[Invoice] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.first = today() - timedelta(days=DAYS)
        issued = []
        for client in range(len(CUITS)):
            base = self.dice.randint(40_000_00, 900_000_00)
            for place in sorted(self.dice.sample(range(DAYS - 12), 6)):
                cents = base if client == 7 else base + self.dice.randint(0, base // 8)
                issued.append((self.first + timedelta(days=place), client, cents))
        for number, (day, client, cents) in enumerate(sorted(issued), start=1):
            self.invoices.append(Invoice(number, client, day, cents))
        for client in range(len(CUITS)):
            own = [one for one in self.invoices if one.client == client]
            self.lines += self._paid(client, own)
        self.lines = sorted(
            (one for one in self.lines if one.day < today()), key=lambda one: (one.day, one.text)
        )

    def _paid(self, client: int, own: list[Invoice]) -> Iterator[Line]:
        cuit = CUITS[client]
        if client == 3:  # several together
            for some in (own[:2], own[2:4], own[4:]):
                day = some[-1].day + self._later()
                yield Line(day, sum(one.cents for one in some), f"TRF {cuit} VARIAS")
            return
        for place, one in enumerate(own):
            day, whole = one.day + self._later(), one.cents
            named = f"TRF {cuit} FC A 1-{one.number}"
            match client:
                case 0 | 8:
                    yield Line(day, whole, named)
                case 1:
                    yield Line(day, whole, f"CR {cuit}")
                case 2:  # in parts
                    yield Line(day, whole // 3, named)
                    yield Line(day + timedelta(days=6), whole - whole // 3, named)
                case 9:  # nearly all of it, and the rest
                    yield Line(day, whole - whole // 25, named)
                    yield Line(day + timedelta(days=8), whole // 25, named)
                case 4:  # withholds
                    yield Line(day, whole - whole * 3 // 100, named)
                case 5:  # withholds, and names nothing
                    yield Line(day, whole - whole * 2 // 100, f"CR {cuit}")
                case 6:  # pays twice at times
                    yield Line(day, whole, named)
                    if place % 3 == 0:
                        yield Line(day + timedelta(days=2), whole, named)
                case 7:  # the same each time
                    yield Line(day, whole, f"CR {cuit}")

    def _later(self) -> timedelta:
        return timedelta(days=self.dice.randint(1, 11))


class WeeklyOffice:
    """An office whose comprobantes the service holds, and planilla did not issue."""

    def __init__(self, box: Sandbox, folder: Path, months: Months) -> None:
        self.box, self.folder, self.months = box, folder, months
        self.settings = settings_for(box, folder / "home")
        elsewhere = settings_for(box, folder / "elsewhere")
        client = {"tipo": "FACTURA A", "documento_tipo": "CUIT", "condicion_iva": "RI"}
        path = write_csv(folder / "una.csv", [row(1, **client, documento_nro=CUITS[0])])
        assert run(Job((path,), elsewhere)).exit_code == 0
        (one,) = box.books.held
        box.books.held.clear()
        for invoice in months.invoices:
            box.books._hold(self._held(one, invoice))

    @staticmethod
    def _held(one: dict[str, Any], invoice: Invoice) -> dict[str, Any]:
        held = deepcopy(one)
        number, reference = invoice.number, f"E-{invoice.number}"
        held |= {"numero": number, "order": number, "cae": f"7{number:013d}"}
        held["total"] = held["comprobante"]["total"] = Decimal(invoice.cents) / 100
        held["comprobante"] |= {"fecha": f"{invoice.day:%d/%m/%Y}", "numero": number}
        held["cliente"]["documento_nro"] = CUITS[invoice.client]
        held["external_reference"] = held["comprobante"]["external_reference"] = reference
        return held

    def week(self, first: date, last: date) -> Reconciliation:
        """Reconcile the statement of these days, with what was issued until the last."""
        job = Reconcile(
            payments=(self._bank(first, last),),
            invoices=(self._listing(last),),
            out=self.folder / "out",
            day=last,
        )
        return asyncio.run(reconcile_one(job, self.settings))

    def registered(self, done: Reconciliation) -> None:
        """What it proposes is paid."""
        if done.to_pay is not None:
            assert run_pay(Job((done.to_pay,), self.settings)).exit_code == 0

    def end(self) -> tuple[Any, ...]:
        """What the service holds as paid, and what is told of each line and comprobante."""
        done = self.week(self.months.first, today())
        assert done.reconciled.closes
        assert done.to_pay is None
        paid = {name: total for name, total in paid_at(self.box).items() if total}
        book = openpyxl.load_workbook(done.result)
        told = []
        for name, columns in (
            ("Conciliado", ("pago_id", "comprobante", "pagado", "retenciones_gastos_y_notas")),
            ("Sin pago", ("comprobante", "resta")),
            ("Pago sin comprobante", ("pago_id", "resta")),
            ("A revisar", ("pago_id", "candidato")),
            ("A favor", ("pago_id", "a_favor")),
        ):
            headings, *rows = book[name].iter_rows(values_only=True)
            places = [headings.index(column) for column in columns]
            told.append(sorted(str(tuple(one[p] for p in places)) for one in rows))
        return paid, *told

    def _bank(self, first: date, last: date) -> Path:
        lines = ["Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo"]
        balance = 0
        for number, one in enumerate(self.months.lines, start=1):
            balance += one.cents
            if first <= one.day <= last:
                money, left = (f"{c / 100:.2f}".replace(".", ",") for c in (one.cents, balance))
                lines.append(f"1;30707070707;{one.day:%d/%m/%Y};{money};{number};{one.text};{left}")
        path = self.folder / f"banco al {last:%Y-%m-%d}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def _listing(self, last: date) -> Path:
        lines = ["Fecha;Tipo de comprobante;Punto de venta;Número;CUIT;Cliente;Importe total"]
        for one in self.months.invoices:
            if one.day <= last:
                money = f"{one.cents / 100:.2f}".replace(".", ",")
                lines.append(
                    f"{one.day:%d/%m/%Y};Factura A;1;{one.number};{CUITS[one.client]};"
                    f"Cliente {one.client};{money}"
                )
        path = self.folder / "facturas.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


def lasts(weeks: int) -> list[date]:
    """The last days of so many spans of the two months."""
    start = today() - timedelta(days=DAYS)
    return [start + timedelta(days=DAYS * n // weeks) for n in range(1, weeks + 1)]
