"""numeracion may tell the next number or the last, and may count: asked once, right either way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.writing.report import Estado
from tests.covering import covering, each
from tests.dispatch.office import NUEVO, SEARCH, office_of
from tests.double import Fault, Kind, Switches, texts
from tests.helpers import row

NUMERACION, CONSULTA = "facturacion/numeracion", "facturacion/consulta"
READINGS = ["next", "last"]
DOUBTFUL = [
    Kind.LOST, Kind.CLOSED_BEFORE, Kind.SERVER_ERROR_BEFORE, Kind.GATEWAY, Kind.SAYS,
    Kind.SAYS_BUT_DONE, Kind.BAD_REQUEST, Kind.ANOTHERS_BODY_UNDONE, Kind.SAME_CAE, Kind.PAGE,
]  # fmt: skip


@pytest.mark.parametrize("numeracion", READINGS)
@pytest.mark.slow
def test_it_is_asked_once_a_lane_and_our_own_successes_are_counted(
    numeracion: str, tmp_path: Path
) -> None:
    with office_of(tmp_path, numeracion=numeracion) as office:
        assert office.emit(*(row(n) for n in range(6))).rows == {Estado.EMITIDO: 6}
        assert office.asked(NUMERACION) == 1
        again = [row(n) for n in range(6, 9)]
        assert office.emit(*again).rows == {Estado.EMITIDO: 3}
        assert office.asked(NUMERACION) == 2
        assert [one.numero for one in office.double.books.issued] == list(range(1, 10))
        office.sound()


@covering(each, first=[0, 1, 3], numeracion=READINGS)
@pytest.mark.slow
def test_others_numbers_are_passed_over_whichever_it_tells(
    first: int, numeracion: str, tmp_path: Path
) -> None:
    """A lane that was never used, one of this ledger, and one that only others have used."""
    with office_of(tmp_path, numeracion=numeracion) as office:
        if first:
            office.emit(row(1))
        office.emit(*(row(50 + n) for n in range(first)), home="other")
        assert office.emit(row(1), row(2), row(3)).exit_code == 0
        assert len(office.double.books.issued) == 3 + first
        office.sound()


@covering(each, nothing=["empty", "missing", "sentence", "words"], numeracion=READINGS)
@pytest.mark.slow
def test_a_lost_ledger_issues_nothing_again(nothing: str, numeracion: str, tmp_path: Path) -> None:
    rows = [row(n) for n in range(4)]
    with office_of(tmp_path, numeracion=numeracion, nothing=nothing) as office:
        office.double.faults.add(Kind.LOST, on=NUEVO, nth=2)
        assert office.emit(*rows).rows == {Estado.EMITIDO: 4}
        assert office.emit(*rows, row(9), home="new").rows == {
            Estado.YA_EMITIDO: 4,
            Estado.EMITIDO: 1,
        }
        office.sound()


@pytest.mark.parametrize("kind", DOUBTFUL)
def test_a_doubtful_row_costs_no_more_of_the_plan_than_a_clear_one(
    kind: Kind, tmp_path: Path
) -> None:
    with office_of(tmp_path, numeracion_counts=True) as office:
        office.double.faults.add(Fault(kind, later=0.1), on=NUEVO, nth=2)
        office.emit(row(1), row(2), row(3))
        assert office.asked(NUMERACION) == 1
        office.sound()


@pytest.mark.parametrize("numeracion", READINGS)
@pytest.mark.slow
def test_a_number_that_somebody_took_meanwhile_is_asked_for_again(
    numeracion: str, tmp_path: Path
) -> None:
    """Somebody issues at the same moment, from the service's page."""
    with office_of(tmp_path, numeracion=numeracion) as office:
        office.emit(row(1))

        def meanwhile(body: dict[str, Any]) -> bool:
            if body["comprobante"]["external_reference"] == "R-00003" and not taken:
                taken.append(True)
                named = {"external_reference": "R-00050", "numero": 0}
                theirs = {
                    **body,
                    "cliente": {**body["cliente"], "documento_nro": "20222333"},
                    "comprobante": {**body["comprobante"], **named},
                }
                assert office.double.answer(NUEVO, theirs)[1]["error"] == "N"
            return False

        taken: list[bool] = []
        office.double.faults.add(Kind.SLOW, on=NUEVO, where=meanwhile, times=100)
        assert office.emit(row(2), row(3), row(4)).rows == {Estado.EMITIDO: 3}
        assert office.asked(NUMERACION) == 3  # of the two runs, and once again
        assert [o.reference for o in office.double.books.issued] == [
            "R-00001", "R-00002", "R-00050", "R-00003", "R-00004",
        ]  # fmt: skip
        office.sound()


@pytest.mark.parametrize("numeracion", READINGS)
def test_a_row_refused_for_its_date_is_rejected_and_the_next_has_its_number(
    numeracion: str, tmp_path: Path
) -> None:
    """ARCA's 10016 is of the number or of the date: the numbering, asked again, tells."""
    said = "10016: El numero o fecha del comprobante no se corresponde con el proximo a autorizar"
    with office_of(tmp_path, numeracion=numeracion) as office:
        office.double.rejects["R-00002"] = said
        done = office.emit(row(1), row(2), row(3))
        assert done.rows == {Estado.EMITIDO: 2, Estado.RECHAZADO: 1}
        assert [one.numero for one in office.double.books.issued] == [1, 2]
        assert office.asked(NUMERACION) == 2
        office.sound()


def test_searches_that_do_not_show_the_last_number_let_nothing_go(tmp_path: Path) -> None:
    """As where the search is not understood, and answers an empty page to everything."""
    with office_of(tmp_path) as office:
        office.emit(row(1), row(2))
        office.double.faults.add(Fault(Kind.STATUS, EMPTY, status=200), on=SEARCH, times=1000)
        done = office.emit(row(1), row(2), home="new")
        assert done.rows == {Estado.PENDIENTE: 2}
        assert len(office.double.books.issued) == 2


EMPTY = '{"error": "N", "errores": [], "rta": "OK", "total": 0, "comprobantes": []}'


@pytest.mark.parametrize("numeracion", READINGS)
@pytest.mark.slow
def test_a_lost_ledger_with_searches_that_lag_waits_for_what_speaks_against_it(
    numeracion: str, tmp_path: Path
) -> None:
    rows = [row(n) for n in range(3)]
    with office_of(tmp_path, numeracion=numeracion) as office:
        office.emit(*rows)
        office.double.switches = Switches(numeracion=numeracion, search_lag=1, consulta_lag=1)  # type: ignore[arg-type]
        for settle in (0.2, 3):
            office.emit(*rows, home="new", settle_seconds=settle)
        assert office.emit(*rows, home="new").rows == {Estado.YA_EMITIDO: 3}
        assert len(office.double.books.issued) == 3
        office.sound()


def test_a_numbering_that_is_refused_stops_its_lane_within_seconds(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        said = Fault(Kind.SAYS, "La numeracion no esta disponible para su plan")
        office.double.faults.add(said, on=NUMERACION, times=100)
        done = office.emit(row(1), row(2), row(3))
        assert done.rows == {Estado.PENDIENTE: 3}
        assert done.outage == ""
        assert office.asked(NUMERACION) == 1
        assert "no esta disponible para su plan" in office.errors()


def test_a_numbering_in_an_outage_is_waited_out(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS, texts.NO_LINK), on=NUMERACION, times=2)
        assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}
