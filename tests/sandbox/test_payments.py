"""Payments, the account of a client, and e-mails: strict, and twice if asked twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
import simplejson

from planilla.sandbox.faults import Fault
from planilla.sandbox.means import block_problems
from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.sandbox.helpers import (
    COMPANY,
    CUIT,
    associated,
    block,
    codes,
    concept,
    day,
    naming,
    plain,
    post,
    request,
)

OVERPAID = "El total de los pagos supera el saldo del comprobante."


def _status(box: Sandbox, **named: Any) -> Any:
    return post(box, "consulta", naming(**named))["comprobante"]["ctacte_status"]


def test_a_payment_is_registered_and_the_same_again_is_another(quick: Sandbox) -> None:
    post(quick, "nuevo", request())
    assert _status(quick) == "IMPAGA"
    paying = naming("00000001", punto_venta="00003", pagos=block(20.5, 30))
    assert post(quick, "pagar", paying) == {"error": "N", "errores": [""]}
    assert _status(quick) == "PAGO PARCIAL"
    assert post(quick, "pagar", paying)["error"] == "N"
    assert [float(pago["total"]) for pago in quick.books.held[0]["pagos"]] == [50.5, 50.5]
    assert post(quick, "pagar", naming(pagos=block(20)))["error"] == "N"
    assert _status(quick) == "PAGADA"


def test_more_than_what_is_left_is_refused_in_plain_words(quick: Sandbox) -> None:
    post(quick, "nuevo", request(pagos=block(100)))
    answer = post(quick, "pagar", naming(pagos=block(21.01)))
    assert (answer["errores"], codes(answer)) == ([OVERPAID], [])
    assert post(quick, "pagar", naming(pagos=block(21)))["error"] == "N"
    assert _status(quick) == "PAGADA"


def test_the_block_of_a_new_one_is_checked_before_anything_is_issued(quick: Sandbox) -> None:
    assert post(quick, "nuevo", request(pagos=block(121.01)))["errores"] == [OVERPAID]
    assert codes(post(quick, "nuevo", request(pagos=block(20, total=21)))) == ["TFC-7105"]
    assert not quick.books.held


def test_nothing_is_paid_that_does_not_exist(quick: Sandbox) -> None:
    answer = post(quick, "pagar", naming(7, pagos=block(1)))
    assert answer["errores"] == ["No se han encontrado comprobantes."]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (None, "TFC-7101"),
        ({"formas_pago": [], "total": 1}, "TFC-7101"),
        (block(0, total=1), "TFC-7102"),
        (block(-1, 2), "TFC-7102"),
        (block(1.005), "TFC-7102"),
        (block("NaN", total=1), "TFC-7102"),
        (block(1, total="1,00"), "TFC-7102"),
        (block(1, total=0), "TFC-7102"),
        (block(1, name=" "), "TFC-7103"),
        (block(1, name="x" * 256), "TFC-7103"),
        (block(1, name="E-Cheq diferido"), "TFC-7104"),
        (block(1, name="Cheque"), "TFC-7104"),
        (block(1, name="Retención IIBB"), "TFC-7104"),
        (block(1, name="RET. Ganancias"), "TFC-7104"),
        (block(1, 1, total=3), "TFC-7105"),
    ],
)
def test_a_wrong_block_has_a_code(wrong: Any, code: str) -> None:
    assert {found for found, _ in block_problems(wrong)} == {code}


def test_a_name_that_only_begins_like_a_retention_is_a_means_of_payment() -> None:
    assert block_problems(block(1, name="Retiro en efectivo")) == []
    assert block_problems(block(1, name="x" * 255)) == []


def test_two_payments_at_once_for_one_comprobante_are_done_and_counted() -> None:
    async def both(box: Sandbox) -> None:
        async with httpx.AsyncClient(base_url=box.url) as client:
            body = naming(pagos=block(10))
            await asyncio.gather(*(client.post("facturacion/pagar", json=body) for _ in range(2)))

    with Sandbox(Options(rehearsal=Rehearsal(latency=0.1))) as box:
        post(box, "nuevo", request())
        asyncio.run(both(box))
        assert len(box.books.held[0]["pagos"]) == 2
        assert box.books.overlaps == 1


@pytest.mark.parametrize(
    ("fault", "done"),
    [(Fault.ERROR_DONE, 1), (Fault.BROKEN, 1), (Fault.SERVER_DONE, 1), (Fault.SERVER, 0),
     (Fault.AFIP, 0), (Fault.MAINTENANCE, 0), (Fault.TOO_MANY, 0)],
)  # fmt: skip
def test_a_fault_hits_the_payment_that_it_names(quick: Sandbox, fault: Fault, done: int) -> None:
    post(quick, "nuevo", request())
    quick.plan.named["FACTURA B 00003-00000001"] = [fault]
    body = naming("0001", pagos=block(10))
    with httpx.Client(base_url=quick.url) as client:
        client.post("facturacion/pagar", json=body)
    assert len(quick.books.held[0]["pagos"]) == done
    assert quick.books.requests[f"fault {fault}"] == 1


def test_an_account_is_a_bare_list_with_a_running_balance(quick: Sandbox) -> None:
    mine: dict[str, Any] = {"cliente": COMPANY, "tipo": "FACTURA A"}
    post(quick, "nuevo", request(**mine, pagos=block(21)))
    post(quick, "nuevo", request(**mine))
    post(quick, "nuevo", request(external_reference="somebody else's"))
    post(quick, "pagar", naming(2, tipo="FACTURA A", pagos=block(0.5)))
    credit = {"tipo": "NOTA DE CREDITO A", "comprobantes_asociados": associated()}
    post(quick, "nuevo", request(**(mine | credit)))
    client = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    rows = post(quick, "clientes/cuenta-corriente", plain(cliente=client))
    assert [(row["debe"], row["haber"], row["saldo"]) for row in rows] == [
        (121, 0, 121), (0, 21, 100), (121, 0, 221), (0, 0.5, 220.5), (0, 121, 99.5)
    ]  # fmt: skip
    assert [row["resta_abonar_de_este_comprobante"] for row in rows] == [100, 0, 120.5, 0, 121]
    assert rows[2]["concepto"] == "FACTURA A 0003-00000002 (MI EMPRESA)"
    assert rows[3]["concepto"].startswith("RECIBO DE COBRO X 0000-0000000")
    assert rows[3]["concepto"].endswith(" (FACTURA A 0003-00000002)")
    assert {row["fecha"] for row in rows} == {day()}


def test_only_a_known_client_with_cuit_has_an_account(quick: Sandbox) -> None:
    dni = {"documento_tipo": "DNI", "documento_nro": "12345678"}
    answer = post(quick, "clientes/cuenta-corriente", plain(cliente=dni))
    assert codes(answer) == ["TFC-6002"]
    unknown = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    answer = post(quick, "clientes/cuenta-corriente", plain(cliente=unknown))
    assert answer["errores"] == ["No se han encontrado clientes."]


def test_only_what_was_issued_to_be_mailed_is_mailed_again(quick: Sandbox) -> None:
    mailed = {"envia_por_mail": "S", "email": "a@example.com,b@example.com"}
    post(quick, "nuevo", request(cliente=mailed))
    post(quick, "nuevo", request(external_reference="b"))
    assert post(quick, "reenviar", naming("0001")) == {"error": "N"}
    answer = post(quick, "reenviar", naming(2))
    assert (answer["error"], codes(answer)) == ("S", [])
    assert [mail["addresses"] for mail in quick.books.mails] == [mailed["email"]]


def test_payments_and_mails_survive_a_kill_and_old_files_still_load(tmp_path: Path) -> None:
    journal = tmp_path / "books.jsonl"
    with Sandbox(Options(state=journal)) as box:
        post(box, "nuevo", request(cliente={"envia_por_mail": "S", "email": "a@example.com"}))
        post(box, "pagar", naming(pagos=block(20)))
        post(box, "reenviar", naming())
        before = box.books.state()
    lines = journal.read_text("utf-8").splitlines()
    old = simplejson.loads(lines[0])
    del old["pagos"]
    journal.write_text("\n".join([simplejson.dumps(old), *lines[1:], '{"cut": sho']), "utf-8")
    with Sandbox(Options(state=journal)) as box:
        assert box.books.state() | {"requests": {}} == before | {"requests": {}}
        post(box, "pagar", naming(pagos=block(101)))
    with Sandbox(Options(state=journal)) as box:
        assert _status(box) == "PAGADA"


DOLLARS: dict[str, Any] = {"moneda": "DOL", "cotizacion": "1000.5"}


def _account(box: Sandbox) -> Any:
    client = {"documento_tipo": "CUIT", "documento_nro": CUIT}
    return post(box, "clientes/cuenta-corriente", plain(cliente=client))


def test_what_is_owed_of_a_comprobante_in_another_currency_is_told_in_pesos(
    quick: Sandbox,
) -> None:
    post(quick, "nuevo", request(cliente=COMPANY, tipo="FACTURA A", **DOLLARS))
    named: dict[str, Any] = {"tipo": "FACTURA A"}
    assert post(quick, "pagar", naming(**named, pagos=block(121)))["error"] == "N"
    assert _status(quick, **named) == "PAGO PARCIAL"
    answer = post(quick, "pagar", naming(**named, pagos=block(120939.51)))
    assert answer["errores"] == [OVERPAID]
    invoice, receipt = _account(quick)
    assert (invoice["debe"], receipt["haber"]) == (121060.5, 121)
    assert invoice["resta_abonar_de_este_comprobante"] == 120939.5
    assert post(quick, "pagar", naming(**named, pagos=block(120939.5)))["error"] == "N"
    assert _status(quick, **named) == "PAGADA"


def test_the_block_of_a_new_one_in_another_currency_is_in_pesos_too(quick: Sandbox) -> None:
    post(quick, "nuevo", request(**DOLLARS, pagos=block(121060.5)))
    assert _status(quick) == "PAGADA"
    again = request(**DOLLARS, external_reference="b", pagos=block(121060.51))
    assert post(quick, "nuevo", again)["errores"] == [OVERPAID]


def _note(**changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"cliente": COMPANY, "tipo": "NOTA DE CREDITO A", **changes}
    return request(**{"comprobantes_asociados": associated(), **given})


def test_a_credit_note_of_exactly_one_unpaid_comprobante_credits_the_account(
    quick: Sandbox,
) -> None:
    post(quick, "nuevo", request(cliente=COMPANY, tipo="FACTURA A"))
    assert post(quick, "nuevo", _note())["error"] == "N"
    assert _status(quick, tipo="FACTURA A") == "PAGADA"
    assert _status(quick, tipo="NOTA DE CREDITO A") == "PAGADA"
    invoice, note, receipt = _account(quick)
    assert (invoice["debe"], note["haber"], receipt["saldo"]) == (121, 121, 0)
    assert receipt["concepto"].startswith("RECIBO DE COBRO X ")
    assert {row["resta_abonar_de_este_comprobante"] for row in (invoice, note, receipt)} == {0}
    answer = post(quick, "pagar", naming(tipo="FACTURA A", pagos=block(1)))
    assert answer["errores"] == [OVERPAID]


@pytest.mark.parametrize("why", ["two", "less", "paid", "period"])
def test_any_other_credit_note_credits_nothing_by_itself(quick: Sandbox, why: str) -> None:
    paid = {"pagos": block(1)} if why == "paid" else {}
    for reference in "ab":
        one: dict[str, Any] = {"external_reference": reference, **paid}
        post(quick, "nuevo", request(cliente=COMPANY, tipo="FACTURA A", **one))
    notes: dict[str, dict[str, Any]] = {
        "two": {"comprobantes_asociados": [*associated(1), *associated(2)]},
        "less": {"detalle": [concept(50)], "total": "60.50"},
        "paid": {},
        "period": {"comprobantes_asociados": [], "comprobantes_asociados_periodo": {
            "fecha_desde": day(), "fecha_hasta": day()}},
    }  # fmt: skip
    assert post(quick, "nuevo", _note(**notes[why]))["error"] == "N"
    expected = "PAGO PARCIAL" if why == "paid" else "IMPAGA"
    assert _status(quick, tipo="FACTURA A") == expected
    assert _status(quick, tipo="NOTA DE CREDITO A") == "IMPAGA"


def test_the_credit_of_a_note_survives_a_kill(tmp_path: Path) -> None:
    options = Options(state=tmp_path / "books.jsonl")
    with Sandbox(options) as box:
        post(box, "nuevo", request(cliente=COMPANY, tipo="FACTURA A"))
        post(box, "nuevo", _note())
    with Sandbox(options) as box:
        assert _status(box, tipo="FACTURA A") == "PAGADA"


def test_an_account_may_come_inside_of_an_object(quick: Sandbox) -> None:
    post(quick, "nuevo", request(cliente=COMPANY, tipo="FACTURA A"))
    bare = _account(quick)
    quick.options.rehearsal.account_name = "movimientos"
    assert _account(quick) == {"error": "N", "errores": [""], "movimientos": bare}
