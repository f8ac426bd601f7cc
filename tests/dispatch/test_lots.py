"""`emit --lots`: up to 20 by one request, and each as safe as if it had gone alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from planilla.model.operation import Operation, State
from planilla.writing.report import Estado
from tests.dispatch.office import NUEVO, SEARCH, Office, office_of
from tests.double import Fault, Kind, texts
from tests.double.issuing import issue
from tests.double.texts import ARCA_REJECTS, Said
from tests.helpers import row

LOTES = "facturacion/lotes"


QUICK = 0.7
"""Seconds for an answer, where none is waited for: a lot's work is over in three times that."""


def sales(count: int, start: int = 0, **changes: Any) -> list[dict[str, Any]]:
    return [row(n, tipo="FACTURA A", **changes) for n in range(start, start + count)]


def issued(office: Office) -> list[Operation]:
    """What is issued, by its numbers; each exists once, and its number is the service's."""
    done = sorted(office.operations(State.DONE), key=lambda one: one.number or 0)
    held = {one.reference: one.numero for one in office.double.books.issued}
    assert {one.external_reference: one.number for one in done} == held
    assert len(office.double.books.issued) == len(held)
    return done


def test_twenty_five_of_a_lane_go_in_two_requests_in_the_order_of_the_file(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        done = office.emit(*sales(25), lots=True)
        assert done.rows == {Estado.EMITIDO: 25}
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 0)
        assert [one.referencia for one in issued(office)] == [f"R-{n:05d}" for n in range(25)]
        office.sound()


def test_without_the_setting_each_goes_alone(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(3))
        assert (office.asked(LOTES), office.asked(NUEVO)) == (0, 3)


def test_a_single_one_needs_no_lot(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(1), lots=True)
        assert (office.asked(LOTES), office.asked(NUEVO)) == (0, 1)


def test_tipos_points_and_dates_do_not_meet_in_a_lot(tmp_path: Path) -> None:
    rows = [*sales(2), *(row(n) for n in (10, 11))]
    with office_of(tmp_path) as office:
        done = office.emit(*rows, lots=True)
        assert done.rows == {Estado.EMITIDO: 4}
        assert office.asked(LOTES) == 2
        office.sound()


def test_one_that_insists_on_its_number_goes_alone(tmp_path: Path) -> None:
    first, second, third, fourth = sales(4)
    with office_of(tmp_path) as office:
        done = office.emit(first, second, third | {"numero": 3}, fourth, lots=True)
        assert done.rows == {Estado.EMITIDO: 4}
        assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 2)
        assert [one.number for one in issued(office)] == [1, 2, 3, 4]
        office.sound()


@pytest.mark.parametrize(
    "kind", [Kind.LOST, Kind.CLOSED, Kind.BROKEN_JSON, Kind.SERVER_ERROR_AFTER]
)
def test_a_lot_whose_answer_is_lost_is_found_and_not_sent_again(kind: Kind, tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(kind, on=LOTES, times=1)
        done = office.emit(*sales(6), lots=True)
        assert done.rows == {Estado.EMITIDO: 6}
        assert len(issued(office)) == 6
        assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 0)
        office.sound()


@pytest.mark.parametrize("kind", [Kind.GATEWAY_NEVER, Kind.CLOSED_BEFORE])
def test_a_lot_that_never_arrived_is_sent_again_under_the_same_numbers(
    kind: Kind, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(kind, on=LOTES, times=1)
        done = office.emit(*sales(6), lots=True, timeout_seconds=QUICK)
        assert done.rows == {Estado.EMITIDO: 6}
        assert [one.number for one in issued(office)] == [1, 2, 3, 4, 5, 6]
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 0)
        office.sound()


def test_a_lot_that_is_done_after_its_524_is_not_sent_a_second_time(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(2), lots=True)
        office.double.faults.add(Fault(Kind.GATEWAY, later=0.2), on=LOTES, times=1)
        done = office.emit(*sales(6, start=2), lots=True)
        assert done.rows == {Estado.EMITIDO: 6}
        assert len(issued(office)) == 8
        office.sound()


def test_a_lot_is_given_its_whole_time_though_its_answer_was_lost_at_once(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.GATEWAY, later=2 * QUICK), on=LOTES, times=1)
        done = office.emit(*sales(4), lots=True, settle_seconds=0.1, timeout_seconds=QUICK)
        assert done.rows == {Estado.EMITIDO: 4}
        assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 0)
        office.sound()


