"""Paying at a second service that was written from its documents alone, in every open form."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.batch.run_result import Outcome
from planilla.review.record_answers import Decision, decide
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from tests.covering import pairs, thinned
from tests.double import Double, Issued, Kind, Point, Switches, every, problems, serving
from tests.helpers import Job, payment, row, run, run_pay, write_csv

CUIT = "30707070702"
ACCOUNT = ("account_wrapped_as", "account_rest", "note_rows", "overpaid_refused")
DOLLARS: dict[str, Any] = {
    "tipo": "FACTURA A",
    "moneda": "DOL",
    "cotizacion": "1045,5",
    "precio_unitario_sin_iva": "100",
}
PLAIN: dict[str, Any] = {"tipo": "FACTURA A", "precio_unitario_sin_iva": "100"}
RECEIVER = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1", "condicion_iva": "RI"}
NOTE: dict[str, Any] = {
    **RECEIVER,
    "tipo": "NOTA DE CREDITO A",
    "referencia": "NC",
    "asociado_referencia": "R-00001",
}


class Office:
    """An office at a double; a home of its own that can be lost."""

    def __init__(self, double: Double, api: str, folder: Path) -> None:
        self.double, self.api, self.folder, self.homes = double, api, folder, 1

    @property
    def settings(self) -> Settings:
        keys = self.double.points[0].keys
        given: dict[str, Any] = {
            "base_url": self.api,
            "home": self.folder / f"home{self.homes}",
            "usertoken": keys.usertoken,
            "apikey": keys.apikey,
            "apitoken": keys.apitoken,
            "pace_seconds": 0,
            "timeout_seconds": 5,
            "settle_seconds": 0.3,
            "retry_seconds": 0.05,
            "budget_seconds": 20,
            "issuer_cuit": CUIT,
        }
        return Settings(_env_file=None, **given)  # type: ignore[call-arg]

    def emit(self, *rows: dict[str, Any]) -> None:
        path = write_csv(self.folder / "ventas.csv", rows)
        assert run(Job((path,), self.settings)).exit_code == 0

    def pay(self, *rows: dict[str, Any]) -> Outcome:
        return run_pay(Job((write_csv(self.folder / "pagos.csv", rows),), self.settings))

    def answer(self, word: str, elsewhere: Decimal | None = None) -> None:
        """What a person says to the one question that waits."""
        with open_ledger(self.settings) as ledger:
            (waiting,) = ledger.reviews.waiting()
            decide(ledger, waiting, Decision("Ana", word, paid_elsewhere=elsewhere))

    def paid(self) -> Decimal:
        return self.double.books.paid(self.first)

    @property
    def first(self) -> Issued:
        return self.double.books.issued[0]


def named(switches: Switches) -> str:
    return "-".join(str(getattr(switches, name)) or "bare" for name in ACCOUNT)


def doubts(switches: Switches) -> Iterable[Hashable]:
    """What an open form shows: two readings of two doubts."""
    return pairs(*(getattr(switches, name) for name in ACCOUNT))


@pytest.fixture(params=thinned(((one,) for one in every(*ACCOUNT)), doubts), ids=named)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    double = Double([Point(cuit=CUIT, punto_venta=1)], request.param)
    with serving(double) as served:
        yield Office(double, served.api, tmp_path)
    assert not problems(double)


def test_dollars_are_paid_in_pesos_once_in_parts_and_no_more(office: Office) -> None:
    office.emit(row(1, **DOLLARS))
    parts = [payment(1, "100000"), payment(1, "26505,50")]
    assert office.pay(*parts, payment(1, "1")).rows == {Estado.PAGADO: 2, Estado.INVALIDO: 1}
    assert office.pay(*parts).rows == {Estado.YA_PAGADO: 2}
    assert office.paid() == Decimal("126505.50")


@pytest.mark.slow
def test_too_much_is_never_sent_unasked(office: Office) -> None:
    office.emit(row(1, **DOLLARS))
    done = office.pay(payment(1, "100000"), payment(1, "26505,51"))
    told = Estado.INVALIDO if office.double.switches.account_rest else Estado.A_REVISAR
    assert done.rows == {Estado.PAGADO: 1, told: 1}
    assert office.paid() == 100000


@pytest.mark.parametrize("cells", [PLAIN, DOLLARS], ids=["pesos", "dollars"])
@pytest.mark.slow
def test_nothing_is_paid_on_what_a_note_paid_off(cells: dict[str, Any], office: Office) -> None:
    office.emit(row(1, **cells), row(1) | cells | NOTE)
    assert office.pay(payment(1, "10")).rows == {Estado.INVALIDO: 1}
    assert not [one for one in office.double.books.payments if one.by != "nota"]


@pytest.mark.slow
def test_a_lost_answer_in_dollars_is_settled_and_a_lost_ledger_pays_nothing_again(
    office: Office,
) -> None:
    office.emit(row(1, **DOLLARS))
    office.double.faults.add(Kind.LOST, on="facturacion/pagar", nth=1)
    shown = office.double.switches.account_rest
    done = office.pay(payment(1, "100000"))
    assert done.rows == {Estado.PAGADO if shown else Estado.A_REVISAR: 1}
    office.homes += 1
    office.pay(payment(1, "100000"))
    assert office.paid() == 100000


@pytest.mark.slow
def test_what_a_person_refused_is_not_paid_when_its_file_is_dropped_again(office: Office) -> None:
    """It had been paid before the ledger was lost; a later payment explains the balance anew."""
    office.emit(row(1, **PLAIN))
    before = payment(1, "50")
    assert office.pay(before).rows == {Estado.PAGADO: 1}
    office.homes += 1
    assert office.pay(before).rows == {Estado.A_REVISAR: 1}
    office.answer("refuse")
    later = payment(1, "20,50")
    assert office.pay(later).rows == {Estado.A_REVISAR: 1}
    office.answer("accept", Decimal(50))
    assert office.pay(later).rows == {Estado.PAGADO: 1}
    assert office.pay(before, later).rows == {Estado.RECHAZADO: 1, Estado.YA_PAGADO: 1}
    assert office.paid() == Decimal("70.50")
