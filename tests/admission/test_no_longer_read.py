"""What was asked for stands, whatever a newer reading makes of its row."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from planilla.admission.registration import Registration
from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.asked import Earlier
from planilla.model.operation import Operation, Reason
from planilla.model.reading_version import READING
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import issuers_of, open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, paid_at, payment, row, run, run_pay, settings_for, write_csv

pytestmark = pytest.mark.slow


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox() as found:
        yield found


def emitted(path: Path, settings: Settings) -> Outcome:
    return run(Job((path,), settings))


def shown(outcome: Outcome) -> list[Mapping[str, object]]:
    book = openpyxl.load_workbook(outcome.files[0].result or Path())
    headings, *rows = book["Resultado"].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), one, strict=True)) for one in rows]


@pytest.mark.parametrize("referencia", ["", "R-1"])
def test_a_row_that_is_not_read_any_more_says_that_it_was_issued(
    referencia: str, box: Sandbox, tmp_path: Path
) -> None:
    """An earlier reading understood its cell; the bytes are those that it read."""
    settings = settings_for(box, tmp_path / "home")
    good = write_csv(tmp_path / "good.csv", [row(1, referencia=referencia), row(2)])
    wrong = write_csv(
        tmp_path / "wrong.csv", [row(1, referencia=referencia, alicuota="7"), row(2), row(3)]
    )
    with open_ledger(settings) as ledger:
        asked = load(good, today(), issuers_of(settings, ledger)).asked
        read = hashlib.sha256(wrong.read_bytes()).hexdigest()
        Registration(ledger).commit(wrong, read, asked)
    emitted(good, settings)
    outcome = emitted(wrong, settings)
    assert outcome.rows == {Estado.YA_EMITIDO: 2, Estado.EMITIDO: 1}
    first = shown(outcome)[0]
    assert first["numero_emitido"] == "00001-00000001"
    assert first["cae"]
    assert "Hoy no se aceptaría: alicuota" in str(first["observaciones"])
    to_mend = openpyxl.load_workbook(outcome.files[0].result or Path())["Corregir"]
    assert "Servicio 1" not in str(list(to_mend.values))
    assert len(box.books.held) == 3


def test_what_a_person_said_is_another_is_issued_beside_what_was_read_before(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home")
    emitted(write_csv(tmp_path / "a.csv", [row(1)]), settings)
    with open_ledger(settings) as ledger:
        mended = write_csv(tmp_path / "b.csv", [row(1, precio_unitario_sin_iva="50")])
        (before,) = load(tmp_path / "a.csv", today(), issuers_of(settings, ledger)).asked
        (now,) = load(mended, today(), issuers_of(settings, ledger)).asked
        anew = replace(
            now, reading=READING + 1, earlier=(Earlier(before.referencia, before.content),)
        )
        (entry,) = Registration(ledger).commit(mended, "b" * 64, [anew])[0]
        (waiting,) = ledger.reviews.waiting()
        assert (waiting.id, waiting.reason) == (entry.operation_id, Reason.READING)
        decide(ledger, waiting, Decision("Ana", "es otro"))
    emitted(write_csv(tmp_path / "c.csv", [row(2)]), settings)
    assert [one["external_reference"] for one in box.books.held] == [
        "R-00001",
        "R-00001-r1",
        "R-00002",
    ]


def test_a_payment_mended_before_it_was_sent_is_not_registered_beside_what_it_was(
    box: Sandbox, tmp_path: Path
) -> None:
    settings = settings_for(box, tmp_path / "home")
    emitted(write_csv(tmp_path / "a.csv", [row(1), row(2)]), settings)
    service = box.door.service
    service.rehearsal.outage = 60
    service.begin_outage(Fault.MAINTENANCE)
    hurried = settings_for(box, tmp_path / "home", budget_seconds=0.2)
    was = payment(1, "20", tipo="FACTURA B")
    path = write_csv(tmp_path / "pagos.csv", [was])
    assert run_pay(Job((path,), hurried)).rows == {Estado.PENDIENTE: 1}
    service.maintenance_until = 0
    other = payment(2, "5", tipo="FACTURA B")
    write_csv(path, [was | {"importe": "30"}, other])
    run_pay(Job((path,), settings))
    (held,) = waiting_in(settings)
    assert (held.reason, held.total) == (Reason.CHANGED, Decimal(20))
    with open_ledger(settings) as ledger:
        decide(ledger, held, Decision("Ana", "rechazar"))
    run_pay(Job((path,), settings))
    assert sorted(paid_at(box).values()) == [5, 30]


def waiting_in(settings: Settings) -> list[Operation]:
    with open_ledger(settings) as ledger:
        return ledger.reviews.waiting()
