"""A statement of account a client, and what is left in plain words."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.calendar import today
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.settings.settings import Settings

ANA, LUIS = "30712345671", "27222222228"
DUE = today() - timedelta(days=10)


@pytest.fixture
def done(tmp_path: Path) -> Reconciliation:
    """Ana paid one with a withholding, and money that is for none; Luis paid too much."""
    invoices, bank = tmp_path / "facturas.csv", tmp_path / "cobros.csv"
    day = f"{today() - timedelta(days=30):%d/%m/%Y}"
    rows = (
        (1, ANA, "Almacén: El Ñandú S.R.L.", "1000"),
        (2, ANA, "", "700"),
        (3, LUIS, "Luisa", "50"),
    )
    lines = ["Fecha;Tipo;Punto de venta;Número;CUIT;Razón social;Total;Vencimiento"]
    lines += [f"{day};FACTURA A;10;{n};{c};{name};{t};{DUE:%d/%m/%Y}" for n, c, name, t in rows]
    invoices.write_text("\n".join(lines) + "\n", encoding="utf-8")
    paid = (("970", ANA, "FC A 10-1"), ("123,45", ANA, ""), ("80", LUIS, ""), ("17", "", "nadie"))
    lines = ["fecha;importe;descripcion;CUIT;comprobante"]
    lines += [f"{today():%d/%m/%Y};{amount};Transferencia;{c};{text}" for amount, c, text in paid]
    bank.write_text("\n".join(lines) + "\n", encoding="utf-8")
    job = Reconcile((invoices,), (bank,), out=tmp_path / "out", per_client=True)
    return asyncio.run(reconcile_one(job, Settings(home=tmp_path / "home")))


def cells(path: Path) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def test_each_client_has_a_file_whose_balance_is_what_is_owed(done: Reconciliation) -> None:
    names = [path.name for path in done.accounts]
    assert names == ["Luisa 27222222228.xlsx", "Almacén El Ñandú S.R.L 30712345671.xlsx"]
    ana = cells(done.accounts[1])
    assert ana[3][0] == "Saldo: debe 576,55. Vencido: 576,55."
    told = [(row[1], row[3], row[4]) for row in ana[5:]]
    assert told == [
        ("FACTURA A 00010-00000001", 1000, None),
        ("FACTURA A 00010-00000002", 700, None),
        ("Cobro, por registrar: FACTURA A 00010-00000001", None, 970),
        ("Retención, gasto o nota, por registrar: FACTURA A 00010-00000001", None, 30),
        ("Cobro recibido, todavía sin aplicar", None, 123.45),
        ("Total", 1700, 1123.45),
    ]
    assert ana[-1][5] == 576.55
    assert cells(done.accounts[0])[3][0] == "Saldo a su favor: 30,00."


def test_resumen_says_in_words_how_much_is_left(done: Reconciliation) -> None:
    column = [str(row[0]) for row in cells(done.result)]
    said = "\n".join(column[:8])
    assert "Falta cobrar 750,00: 2 comprobantes de 2 clientes (43 % de lo que se debía" in said
    assert "De eso está vencido 750,00." in said
    assert "Para que usted elija: 2 cobros por 203,45, en A revisar." in said
    assert "Sin saber de qué: 1 cobro por 17,00" in said


def test_no_statements_are_written_unasked(tmp_path: Path) -> None:
    invoices = tmp_path / "facturas.csv"
    invoices.write_text(
        "Fecha;Tipo;Punto de venta;Número;CUIT;Total\n01/11/2026;FACTURA A;10;1;30712345671;1\n",
        encoding="utf-8",
    )
    job = Reconcile((invoices,), out=tmp_path / "out")
    found = asyncio.run(reconcile_one(job, Settings(home=tmp_path / "home")))
    assert not found.accounts
    assert not (tmp_path / "out" / "cuentas").exists()
    assert found.reconciled.matching.documents["resta"].to_list() == [Decimal(1)]
