"""A month of an office, from invoices to the last correction, against the sandbox."""

from __future__ import annotations

import asyncio
from pathlib import Path

from planilla.queue.ask_every_point import ask_queue
from planilla.queue.requeue import Action, requeue
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import (
    Job,
    check_books,
    paid_at,
    payment,
    row,
    run,
    run_pay,
    run_queued,
    run_resend,
    settings_for,
    write_csv,
)

ATTEMPTS = 100  # after as many the service's queue gives up (api.md 8)


def test_a_month_in_the_sandbox(tmp_path: Path) -> None:
    with Sandbox() as box:
        month(box, tmp_path)


def month(box: Sandbox, folder: Path) -> None:
    """Emit, pay, e-mail, queue, an outage, a failure requeued, one dropped and corrected."""
    settings = settings_for(box, folder / "home")

    def job(name: str, rows: list[dict[str, object]]) -> Job:
        return Job((write_csv(folder / f"{name}.csv", rows),), settings)

    sales = [
        row(n, tipo="FACTURA A" if n % 2 else "FACTURA B", email="cobros@ejemplo.com.ar")
        for n in range(1, 9)
    ]
    assert run(job("1-ventas", sales)).rows == {Estado.EMITIDO: 8}

    payments = [
        payment(1, "50"),
        payment(1, "40.10", referencia="REC-7", descripcion="MercadoPago"),
        payment(1, "30.00", referencia="REC-7", descripcion="VISA"),
        payment(2, "100000", descripcion="Transferencia"),
        payment(3, "20", descripcion="Cheque diferido"),
        payment(1, "12.50", tipo="FACTURA B"),
    ]
    done = run_pay(job("2-pagos", payments))
    assert done.rows == {Estado.PAGADO: 4, Estado.INVALIDO: 2}
    assert str(paid_at(box)["FACTURA A 00001-00000001"]) == "120.10"

    mails: list[dict[str, object]] = [
        {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1},
        {"referencia": "R-00002"},
    ]
    assert run_resend(job("3-reenvios", mails)).rows == {Estado.ENVIADO: 2}

    bad = row(22, punto_venta=2, comentario="RECHAZAR-AFIP")
    queued = [row(21, punto_venta=2), bad, row(23, punto_venta=2)]
    assert run_queued(job("4-cola", queued)).rows == {Estado.ENCOLADO: 3}
    _outage(box)
    failed = run_queued(job("4-cola", queued))
    assert failed.rows == {Estado.RECHAZADO: 3}

    with open_ledger(settings) as ledger:
        again = asyncio.run(requeue(settings, ledger, ledger.queue.inside(), Action.RETRY))
        assert again.sent == 3
        box.run_queue()
        asyncio.run(ask_queue(settings, ledger, force=True))
    after = run_queued(job("4-cola", queued))
    assert after.rows[Estado.RECHAZADO] == 1
    assert after.rows[Estado.EMITIDO] + after.rows[Estado.YA_EMITIDO] == 2

    with open_ledger(settings) as ledger:
        dropped = asyncio.run(requeue(settings, ledger, ledger.queue.inside(), Action.DROP))
        assert dropped.sent == 1
    corrected = [row(22, punto_venta=2, descripcion="Servicio corregido")]
    assert run_queued(job("5-corregido", corrected)).rows == {Estado.ENCOLADO: 1}
    box.run_queue()
    assert run_queued(job("5-corregido", corrected)).rows == {Estado.EMITIDO: 1}
    check_books(box)
    assert len(box.books.held) == 11


def _outage(box: Sandbox) -> None:
    """AFIP is down for so long that the queue gives up."""
    rehearsal: Rehearsal = box.door.service.rehearsal
    rehearsal.outage = 60
    box.door.service.begin_outage(Fault.AFIP)
    for _ in range(ATTEMPTS):
        box.run_queue()
    box.door.service.afip_until = 0
