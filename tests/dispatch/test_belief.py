"""What the service answers is believed only for what was asked; the rest is settled by asking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.model.operation import State
from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.dispatch.office import NUEVO, SEARCH, office_of
from tests.double import Kind, Switches
from tests.helpers import row

NOTE = {"tipo": "NOTA DE CREDITO B", "asociado_referencia": "R-00001"}
EITHER_WAY = [{}, {"development": True}, {"numeracion": "last"}, {"nothing": "words"}]


@covering(each, kind=[Kind.ANOTHERS_BODY, Kind.ANOTHERS_BODY_UNDONE], switches=EITHER_WAY)
@pytest.mark.slow
def test_a_credit_note_answered_with_the_earlier_invoices_body_is_not_believed(
    kind: Kind, switches: dict[str, Any], tmp_path: Path
) -> None:
    with office_of(tmp_path, **switches) as office:
        office.emit(row(1))
        office.double.faults.add(kind, on=NUEVO)
        done = office.emit(row(1), row(0, **NOTE))
        assert done.rows == {Estado.YA_EMITIDO: 1, Estado.EMITIDO: 1}
        invoice, note = office.operations(State.DONE)
        shown = {one.tipo: one.cae for one in office.double.books.issued}
        assert (note.tipo, note.number, note.cae) == ("NOTA DE CREDITO B", 1, shown[note.tipo])
        assert invoice.cae == shown["FACTURA B"]
        office.sound()


def test_a_cae_that_another_operation_has_is_not_believed(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.SAME_CAE, on=NUEVO, nth=2)
        assert office.emit(row(1), row(2)).rows == {Estado.EMITIDO: 2}
        first, second = office.operations(State.DONE)
        assert first.cae != second.cae
        office.sound()


def test_a_cae_that_the_answers_own_qr_does_not_have_is_not_believed(tmp_path: Path) -> None:
    """It is another's that this ledger knows nothing of: its QR tells, and the search the truth."""
    with office_of(tmp_path) as office:
        office.emit(row(1), home="another")
        office.double.faults.add(Kind.SAME_CAE, on=NUEVO)
        assert office.emit(row(2)).rows == {Estado.EMITIDO: 1}
        (issued,) = office.operations(State.DONE)
        assert issued.cae == office.double.books.issued[-1].cae
        assert issued.cae != office.double.books.issued[0].cae
        office.sound()


def test_what_a_search_shows_with_anothers_cae_is_for_a_person(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(row(1))
        (first,) = books = office.double.books.issued

        def with_the_same(_body: dict[str, Any]) -> bool:
            books[-1].cae = first.cae
            return False

        office.double.faults.add(Kind.LOST, on=NUEVO)
        office.double.faults.add(Kind.SLOW, on=SEARCH, where=with_the_same, times=100)
        assert office.emit(row(1), row(2)).rows == {Estado.YA_EMITIDO: 1, Estado.A_REVISAR: 1}
        assert f"el CAE {first.cae}" in office.errors()


@pytest.mark.parametrize("nro_with_point", [True, False])
def test_a_number_without_its_point_of_sale_is_enough(nro_with_point: bool, tmp_path: Path) -> None:
    with office_of(tmp_path, nro_with_point=nro_with_point) as office:
        assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}
        assert office.asked(SEARCH) == 2  # its reference, and that of a revision: nothing after


def test_an_empty_cae_is_issued_as_the_development_plan_does(tmp_path: Path) -> None:
    with office_of(tmp_path, development=True) as office:
        assert office.emit(row(1), row(2)).rows == {Estado.EMITIDO: 2}
        assert all("sin CAE" in o.observations[0] for o in office.operations(State.DONE))


@pytest.mark.slow
def test_an_answer_that_is_never_believed_ends_without_a_second_comprobante(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.ANOTHERS_BODY, on=NUEVO, times=100)
        assert office.emit(row(1), row(2), row(3)).rows == {Estado.EMITIDO: 3}
        assert len(office.double.books.issued) == 3
        office.double.switches = Switches(search_lag=60, consulta_lag=60)
        office.emit(row(4), settle_seconds=0.2)
        office.double.switches = Switches()
        office.emit(row(4))
        office.sound()
        assert len(office.double.books.issued) == 4
