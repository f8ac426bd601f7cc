"""A request that ended in trouble, whatever it asked for: stopped, waited out, sent once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from planilla.batch.run_result import Outcome
from planilla.writing.report import Estado
from tests.dispatch.office import NUEVO, office_of
from tests.double import Fault, Kind
from tests.helpers import payment, row

ROWS = [row(1, tipo="FACTURA A"), row(2, tipo="FACTURA A")]
LISTED = {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1}
SENT: Mapping[str, Callable[..., Outcome]] = {
    NUEVO: lambda office, **changes: office.emit(row(4), **changes),
    "facturacion/nuevo_encola": lambda office, **changes: office.queue(row(4), **changes),
    "facturacion/lotes_encola": lambda office, **changes: office.queue(row(4), row(5), **changes),
    "facturacion/pagar": lambda office, **changes: office.pay(payment(1, "10.00"), **changes),
    "facturacion/reenviar": lambda office, **changes: office.resend(LISTED, **changes),
}


@pytest.mark.parametrize("method", SENT)
def test_credentials_that_are_refused_when_something_is_sent_stop_everything(
    method: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.emit(*ROWS)
        before = office.asked(method)
        office.double.faults.add(Fault(Kind.STATUS, status=401), on=method, times=100)
        done = SENT[method](office)
        assert set(done.rows) == {Estado.PENDIENTE}
        assert done.exit_code == 1
        assert "401" in str(done.trouble)
        assert office.asked(method) == before + 1


@pytest.mark.parametrize("method", SENT)
def test_what_does_not_arrive_is_waited_for_until_the_budget_is_spent(
    method: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.emit(*ROWS)
        office.double.faults.add(Kind.TOO_MANY, on=method, times=1000)
        done = SENT[method](office, budget_seconds=0.5)
        assert set(done.rows) == {Estado.PENDIENTE}
        assert (done.exit_code, done.trouble) == (4, None)
        assert "too many requests" in done.outage
        office.double.faults.clear()
        assert not {Estado.PENDIENTE, Estado.A_REVISAR} & set(SENT[method](office).rows)
        office.sound()