def test_one_that_arca_rejects_is_rejected_and_those_it_drags_are_issued(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.rejects["R-00002"] = "10013: El campo DocNro es invalido"
        done = office.emit(*sales(7), lots=True)
        assert done.rows == {Estado.EMITIDO: 6, Estado.RECHAZADO: 1}
        assert [one.referencia[-1] for one in issued(office)] == list("013456")
        assert [one.number for one in issued(office)] == [1, 2, 3, 4, 5, 6]
        assert "10013" in office.errors()
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 0)
        office.sound()


@pytest.mark.slow
def test_a_rejection_whose_answer_is_lost_is_no_verdict_on_those_behind_it(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.rejects["R-00002"] = "10013: El campo DocNro es invalido"
        office.double.faults.add(Kind.LOST, on=LOTES, times=1)
        done = office.emit(*sales(6), lots=True)
        assert done.rows == {Estado.EMITIDO: 5, Estado.RECHAZADO: 1}
        assert [one.referencia[-1] for one in issued(office)] == list("01345")
        office.sound()


def test_what_stops_a_lot_is_found_by_sending_them_one_by_one(tmp_path: Path) -> None:
    def names(body: Any) -> bool:
        requests = body.get("requests") or [body]
        return any(r["comprobante"]["external_reference"] == "R-00001" for r in requests)

    with office_of(tmp_path) as office:
        said = Fault(Kind.SAYS, text="TFC-0042: la fila tiene un rubro que no existe")
        office.double.faults.add(said, on=[LOTES, NUEVO], where=names, times=100)
        done = office.emit(*sales(6), lots=True)
        assert done.rows[Estado.EMITIDO] == 5
        assert len(issued(office)) == 5
        # alone until the culprit is known, which is tried twice; the rest are a lot again
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 3)
        office.sound()


def test_an_outage_that_refuses_a_lot_is_waited_out(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.TOO_MANY, on=LOTES, times=2)
        done = office.emit(*sales(4), lots=True)
        assert done.rows == {Estado.EMITIDO: 4}
        assert len(issued(office)) == 4
        office.sound()


def test_credentials_refused_for_a_lot_stop_everything(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.STATUS, status=401), on=LOTES, times=100)
        done = office.emit(*sales(3), lots=True)
        assert done.rows == {Estado.PENDIENTE: 3}
        assert done.exit_code == 1
        assert office.asked(LOTES) == 1


def test_a_nested_answer_is_read_alike(tmp_path: Path) -> None:
    with office_of(tmp_path, lot_nested=True) as office:
        assert office.emit(*sales(5), lots=True).rows == {Estado.EMITIDO: 5}
        office.sound()


def test_a_ledger_that_was_lost_finds_its_lots_and_sends_nothing_again(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(5), lots=True)
        sent = office.asked(LOTES)
        done = office.emit(*sales(5), home="another", lots=True)
        assert done.rows == {Estado.YA_EMITIDO: 5}
        assert office.asked(LOTES) == sent
        office.sound()


def test_one_that_the_service_already_has_is_left_out_of_the_lot(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(1, start=2), home="another")
        done = office.emit(*sales(5), lots=True)
        assert done.rows == {Estado.EMITIDO: 4, Estado.YA_EMITIDO: 1}
        assert len(office.double.books.issued) == 5
        office.sound()


def _by_number(body: Any) -> bool:
    return int(body["comprobante"].get("numero_hasta", 0)) > 1


def _left_in_doubt(office: Office) -> None:
    """A lot of three under the numbers 2 to 4 that never arrived, which no search can tell yet."""
    office.emit(*sales(1, start=9))
    office.double.faults.add(Kind.GATEWAY_NEVER, on=LOTES, times=1)
    office.double.faults.add(Kind.SERVER_ERROR_BEFORE, on=SEARCH, where=_by_number, times=1000)
    office.emit(*sales(3), lots=True, budget_seconds=0.5, timeout_seconds=QUICK)


@pytest.mark.slow
def test_what_is_in_doubt_keeps_its_number_while_one_before_it_is_not_settled(
    tmp_path: Path,
) -> None:
    """A lot that is still at work somewhere could issue it under its first number, too."""
    with office_of(tmp_path) as office:
        _left_in_doubt(office)
        assert [one.number for one in office.operations(State.UNKNOWN)] == [2, 3, 4]
        office.double.faults.clear()
        office.emit(*sales(3), lots=True, timeout_seconds=QUICK)
        assert [one.number for one in issued(office)] == [1, 2, 3, 4]
        office.sound()


PASSES_BY_ITSELF = "Intente mas tarde"
HOUR = 3600.0


