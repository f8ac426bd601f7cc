"""An office's own rules set aside what is no client's money; the equations still close."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.common.errors import SettingsError
from planilla.reconcile.job import Reconcile, rules_of
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.settings.settings import load_settings

RULES = """
[[reconcile.rules]]
name = "Intereses"
text = "acreditacion  de INTERÉS"

[[reconcile.rules]]
name = "Centavos"
most = 1
"""
HEADINGS = "Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("planilla.toml").write_text(RULES, encoding="utf-8")


def run(*lines: tuple[str, str]) -> Reconciliation:
    balance, rows = Decimal(0), [HEADINGS]
    for place, (money, text) in enumerate(lines):
        balance += Decimal(money.replace(",", "."))
        left = f"{balance:.2f}".replace(".", ",")
        rows.append(f"1;30707070707;05/11/2026;{money};{place};{text};{left}")
    Path("banco.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    invoices = Path("facturas.csv")
    invoices.write_text(
        "Fecha;Tipo;Punto de venta;Número;CUIT;Razón social;Total\n"
        "02/11/2026;FACTURA A;10;1;30712345671;El Ñandú SRL;1000,00\n",
        encoding="utf-8",
    )
    settings = load_settings()
    job = Reconcile(
        (invoices,), (Path("banco.csv"),), ledger=False, rules=rules_of(settings.reconcile)
    )
    return asyncio.run(reconcile_one(job, settings))


def sheet(done: Reconciliation, name: str) -> list[dict[str, Any]]:
    headings, *rows = openpyxl.load_workbook(done.result)[name].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), cells, strict=True)) for cells in rows]


def test_what_a_rule_knows_is_set_aside_with_its_name_and_where_it_stood() -> None:
    done = run(
        ("12,50", "ACREDITACIÓN DE INTERES"), ("1000,00", "TRF 30712345671"), ("0,37", "AJUSTE")
    )
    told = [(one["regla"], one["importe"], one["fila"]) for one in sheet(done, "Apartados")]
    assert sorted(told) == [("Centavos", 0.37, 4), ("Intereses", 12.5, 2)]
    assert not sheet(done, "Pago sin comprobante")
    assert done.reconciled.closes
    assert done.exit_code == 0


def test_what_a_person_chose_is_no_longer_a_rules() -> None:
    done = run(("12,50", "ACREDITACION DE INTERES"))
    book = openpyxl.load_workbook(done.result)
    places = {cell.value: int(cell.column or 0) for cell in book["Apartados"][1]}
    book["Apartados"].cell(2, places["eleccion"], "FACTURA A 00010-00000001")
    book.save(done.result)
    (pair,) = run(("12,50", "ACREDITACION DE INTERES")).reconciled.to_register.rows(named=True)
    assert pair["importe"] == Decimal("12.50")


@pytest.mark.parametrize("wrong", ['name = "Todo"', 'name = ""\ntext = "x"', 'texto = "x"'])
def test_a_rule_that_says_nothing_is_refused(wrong: str) -> None:
    Path("planilla.toml").write_text(f"[[reconcile.rules]]\n{wrong}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="RECONCILE_RULES"):
        load_settings()
