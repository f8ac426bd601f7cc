"""The two faces of the double: behind httpx in process, and as an HTTP server."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.double import Double, DoubleTransport, Fault, Kind, Point, Switches, judge, serving
from tests.double import bodies as b
from tests.double.values import BUENOS_AIRES

P1, P2 = Point(punto_venta=1), Point(punto_venta=2)
API = "https://www.tusfacturas.app/app/api/v2/"
NUEVO = "facturacion/nuevo"


def client_of(double: Double, **more: Any) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=DoubleTransport(double), base_url=API, **more)


async def post(double: Double, *asked: tuple[str, Any], **more: Any) -> list[httpx.Response]:
    async with client_of(double, **more) as client:
        return [await client.post(path, json=body) for path, body in asked]


def test_in_process_it_answers_json_and_gives_the_pdf() -> None:
    double = Double([P1], now=b.Clock())

    async def whole() -> tuple[Any, httpx.Response, httpx.Response]:
        async with client_of(double) as client:
            answer = (await client.post(NUEVO, json=b.nuevo(P1))).json()
            pdf = await client.get(answer["comprobante_pdf_url"])
            return answer, pdf, await client.get("https://www.tusfacturas.app/app/otra.pdf")

    answer, pdf, other = asyncio.run(whole())
    assert answer["error"] == "N"
    assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert other.status_code == 404
    assert [one.reference for one in double.links.downloads] == ["R-1"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (Kind.LOST, httpx.ReadTimeout),
        (Kind.CLOSED, httpx.RemoteProtocolError),
        (Kind.UNREACHED, httpx.ConnectError),
    ],
)
def test_in_process_a_cut_is_the_error_of_httpx(kind: Kind, error: type[Exception]) -> None:
    double = Double([P1], now=b.Clock())
    double.faults.add(kind)
    with pytest.raises(error):
        asyncio.run(post(double, (NUEVO, b.nuevo(P1))))


def test_what_is_no_post_no_json_or_no_method_is_refused_by_its_status() -> None:
    double = Double([P1], now=b.Clock())

    async def whole() -> list[int]:
        async with client_of(double) as client:
            replies = [
                await client.put(NUEVO, json={}),
                await client.post(NUEVO, content=b"{"),
                await client.post("facturacion/otra", json={}),
            ]
            return [one.status_code for one in replies]

    assert asyncio.run(whole()) == [405, 400, 404]


class Virtual(asyncio.SelectorEventLoop):
    """A loop whose time jumps to the next thing that is due."""

    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0.0

    def time(self) -> float:
        return super().time() + self._ahead

    def _run_once(self) -> None:
        scheduled = self._scheduled  # type: ignore[attr-defined]
        if not self._ready and scheduled:  # type: ignore[attr-defined]
            self._ahead += max(0.0, scheduled[0]._when - self.time())
        super()._run_once()  # type: ignore[misc]


def virtually(whole: Any) -> Any:
    with asyncio.Runner(loop_factory=Virtual) as runner:
        return runner.run(whole)


def test_in_virtual_time_a_slow_answer_costs_no_time_and_moves_the_doubles_clock() -> None:
    start = datetime(2026, 12, 3, 10, tzinfo=BUENOS_AIRES)
    began: list[float] = []

    def now() -> datetime:
        return start + timedelta(seconds=asyncio.get_running_loop().time() - began[0])

    double = Double([P1], now=now, latency=lambda _path, _n: 80.0)
    double.faults.add(Fault(Kind.GATEWAY, later=200), on=NUEVO, nth=1)

    async def whole() -> list[int]:
        began.append(asyncio.get_running_loop().time())
        search = ("facturacion/consulta_avanzada", b.by_reference(P1))
        asked = [(NUEVO, b.nuevo(P1)), search, search, search]
        replies = await post(double, *asked, timeout=90)
        return [one.json()["total"] for one in replies[1:]]

    assert virtually(whole()) == [0, 0, 1]


def test_an_answer_that_takes_longer_than_the_client_waits_is_lost_with_the_work_done() -> None:
    double = Double([P1], now=b.Clock(), latency=lambda _path, _n: 80.0)
    with pytest.raises(httpx.ReadTimeout):
        virtually(post(double, (NUEVO, b.nuevo(P1)), timeout=30))
    assert len(double.issued("R-1")) == 1


def test_requests_that_overlap_in_a_lane_are_told() -> None:
    double = Double([P1, P2], now=b.Clock(), latency=lambda _path, _n: 1.0)

    async def together(*bodies: Any) -> None:
        async with client_of(double) as client:
            await asyncio.gather(*(client.post(NUEVO, json=body) for body in bodies))

    virtually(together(b.nuevo(P1, "a"), b.nuevo(P2, "b")))
    assert not judge.overlaps(double, whole_point=True)
    other = b.nuevo(P1, "d", tipo="FACTURA A", cliente=b.RI)
    virtually(together(b.nuevo(P1, "c"), other))
    assert not judge.overlaps(double)
    assert judge.overlaps(double, whole_point=True)
    virtually(together(b.nuevo(P1, "e"), b.nuevo(P1, "f")))
    assert judge.overlaps(double) == [
        "facturacion/nuevo and facturacion/nuevo at ('30712345671', 1, 'FACTURA B')"
    ]


def test_as_a_server_it_answers_and_gives_the_pdf() -> None:
    double = Double([P1], Switches(nro_with_point=False))
    today = double.today
    with serving(double) as served, httpx.Client(base_url=served.api) as client:
        answer = client.post(NUEVO, json=b.nuevo(P1, fecha=today)).json()
        pdf = client.get(answer["comprobante_pdf_url"])
        assert client.put(NUEVO).status_code in (405, 501)
    assert answer["comprobante_nro"] == "0000001"
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize("kind", [Kind.LOST, Kind.CLOSED, Kind.UNREACHED])
def test_as_a_server_a_cut_is_a_closed_connection(kind: Kind) -> None:
    double = Double([P1])
    double.faults.add(kind)
    body = b.nuevo(P1, fecha=double.today)
    with serving(double) as served, httpx.Client(base_url=served.api) as client:
        with pytest.raises(httpx.TransportError):
            client.post(NUEVO, json=body)
        client.post(NUEVO, json=body | {"comprobante": body["comprobante"]})
        with served.lock:
            assert len(double.issued("R-1")) == (1 if kind is Kind.UNREACHED else 2)


def test_as_a_server_it_holds_many_clients_at_once() -> None:
    double = Double([P1, P2])
    today = double.today

    async def whole(api: str) -> list[Any]:
        async with httpx.AsyncClient(base_url=api) as client:
            bodies = [b.nuevo((P1, P2)[i % 2], f"R-{i}", fecha=today) for i in range(20)]
            replies = await asyncio.gather(*(client.post(NUEVO, json=one) for one in bodies))
            return [one.json()["error"] for one in replies]

    with serving(double) as served:
        assert asyncio.run(whole(served.api)) == ["N"] * 20
    assert not judge.problems(double, but=["an overlap"])
