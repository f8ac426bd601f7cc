"""Refusals that are the account's, the point of sale's or ARCA's: never the row's."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path

import pytest

from planilla.batch.run_result import Outcome
from planilla.common.errors import Detail, Refused
from planilla.dispatch.outcome_table import is_of_data, refused_by
from planilla.model.operation import Refusal, State
from planilla.review.record_answers import Decision, decide
from planilla.service.refusal_texts import TROUBLES, Reach, trouble_of
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from planilla.writing.result_errores import NOT_THE_ROW, _what_to_do
from tests.covering import covering
from tests.dispatch.office import NUEVO, Office, office_of
from tests.double import Fault, Kind, problems, texts
from tests.helpers import payment, row

ACCOUNTS = [texts.BAD_HASH, texts.CUIT_NOT_RELATED, texts.COMPUTER, texts.NO_QUOTA]
POINTS = [texts.POINT_NOT_ENABLED, texts.NO_WEBHOOK]
PASSING = [texts.NULL_POINTER, texts.EJB, texts.NO_LINK]
MAILED = {"envia_por_mail": "S", "email": "a@example.com", "tipo": "FACTURA A"}
ROWS = [row(1, **MAILED), row(2, **MAILED), row(3, tipo="FACTURA B")]
LISTED = {"tipo": "FACTURA A", "punto_venta": 1, "numero": 1}
SISTERS: dict[str, Callable[[Office], Outcome]] = {
    "facturacion/nuevo_encola": lambda office: office.queue(row(4)),
    "facturacion/lotes_encola": lambda office: office.queue(row(4), row(5)),
    "facturacion/pagar": lambda office: office.pay(payment(1, "10.00")),
    "facturacion/reenviar": lambda office: office.resend(LISTED),
}


def reach(text: str) -> Iterable[Hashable]:
    """What a text is taken for, which is all that is minded of it; each is known, see below."""
    trouble = trouble_of([text])
    return [trouble and trouble.reach]


def reach_and_method(text: str, method: str) -> Iterable[Hashable]:
    return [(*reach(text), method)]


def says(office: Office, text: str, on: str = NUEVO) -> None:
    office.double.faults.add(Fault(Kind.SAYS, text), on=on, times=100)


@covering(reach, text=ACCOUNTS + POINTS)
@pytest.mark.slow
def test_what_the_account_or_the_point_may_not_stops_and_leaves_the_rows_pending(
    text: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        says(office, text)
        done = office.emit(*ROWS, concurrency=1)
        assert done.rows == {Estado.PENDIENTE: 3}
        assert office.asked(NUEVO) == 1
        assert done.exit_code == 1
        assert text in str(done.trouble)
        trouble = trouble_of([text])
        assert trouble is not None
        assert trouble.told in office.errors()
        assert "Corrija" not in office.errors()
        office.double.faults.clear()
        assert office.emit(*ROWS).rows == {Estado.EMITIDO: 3}
        office.sound()


@covering(reach, text=PASSING)
def test_an_outage_of_arca_is_waited_out(text: str, tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS, text), on=NUEVO, times=2)
        assert office.emit(*ROWS).rows == {Estado.EMITIDO: 3}
        office.sound()


@covering(reach, text=PASSING)
@pytest.mark.slow
def test_an_outage_that_lasts_leaves_the_rows_pending_for_the_next_run(
    text: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        says(office, text)
        done = office.emit(*ROWS, budget_seconds=1.5)
        assert done.rows == {Estado.PENDIENTE: 3}
        assert (done.exit_code, done.trouble) == (4, None)
        assert text in done.outage
        office.double.faults.clear()
        assert office.emit(*ROWS).rows == {Estado.EMITIDO: 3}
        office.sound()


@covering(reach, text=[*ACCOUNTS, *POINTS, *PASSING])
@pytest.mark.slow
def test_what_was_done_all_the_same_is_found_whatever_was_said(text: str, tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS_BUT_DONE, text), on=NUEVO, nth=2)
        office.emit(row(1), row(2))
        office.emit(row(1), row(2), row(3))
        assert len(office.operations(State.DONE)) == 3
        office.sound()


@pytest.mark.slow
def test_what_exists_at_arca_only_is_for_a_person_and_nothing_goes_after_it(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.ORPHAN, on=NUEVO, nth=2)
        rows = [row(1), row(2), row(3)]
        waiting = {Estado.A_REVISAR: 1, Estado.PENDIENTE: 1}
        assert office.emit(*rows).rows == {Estado.EMITIDO: 1, **waiting}
        assert "existe en ARCA" in office.errors()
        assert office.emit(*rows).rows == {Estado.YA_EMITIDO: 1, **waiting}
        assert office.asked(NUEVO) == 2
        (asked,) = office.operations(State.REVIEW)
        assert asked.evidence["comprobante"] == "FACTURA B 00001-00000002"


@covering(
    reach_and_method, text=[*ACCOUNTS, *POINTS, *PASSING, texts.EXISTS_AT_ARCA], method=SISTERS
)
@pytest.mark.slow
def test_a_payment_a_queueing_or_an_email_that_cannot_be_seen_is_for_a_person(
    text: str, method: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.emit(*ROWS)
        says(office, text, on=method)
        done = SISTERS[method](office)
        assert set(done.rows) == {Estado.A_REVISAR}
        assert office.asked(method) == 1
        assert text in office.errors()
        assert "Corrija" not in office.errors()
        assert not problems(office.double)


@pytest.mark.parametrize("method", ["facturacion/pagar", "facturacion/lotes_encola"])
@pytest.mark.slow
def test_a_payment_or_a_lot_that_was_done_all_the_same_is_found(
    method: str, tmp_path: Path
) -> None:
    with office_of(tmp_path) as office:
        office.emit(*ROWS)
        office.double.faults.add(Fault(Kind.SAYS_BUT_DONE, texts.NO_LINK), on=method)
        assert set(SISTERS[method](office).rows) <= {Estado.PAGADO, Estado.EMITIDO}
        assert office.asked(method) == 1


@pytest.mark.slow
def test_a_lot_refused_whole_is_no_verdict_on_its_rows_and_each_goes_alone_afterwards(
    tmp_path: Path,
) -> None:
    lot, alone = "facturacion/lotes_encola", "facturacion/nuevo_encola"
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.SAYS, "No se puede procesar el lote."), on=lot)
        assert office.queue(row(1), row(2)).rows == {Estado.A_REVISAR: 2}
        assert "No se puede procesar el lote." in office.errors()
        with open_ledger(office.settings()) as ledger:
            for waiting in ledger.reviews.waiting():
                decide(ledger, waiting, Decision("Ana", "no está"))
        office.double.faults.add(Fault(Kind.SAYS, "Dato no valido"), on=alone, nth=1)
        done = office.queue(row(1), row(2))
        assert done.rows == {Estado.ENCOLADO: 1, Estado.RECHAZADO: 1}
        assert "Dato no valido" in office.errors()
        assert (office.asked(lot), office.asked(alone)) == (1, 2)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.words[0])
def test_a_text_of_the_table_is_known_without_accents_and_case(trouble: object) -> None:
    words: Sequence[str] = trouble.words  # type: ignore[attr-defined]
    assert trouble_of([f"Error 600: {' y '.join(words).upper()}"]) is not None


def test_each_text_of_the_documents_is_in_the_table() -> None:
    reached = {
        Reach.ACCOUNT: ACCOUNTS,
        Reach.POINT: POINTS,
        Reach.OUTAGE: PASSING,
        Reach.AT_ARCA: [texts.EXISTS_AT_ARCA],
    }
    for reach, said in reached.items():
        for text in said:
            found = trouble_of([text])
            assert found is not None
            assert found.reach is reach, text


def test_a_code_makes_no_verdict_on_the_row_of_it() -> None:
    coded = Refused((texts.NO_QUOTA,), (Detail("TFC-9001", texts.NO_QUOTA),))
    assert refused_by(coded) is Refusal.UNCLEAR
    assert not is_of_data([f"TFC-9001 {texts.NO_QUOTA}"])
    assert refused_by(Refused(("x",), (Detail("TFC-8004", "x"),), bad_request=True)) is Refusal.AFIP


def test_nobody_is_told_to_correct_a_row_for_it() -> None:
    assert _what_to_do(Estado.RECHAZADO, texts.NO_QUOTA) == NOT_THE_ROW
    assert "Corrija" in _what_to_do(Estado.RECHAZADO, "El CUIT no es valido")


def test_http_400_is_a_refusal_that_is_sent_once(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(
            Fault(Kind.BAD_REQUEST, "La cantidad no es valida"), on=NUEVO, times=100
        )
        assert office.emit(row(1)).rows == {Estado.RECHAZADO: 1}
        assert office.asked(NUEVO) == 1
        assert "La cantidad no es valida" in office.errors()


def test_a_payment_refused_with_http_400_is_sent_once(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.emit(row(1))
        office.double.faults.add(Kind.BAD_REQUEST, on="facturacion/pagar", times=100)
        assert office.pay(payment(1, "10.00", tipo="FACTURA B")).rows == {Estado.RECHAZADO: 1}
        assert office.asked("facturacion/pagar") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 405])
def test_each_of_these_stops_everything_with_one_message(status: int, tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Fault(Kind.STATUS, status=status), times=100)
        done = office.emit(*ROWS)
        assert done.rows == {Estado.PENDIENTE: 3}
        assert done.exit_code == 1
        assert str(status) in str(done.trouble)


@pytest.mark.slow
def test_a_search_that_is_refused_in_words_of_its_own_stops_the_run_within_seconds(
    tmp_path: Path,
) -> None:
    with office_of(tmp_path) as office:
        says(office, "Falta el campo comprobante", on="facturacion/consulta_avanzada")
        for done in (office.emit(*ROWS), office.queue(row(4))):
            assert set(done.rows) == {Estado.PENDIENTE}
            assert done.exit_code == 1
            assert "Falta el campo comprobante" in str(done.trouble)
            assert done.files[0].result is not None
        assert office.asked(NUEVO) == 0


def test_a_row_in_doubt_stays_in_doubt_where_no_search_is_possible(tmp_path: Path) -> None:
    with office_of(tmp_path) as office:
        office.double.faults.add(Kind.LOST, on=NUEVO)
        office.double.faults.add(
            Fault(Kind.SAYS, "Falta el campo comprobante"),
            on="facturacion/consulta_avanzada",
            times=100,
            where=lambda _body: office.asked(NUEVO) > 0,
        )
        assert office.emit(row(1)).exit_code == 1
        assert len(office.operations(State.UNKNOWN)) == 1
        office.double.faults.clear()
        assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}
        assert office.asked(NUEVO) == 1
