"""The service's queue, from a spreadsheet: queued once, and what it did is learned by asking."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from planilla.admission.registration import Registration
from planilla.batch.emit import Emit
from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.model.asked import Kind
from planilla.model.operation import Queue, Scope, State
from planilla.queue.ask_every_point import News, ask_queue
from planilla.queue.requeue import Action, Requeued, requeue
from planilla.review.record_answers import Decision, decide
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, check_books, row, run, run_queued, settings_for, write_csv


class Office:
    """An office that queues."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.settings = settings_for(box, folder / "home")

    def queue(self, *rows: dict[str, object], name: str = "cola.csv") -> Outcome:
        return run_queued(Job((write_csv(self.folder / name, rows),), self.settings))

    def emit(self, *rows: dict[str, object], name: str = "ya.csv") -> Outcome:
        return run(Job((write_csv(self.folder / name, rows),), self.settings))

    def refresh(self) -> News:
        with open_ledger(self.settings) as ledger:
            return asyncio.run(ask_queue(self.settings, ledger, force=True))

    def requeue(self, action: Action) -> Requeued:
        with open_ledger(self.settings) as ledger:
            inside = ledger.queue.inside()
            return asyncio.run(requeue(self.settings, ledger, inside, action))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Sandbox() as box:
        yield Office(box, tmp_path)


@pytest.mark.slow
def test_a_file_is_queued_in_one_request_and_issued_later(office: Office) -> None:
    rows = [row(n) for n in range(12)]
    assert office.queue(*rows).rows == {Estado.ENCOLADO: 12}
    assert office.box.books.requests["facturacion/lotes_encola"] == 1
    office.box.run_queue()
    assert office.queue(*rows).rows == {Estado.EMITIDO: 12}
    assert office.queue(*rows).rows == {Estado.YA_EMITIDO: 12}
    assert office.box.books.requests["facturacion/lotes_encola"] == 1
    check_books(office.box)


@pytest.mark.slow
def test_what_the_queue_shows_with_a_number_that_is_not_fiscal_has_none_until_it_is_issued(
    office: Office,
) -> None:
    """Also for a ledger that was lost: what waits is adopted, not taken for issued."""
    office.box.options.rehearsal.queued_number = True
    office.emit(row(0))
    rows = [row(n) for n in range(1, 5)]
    office.queue(*rows)
    assert office.refresh().seen == {Queue.WAITING: 4}
    office.settings = settings_for(office.box, office.folder / "other")
    assert office.queue(*rows).rows == {Estado.ENCOLADO: 4}
    assert office.emit(row(9)).rows == {Estado.PENDIENTE: 1}
    office.box.run_queue()
    assert office.queue(*rows).rows == {Estado.EMITIDO: 4}
    assert office.emit(row(9)).rows == {Estado.YA_EMITIDO: 1}  # that run issued it
    check_books(office.box)


@pytest.mark.slow
def test_one_reference_that_was_queued_twice_is_seen_by_a_person_and_can_be_dropped(
    office: Office,
) -> None:
    """The service takes a reference as often as it is sent."""
    office.queue(row(1))
    (entry,) = office.box.books.in_queue()
    office.box.books.enqueue(entry["cliente"], entry["comprobante"])
    office.refresh()
    assert office.queue(row(1)).rows == {Estado.A_REVISAR: 1}
    assert office.requeue(Action.DROP).sent == 1
    assert not list(office.box.books.in_queue())
    assert office.queue(row(1)).rows == {Estado.ENCOLADO: 1}
    office.box.run_queue()
    office.refresh()
    assert len(office.box.books.held) == 1


@pytest.mark.slow
def test_queueing_and_issuing_share_an_identity(office: Office) -> None:
    office.queue(row(1))
    assert office.emit(row(1)).rows == {Estado.ENCOLADO: 1}
    office.box.run_queue()
    assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}
    assert len(office.box.books.held) == 1


@pytest.mark.slow
def test_nothing_is_issued_at_once_while_the_queue_holds_something(office: Office) -> None:
    office.queue(row(1))
    before = office.box.books.requests["facturacion/nuevo"]
    done = office.emit(row(2))
    assert done.rows == {Estado.PENDIENTE: 1}
    assert office.box.books.requests["facturacion/nuevo"] == before
    office.box.run_queue()
    assert office.emit(row(2)).rows == {Estado.EMITIDO: 1}


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.SERVER_DONE, Fault.BROKEN, Fault.ERROR_DONE])
def test_a_lost_answer_is_found_by_its_reference(office: Office, fault: Fault) -> None:
    office.box.plan.counted.append(fault)
    assert office.queue(row(1), row(2)).rows == {Estado.ENCOLADO: 2}
    assert len(office.box.books.queue) == 2


