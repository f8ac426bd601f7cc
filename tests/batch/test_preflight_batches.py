"""The same questions, asked by a whole run before the sandbox."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, row, run, run_queued, settings_for, write_csv
from tests.writing.reports import sheets, table

ALERTAS, CONSUMO, TOPECF = "estado_servicios/alertas", "micuenta/consumo", "facturacion/topecf"
NOBODYS = {"documento_tipo": "OTRO", "documento_nro": "0", "condicion_iva": "CF"}


@pytest.mark.parametrize("queued", [False, True])
@pytest.mark.slow
def test_what_goes_beyond_the_plan_is_pending_and_says_how_many_are_missing(
    queued: bool, tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(n) for n in range(12)])
    work = run_queued if queued else run
    with Sandbox(Options(rehearsal=Rehearsal(quota=8))) as box:
        settings = settings_for(box, tmp_path / "home")
        done = work(Job((source,), settings))
        first = Estado.ENCOLADO if queued else Estado.EMITIDO
        assert done.rows == {first: 8, Estado.PENDIENTE: 4}
        assert done.exit_code == 4
        asked = box.books.requests
        assert asked["facturacion/nuevo"] == (0 if queued else 8), "none is spent on finding out"
        assert asked[CONSUMO] == 1
        assert done.files[0].result is not None
        rows = table(sheets(done.files[0].result)["Resultado"])
        pending = [one for one in rows if one["estado"] == "PENDIENTE"]
        assert [one["referencia"] for one in pending] == [f"R-{n:05d}" for n in range(8, 12)]
        assert all("faltan 4 comprobantes en el plan" in str(one["errores"]) for one in pending)
        box.door.service.rehearsal.quota = 100
        again = work(Job((source,), settings))
        assert again.rows[Estado.PENDIENTE] == 0
        check_books(box)


@pytest.mark.slow
def test_a_run_with_nothing_to_send_asks_for_nothing(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(n) for n in range(8)])
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run(Job((source,), settings))
        before = dict(box.books.requests)
        assert run(Job((source,), settings)).rows == {Estado.YA_EMITIDO: 8}
        assert {m: box.books.requests[m] - before.get(m, 0) for m in (ALERTAS, CONSUMO)} == {
            ALERTAS: 0,
            CONSUMO: 0,
        }


def nobodys(number: int, price: str) -> dict[str, object]:
    return row(number, precio_unitario_sin_iva=price, **NOBODYS)


@pytest.mark.slow
def test_the_limit_for_who_is_not_identified_is_the_services_asked_once_a_day(
    tmp_path: Path,
) -> None:
    source = write_csv(
        tmp_path / "ventas.csv", [nobodys(1, "9000000"), nobodys(2, "9999999"), nobodys(3, "100")]
    )
    with Sandbox(Options(rehearsal=Rehearsal(top_of_consumers=Decimal(12_000_000)))) as box:
        settings = settings_for(box, tmp_path / "home")
        done = run(Job((source,), settings))
        assert done.rows == {Estado.EMITIDO: 2, Estado.INVALIDO: 1}
        other = write_csv(tmp_path / "otras.csv", [nobodys(4, "9000001")])
        assert run(Job((other,), settings)).rows == {Estado.EMITIDO: 1}
        assert box.books.requests[TOPECF] == 1
        with open_ledger(settings) as ledger:
            assert ledger.kept.get("topecf") == (today(), "12000000")
    assert done.files[0].result is not None
    (why,) = table(sheets(done.files[0].result)["Errores"])
    assert "12.000.000,00" in str(why["Qué está mal"])


@pytest.mark.parametrize("price", ["100", "800000"])
def test_it_is_not_asked_for_while_nobody_comes_near_it(price: str, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [nobodys(1, price), row(2)])
    with Sandbox() as box:
        run(Job((source,), settings_for(box, tmp_path / "home")))
        assert box.books.requests[TOPECF] == 0


def test_a_dry_run_asks_nothing_and_judges_by_the_regulations_figure(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [nobodys(1, "9000000"), nobodys(2, "7000000")])
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        done = run(Job((source,), settings, dry_run=True))
        assert done.rows == {Estado.INVALIDO: 1, Estado.PENDIENTE: 1}
        assert not box.books.requests