def in_the_order_of_the_file(office: Office) -> bool:
    names = [one.referencia for one in issued(office)]
    return names == sorted(names)


def lags(office: Office, seconds: float) -> None:
    office.double.switches = replace(
        office.double.switches, search_lag=seconds, consulta_lag=seconds
    )


def test_what_stands_behind_a_lot_in_doubt_does_not_go_before_it(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS, text=PASSES_BY_ITSELF), on=LOTES, times=1)
        done = office.emit(*sales(25), lots=True)
        assert done.rows == {Estado.EMITIDO: 25}
        assert in_the_order_of_the_file(office)
        assert (office.asked(LOTES), office.asked(NUEVO)) == (3, 0)
        office.sound()


@pytest.mark.parametrize("kind", [Kind.LEAVES_OUT, Kind.MENTIONS_TWICE])
@pytest.mark.parametrize("which", ["0", "2", "5"])
def test_one_that_the_answer_does_not_tell_of_is_looked_up(
    kind: Kind, which: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(kind, text=which), on=LOTES, times=1)
        done = office.emit(*sales(6), lots=True)
        assert done.rows == {Estado.EMITIDO: 6}
        assert in_the_order_of_the_file(office)
        assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 0)
        office.sound()


@pytest.mark.parametrize("which", ["1", "3"])
def test_one_below_a_number_that_was_given_away_is_there_though_no_search_shows_it(
    which: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(1))
        for one in office.double.books.issued:
            one.at -= timedelta(seconds=2 * HOUR)
        lags(office, HOUR)
        office.double.faults.add(Fault(Kind.LEAVES_OUT, text=which), on=LOTES, times=1)
        for _ in range(2):
            office.emit(*sales(6), lots=True, settle_seconds=0.1)
            assert len(office.double.books.issued) == 6
            assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 1)
        lags(office, 0.0)
        office.emit(*sales(6), lots=True)
        assert len(issued(office)) == 6
        office.sound()


def test_an_account_that_is_mended_has_its_whole_lot_issued_by_the_next_run(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS, text=texts.NO_QUOTA), on=LOTES, times=1)
        assert office.emit(*sales(6), lots=True).rows == {Estado.PENDIENTE: 6}
        assert "cupo" in office.errors()
        assert office.emit(*sales(6), lots=True).rows == {Estado.EMITIDO: 6}
        assert in_the_order_of_the_file(office)
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 0)
        office.sound()


def test_a_lot_that_is_at_arca_alone_is_asked_of_a_person_and_never_sent_again(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.ORPHAN, on=LOTES, times=1)
        for number in (1, 2, 3):
            office.emit(*sales(3), lots=True)
            (waiting,) = office.operations(State.REVIEW)
            assert waiting.number == number
            office.answer(waiting, "ours")
        assert office.emit(*sales(3), lots=True).rows == {Estado.YA_EMITIDO: 3}
        assert (office.asked(LOTES), office.asked(NUEVO)) == (1, 0)
        office.sound()


