"""The queue: what it takes, when it issues, what it says meanwhile, and what it tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.sandbox.helpers import (
    block,
    codes,
    concept,
    day,
    lot,
    naming,
    plain,
    post,
    queueing,
    request,
    search,
    searching,
    wait_for,
)

FCE = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) B"
PLAIN: dict[str, Any] = {"detalle": [concept(100, 0)], "total": 100}
REGIME = {"regimen": "FCE", "datos": [{"id": "2102", "valor": "ALIAS"}]}
REJECTED = {"comentario": "RECHAZAR-AFIP"}


def _queue(box: Sandbox, reference: str = "q", **changes: Any) -> Any:
    return post(box, "nuevo_encola", queueing(external_reference=reference, **changes))


def _events(box: Sandbox) -> list[tuple[str, str]]:
    return [(hook["evento"], hook["external_reference"]) for hook in box.hooks_sent]


def test_what_is_queued_is_answered_with_the_traps_of_the_real_one(quick: Sandbox) -> None:
    answer = _queue(quick, numero=0)
    assert (answer["error"], answer["errores"], answer["external_reference"]) == ("N", [""], "q")
    told = ("cae", "vencimiento_cae", "comprobante_nro")
    assert [answer[name] for name in told] == [" ", "01/01/2000", "00003-00000000"]
    assert not quick.books.held


def test_it_is_issued_when_the_queue_runs_and_found_before_and_after(quick: Sandbox) -> None:
    _queue(quick, pagos=block(121))
    assert [one["status"] for one in search(quick, "q")] == ["EN COLA, ESPERANDO APROBACION"]
    assert quick.run_queue() == 1
    (found,) = search(quick, "q")
    assert (found["status"], found["numero"], found["ctacte_status"]) == ("EMITIDO", 1, "PAGADA")
    assert quick.run_queue() == 0
    assert _events(quick) == [("encolado", "q"), ("emitido", "q")]


def test_a_later_day_waits_for_its_day(quick: Sandbox) -> None:
    _queue(quick, fecha=day(3))
    assert quick.run_queue() == 0
    assert [one["status"] for one in search(quick, "q")] == [
        f"APROBADO Y EN COLA. SE EMITE EL {day(3)}"
    ]
    body = searching("F", fecha=day(3))
    assert post(quick, "consulta_avanzada", body)["total"] == 1
    body = searching("TN", tipo="FACTURA B", punto_venta=3, numero_desde=0, numero_hasta=9)
    assert post(quick, "consulta_avanzada", body)["total"] == 0


def test_the_oldest_day_goes_first_then_the_order_of_arrival(quick: Sandbox) -> None:
    for reference, fecha in (("a", day()), ("b", day(-2)), ("c", day(-2))):
        _queue(quick, reference, fecha=fecha)
    quick.run_queue()
    assert [held["external_reference"] for held in quick.books.held] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"external_reference": ""}, "TFC-6002"),
        ({"external_reference": "a b"}, "TFC-6002"),
        ({"numero": 5}, "TFC-6002"),
        ({"tipo": "FACTURA E"}, "TFC-6002"),
        ({"tipo": FCE, "rg_especiales": REGIME}, "TFC-8007"),
        ({"tipo": "PRESUPUESTO"}, "TFC-6002"),
        ({"tipo": "REMITO"}, "TFC-6002"),
        ({"tipo": "FACTURA NO VALIDA EN AFIP"}, "TFC-6002"),
        ({"total": 5}, "TFC-7001"),
    ],
)
def test_what_cannot_be_queued_is_refused_with_a_code(
    quick: Sandbox, changes: dict[str, Any], code: str
) -> None:
    answer = post(quick, "nuevo_encola", queueing(**changes))
    assert set(codes(answer)) == {code}
    assert not quick.books.queue


def test_nothing_is_issued_at_once_while_its_point_of_sale_is_queued(quick: Sandbox) -> None:
    _queue(quick, **REJECTED)
    for _ in ("waiting", "failed"):
        answer = post(quick, "nuevo", request(tipo="FACTURA B"))
        assert "en cola" in answer["errores"][0]
        assert codes(answer) == []
        quick.run_queue()
    assert post(quick, "nuevo", request(punto_venta=4))["error"] == "N"
    post(quick, "eliminar_encolado", plain(external_reference="q", fecha=day()))
    assert post(quick, "nuevo", request())["error"] == "N"


def test_an_error_of_data_stays_until_it_is_sent_again_with_another_day(quick: Sandbox) -> None:
    _queue(quick, fecha=day(-11))
    quick.run_queue()
    (found,) = search(quick, "q")
    assert found["status"] == "ENVIADO A PROCESAR - CON ERROR"
    days = {"fecha": day(), "vencimiento": day(30)}
    assert post(quick, "cambiar_fecha_encolado", plain(external_reference="q", **days)) == {
        "error": "N", "errores": [""]
    }  # fmt: skip
    assert quick.run_queue() == 0
    again = plain(external_reference="q")
    assert post(quick, "reenviar_encolado", again) == {"error": "N", "errores": []}
    assert post(quick, "reenviar_encolado", again)["errores"] == [
        "No se han encontrado comprobantes."
    ]
    assert quick.run_queue() == 1
    events = [evento for evento, _ in _events(quick)]
    assert events == ["encolado", "error", "cambio_fecha", "encolado", "emitido"]
    assert "10016" in quick.hooks_sent[1]["msg"][0]


@pytest.mark.parametrize(
    "changes", [{"external_reference": "other"}, {"fecha": "2026-01-01"}, {"vencimiento": day(-1)}]
)
def test_a_wrong_change_of_day_changes_nothing(quick: Sandbox, changes: dict[str, str]) -> None:
    _queue(quick)
    days = {"external_reference": "q", "fecha": day(1), "vencimiento": day(1), **changes}
    assert post(quick, "cambiar_fecha_encolado", plain(**days))["error"] == "S"
    assert [one["fecha"] for one in search(quick, "q")] == [day()]


def test_an_outage_of_afip_is_retried_by_the_service_itself() -> None:
    options = Options(rehearsal=Rehearsal(outage=0.2), queue_seconds=0.01)
    with Sandbox(options) as box:
        box.plan.named["q"] = [Fault.AFIP]
        assert _queue(box)["error"] == "N"
        wait_for(lambda: bool(box.books.held))
        assert _events(box) == [("encolado", "q"), ("emitido", "q")]


def test_after_a_hundred_attempts_it_counts_as_failed(quick: Sandbox) -> None:
    quick.plan.named["q"] = [Fault.AFIP]
    quick.options.rehearsal.outage = 60
    _queue(quick)
    for _ in range(101):
        quick.run_queue()
    (entry,) = quick.books.in_queue()
    assert entry["attempts"] == 100
    assert [one["status"] for one in search(quick, "q")] == ["ENVIADO A PROCESAR - CON ERROR"]
    quick.door.service.afip_until = 0
    assert quick.run_queue() == 0


@pytest.mark.parametrize("fault", [Fault.ERROR_DONE, Fault.BROKEN, Fault.GATEWAY, Fault.LOST])
def test_a_lot_can_be_done_and_its_answer_gone(fault: Fault) -> None:
    with Sandbox(Options(rehearsal=Rehearsal(late=0.01))) as box:
        box.plan.named["b"] = [fault]
        both = lot(*(queueing(external_reference=r) for r in "ab"))
        with httpx.Client(base_url=box.url) as client:
            try:
                client.post("facturacion/lotes_encola", json=both)
            except httpx.TransportError:
                assert fault is Fault.LOST
        wait_for(lambda: len(box.books.queue) == 2)


def test_the_queue_survives_a_kill_and_nothing_is_issued_twice(tmp_path: Path) -> None:
    options = Options(state=tmp_path / "books.jsonl")
    with Sandbox(options) as box:
        _queue(box, "issued")
        box.run_queue()
        _queue(box, "failed", **REJECTED)
        _queue(box, "second")
        box.run_queue()
        _queue(box, "waits", fecha=day(1))
        _queue(box, "gone", punto_venta=9)
        post(box, "eliminar_encolado", plain(external_reference="gone", fecha=day()))
        before = box.books.state()
    with Sandbox(options) as box:
        assert box.books.state() | {"requests": {}} == before | {"requests": {}}
        assert [e["external_reference"] for e in box.books.in_queue()] == ["failed", "waits"]
        with httpx.Client() as client:
            root = box.url.removesuffix("/app/api/v2/")
            assert client.post(f"{root}/sandbox/queue/run").json() == {"issued": 0}
            state = client.get(f"{root}/sandbox/state").json()
        assert [one["external_reference"] for one in state["comprobantes"]] == ["issued", "second"]
        assert {one["state"] for one in state["queue"]} == {"failed", "waiting", "dropped"}


def test_equal_references_may_be_queued_and_each_is_processed(quick: Sandbox) -> None:
    _queue(quick)
    _queue(quick, **REJECTED)
    assert len(search(quick, "q")) == 2
    assert quick.run_queue() == 1
    told = {one["status"] for one in search(quick, "q")}
    assert told == {"EMITIDO", "ENVIADO A PROCESAR - CON ERROR"}


def test_dropping_says_what_was_dropped_and_what_was_not(quick: Sandbox) -> None:
    _queue(quick)
    _queue(quick, tipo="FACTURA C", fecha=day(1), **PLAIN)
    dropping = plain(external_reference="q", fecha=day())
    answer = post(quick, "eliminar_encolado", dropping)
    assert (answer["error"], answer["procesados_cant"]) == ("PARCIAL", 1)
    assert "FACTURA B 00003-00000000" in answer["procesados"][0]
    assert "FACTURA C 00003-00000000 no se ha podido" in answer["errores"][0]
    gone = post(quick, "eliminar_encolado", dropping)
    assert (gone["error"], gone["procesados_cant"], gone["procesados"]) == ("S", 0, [])
    answer = post(quick, "eliminar_encolado", dropping | {"fecha": day(1)})
    assert (answer["error"], answer["errores"]) == ("N", [])
    assert search(quick, "q") == []


def test_a_queued_one_has_a_blank_cae_and_may_show_a_number_that_is_not_fiscal(
    quick: Sandbox,
) -> None:
    post(quick, "nuevo", request())
    _queue(quick)
    (found,) = search(quick, "q")
    told = ("numero", "cae", "vencimiento_cae", "ctacte_status")
    assert [found[name] for name in told] == [0, " ", "01/01/2000", ""]
    quick.options.rehearsal.queued_number = True
    (found,) = search(quick, "q")
    assert (found["numero"], found["status"]) == (2, "EN COLA, ESPERANDO APROBACION")
    body = searching("TN", tipo="FACTURA B", punto_venta=3, numero_desde=2, numero_hasta=9)
    assert post(quick, "consulta_avanzada", body)["total"] == 1
    assert post(quick, "consulta", naming(2))["error"] == "S"


def test_why_one_failed_is_told_by_the_webhook_and_by_a_search_only_on_request(
    quick: Sandbox,
) -> None:
    _queue(quick, **REJECTED)
    quick.run_queue()
    (found,) = search(quick, "q")
    assert (found["afip_observaciones"], found["vencimiento_cae"]) == ("", "")
    assert "10015" in quick.hooks_sent[-1]["msg"][0]
    quick.options.rehearsal.reason_in_search = True
    (found,) = search(quick, "q")
    assert "10015" in found["afip_observaciones"]


def test_nothing_is_queued_without_a_webhook_address(quick: Sandbox) -> None:
    quick.options.rehearsal.webhook_address = False
    for answer in (_queue(quick), post(quick, "lotes_encola", lot(queueing()))):
        assert answer["error"] == "S"
        assert "webhook" in answer["errores"][0]
        assert not answer.get("response")
    assert not quick.books.queue
    assert post(quick, "nuevo", request())["error"] == "N"


def test_what_is_refused_at_once_is_told_by_a_webhook_too(quick: Sandbox) -> None:
    wrongs: tuple[dict[str, Any], ...] = ({"total": 5}, {"idioma": 9})
    for wrong in wrongs:
        answer = _queue(quick, **wrong)
        assert _events(quick)[-1] == ("error", "q")
        assert quick.hooks_sent[-1]["msg"] == answer["errores"]
