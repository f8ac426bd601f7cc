"""Each thing that can go wrong, once, and what is in the books afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.double import Double, Fault, Kind, Point, Switches, problems, texts
from tests.double import bodies as b
from tests.double.faults import UNDOCUMENTED, Cut, Faults

TODAY = date(2026, 12, 3)
P1 = Point()
NUEVO, PAGAR, SEARCH = "facturacion/nuevo", "facturacion/pagar", "facturacion/consulta_avanzada"


@pytest.fixture
def clock() -> b.Clock:
    return b.Clock()


@pytest.fixture
def double(clock: b.Clock) -> Double:
    return Double([P1], now=clock)


def seen(double: Double, reference: str = "R-1") -> int:
    """How many a search shows."""
    return int(double.answer(SEARCH, b.by_reference(P1, reference))[1]["total"])


@pytest.mark.parametrize("kind", Kind)
def test_after_each_fault_the_work_is_done_or_not_as_it_says(double: Double, kind: Kind) -> None:
    double.answer(NUEVO, b.nuevo(P1, "before"))
    double.faults.add(kind, on=NUEVO)
    double.reply(NUEVO, b.nuevo(P1))
    done = "undone" not in kind
    assert len(double.issued("R-1")) == (1 if done else 0)
    assert seen(double) == (0 if kind is Kind.ORPHAN or not done else 1)
    assert double.answer(NUEVO, b.nuevo(P1, "after"))[1]["error"] == "N"
    assert not problems(double)


@pytest.mark.parametrize("kind", sorted(set(Kind) - UNDOCUMENTED - {Kind.GATEWAY}))
def test_what_does_not_break_the_contract_on_purpose_answers_as_documented(
    double: Double, kind: Kind
) -> None:
    for path, body in (
        (NUEVO, b.nuevo(P1)),
        (PAGAR, b.pay(P1, 1, 10)),
        ("facturacion/lotes", b.lot(P1, b.sale(P1, "a"), b.sale(P1, "b"))),
        ("facturacion/nuevo_encola", b.queued(P1, "c")),
        ("facturacion/lotes_encola", b.lot(P1, b.sale(P1, "d", numero=0))),
        (SEARCH, b.by_reference(P1)),
        ("clientes/cuenta-corriente", b.account(P1)),
    ):
        double.faults.add(kind, on=path)
        double.reply(path, body)
    assert not double.undocumented


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (Kind.TOO_MANY, 429),
        (Kind.SERVER_ERROR_BEFORE, 500),
        (Kind.SERVER_ERROR_AFTER, 500),
        (Kind.GATEWAY, 524),
        (Kind.GATEWAY_NEVER, 524),
        (Kind.BAD_REQUEST, 400),
        (Kind.STATUS, 503),
    ],
)
def test_a_status_is_told(double: Double, kind: Kind, status: int) -> None:
    double.faults.add(kind)
    assert double.answer(NUEVO, b.nuevo(P1))[0] == status
    assert double.traffic.answers[NUEVO] == {str(status): 1}


def test_a_bad_request_comes_with_its_text(double: Double) -> None:
    double.faults.add(Fault(Kind.BAD_REQUEST, text="Falta el campo rubro"))
    assert double.answer(NUEVO, b.nuevo(P1))[1]["errores"] == ["Falta el campo rubro"]


@pytest.mark.parametrize(
    ("kind", "cut"),
    [
        (Kind.LOST, Cut.TIMEOUT),
        (Kind.CLOSED, Cut.CLOSED),
        (Kind.UNREACHED, Cut.UNREACHED),
        (Kind.CLOSED_BEFORE, Cut.CLOSED),
    ],
)
def test_a_cut_is_told(double: Double, kind: Kind, cut: Cut) -> None:
    double.faults.add(kind)
    reply = double.reply(NUEVO, b.nuevo(P1))
    assert (reply.cut, reply.body) == (cut, None)


def test_after_a_524_the_work_is_done_seconds_later(double: Double, clock: b.Clock) -> None:
    double.faults.add(Fault(Kind.GATEWAY, later=30), on=NUEVO)
    assert double.answer(NUEVO, b.nuevo(P1))[0] == 524
    clock.go(seconds=29)
    assert seen(double) == 0
    clock.go(seconds=5)
    assert seen(double) == 1
    assert (clock.now - double.issued("R-1")[0].at).seconds == 4


def test_whoever_sends_again_before_the_work_of_a_524_is_done_has_it_twice(
    double: Double, clock: b.Clock
) -> None:
    double.faults.add(Fault(Kind.GATEWAY, later=30), on=NUEVO)
    double.answer(NUEVO, b.nuevo(P1))
    double.answer(NUEVO, b.nuevo(P1))
    clock.go(seconds=30)
    assert problems(double)[0].startswith("one reference, several comprobantes: R-1")


def test_a_payment_whose_answer_is_lost_is_registered(double: Double) -> None:
    double.answer(NUEVO, b.nuevo(P1))
    double.faults.add(Kind.LOST, on=PAGAR)
    double.reply(PAGAR, b.pay(P1, 1, 50))
    assert [one.amount for one in double.books.payments] == [50]


def test_broken_json_breaks_off_and_a_page_is_no_json(double: Double) -> None:
    double.faults.add(Kind.BROKEN_JSON, nth=1)
    double.faults.add(Kind.PAGE, nth=2)
    broken = double.reply(NUEVO, b.nuevo(P1, "a")).text or ""
    assert broken.startswith('{"error": "N"')
    assert not broken.endswith("}")
    assert (double.reply(NUEVO, b.nuevo(P1, "b")).text or "").startswith("<html>")
    assert len(double.books.issued) == 2


@pytest.mark.parametrize("text", texts.OUTAGES)
def test_any_text_of_the_wallet_can_be_said_with_the_work_done_or_not(
    double: Double, text: str
) -> None:
    double.faults.add(Fault(Kind.SAYS, text), nth=1)
    double.faults.add(Fault(Kind.SAYS_BUT_DONE, text), nth=2)
    for done in (0, 1):
        answer = double.answer(NUEVO, b.nuevo(P1))[1]
        assert (answer["error"], answer["errores"]) == ("S", [text])
        assert len(double.books.issued) == done


def test_the_wallet_has_every_text_of_the_documents() -> None:
    wallet = " ".join((*texts.OUTAGES, texts.EXISTS_AT_ARCA))
    for words in (
        "ValidacionDeToken",
        "600",
        "No apareció CUIT en lista de relaciones",
        "Computador no autorizado",
        "El punto de venta no se encuentra habilitado",
        "javax.ejb.",
        "java.null.pointer",
        "no se puede establecer la comunicación con ARCA",
        "ha superado el cupo",
        "El comprobante existe en ARCA pero no en TusFacturasAPP",
    ):
        assert words in wallet


def orphan(double: Double) -> Any:
    double.faults.add(Kind.ORPHAN, on=NUEVO)
    return double.answer(NUEVO, b.nuevo(P1))[1]


def test_an_orphan_takes_its_number_and_is_shown_nowhere(double: Double) -> None:
    assert orphan(double)["errores"] == [texts.EXISTS_AT_ARCA]
    assert seen(double) == 0
    assert double.answer("facturacion/consulta", b.of_number(P1, 1))[1]["error"] == "S"
    number = double.answer("facturacion/numeracion", b.lane(P1))[1]["comprobante"]["numero"]
    assert number == 2
    assert not problems(double)


def test_an_orphan_that_is_sent_again_is_a_duplicate_or_recovered_by_a_switch(
    clock: b.Clock,
) -> None:
    for recovered in (False, True):
        double = Double([P1], Switches(orphan_recovered=recovered), now=clock)
        orphan(double)
        answer = double.answer(NUEVO, b.nuevo(P1))[1]
        assert answer["comprobante_nro"] == ("00001-00000001" if recovered else "00001-00000002")
        assert bool(problems(double)) != recovered
        assert seen(double) == 1


def test_a_success_may_carry_another_comprobantes_body(double: Double) -> None:
    double.answer(NUEVO, b.nuevo(P1))
    double.faults.add(Kind.ANOTHERS_BODY, on=NUEVO)
    answer = double.answer(NUEVO, b.note(P1, ("FACTURA B", 1, TODAY)))[1]
    assert (answer["error"], answer["comprobante_tipo"]) == ("N", "FACTURA B")
    assert answer["external_reference"] == "R-1"
    assert double.books.issued[-1].tipo == "NOTA DE CREDITO B"


def test_where_there_is_no_other_comprobante_its_body_is_invented(double: Double) -> None:
    double.faults.add(Kind.ANOTHERS_BODY_UNDONE, on=NUEVO)
    answer = double.answer(NUEVO, b.nuevo(P1))[1]
    assert answer["external_reference"] == "DE-OTRO"
    assert not double.books.issued


def test_two_successes_may_carry_one_cae(double: Double) -> None:
    first = double.answer(NUEVO, b.nuevo(P1, "a"))[1]
    double.faults.add(Kind.SAME_CAE, on=NUEVO)
    second = double.answer(NUEVO, b.nuevo(P1, "b"))[1]
    assert second["cae"] == first["cae"]
    assert second["comprobante_nro"] == "00001-00000002"
    shown = double.answer("facturacion/consulta", b.of_number(P1, 2))[1]["comprobante"]
    assert shown["cae"] != first["cae"]


def test_maintenance_is_said_in_its_form(double: Double) -> None:
    double.faults.add(Fault(Kind.MAINTENANCE, "04/12/2026 05:25"))
    answer = double.answer(NUEVO, b.nuevo(P1))[1]
    assert (answer["mantenimiento"], answer["mantenimiento_hasta"]) == (1, "04/12/2026 05:25")
    assert answer["errores"][0].endswith("05:25")


def test_a_delay_is_given_back_and_not_slept(double: Double) -> None:
    double.faults.add(Fault(Kind.SLOW, delay=90))
    assert double.reply(NUEVO, b.nuevo(P1)).delay == 90
    slow = Double([P1], now=b.Clock(), latency=lambda _path, n: 2.0 * n)
    delays = [slow.reply("facturacion/topecf", P1.keys.body()).delay for _ in range(2)]
    assert delays == [2.0, 4.0]


# when they strike


def strikes(faults: Faults, calls: int, path: str = NUEVO, **body: Any) -> list[int]:
    return [n for n in range(1, calls + 1) if faults.draw(path, n, body)]


def test_a_fault_strikes_once_unless_told_otherwise() -> None:
    faults = Faults(0)
    rule = faults.add(Kind.LOST)
    assert strikes(faults, 5) == [1]
    assert rule.fired == 1


def test_a_fault_strikes_for_so_many_calls_or_at_the_nth_of_its_method() -> None:
    faults = Faults(0)
    faults.add(Kind.LOST, on=NUEVO, times=3)
    assert strikes(faults, 5) == [1, 2, 3]
    faults.clear()
    faults.add(Kind.LOST, on=[NUEVO, PAGAR], nth=(2, 4))
    assert strikes(faults, 5) == [2, 4]
    assert strikes(faults, 5, SEARCH) == []


def test_a_fault_strikes_bodies_of_a_kind() -> None:
    faults = Faults(0)
    faults.add(Kind.LOST, where=lambda body: body["x"] == 1)
    assert strikes(faults, 3, x=2) == []
    assert strikes(faults, 3, x=1) == [1]


def test_chance_goes_by_the_seed_and_not_by_the_order_of_the_calls() -> None:
    found: list[list[int]] = []
    for seed in (1, 1, 2):
        faults = Faults(seed)
        faults.add(Kind.LOST, chance=0.3)
        if len(found) == 1:
            strikes(faults, 50, SEARCH)  # other calls in between change nothing
        found.append(strikes(faults, 200))
    assert found[0] == found[1] != found[2]
    assert 40 < len(found[0]) < 80