@pytest.mark.slow
def test_one_that_may_not_have_arrived_waits_for_a_person(office: Office) -> None:
    office.box.plan.counted.append(Fault.RESET)
    assert office.queue(row(1), row(2)).rows == {Estado.A_REVISAR: 2}
    assert office.queue(row(1), row(2)).rows == {Estado.A_REVISAR: 2}
    assert not office.box.books.queue
    with open_ledger(office.settings) as ledger:
        for waiting in ledger.reviews.waiting():
            decide(ledger, waiting, Decision("Ana", "no está"))
    assert office.queue(row(1), row(2)).rows == {Estado.ENCOLADO: 2}


def test_a_bad_one_of_a_lot_is_rejected_and_the_others_wait(office: Office) -> None:
    """A point of sale's own rule that only the service knows: here, a repeated reference."""
    rows = [row(1), row(2, total=""), row(3)]
    office.box.plan.counted.clear()
    assert office.queue(*rows).rows == {Estado.ENCOLADO: 3}


@pytest.mark.slow
def test_a_failure_of_data_is_told_and_dropped_and_corrected(office: Office) -> None:
    bad = row(1, comentario="RECHAZAR-AFIP")
    office.queue(bad, row(2))
    office.box.run_queue()
    assert office.queue(bad, row(2)).rows == {Estado.RECHAZADO: 1, Estado.EMITIDO: 1}
    assert office.queue(row(1, descripcion="Otra cosa")).rows == {Estado.INVALIDO: 1}
    retried = office.requeue(Action.RETRY)
    if retried.sent:  # the sandbox gives no code: it is retried, and fails again
        office.box.run_queue()
        office.refresh()
    assert office.requeue(Action.DROP).sent == 1
    assert {q["state"] for q in office.box.books.queue.values()} == {"dropped"}
    assert office.queue(row(1, descripcion="Otra cosa")).rows == {Estado.ENCOLADO: 1}
    office.box.run_queue()
    office.refresh()
    references = sorted(h["external_reference"] for h in office.box.books.held)
    assert references == ["R-00001-r1", "R-00002"]


def test_an_outage_leaves_them_waiting_and_they_are_issued_after_it(office: Office) -> None:
    office.queue(row(1), row(2))
    office.box.door.service.begin_outage(Fault.AFIP)
    office.box.run_queue()
    assert office.refresh().seen
    assert office.queue(row(1), row(2)).rows == {Estado.ENCOLADO: 2}


@pytest.mark.slow
def test_a_future_date_waits_however_far_it_is(office: Office) -> None:
    later = f"{today() + timedelta(days=40):%d/%m/%Y}"
    office.queue(row(1, fecha=later))
    office.box.run_queue()
    assert office.queue(row(1, fecha=later)).rows == {Estado.ENCOLADO: 1}
    assert not office.box.books.held


def test_what_does_not_go_into_the_queue_is_invalid(office: Office) -> None:
    done = office.queue(row(1, tipo="PRESUPUESTO"))
    assert done.rows == {Estado.INVALIDO: 1}


@pytest.mark.parametrize("asked_between", [True, False])
@pytest.mark.slow
def test_a_date_changed_elsewhere_is_followed_until_it_is_issued(
    asked_between: bool, office: Office
) -> None:
    """From the service's own page; or by us, and the process died before it was written down."""
    office.queue(row(1, fecha=f"{today() + timedelta(days=3):%d/%m/%Y}"))
    (entry,) = office.box.books.in_queue()
    dates = dict.fromkeys(("fecha", "vencimiento"), f"{today():%d/%m/%Y}")
    office.box.books.requeue(entry, comprobante={**entry["comprobante"], **dates})
    if asked_between:
        office.refresh()
    office.box.run_queue()
    assert office.refresh().seen == {Queue.ISSUED: 1}
    assert office.emit(row(2)).rows == {Estado.EMITIDO: 1}
    with open_ledger(office.settings) as ledger:
        (issued, _) = ledger.operations.of_kind(Kind.ISSUE, State.DONE)
    assert (issued.number, issued.fecha, issued.observations) == (1, today(), ())
    check_books(office.box)