def test_one_of_a_lot_that_may_be_at_arca_alone_stops_those_behind_it(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.rejects["R-00001"] = texts.EXISTS_AT_ARCA
        for _ in range(2):
            office.emit(*sales(4), lots=True)
            assert [one.number for one in office.operations(State.REVIEW)] == [2]
            assert len(office.double.books.issued) == 1
        office.double.rejects.clear()
        office.answer(office.operations(State.REVIEW)[0], "not-ours")
        office.emit(*sales(4), lots=True)
        assert len(issued(office)) == 4
        office.sound()


def test_what_is_there_already_uses_up_nothing_of_the_quota(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(*sales(4, start=1), home="another")
        office.double.switches = replace(office.double.switches, cupo=8)
        done = office.emit(*sales(9), lots=True)
        assert done.rows == {Estado.EMITIDO: 4, Estado.YA_EMITIDO: 4, Estado.PENDIENTE: 1}
        office.sound()


class TakesTheNumber(dict[str, str]):
    """Somebody else issues just before ARCA is asked for one of a reference."""

    def __init__(self, office: Office, reference: str) -> None:
        super().__init__()
        self._office, self._reference = office, reference
        office.double.faults.add(Kind.LOST, on=LOTES, where=self._sees, times=1)
        office.double.rejects = self

    def _sees(self, body: Any) -> bool:
        self._request = body["requests"][0]
        return False

    def get(self, reference: str, default: Any = None) -> Any:
        if reference == self._reference:
            self._reference = ""
            self._take()
        return super().get(reference, default)

    def _take(self) -> None:
        double, asked = self._office.double, self._request["comprobante"]
        point = double.points[0]
        following = double.books.next((point.cuit, 1, asked["tipo"]))
        theirs = asked | {"numero": following, "external_reference": "DE-OTRO"}
        issue(double, point, 1, self._request["cliente"], theirs, NUEVO)


@pytest.mark.parametrize("which", [0, 3])
def test_one_whose_number_somebody_takes_costs_the_others_of_the_lot_no_number_each(
    which: int, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        TakesTheNumber(office, f"R-{which:05d}")
        done = office.emit(*sales(12), lots=True)
        assert done.rows == {Estado.EMITIDO: 12}
        held = [one.reference for one in office.double.books.issued]
        assert held.pop(which) == "DE-OTRO"
        assert held == [f"R-{n:05d}" for n in range(12)]
        assert (office.asked(LOTES), office.asked(NUEVO)) == (2, 0)
        office.sound()


@pytest.mark.parametrize("which", ["0", "2", "5"])
def test_one_that_is_rejected_and_not_told_of_is_rejected_by_the_next_lot(
    which: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.double.rejects[f"R-0000{which}"] = "10013: El campo DocNro es invalido"
        office.double.faults.add(Fault(Kind.LEAVES_OUT, text=which), on=LOTES, times=1)
        done = office.emit(*sales(6), lots=True)
        assert done.rows == {Estado.EMITIDO: 5, Estado.RECHAZADO: 1}
        assert in_the_order_of_the_file(office)
        office.sound()


def test_where_the_service_takes_no_lot_all_are_issued_one_by_one(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.BAD_REQUEST, on=LOTES, times=100)
        assert office.emit(*sales(23), lots=True).rows == {Estado.EMITIDO: 23}
        assert in_the_order_of_the_file(office)
        assert office.asked(NUEVO) == 23
        office.sound()


@pytest.mark.slow
def test_one_that_waits_for_a_person_with_its_number_keeps_the_others_at_theirs(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        _left_in_doubt(office)
        office.double.faults.clear()
        office.emit(row(0, tipo="FACTURA B"), home="another")
        told = office.emit(*sales(3), lots=True, timeout_seconds=QUICK).rows
        assert told == {Estado.A_REVISAR: 1, Estado.PENDIENTE: 2}
        assert office.asked(LOTES) == 1
        assert "número 00001-00000003" in office.errors()
        office.answer(office.operations(State.REVIEW)[0], "not-ours")
        told = office.emit(*sales(3), lots=True).rows
        assert told == {Estado.A_REVISAR: 1, Estado.EMITIDO: 2}
        assert [one.number for one in office.operations(State.DONE)] == [1, 2, 3]
        office.sound()


def _names(body: Any) -> bool:
    requests = body.get("requests") or [body]
    return any(r["comprobante"]["external_reference"] in {"R-00002", "R-00005"} for r in requests)


def test_two_that_the_service_itself_refuses_are_the_only_ones_rejected(tmp_path: Path) -> None:
    coded: Any = Said("El rubro no existe", "TFC-0042")
    with office_of(tmp_path) as office:
        office.double.faults.add(
            Fault(Kind.SAYS, text=coded), on=[LOTES, NUEVO], where=_names, times=100
        )
        done = office.emit(*sales(9), lots=True)
        assert done.rows == {Estado.EMITIDO: 7, Estado.RECHAZADO: 2}
        assert in_the_order_of_the_file(office)
        assert (office.asked(LOTES), office.asked(NUEVO)) == (3, 6)
        office.sound()


ALIKE = "no se pudo procesar Cod: 10013"


class RefusesAllAlike(dict[str, str]):
    """Each of a lot in which one is is refused with the same words."""

    def __init__(self, office: Office, reference: str) -> None:
        super().__init__()
        self._reference, self._asked = reference, ""
        office.double.faults.add(Kind.LOST, on=[LOTES, NUEVO], where=self._sees, times=1)
        office.double.rejects = self

    def _sees(self, body: Any) -> bool:
        self._asked = str(body)
        return False

    def get(self, _: str, default: Any = None) -> Any:
        return ALIKE if self._reference in self._asked else default


def test_what_all_of_a_lot_are_refused_with_alike_is_no_verdict_on_the_first(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        RefusesAllAlike(office, "R-00002")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("tests.double.issuing.DRAGGED", ARCA_REJECTS + ALIKE)
            done = office.emit(*sales(6), lots=True)
        assert done.rows == {Estado.EMITIDO: 5, Estado.RECHAZADO: 1}
        assert in_the_order_of_the_file(office)
        office.sound()
