"""Tokens of another company, put in by mistake: nothing goes, or no more than was under way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.common.errors import Misconfigured
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.issuers import ACCOUNT, Issuer, Issuers
from planilla.model.operation import State
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.answers import qr_text
from planilla.sandbox.credentials import one_set_of
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import connector
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, run_pay, run_queued, run_resend, settings_for, write_csv
from tests.service.wire import Wire

pytestmark = pytest.mark.slow

NORTE, SUR, NUEVA = "30712345671", "30700000148", "30707070707"
LEASE = timedelta(minutes=1)


class Office:
    """An office without profiles, and the books of two companies."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder

    def settings(self, cuit: str, home: str = "home", **changes: Any) -> Settings:
        """With the tokens of a company."""
        given = {**one_set_of(cuit), "one_set_serves_all": True, "concurrency": 1, **changes}
        return settings_for(self.box, self.folder / home, **given)

    def job(self, cuit: str, *rows: dict[str, Any], **changes: Any) -> Job:
        return Job((write_csv(self.folder / "rows.csv", rows),), self.settings(cuit, **changes))

    def emit(self, cuit: str, *rows: dict[str, Any], **changes: Any) -> Outcome:
        return run(self.job(cuit, *rows, **changes))

    def answer(self, word: str) -> None:
        with open_ledger(self.settings(NORTE)) as ledger:
            (waiting,) = ledger.operations.of_kind(Kind.ISSUE, State.REVIEW)
            decide(ledger, waiting, Decision("Ana", word))

    def errors(self) -> list[str]:
        path = self.folder / "resultados" / "rows.resultado.xlsx"
        headings, *cells = openpyxl.load_workbook(path)["Resultado"].iter_rows(values_only=True)
        return [str(one[headings.index("errores")]) for one in cells]

    def service(self, cuit: str) -> TusFacturas:
        return connector(self.settings(cuit))(ACCOUNT)

    def held(self, cuit: str) -> int:
        return len(self.box.books_of(cuit).held)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Each company has two comprobantes, those of Sur issued from another machine."""
    with Sandbox(Options(companies=(NORTE, SUR, NUEVA))) as box:
        found = Office(box, tmp_path)
        found.emit(NORTE, row(1), row(2))
        found.emit(SUR, row(51), row(52), home="elsewhere")
        yield found


def refused(done: Outcome) -> None:
    assert done.exit_code == 1
    assert "another company's" in str(done.trouble)


def test_nothing_is_issued_with_them(office: Office) -> None:
    refused(office.emit(SUR, row(3), row(4)))
    assert office.held(SUR) == 2
    assert office.emit(NORTE, row(3), row(4)).rows == {Estado.EMITIDO: 2}


def test_nothing_is_queued_with_them(office: Office) -> None:
    refused(run_queued(office.job(SUR, row(3))))
    assert not list(office.box.books_of(SUR).in_queue())


def test_nothing_is_paid_with_them(office: Office) -> None:
    paid = {"comprobante": "FACTURA B 1-1", "descripcion": "Efectivo", "importe": "10,00"}
    refused(run_pay(office.job(SUR, paid)))
    assert not office.box.books_of(SUR).state()["pagos"]
    assert run_pay(office.job(NORTE, paid)).rows == {Estado.PAGADO: 1}


def test_nothing_is_mailed_with_them(office: Office) -> None:
    lista = {"tipo": "FACTURA B", "punto_venta": 1, "numero": 1}
    refused(run_resend(office.job(SUR, lista)))
    assert not office.box.books_of(SUR).mails


def test_one_request_an_account_is_enough_for_all_lanes(office: Office) -> None:
    asked = office.box.books_of(NORTE).requests
    before = asked["facturacion/consulta"]
    rows = [row(n, punto_venta=n) for n in (3, 4, 5, 6)]
    assert office.emit(NORTE, *rows, concurrency=4).rows == {Estado.EMITIDO: 4}
    one_a_lane = 4  # of the number that the numbering told
    assert asked["facturacion/consulta"] == before + 1 + one_a_lane


def test_an_outage_while_looking_is_waited_out(office: Office) -> None:
    office.box.door.companies[NORTE].plan.counted = [Fault.RESET]
    assert office.emit(NORTE, row(3)).rows == {Estado.EMITIDO: 1}


def test_where_nothing_can_be_compared_the_first_answer_tells(office: Office) -> None:
    rows = [row(n, punto_venta=2) for n in range(11, 16)]
    done = office.emit(NUEVA, *rows)
    assert done.exit_code == 1
    assert f"CUIT {NUEVA}'s" in str(done.trouble)
    assert done.rows == {Estado.A_REVISAR: 1, Estado.PENDIENTE: 4}
    assert office.held(NUEVA) == 1
    assert f"Lo emitió el CUIT {NUEVA}" in office.errors()[0]
    office.answer("not-ours")
    mended = office.emit(NORTE, *rows)
    assert mended.rows == {Estado.EMITIDO: 5}
    assert (office.held(NORTE), office.held(NUEVA)) == (7, 1)


def test_the_settings_say_whose_a_new_office_is(office: Office, tmp_path: Path) -> None:
    issuers = Issuers(Issuer(cuit="30-71234567-1"))
    with Ledger(f"sqlite:///{tmp_path / 'real.sqlite3'}", "tusfacturas", tmp_path, LEASE) as ledger:
        company = SameCompany(ledger, issuers)
        asyncio.run(company.look(ACCOUNT, office.service(SUR)))
        mine, theirs = (office.box.books_of(cuit).held[0] for cuit in (NORTE, SUR))
        assert not company.stranger(ACCOUNT, qr_text(mine, NORTE))
        assert company.stranger(ACCOUNT, qr_text(theirs, SUR)) == SUR
        assert not company.stranger(ACCOUNT, "")


def test_what_the_first_look_up_of_a_lane_shows_tells_before_anything_is_sent(
    office: Office,
) -> None:
    """The comprobante that the ledger knows is not shown; others of the day are, with their QR."""
    assert office.emit(NORTE, row(3)).rows == {Estado.EMITIDO: 1}
    done = office.emit(SUR, row(4), row(5))
    assert done.exit_code == 1
    assert f"CUIT {SUR}'s" in str(done.trouble)
    assert done.rows == {Estado.PENDIENTE: 2}
    assert office.held(SUR) == 2
    assert office.emit(NORTE, row(4), row(5)).rows == {Estado.EMITIDO: 2}


def test_the_number_that_a_lane_begins_with_tells_too(office: Office) -> None:
    """In a tipo that this ledger has not used, and on a day on which they issued nothing."""
    office.emit(NORTE, row(3))
    yesterday = f"{today() - timedelta(days=1):%d/%m/%Y}"
    other = {"tipo": "FACTURA A", "fecha": yesterday, "punto_venta": 3}
    office.emit(SUR, row(53, **other), home="elsewhere")
    done = office.emit(SUR, row(4, tipo="FACTURA A", punto_venta=3))
    assert f"CUIT {SUR}'s" in str(done.trouble)
    assert office.held(SUR) == 3


def test_the_qr_of_a_comprobante_that_the_ledger_knows_tells_whose_the_credentials_are(
    office: Office,
) -> None:
    """Where no CAE tells them apart: one is not shown, as on the development plan."""
    for cuit in (NORTE, SUR):
        named = {"tipo": "FACTURA B", "punto_venta": 1, "numero": 2, "cae": ""}
        qr = qr_text(office.box.books_of(cuit).held[1], cuit)
        wire = Wire({"error": "N", "comprobante": {**named, "afip_qr": qr}})
        with open_ledger(office.settings(NORTE)) as ledger:
            company = SameCompany(ledger, Issuers())
            if cuit == NORTE:
                wire.ask(partial(company.look, ACCOUNT))
                continue
            with pytest.raises(Misconfigured, match=f"CUIT {SUR}'s"):
                wire.ask(partial(company.look, ACCOUNT))
