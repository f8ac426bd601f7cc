"""What waits behind another's question says so, and not that the file is to be dropped again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, payment, row, run, run_pay, settings_for, write_csv
from tests.writing.reports import sheets, table

YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"


def told(done: Outcome, estado: Estado) -> list[str]:
    rows: list[dict[str, Any]] = table(sheets(done.files[0].result or Path())["Resultado"])
    return [str(one["observaciones"]) for one in rows if one["estado"] == estado.value]


def test_a_comprobante_of_a_later_day_names_the_one_that_a_person_is_asked_about(
    tmp_path: Path,
) -> None:
    rows = [
        row(1, fecha=YESTERDAY, precio_unitario_sin_iva="1000000"),
        row(2),
        row(3, punto_venta=2),
    ]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", max_comprobante="500000")
        done = run(Job((write_csv(tmp_path / "ventas.csv", rows),), settings))
    assert done.rows == {Estado.A_REVISAR: 1, Estado.PENDIENTE: 1, Estado.EMITIDO: 1}
    (waits,) = told(done, Estado.PENDIENTE)
    assert "espera que una persona responda por FACTURA B, referencia R-00001" in waits
    assert "Presente el archivo otra vez" not in waits


def test_a_payment_names_the_one_of_its_comprobante_that_is_in_question(tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((write_csv(tmp_path / "ventas.csv", [row(1, tipo="FACTURA A")]),), settings))
        box.plan.named["FACTURA A 00001-00000001"] = [Fault.RESET]
        path = write_csv(tmp_path / "pagos.csv", [payment(1, "10"), payment(1, "5")])
        done = run_pay(Job((path,), settings))
    assert done.rows == {Estado.A_REVISAR: 1, Estado.PENDIENTE: 1}
    (waits,) = told(done, Estado.PENDIENTE)
    assert "por otro de FACTURA A 00001-00000001 por 10,00" in waits
