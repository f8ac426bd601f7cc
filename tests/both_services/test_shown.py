"""What was issued is shown again as it was sent: each kind, by both services (api.md 5)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.sandbox.server import Sandbox
from schemas.service import contract
from tests.both_services.documents import Case, cases
from tests.double import Double, Point
from tests.double.bodies import Clock
from tests.sandbox.helpers import post

KINDS = [one for one in cases() if one.taken and one.method == "nuevo"]
PERIOD = "comprobantes_asociados_periodo"
ALSO = {PERIOD: f"{PERIOD}s"}  # as the newest example has it
BLOCKS = ("fex", "rg_especiales", "datos_informativos", "tags", "comprobantes_asociados")


@pytest.mark.parametrize("case", KINDS, ids=[one.name for one in KINDS])
def test_the_sandbox_shows_what_was_sent(case: Case) -> None:
    with Sandbox() as box:
        for one in [*case.before(today()), case.body(today())]:
            post(box, "nuevo", Sandbox.credentials | one)
        sent = case.body(today())["comprobante"]
        shown = post(box, "consulta", Sandbox.credentials | {"comprobante": _named(sent)})
        _check(sent, shown)


@pytest.mark.parametrize("case", KINDS, ids=[one.name for one in KINDS])
def test_the_double_shows_what_was_sent(case: Case) -> None:
    point = Point(punto_venta=3, condicion_iva=case.issuer)
    double, keys = Double([point], now=Clock()), point.keys.body()
    for one in [*case.before(double.today), case.body(double.today)]:
        double.answer("facturacion/nuevo", keys | one)
    sent = case.body(double.today)["comprobante"]
    _check(sent, double.answer("facturacion/consulta", keys | {"comprobante": _named(sent)})[1])


def _named(sent: Mapping[str, Any]) -> dict[str, Any]:
    return {"tipo": sent["tipo"], "operacion": "V", "punto_venta": 3, "numero": 1}


def _check(sent: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    assert not contract()["facturacion/consulta"].answer_faults(answer)
    shown = answer["comprobante"]
    assert Decimal(str(shown["total"])) == Decimal(str(sent["total"]))
    assert len(shown["detalle"]) == len(sent["detalle"])
    for name in BLOCKS:
        assert shown.get(name) == sent.get(name), name
    if PERIOD in sent:
        assert shown.get(PERIOD, shown.get(ALSO[PERIOD])) == sent[PERIOD]
