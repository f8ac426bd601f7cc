"""What is asked before a run begins, and what follows from the answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from planilla.batch.preflight.state_and_quota import Preflight
from planilla.common.calendar import BUENOS_AIRES
from planilla.dispatch.outage_breaker import Breaker, GaveUp
from planilla.dispatch.quota import Quota
from planilla.service.client import Client
from planilla.service.estado import Alertas
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.connection import Services
from schemas.service import contract

IN_ORDER = {"error": "N", "errores": [""], "rta": "OK", "facturacion": "OK", "novedades": ""}
AFIP_DOWN = {
    "error": "S",
    "errores": [],
    "facturacion": "03/12/2026 10:00 hs. ARCA con errores: 12 minutos sin facturar.",
    "novedades": "",
    "rta": "ERROR",
}


class Office:
    """One set of credentials before a service that answers as it is told."""

    def __init__(self, *alerts: Any, consumo: Any = None, budget: float = 30) -> None:
        self.asked: Counter[str] = Counter()
        self._alerts = list(alerts)
        self._consumo = consumo
        self.breaker = Breaker(0.01, budget)
        self.quota = Quota()
        self.preflight = Preflight(self.breaker, self.quota, request_seconds=100)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        method = "/".join(request.url.path.rsplit("/", 2)[-2:])
        self.asked[method] += 1
        if method == "estado_servicios/alertas":
            answer = self._alerts.pop(0) if len(self._alerts) > 1 else self._alerts[0]
        else:
            answer = self._consumo
        assert contract()[method].answer_faults(answer) == []
        return httpx.Response(200, json=answer)

    def _connect(self, _account: str) -> TusFacturas:
        tokens = {"usertoken": "u", "apikey": "1234", "apitoken": "a"}
        transport = httpx.MockTransport(self._answer)
        return TusFacturas(
            Client("https://service.test/api/", tokens, 5, Pace(0), transport=transport)
        )

    def ask(self, wanted: int = 1, *, needs_afip: bool = True, issues: bool = True) -> None:
        async def asked() -> None:
            services = Services(self._connect)
            await self.preflight.ask(
                {"default": wanted}, services.of, needs_afip=needs_afip, issues=issues
            )
            await services.close()

        asyncio.run(asked())


def announced(start: timedelta, end: timedelta) -> dict[str, Any]:
    """Alerts in order, with a maintenance that begins and ends so long from now."""
    moment = datetime.now(BUENOS_AIRES)
    window = {
        "desde": f"{moment + start:%d/%m/%Y %H:%M:%S}",
        "hasta": f"{moment + end:%d/%m/%Y %H:%M:%S}",
        "titulo": "Mejoras",
        "texto": "",
    }
    return {**IN_ORDER, "prox_mantenimientos_programados": [window]}


def test_an_alert_comes_as_error_s_without_errores_and_its_text_is_shown() -> None:
    office = Office(AFIP_DOWN, budget=0)
    office.ask()
    assert office.breaker.exhausted
    assert "ARCA con errores: 12 minutos sin facturar." in office.breaker.reason


def test_a_run_waits_while_arca_is_in_trouble_and_goes_on_when_it_is_over() -> None:
    office = Office(AFIP_DOWN, AFIP_DOWN, IN_ORDER)
    office.ask()
    assert office.asked["estado_servicios/alertas"] == 3
    assert not office.breaker.exhausted


@pytest.mark.parametrize("needs_afip", [False])
def test_queueing_and_paying_do_not_wait_for_arca(needs_afip: bool) -> None:
    office = Office(AFIP_DOWN, budget=0)
    office.ask(needs_afip=needs_afip)
    assert not office.breaker.exhausted


def test_a_run_does_not_begin_what_cannot_end_before_an_announced_maintenance() -> None:
    office = Office(announced(timedelta(seconds=60), timedelta(hours=2)))  # a request may take 100
    office.ask()
    with pytest.raises(GaveUp, match="announces maintenance"):
        asyncio.run(office.breaker.ready())


@pytest.mark.parametrize(
    ("start", "end"),
    [(timedelta(hours=3), timedelta(hours=4)), (timedelta(hours=-3), timedelta(hours=-2))],
)
def test_a_maintenance_that_is_far_or_over_keeps_nothing_back(
    start: timedelta, end: timedelta
) -> None:
    office = Office(announced(start, end))
    office.ask()
    asyncio.run(office.breaker.ready())


def test_a_maintenance_without_readable_times_keeps_nothing_back() -> None:
    odd = {**IN_ORDER, "prox_mantenimientos_programados": [{"desde": "mañana"}, "x", None]}
    assert Alertas.read(odd) == Alertas(None)


def consumo(left: int) -> dict[str, Any]:
    return {
        "error": "N",
        "errores": [],
        "comprobantes_cupo": 500,
        "comprobantes_disponibles": left,
    }


def test_the_quota_is_asked_once_before_a_run_of_more_than_a_few() -> None:
    office = Office(IN_ORDER, consumo=consumo(457))
    office.ask(wanted=60)
    assert office.asked["micuenta/consumo"] == 1


@pytest.mark.parametrize(("wanted", "issues"), [(5, True), (60, False), (0, True)])
def test_it_is_not_asked_for_a_few_for_payments_nor_for_nothing(wanted: int, issues: bool) -> None:
    office = Office(IN_ORDER, consumo=consumo(457))
    office.ask(wanted=wanted, issues=issues)
    assert office.asked["micuenta/consumo"] == 0


def refuses(answer: dict[str, Any]) -> Callable[[], Office]:
    return lambda: Office(answer, consumo=answer)


def test_a_service_that_does_not_answer_these_questions_stops_nothing() -> None:
    refused = {"error": "S", "errores": ["No disponible en su plan"]}
    office = refuses(refused)()
    office.ask(wanted=60)
    asyncio.run(office.breaker.ready())
