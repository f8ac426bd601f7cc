"""All the credit notes that name a comprobante never exceed its total, unless a person says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from planilla.annul.prepare import prepare
from planilla.common.calendar import today
from planilla.model.operation import Reason
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.dropping import Office
from tests.helpers import Job, row, run, run_queued, write_csv

ISSUED, WAITS = {Estado.EMITIDO: 1}, {Estado.A_REVISAR: 1}
SALE = row(1, precio_unitario_sin_iva="100")  # a total of 121


def named(numero: int = 1, tipo: str = "FACTURA B") -> dict[str, Any]:
    day = f"{today():%d/%m/%Y}"
    return {"asociado_tipo": tipo, "asociado_punto_venta": 1, "asociado_numero": numero,
            "asociado_fecha": day}  # fmt: skip


def note(number: int, price: str, **changes: Any) -> dict[str, Any]:
    """A credit note of `price` and its IVA, to the first comprobante but for the changes."""
    other = {} if "asociado_referencia" in changes else named()
    cells = {"tipo": "NOTA DE CREDITO B", "descripcion": f"Devolución {number}", **other}
    return row(number, precio_unitario_sin_iva=price, **(cells | changes))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


def test_a_second_note_of_another_file_waits_where_both_exceed_and_goes_once_approved(
    office: Office,
) -> None:
    office.emit(SALE)
    assert office.emit(note(2, "60"), name="a.csv").rows == ISSUED
    assert office.emit(note(3, "40.01"), name="b.csv").rows == WAITS
    assert office.waiting() == [Reason.CREDIT]
    assert office.seen() == (
        "Con esta nota de 48,41, lo acreditado a FACTURA B 00001-00000001 pasaría de su total, "
        "121,00: ya tiene notas por 72,60 (NOTA DE CREDITO B 00001-00000001) y restan 48,40. Si "
        "igual corresponde, apruébela; si no, rechácela (planilla review)."
    )
    assert office.emit(note(4, "40"), name="c.csv").rows == WAITS  # what waits is spoken for
    office.answer("approve")
    assert office.emit(note(3, "40.01"), note(4, "40"), name="b.csv").rows == {Estado.EMITIDO: 2}
    assert office.issued == 4


@pytest.mark.slow
def test_notes_up_to_the_total_to_the_cent_go_on(office: Office) -> None:
    office.emit(SALE)
    some = [note(2, "60"), note(3, "40")]
    assert office.emit(*some, name="a.csv").rows == {Estado.EMITIDO: 2}


def test_of_one_file_what_comes_after_the_total_waits(office: Office) -> None:
    office.emit(SALE)
    some = [note(2, "60"), note(3, "50"), note(4, "40")]
    rows = office.emit(*some, name="a.csv").rows
    assert rows == {Estado.EMITIDO: 1, Estado.A_REVISAR: 2}
    assert "notas por 72,60 («R-00002», fila 2 de este archivo) y restan 48,40" in office.seen()


def test_a_comprobante_named_by_its_row_and_by_its_number_is_one(office: Office) -> None:
    by_name = note(2, "60", asociado_referencia="R-00001")
    assert office.emit(SALE, by_name).rows == {Estado.EMITIDO: 2}
    assert office.emit(note(3, "50"), name="b.csv").rows == WAITS
    office.answer("refuse")
    again = note(4, "40.01", asociado_referencia="R-00001", punto_venta=2)
    assert office.emit(again, name="c.csv").rows == WAITS
    office.answer("refuse")
    assert office.emit(note(5, "40"), name="d.csv").rows == ISSUED


def test_a_row_of_the_same_file_is_credited_no_further_either(office: Office) -> None:
    notes = [note(n, "60", asociado_referencia="R-00001") for n in (2, 3)]
    rows = office.emit(SALE, *notes).rows
    assert rows == {Estado.EMITIDO: 2, Estado.A_REVISAR: 1}


@pytest.mark.slow
def test_of_a_comprobante_that_is_in_no_ledger_nothing_is_said(office: Office) -> None:
    other = named(77)
    assert office.emit(note(2, "900", **other)).rows == ISSUED
    assert office.emit(note(3, "900", **other), name="b.csv").rows == ISSUED


def test_after_an_annul_an_ordinary_note_waits(office: Office) -> None:
    outcome = office.emit(SALE)
    assert outcome.files[0].result is not None
    annul(office, outcome.files[0].result)
    assert office.emit(note(3, "1"), name="b.csv").rows == WAITS
    assert "NOTA DE CREDITO B 00001-00000001" in office.seen()
    assert "restan 0,00" in office.seen()


@pytest.mark.slow
def test_a_note_between_the_plan_of_an_annul_and_its_issue_is_seen(office: Office) -> None:
    outcome = office.emit(SALE)
    assert outcome.files[0].result is not None
    sheet = planned(office, outcome.files[0].result)
    assert office.emit(note(3, "1"), name="b.csv").rows == ISSUED
    assert run(Job((sheet,), office.settings)).rows == WAITS
    assert office.waiting() == [Reason.CREDIT]


@pytest.mark.slow
def test_what_was_rejected_or_refused_takes_nothing(office: Office) -> None:
    office.emit(SALE)
    wrong = note(2, "100", numero="9")  # not the next one
    assert office.emit(wrong, name="a.csv").rows == {Estado.RECHAZADO: 1}
    assert office.emit(note(3, "100"), name="b.csv").rows == ISSUED
    # presented again it is judged again
    assert office.emit(wrong, name="a.csv").rows == WAITS


@pytest.mark.slow
def test_what_is_to_be_queued_waits_too(office: Office) -> None:
    office.emit(SALE)
    office.emit(note(2, "60"), name="a.csv")
    assert run_queued(office.job("b.csv", [note(3, "60")])).rows == WAITS


DOLLARS = {"moneda": "DOL", "cotizacion": "1000"}


@pytest.mark.slow
def test_a_note_at_another_rate_is_compared_in_the_currency_of_the_comprobante(
    office: Office,
) -> None:
    office.emit(SALE | DOLLARS)
    at_another = note(2, "100", moneda="DOL", cotizacion="1500")
    assert office.emit(at_another, name="a.csv").rows == ISSUED
    assert office.emit(note(3, "1", **DOLLARS), name="b.csv").rows == WAITS
    assert "total, DOL 121,00" in office.seen()


@pytest.mark.slow
def test_a_note_in_pesos_is_compared_by_the_rate_of_the_comprobante(office: Office) -> None:
    office.emit(SALE | DOLLARS)
    office.emit(note(2, "99000"), name="a.csv")  # 99 dollars of 100
    assert office.emit(note(3, "1010"), name="b.csv").rows == WAITS
    assert office.emit(note(4, "1", **DOLLARS), name="c.csv").rows == WAITS
    office.answer("refuse")
    assert office.emit(note(5, "1", **DOLLARS), name="d.csv").rows == ISSUED


@pytest.mark.slow
def test_notes_that_name_several_are_shared_out_as_best_they_can(office: Office) -> None:
    office.emit(SALE, SALE | {"referencia": "S-2", "descripcion": "Otro servicio"})
    several = [note(3, "75", referencia="N-1"), note(3, "75", referencia="N-1", **named(2))]
    assert office.emit(*several, name="a.csv").rows == {Estado.EMITIDO: 2}
    assert office.emit(note(4, "50"), name="b.csv").rows == ISSUED
    assert office.emit(note(5, "0.02", **named(2)), name="c.csv").rows == WAITS
    of_both = "NOTA DE CREDITO B 00001-00000001, que corrige también FACTURA B 00001-00000001"
    assert f"ya tiene notas por 181,50 ({of_both}) y restan 0,00" in office.seen()


@pytest.mark.slow
def test_a_ledger_put_back_from_before_a_note_sees_it_at_the_service(office: Office) -> None:
    outcome = office.emit(SALE)
    assert outcome.files[0].result is not None
    home = office.folder / "home"
    shutil.copytree(home, office.folder / "copy")
    assert office.emit(note(2, "60"), name="a.csv").rows == ISSUED
    shutil.rmtree(home)
    shutil.move(office.folder / "copy", home)
    assert annul(office, outcome.files[0].result) == WAITS
    assert office.waiting() == [Reason.CREDIT]
    assert "NOTA DE CREDITO B 00001-00000001" in office.seen()
    office.answer("approve")
    assert annul(office, outcome.files[0].result) == ISSUED


def planned(office: Office, result: Path) -> Path:
    with closing(open_ledger(office.settings)) as ledger:
        (plan,) = prepare([result], None, ledger, today())
    assert plan.sheet is not None
    return plan.sheet


def annul(office: Office, result: Path) -> Any:
    return run(Job((planned(office, result),), office.settings)).rows


@pytest.mark.slow
def test_approved_it_is_not_asked_about_again(office: Office) -> None:
    office.emit(SALE)
    source = write_csv(office.folder / "a.csv", [note(2, "200")])
    assert run(Job((source,), office.settings)).rows == WAITS
    office.answer("approve")
    assert run(Job((source,), office.settings)).rows == ISSUED
    assert run(Job((source,), office.settings)).rows == {Estado.YA_EMITIDO: 1}
