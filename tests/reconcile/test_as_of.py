"""A past day reconciled anew from the same files says what was said then, and changes nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.common.errors import InputRefused
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.sandbox.server import Sandbox
from tests.helpers import Job, row, run, run_pay, settings_for, write_csv

ANA = "30-71234567-1"
THEN = today() - timedelta(days=2)


class Office:
    """Three comprobantes of three days ago, of which one was paid then."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home")
        self.issue("ventas.csv", *(row(n, **self.client(3)) for n in (1, 2, 3)))

    def client(self, ago: int) -> dict[str, Any]:
        day = f"{today() - timedelta(days=ago):%d/%m/%Y}"
        more = {"periodo_facturado_desde": day, "periodo_facturado_hasta": day}
        return {"tipo": "FACTURA A", "documento_nro": ANA, "fecha": day, **more}

    def issue(self, name: str, *rows: dict[str, Any]) -> None:
        assert run(Job((write_csv(self.folder / name, list(rows)),), self.settings)).exit_code == 0

    def total(self, number: int) -> Decimal:
        return next(Decimal(str(h["total"])) for h in self.box.books.held if h["numero"] == number)

    def bank(self, *lines: tuple[date, Decimal, str]) -> Path:
        """A cumulative statement of Banco Ciudad."""
        rows = ["Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo"]
        balance = Decimal(0)
        for place, (day, amount, text) in enumerate(lines):
            balance += amount
            money, left = (f"{one:.2f}".replace(".", ",") for one in (amount, balance))
            rows.append(f"1;30707070707;{day:%d/%m/%Y};{money};{place};{text};{left}")
        path = self.folder / "banco.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path

    def reconcile(self, **more: Any) -> Reconciliation:
        given = {"out": self.folder / "out", **more}
        return asyncio.run(reconcile_one(Reconcile(**given), self.settings))

    def as_if(self, days: int) -> None:
        """All that the journal says happened so many days earlier."""
        ledger = sqlite3.connect(self.folder / "home" / "ledger.sqlite3")
        with ledger:
            ledger.execute("UPDATE attempts SET at = datetime(at, ?)", (f"-{days} days",))
        ledger.close()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {s.title: list(s.iter_rows(values_only=True)) for s in openpyxl.load_workbook(path)}


def choose(done: Reconciliation, what: str) -> None:
    book = openpyxl.load_workbook(done.result)
    left = book["A revisar"]
    places = {cell.value: int(cell.column or 0) for cell in left[1]}
    left.cell(2, places["eleccion"], what)
    book.save(done.result)


def test_what_was_known_then_is_said_again_whatever_came_later(office: Office) -> None:
    early = (THEN, office.total(1), f"TRF {ANA} FC A 1-1"), (THEN, Decimal(17), f"CR {ANA}")
    bank = office.bank(*early)
    first = office.reconcile(payments=(bank,), day=THEN)
    assert first.to_pay is not None
    assert run_pay(Job((first.to_pay,), office.settings)).exit_code == 0
    then = office.reconcile(payments=(bank,), day=THEN)
    said = sheets(then.result)
    office.as_if(days=2)
    # two days later: another comprobante, a payment registered, a choice
    office.issue("mas.csv", row(4, **office.client(0)))
    bank = office.bank(*early, (today(), office.total(2), f"TRF {ANA} FC A 1-2"))
    choose(then, "FACTURA A 00001-00000003")
    later = office.reconcile(payments=(bank,))
    assert later.to_pay is not None
    assert run_pay(Job((later.to_pay,), office.settings)).exit_code == 0
    again = office.reconcile(payments=(bank,), as_of=THEN)
    assert sheets(again.result) == said
    assert again.result.name == f"conciliacion al {THEN:%Y-%m-%d}.resultado.xlsx"
    assert again.to_pay is None
    # and today's own is as it would have been without it
    assert sheets(office.reconcile(payments=(bank,)).result) != said


def test_a_past_day_changes_nothing_of_today(office: Office) -> None:
    bank = office.bank((today(), office.total(1), f"TRF {ANA} FC A 1-1"))
    now = office.reconcile(payments=(bank,))
    assert now.to_pay is not None
    said = sheets(now.result)
    office.reconcile(payments=(bank,), as_of=today() - timedelta(days=1))
    assert now.to_pay.is_file()
    assert sheets(office.reconcile(payments=(bank,)).result) == said


def test_what_the_ledger_came_to_know_later_is_not_said_of_the_day_before(office: Office) -> None:
    bank = office.bank((THEN, office.total(1), f"TRF {ANA} FC A 1-1"))
    done = office.reconcile(payments=(bank,), as_of=today() - timedelta(days=1))
    assert len(sheets(done.result)["Sin pago"]) == 1  # its headings: nothing was issued yet


@pytest.mark.parametrize(
    "wrong", [{"as_of": today() + timedelta(days=1)}, {"service_days": (today(), today())}]
)
def test_a_day_to_come_and_the_service_are_no_past(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputRefused):
        Reconcile(**{"as_of": today(), **wrong})
