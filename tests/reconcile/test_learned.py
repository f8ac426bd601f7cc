"""What a person chose teaches who pays for whom: shown, used as evidence, forgotten when asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.settings.settings import Settings

ANA, UNCLE = "30712345671", "20111111112"
FIRST = "FACTURA A 00010-00000001"
Run = Callable[..., Reconciliation]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Ana owes three comprobantes, and no ledger issued them."""
    invoices = tmp_path / "facturas.csv"
    lines = ["Fecha;Tipo;Punto de venta;Número;CUIT;Razón social;Total"]
    day = today() - timedelta(days=30)
    lines += [
        f"{day:%d/%m/%Y};FACTURA A;10;{n};{ANA};Almacén El Ñandú SRL;{total}"
        for n, total in ((1, "1000,37"), (2, "2000,41"), (3, "3000,43"))
    ]
    invoices.write_text("\n".join(lines) + "\n", encoding="utf-8")
    settings = Settings(home=tmp_path / "home")

    def reconciled(*paid: tuple[str, str, str], **more: Any) -> Reconciliation:
        rows = ["fecha;importe;descripcion;CUIT;cliente"]
        rows += [
            f"{today():%d/%m/%Y};{amount};Transferencia;{cuit};{name}"
            for amount, cuit, name in paid
        ]
        bank = tmp_path / "cobros.csv"
        bank.write_text("\n".join(rows) + "\n", encoding="utf-8")
        given: dict[str, Any] = {
            "invoices": (invoices,),
            "payments": (bank,),
            "out": tmp_path / "out",
        }
        return asyncio.run(reconcile_one(Reconcile(**given | more), settings))

    return reconciled


def sheet(done: Reconciliation, name: str) -> list[dict[str, Any]]:
    headings, *rows = openpyxl.load_workbook(done.result)[name].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), cells, strict=True)) for cells in rows]


def write(done: Reconciliation, name: str, **cells: str) -> None:
    """Into the first row of a sheet."""
    book = openpyxl.load_workbook(done.result)
    places = {cell.value: int(cell.column or 0) for cell in book[name][1]}
    for heading, value in cells.items():
        book[name].cell(2, places[heading], value)
    book.save(done.result)


def motives(done: Reconciliation) -> list[str]:
    return [str(one["motivo"]) for one in sheet(done, "A revisar")]


def taught(run: Run) -> Reconciliation:
    """An uncle of another CUIT paid the first, as a person chose."""
    write(run(("1000,37", UNCLE, "Tío")), "A revisar", eleccion=FIRST)
    return run(("1000,37", UNCLE, "Tío"))


def test_a_choice_teaches_who_pays_for_whom_and_says_so(run: Run) -> None:
    (one,) = sheet(taught(run), "Aprendido")
    assert (one["pagador"], one["paga_por"]) == (f"CUIT {UNCLE}", ANA)
    assert (one["cliente"], one["hasta"], one["olvidar"]) == ("Almacén El Ñandú SRL", None, None)
    assert one["desde"].date() == today()


def test_what_was_learnt_is_evidence_and_never_a_pair(run: Run) -> None:
    taught(run)
    later = run(("1000,37", UNCLE, "Tío"), ("2000,41", UNCLE, "Tío"))
    assert later.reconciled.matching.pairs["documento"].len() == 1
    assert motives(later) == ["Aprendido: ya pagó por Almacén El Ñandú SRL; importe igual."]


def test_a_name_as_the_bank_cuts_it_is_learnt_too(run: Run) -> None:
    write(run(("1000,37", "", "PEREZ JUAN CAR")), "A revisar", eleccion=FIRST)
    run(("1000,37", "", "PEREZ JUAN CAR"))
    later = run(("1000,37", "", "PEREZ JUAN CAR"), ("77", "", "PEREZ JUAN CAR"))
    assert any("Aprendido: ya pagó por Almacén" in one for one in motives(later))


def test_what_is_to_be_forgotten_is_and_keeps_its_days(run: Run) -> None:
    write(taught(run), "Aprendido", olvidar="SI")
    later = run(("1000,37", UNCLE, "Tío"), ("2000,41", UNCLE, "Tío"))
    assert not any("Aprendido" in one for one in motives(later))
    (one,) = sheet(later, "Aprendido")
    assert (one["desde"].date(), one["hasta"].date()) == (today(), today())
    again = run(("1000,37", UNCLE, "Tío"), ("2000,41", UNCLE, "Tío"))
    assert not any("Aprendido" in one for one in motives(again))


def test_a_person_may_write_who_pays_for_whom(run: Run) -> None:
    done = run(("50", "", "nadie"))
    write(done, "Aprendido", pagador=f"CUIT {UNCLE}", paga_por="30-71234567-1")
    assert motives(run(("3000,43", UNCLE, "Tío"))) == [
        "Aprendido: ya pagó por Almacén El Ñandú SRL; importe igual."
    ]


def test_a_past_day_knows_only_what_was_learnt_by_then(run: Run) -> None:
    taught(run)
    before: date = today() - timedelta(days=1)
    past = run(("2000,41", UNCLE, "Tío"), as_of=before, ledger=False)
    assert not sheet(past, "Aprendido")
    assert len(sheet(run(("1000,37", UNCLE, "Tío")), "Aprendido")) == 1