@pytest.mark.slow
def test_a_note_waits_for_the_number_of_one_that_is_in_the_queue(office: Office) -> None:
    note = row(0, tipo="NOTA DE CREDITO B", punto_venta=2, asociado_referencia="R-00001")
    office.queue(row(1))
    assert office.emit(note).rows == {Estado.PENDIENTE: 1}
    office.box.run_queue()
    office.refresh()
    assert office.emit(note).rows == {Estado.EMITIDO: 1}
    (associated,) = office.box.books.held[-1]["comprobante"]["comprobantes_asociados"]
    assert associated["numero"] == 1


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.slow
def test_without_a_webhook_address_at_the_service_queueing_stops_and_no_row_is_to_blame(
    count: int, office: Office
) -> None:
    rows = [row(n) for n in range(count)]
    office.box.options.rehearsal.webhook_address = False
    done = office.queue(*rows)
    assert done.rows == {Estado.A_REVISAR: count}  # as every queueing that is not seen
    told = str(done.trouble)
    assert "webhook address" in told
    assert "Cuits / PDV" in told
    assert "no posee una direccion de webhook" in told
    asked = office.box.books.requests
    assert asked["facturacion/lotes_encola"] + asked["facturacion/nuevo_encola"] == 1
    with open_ledger(office.settings) as ledger:
        (first, *_) = ledger.operations.unsettled(Scope("default|1"))
        assert "falta la dirección de webhook" in " ".join(first.errors)
        assert "la fila está bien" in " ".join(first.errors)
        for waiting in ledger.reviews.waiting():
            decide(ledger, waiting, Decision("Ana", "no está"))
    office.box.options.rehearsal.webhook_address = True
    assert office.queue(*rows).rows == {Estado.ENCOLADO: count}


@pytest.mark.slow
def test_what_a_run_that_died_left_is_issued_before_another_file_is_queued(office: Office) -> None:
    """Of one point of sale and date: the service issues nothing at once beside its queue."""
    left = [row(n) for n in range(1, 9)]
    source = write_csv(office.folder / "ya.csv", left)
    with open_ledger(office.settings) as ledger:
        asked = Emit().load(source, office.settings, ledger).asked
        Registration(ledger).commit(source, "the file", asked)
    office.queue(row(9))
    asked_for = office.box.books.requests
    assert asked_for["facturacion/nuevo"] == len(office.box.books.held) == len(left)
    assert len(list(office.box.books.in_queue())) == 1


def test_a_queueing_in_doubt_stays_one_though_its_file_was_dropped_to_be_issued_at_once(
    office: Office,
) -> None:
    """Another process dropped it after this one had read what it was going to queue."""
    source = write_csv(office.folder / "cola.csv", [row(1)])
    with open_ledger(office.settings) as ledger:
        for queued in (True, False):
            asked = Emit(queued=queued).load(source, office.settings, ledger).asked
            Registration(ledger).commit(source, "the file", asked)
            if queued:
                (read,) = ledger.operations.unsettled(Scope("default|1"))
        lease = ledger.leases.take(read.scope)
        assert lease is not None
        ledger.operations.begin(read, lease, None)
    assert office.emit(row(1)).rows == {Estado.A_REVISAR: 1}
    assert not office.box.books.held


@pytest.mark.slow
def test_a_lot_takes_no_later_date_along_while_one_is_for_a_person(office: Office) -> None:
    day, later = (f"{today() + timedelta(days=n):%d/%m/%Y}" for n in (0, 3))
    office.box.plan.counted = [Fault.RESET]
    assert office.queue(row(1, fecha=day)).rows == {Estado.A_REVISAR: 1}
    rows = [row(2, fecha=day), row(3, fecha=later)]
    assert office.queue(*rows).rows == {Estado.ENCOLADO: 1, Estado.PENDIENTE: 1}
    with open_ledger(office.settings) as ledger:
        for waiting in ledger.reviews.waiting():
            decide(ledger, waiting, Decision("Ana", "no está"))
    assert office.queue(row(1, fecha=day), *rows).rows == {Estado.ENCOLADO: 3}
