"""Status before number, and several entries of one reference: what each combination means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planilla.batch.run_result import Outcome
from planilla.common.calendar import service_date, today
from planilla.model.operation import Operation, Queue, Reason, State
from planilla.query.query import Query, ask
from planilla.queue.ask_every_point import ask_queue
from planilla.queue.requeue import Action, Requeued, requeue
from planilla.review.record_answers import Decision, decide
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, run_queued, settings_for, write_csv
from tests.scripted import APPROVED, FAILED, WAITING, Scripted
from tests.service.wire import Wire

TOMORROW = service_date(today() + timedelta(days=1))


class Office:
    """An office whose service shows whatever a test wants."""

    def __init__(self, service: Scripted, folder: Path) -> None:
        self.service, self.folder = service, folder
        self.settings = settings_for(service, folder / "home", budget_seconds=0.5)

    def queue(self, *rows: dict[str, object], name: str = "cola.csv") -> Outcome:
        return run_queued(Job((write_csv(self.folder / name, rows),), self.settings))

    def emit(self, *rows: dict[str, object], name: str = "ya.csv") -> Outcome:
        return run(Job((write_csv(self.folder / name, rows),), self.settings))

    def refresh(self) -> Operation:
        with open_ledger(self.settings) as ledger:
            asyncio.run(ask_queue(self.settings, ledger, force=True))
        return self.operation()

    def operation(self, number: int = 1) -> Operation:
        with open_ledger(self.settings) as ledger:
            return ledger.operations.revisions("default", f"R-{number:05d}")[-1]

    def requeue(self, action: Action, fecha: Any = None) -> Requeued:
        with open_ledger(self.settings) as ledger:
            inside = ledger.queue.inside()
            return asyncio.run(requeue(self.settings, ledger, inside, action, fecha))

    def see(self) -> None:
        with open_ledger(self.settings) as ledger:
            for waiting in ledger.reviews.waiting():
                decide(ledger, waiting, Decision("Ana", "visto"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with Scripted() as service:
        yield Office(service, tmp_path)


@pytest.fixture
def queued(office: Office) -> Office:
    """With one that has been queued, R-00001."""
    assert office.queue(row(1)).rows == {Estado.ENCOLADO: 1}
    return office


@pytest.mark.parametrize("status", [WAITING, APPROVED, "EN COLA, ESPERANDO APROBACIÓN"])
def test_one_of_the_queue_that_is_shown_with_a_number_is_not_issued(
    status: str, queued: Office
) -> None:
    queued.service.shown = [queued.service.entry(numero=5, status=status)]
    assert (queued.refresh().queue, queued.operation().number) == (Queue.WAITING, None)
    assert queued.queue(row(1)).rows == {Estado.ENCOLADO: 1}
    assert queued.operation().cae == ""


@pytest.mark.slow
def test_one_that_failed_and_is_shown_with_a_number_has_failed(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(numero=5, status=FAILED)]
    assert (queued.refresh().queue, queued.operation().number) == (Queue.FAILED, None)


@pytest.mark.slow
def test_a_queued_one_that_a_lost_ledger_adopts_has_no_number(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(numero=5)]
    queued.settings = settings_for(queued.service, queued.folder / "other", budget_seconds=0.5)
    assert queued.queue(row(1)).rows == {Estado.ENCOLADO: 1}
    assert queued.emit(row(1)).rows == {Estado.ENCOLADO: 1}
    assert (queued.operation().number, len(queued.service.queued)) == (None, 1)


def test_without_a_cae_and_with_a_status_nobody_knows_it_is_not_issued(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(numero=5, status="EN ESTUDIO")]
    seen = queued.refresh()
    assert (seen.queue, seen.number) == (Queue.WAITING, None)
    assert "«EN ESTUDIO»" in seen.observations[0]
    assert queued.refresh().observations == seen.observations


def test_with_a_cae_a_status_nobody_knows_is_of_one_that_is_issued(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(1, status="EMITIDO Y ENVIADO")]
    assert (queued.refresh().queue, queued.operation().number) == (Queue.ISSUED, 1)


def test_on_the_development_plan_the_status_alone_says_that_it_is_issued(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(1, cae="")]
    seen = queued.refresh()
    assert (seen.queue, seen.number, seen.cae) == (Queue.ISSUED, 1, "")
    assert "plan de desarrollo" in seen.observations[0]


@pytest.mark.parametrize("others", [1, 2])
def test_issued_and_failed_is_issued_whichever_is_shown_first(others: int, queued: Office) -> None:
    failed = [queued.service.entry(status=FAILED)] * others
    queued.service.shown = [*failed, queued.service.issued(7)]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.number) == (State.DONE, Queue.ISSUED, 7)
    assert "no lo reintente" in seen.observations[0]


@pytest.mark.slow
def test_of_two_that_are_issued_the_second_is_told(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(8), queued.service.issued(7)]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.number) == (State.DONE, Queue.ISSUED, 7)
    assert seen.observations == (
        "El servicio tiene además el comprobante 8 con la misma referencia: revíselo.",
    )
    queued.queue(row(1), row(2))  # its day is read again
    assert queued.operation().observations == seen.observations


def test_the_same_one_shown_twice_is_one(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(7), queued.service.issued(7)]
    assert queued.refresh().observations == ()


def test_waiting_and_failed_is_still_waiting(queued: Office) -> None:
    waiting, failed = queued.service.entry(), queued.service.entry(status=FAILED)
    queued.service.shown = [failed, waiting]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.observations) == (State.DONE, Queue.WAITING, ())


@pytest.mark.slow
def test_two_that_wait_are_seen_by_a_person_before_they_are_issued(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(), queued.service.entry(fecha=TOMORROW)]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.reason) == (State.REVIEW, Queue.WAITING, Reason.DUPLICATE)
    assert TOMORROW[:5] in seen.errors[0]
    assert queued.queue(row(1)).rows == {Estado.A_REVISAR: 1}
    queued.see()
    assert queued.refresh().state is State.DONE  # it was seen: it is not asked again
    assert queued.queue(row(1)).rows == {Estado.ENCOLADO: 1}


def test_a_duplicate_that_is_gone_from_the_queue_needs_nobody(queued: Office) -> None:
    one = queued.service.entry()
    queued.service.shown = [one, one]
    assert queued.refresh().state is State.REVIEW
    queued.service.shown = [one]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.errors) == (State.DONE, Queue.WAITING, ())
    assert seen.observations == ()


def test_issued_and_waiting_is_issued_and_a_person_sees_it_before_the_other_is(
    queued: Office,
) -> None:
    waiting = queued.service.entry(fecha=TOMORROW)
    queued.service.shown = [waiting, queued.service.issued(7)]
    seen = queued.refresh()
    assert (seen.state, seen.reason) == (State.REVIEW, Reason.DUPLICATE)
    assert (seen.queue, seen.number, bool(seen.cae)) == (Queue.ISSUED, 7, True)
    again = queued.refresh()
    assert (again.state, again.errors, again.updated_at) == (
        State.REVIEW,
        seen.errors,
        seen.updated_at,
    )
    queued.service.shown = [queued.service.issued(7)]
    gone = queued.refresh()
    assert (gone.state, gone.reason, gone.errors) == (State.DONE, Reason.NONE, ())


def test_of_two_that_waited_one_is_issued_and_the_other_is_still_to_be_seen(
    queued: Office,
) -> None:
    one = queued.service.entry()
    queued.service.shown = [one, one]
    assert queued.refresh().state is State.REVIEW
    queued.service.shown = [one, queued.service.issued(7)]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.number) == (State.REVIEW, Queue.ISSUED, 7)
    queued.service.shown = [queued.service.issued(7), queued.service.issued(8)]
    twice = queued.refresh()
    assert (twice.state, twice.number) == (State.DONE, 7)
    assert "comprobante 8" in twice.observations[-1]


def test_what_waits_beside_an_issued_one_is_dropped_by_requeue(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(fecha=TOMORROW), queued.service.issued(7)]
    queued.refresh()

    def drop(_body: dict[str, Any]) -> dict[str, Any]:
        queued.service.shown = [queued.service.issued(7)]
        left = ["El comprobante FACTURA B 00001-00000007 no se ha podido eliminar."]
        gone = ["El comprobante FACTURA B 00001-00000000 se ha eliminado correctamente. "]
        return {"error": "PARCIAL", "errores": left, "procesados_cant": 1, "procesados": gone}

    queued.service.says["facturacion/eliminar_encolado"] = drop
    done = queued.requeue(Action.DROP)
    (sent,) = queued.service.bodies("eliminar_encolado")
    assert sent["fecha"] == TOMORROW
    seen = queued.operation()
    assert (seen.state, seen.queue, seen.number) == (State.DONE, Queue.ISSUED, 7)
    assert any("no se ha podido eliminar" in text for text in done.remarks[seen.id])


@pytest.mark.slow
def test_other_content_in_the_queue_is_seen_by_a_person(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(total=999.0)]
    seen = queued.refresh()
    assert (seen.state, seen.queue, seen.reason) == (State.REVIEW, Queue.WAITING, Reason.QUEUE)
    with open_ledger(queued.settings) as ledger:
        (waiting,) = ledger.reviews.waiting()
        decide(ledger, waiting, Decision("Ana", "está en la cola"))
    assert queued.refresh().state is State.DONE


def test_issued_with_other_content_is_for_a_person(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(7, total=999.0)]
    seen = queued.refresh()
    assert (seen.state, seen.reason) == (State.REVIEW, Reason.CONTENT)
    assert seen.evidence["number"] == 7


def test_another_content_beside_it_is_not_taken_for_it(queued: Office) -> None:
    queued.service.shown = [queued.service.issued(7, total=999.0), queued.service.entry()]
    seen = queued.refresh()
    assert (seen.state, seen.queue) == (State.DONE, Queue.WAITING)
    assert "comprobante 7" in seen.observations[0]


def test_a_search_by_day_that_shows_several_is_asked_again_by_name(office: Office) -> None:
    office.queue(row(1), row(2), row(3))
    others = [office.service.entry(n) for n in (1, 2)]
    moved = office.service.issued(7, 0, fecha=TOMORROW)
    office.service.shown = [office.service.entry(0), office.service.entry(0), moved, *others]
    before = len(office.service.bodies("consulta_avanzada"))  # each was asked for before queueing
    assert office.refresh().number == 7
    named = [b for b in office.service.bodies("consulta_avanzada")[before:] if _by_name(b)]
    assert [b["comprobante"]["external_reference"] for b in named] == ["R-00001"]


def _by_name(body: dict[str, Any]) -> bool:
    return bool(body["busqueda_tipo"] == "EXT_REF")


@pytest.mark.parametrize(
    ("shown", "estado"),
    [
        (("failed", "issued"), Estado.YA_EMITIDO),
        (("failed", "waiting"), Estado.ENCOLADO),
        (("failed", "failed"), Estado.RECHAZADO),
        (("waiting", "waiting"), Estado.A_REVISAR),
        (("waiting", "issued"), Estado.A_REVISAR),
    ],
)
def test_a_queueing_in_doubt_is_settled_by_all_that_has_its_reference(
    shown: tuple[str, ...], estado: Estado, office: Office
) -> None:
    def lost(body: dict[str, Any]) -> dict[str, Any]:
        office.service.queued.append(body)
        make: dict[str, Callable[[], dict[str, Any]]] = {
            "failed": lambda: office.service.entry(status=FAILED),
            "waiting": office.service.entry,
            "issued": lambda: office.service.issued(7),
        }
        office.service.shown = [make[name]() for name in shown]
        return {"error": "?"}

    office.service.says["facturacion/nuevo_encola"] = lost
    expected = Estado.EMITIDO if estado is Estado.YA_EMITIDO else estado
    assert office.queue(row(1)).rows == {expected: 1}
    assert office.service.count("nuevo_encola") == 1


@pytest.mark.parametrize("status", [WAITING, FAILED])
@pytest.mark.slow
def test_a_number_of_the_queue_takes_no_number_of_instant_issuing(
    status: str, office: Office
) -> None:
    """The numbering has gone on, and only one of the queue is shown under what it left out."""
    assert office.emit(row(1)).rows == {Estado.EMITIDO: 1}
    office.service.queued.append({"cliente": {}, "comprobante": _someone_elses()})
    office.service.last["FACTURA B"] = 2
    office.service.shown.append(office.service.entry(numero=2, status=status))
    assert office.emit(row(2)).rows == {Estado.PENDIENTE: 1}
    assert office.service.count("nuevo") == 1
    assert "no muestra qué son" in office.operation(2).errors[0]


def _someone_elses() -> dict[str, Any]:
    return {
        "fecha": service_date(today()),
        "tipo": "FACTURA B",
        "operacion": "V",
        "punto_venta": 1,
        "total": "50",
        "external_reference": "OTRO-1",
    }


@pytest.mark.slow
def test_an_attempt_whose_number_only_a_queued_one_shows_is_not_renumbered(office: Office) -> None:
    office.service.queued.append({"cliente": {}, "comprobante": _someone_elses()})
    entry = office.service.entry(numero=1)
    office.service.queued.clear()

    def lost(_body: dict[str, Any]) -> dict[str, Any]:
        office.service.last["FACTURA B"] = 1
        office.service.shown = [entry]
        return {"error": "?"}

    office.service.says["facturacion/nuevo"] = lost
    office.service.says["facturacion/consulta"] = lambda _: {"error": "N", **entry}
    office.settings = settings_for(office.service, office.folder / "home", settle_seconds=0.1)
    assert office.emit(row(1)).rows == {Estado.PENDIENTE: 1}
    sent = {body["comprobante"]["numero"] for body in office.service.bodies("nuevo")}
    assert (sent, office.operation().number) == ({1}, 1)  # the number is its lock


def test_one_that_is_on_two_pages_since_something_came_meanwhile_is_one() -> None:
    def waits(reference: str) -> dict[str, Any]:
        named = {"external_reference": reference, "numero": 0, "status": WAITING}
        return {"comprobante": _someone_elses() | named}

    pages = [[waits("A"), waits("A"), waits("B")], [waits("B"), waits("C")]]
    answers = [{"error": "N", "total": 5, "comprobantes": page} for page in pages]
    found = Wire(*answers).ask(lambda service: service.by_day(today()))
    assert [held.external_reference for held in found] == ["A", "A", "B", "C"]


# What the person asks for


def test_what_is_retried_is_retried_only_where_one_is_shown(queued: Office) -> None:
    failed = queued.service.entry(status=FAILED)
    queued.service.shown = [failed, failed]
    done = queued.requeue(Action.RETRY)
    assert (done.sent, queued.service.count("reenviar_encolado")) == (0, 0)
    (remarks,) = done.remarks.values()
    assert "muestra 2 con esta referencia" in remarks[0]
    assert "2 con la misma referencia" in queued.operation().observations[0]


def test_the_date_is_changed_only_where_one_is_shown(queued: Office) -> None:
    """The service changes the first of several with a reference."""
    queued.service.shown = [queued.service.entry(), queued.service.entry(status=FAILED)]
    done = queued.requeue(Action.DATE, today() + timedelta(days=1))
    assert (done.sent, queued.service.count("cambiar_fecha_encolado")) == (0, 0)
    queued.service.shown = [queued.service.entry()]
    assert queued.requeue(Action.DATE, today() + timedelta(days=1)).sent == 1


def test_what_was_issued_meanwhile_is_not_retried_though_another_failed(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(status=FAILED)]
    queued.refresh()
    queued.service.shown.append(queued.service.issued(7, fecha=TOMORROW))
    assert queued.requeue(Action.RETRY).sent == 0
    assert (queued.operation().queue, queued.operation().number) == (Queue.ISSUED, 7)


def test_dropping_tries_each_of_the_reference_day_by_day(queued: Office) -> None:
    queued.service.shown = [queued.service.entry(), queued.service.entry(fecha=TOMORROW)]

    def drop(body: dict[str, Any]) -> dict[str, Any]:
        kept = [s for s in queued.service.shown if s["comprobante"]["fecha"] != body["fecha"]]
        queued.service.shown = kept
        gone = ["El comprobante FACTURA B 00001-00000000 se ha eliminado correctamente."]
        return {"error": "N", "errores": [], "procesados_cant": 1, "procesados": gone}

    queued.service.says["facturacion/eliminar_encolado"] = drop
    queued.refresh()
    done = queued.requeue(Action.DROP)
    assert done.sent == 1
    assert len(queued.service.bodies("eliminar_encolado")) == 2
    dropped = queued.operation()
    assert (dropped.state, dropped.queue) == (State.REJECTED, Queue.DROPPED)
    assert dropped.errors == ("Eliminado de la cola.",)


def test_what_could_not_be_dropped_is_told(queued: Office) -> None:
    """PARCIAL is an answer that is read: one is gone, another is still there."""
    one = queued.service.entry()
    queued.service.shown = [one, one]

    def drop(_body: dict[str, Any]) -> dict[str, Any]:
        queued.service.shown = [one]
        left = ["El comprobante FACTURA B 00001-00000000 no se ha podido eliminar."]
        return {"error": "PARCIAL", "errores": left, "procesados_cant": 1, "procesados": ["una"]}

    queued.service.says["facturacion/eliminar_encolado"] = drop
    done = queued.requeue(Action.DROP)
    told = " ".join(done.remarks[queued.operation().id])
    assert "no se ha podido eliminar" in told
    assert "todavía en la cola 1 con esta referencia" in told
    assert (queued.operation().state, queued.operation().queue) == (State.DONE, Queue.WAITING)


def test_what_failed_is_sent_again_in_the_original_order(office: Office) -> None:
    rows = [row(n, fecha=TOMORROW if n == 1 else service_date(today())) for n in (1, 2, 3)]
    office.queue(*rows)
    office.service.shown = [
        office.service.entry(n, status=FAILED) for n in range(len(office.service.queued))
    ]
    assert office.requeue(Action.RETRY).sent == 3
    sent = [body["external_reference"] for body in office.service.bodies("reenviar_encolado")]
    assert sent == ["R-00002", "R-00003", "R-00001"]


def test_nothing_is_sent_again_before_what_failed_earlier_in_its_sequence(office: Office) -> None:
    office.queue(row(1), row(2))
    office.service.shown = [office.service.entry(n, status=FAILED) for n in (0, 1)]
    office.refresh()
    with open_ledger(office.settings) as ledger:
        later = [o for o in ledger.queue.inside() if o.referencia == "R-00002"]
        done = asyncio.run(requeue(office.settings, ledger, later, Action.RETRY))
    assert done.sent == 0
    assert "Antes hay que reintentar «R-00001»" in done.remarks[later[0].id][0]


def test_one_that_could_not_be_sent_again_holds_back_what_follows_it(office: Office) -> None:
    office.queue(row(1), row(2))
    office.service.shown = [office.service.entry(n, status=FAILED) for n in (0, 1)]
    office.service.says["facturacion/reenviar_encolado"] = lambda _: {"error": "?"}
    assert office.requeue(Action.RETRY).sent == 0
    assert office.service.count("reenviar_encolado") == 1


def test_a_failure_of_data_holds_nothing_back(office: Office) -> None:
    office.queue(row(1), row(2))
    reasons = ["Rechazado. Cod. 10015", "Sin comunicacion"]
    office.service.shown = [
        office.service.entry(n, status=FAILED, afip_observaciones=why)
        for n, why in enumerate(reasons)
    ]
    assert office.requeue(Action.RETRY).sent == 1
    (sent,) = office.service.bodies("reenviar_encolado")
    assert sent["external_reference"] == "R-00002"


# What is only asked


@pytest.mark.parametrize(
    ("kinds", "estado"),
    [
        (("waiting",), Estado.ENCOLADO),
        (("failed",), Estado.RECHAZADO),
        (("failed", "issued"), Estado.YA_EMITIDO),
        (("failed", "waiting"), Estado.ENCOLADO),
        (("strange",), Estado.A_REVISAR),
    ],
)
def test_a_query_tells_a_reference_by_all_that_has_it(
    kinds: tuple[str, ...], estado: Estado, queued: Office
) -> None:
    service = queued.service
    make = {
        "failed": lambda: service.entry(status=FAILED),
        "waiting": lambda: service.entry(numero=5),
        "issued": lambda: service.issued(7),
        "strange": lambda: service.entry(numero=5, status="EN ESTUDIO"),
    }
    service.shown = [make[kind]() for kind in kinds]
    source = write_csv(queued.folder / "lista.csv", [{"referencia": "R-00001"}])
    done = asyncio.run(ask(Query((source,), pdfs=False), queued.settings))
    assert done.rows == {estado: 1}
    (file,) = done.files
    assert file.result is not None
    book = openpyxl.load_workbook(file.result)
    headings, (*cells,) = book["Resultado"].iter_rows(values_only=True)
    told = dict(zip(headings, cells, strict=True))
    assert told["numero_emitido"] == ("00001-00000007" if "issued" in kinds else None)
    if len(kinds) > 1:
        assert FAILED in str(told["observaciones"])
    assert book["Comprobantes"].max_row == 1 + len(kinds)


def test_a_number_that_is_not_fiscal_answers_no_question_about_a_number(queued: Office) -> None:
    entry = queued.service.entry(numero=5)
    queued.service.says["facturacion/consulta"] = lambda _: {"error": "N", **entry}
    source = write_csv(queued.folder / "lista.csv", [{"comprobante": "FACTURA B 1-5"}])
    done = asyncio.run(ask(Query((source,), pdfs=False), queued.settings))
    assert done.rows == {Estado.INVALIDO: 1}
