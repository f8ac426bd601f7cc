"""Rules that came later: what was issued before them stays issued, what was not is held to them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from planilla.admission.registration import Registration
from planilla.common.calendar import today
from planilla.comprobantes.load import judged, read
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from planilla.writing.report import Estado
from schemas.context import Rules
from schemas.service import contract
from tests.helpers import Job, row, run, settings_for, write_csv

Rows = tuple[Mapping[str, Any], ...]
DISCOUNTED: Rows = (
    row(1, bonificacion="120", precio_unitario_sin_iva="500,45"),
    row(1, bonificacion="120", precio_unitario_sin_iva="75", alicuota="10,5"),
)
NOTED = {
    "tipo": "NOTA DE CREDITO B",
    "asociado_tipo": "FACTURA B",
    "asociado_punto_venta": "1",
    "asociado_numero": "5",
    "asociado_fecha": f"{today():%d/%m/%Y}",
}
NOTE: Rows = (row(1, **NOTED),)


def _registered_earlier(source: Path, settings: Settings) -> None:
    """The file as an earlier release registered it, by its rules."""
    with open_ledger(settings) as ledger:
        found = judged(read(source), today(), settings.issuers, Rules.none())
        assert not found.faults
        Registration(ledger).commit(source, "the file", found.asked)


def _change(settings: Settings, assignments: str) -> None:
    with sqlite3.connect(settings.home / "ledger.sqlite3") as connection:
        connection.execute(f"update operations set {assignments}")  # noqa: S608 - our own words
    connection.close()


def _errors(settings: Settings) -> str:
    with open_ledger(settings) as ledger:
        found = ledger.operations.latest("default", "R-00001")
    assert found is not None
    return " ".join(found.errors)


@pytest.mark.parametrize("rows", [DISCOUNTED, NOTE])
def test_what_was_issued_before_a_rule_is_told_so_and_not_issued_again(
    rows: Rows, tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", issuer_cuit=None)
        _registered_earlier(source, settings)
        _change(settings, "state = 'done', number = 1, cae = '74001112223334'")
        assert run(Job((source,), settings)).rows == {Estado.YA_EMITIDO: len(rows)}
        assert not box.books.held


@pytest.mark.parametrize(
    ("rows", "word", "mended"),
    [
        (DISCOUNTED, "bonificacion_porcentaje", {"total": "543,22"}),
        (NOTE, "PLANILLA_ISSUER_CUIT", {"asociado_cuit": "30-50001091-2"}),
    ],
)
@pytest.mark.slow
def test_what_waited_since_before_a_rule_is_not_sent_until_it_is_mended(
    rows: Rows, word: str, mended: Mapping[str, str], tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", issuer_cuit=None)
        _registered_earlier(source, settings)
        assert run(Job((source,), settings)).rows == {Estado.RECHAZADO: len(rows)}
        assert word in _errors(settings)
        assert not box.books.held
        write_csv(source, [{**one, **mended} for one in rows])
        assert run(Job((source,), settings)).rows == {Estado.EMITIDO: len(rows)}
        assert len(box.books.held) == 1


def test_a_discount_over_two_rates_is_issued_by_the_total_of_the_row(tmp_path: Path) -> None:
    rows = [{**one, "total": "543,22"} for one in DISCOUNTED]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        job = Job((write_csv(tmp_path / "ventas.csv", rows),), settings)
        assert run(job).rows == {Estado.EMITIDO: 2}
        (held,) = box.books.held
        assert str(held["comprobante"]["total"]) == "543.22"


@pytest.mark.parametrize("own", ["30707070707", None])
def test_a_note_on_another_row_goes_with_the_number_and_the_cuit_of_who_issued_it(
    own: str | None, tmp_path: Path
) -> None:
    """The CUIT is the settings', or what the row says where they say none."""
    written = "" if own else "30-50001091-2"
    note = row(0, tipo="NOTA DE CREDITO B", asociado_referencia="R-00001", asociado_cuit=written)
    rows = [row(1, asociado_referencia="", asociado_cuit=""), note]
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home", issuer_cuit=own)
        job = Job((write_csv(tmp_path / "ventas.csv", rows),), settings)
        assert run(job).rows == {Estado.EMITIDO: 2}
        for held in box.books.held:
            sent = {"cliente": held["cliente"], "comprobante": held["comprobante"]}
            method = contract()["facturacion/nuevo"]
            assert method.request_faults({**box.credentials, **sent}) == []
        (associated,) = box.books.held[1]["comprobante"]["comprobantes_asociados"]
        assert (associated["numero"], associated["cuit"]) == (1, own or "30500010912")
