"""Lots, as the contract shows them: each request has its own answer, or none that is known."""

from __future__ import annotations

from typing import Any

import pytest

from planilla.common.errors import Misconfigured, Refused, Unknown
from planilla.service.answers import Issued
from planilla.service.lotes import Request
from schemas.service import contract
from tests.service.wire import SALE, Wire, refusal

QUEUEING = [(SALE, "CL-0007"), (SALE, "CL-0008")]
ISSUING = [Request(SALE, 31, "CL-0007"), Request(SALE, 32, "CL-0008")]


def documented(method: str, when: str) -> Any:
    (example,) = (
        one.example for one in contract()[f"facturacion/{method}"].answers if when in one.when
    )
    return example


def queued(answer: Any) -> dict[str, Any]:
    told, _ = Wire(answer).ask(lambda s: s.cola.lotes_encola(QUEUEING))
    return {one.external_reference: one.error for one in told}


def test_what_a_lot_took_in_part_is_read_though_the_lot_says_error() -> None:
    told = queued(documented("lotes_encola", "PARTIAL"))
    assert told["CL-0007"] is None
    assert isinstance(told["CL-0008"], Refused)
    assert str(told["CL-0008"]) == "Dato no valido"


def test_a_request_missing_from_the_answer_is_unknown() -> None:
    told = queued(documented("lotes_encola", "all queued"))
    assert told["CL-0007"] is None
    assert type(told["CL-0008"]) is Unknown


def test_a_lot_of_which_nothing_was_taken_is_refused_whole() -> None:
    with pytest.raises(Refused, match="Mas de 100"):
        queued(documented("lotes_encola", "nothing taken"))


def test_an_answer_twice_for_one_or_about_another_or_of_no_verdict_is_unknown() -> None:
    (good,) = documented("lotes_encola", "all queued")["response"]
    for each in (
        [good, good],
        [good | {"comprobante_tipo": "FACTURA A"}],
        [good | {"comprobante_nro": "00007-00000000"}],
        [good | {"error": "PARCIAL"}],
        [good | {"external_reference": ""}],
    ):
        assert type(queued({"error": "N", "response": each})["CL-0007"]) is Unknown


def test_a_lot_that_is_answered_inside_of_its_answer_is_read_all_the_same() -> None:
    partial = documented("lotes_encola", "PARTIAL")["response"]
    for nested in ({"response": partial}, [{"error": "N", "response": partial}]):
        told = queued({"error": "S", "errores": ["El lote…"], "response": nested})
        assert told["CL-0007"] is None
        assert str(told["CL-0008"]) == "Dato no valido"


def test_one_that_is_queued_alone_is_believed_only_under_its_own_reference() -> None:
    example = documented("nuevo_encola", "queued")
    wire = Wire(example)
    wire.ask(lambda s: s.cola.nuevo_encola(SALE, "CL-0007"))
    for wrong in ({"external_reference": "CL-0001"}, {"comprobante_tipo": "FACTURA A"}):
        with pytest.raises(Unknown):
            Wire(example | wrong).ask(lambda s: s.cola.nuevo_encola(SALE, "CL-0007"))


def test_issuing_a_lot_gives_each_its_own_result() -> None:
    for when in ("all issued", "ARCA rejects one"):
        results, _ = Wire(documented("lotes", when)).ask(lambda s: s.lotes.lotes(ISSUING))
        assert isinstance(results[0], Issued)
        assert results[0].number == 31
    assert isinstance(results[1], Refused)
    assert str(results[1]) == "Rechazado"
    nested = {"error": "N", "response": {"response": documented("lotes", "all issued")["response"]}}
    results, _ = Wire(nested).ask(lambda s: s.lotes.lotes(ISSUING))
    assert isinstance(results[0], Issued)
    assert type(results[1]) is Unknown


def test_a_lot_that_the_service_does_not_begin_is_refused_whole() -> None:
    with pytest.raises(Refused, match="otro tipo"):
        Wire(documented("lotes", "own validation")).ask(lambda s: s.lotes.lotes(ISSUING))


def test_credentials_that_only_one_request_names_are_its_own_refusal() -> None:
    one = {**refusal("Las credenciales no son validas"), "external_reference": "CL-0007"}
    assert isinstance(queued({"error": "S", "response": [one]})["CL-0007"], Refused)
    with pytest.raises(Misconfigured):
        queued(refusal("Las credenciales no son validas"))
