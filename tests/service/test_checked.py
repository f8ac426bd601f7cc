"""The client's requests are held against the contract before they leave, in the whole suite."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from planilla.common.errors import ServiceError
from planilla.sandbox.server import Sandbox
from planilla.service.checked import Checked, ContractBroken
from planilla.service.client import Client
from planilla.service.pace import Pace
from schemas.service.tally import ANSWER, REFUSED, REQUEST, UNDOCUMENTED, Tally, written
from tests.contract_tally import SWITCH, aside, inherited, table
from tests.processes import environment

TOKENS = {"usertoken": "u", "apikey": "9991", "apitoken": "t"}
NAMED = {"tipo": "FACTURA B", "operacion": "V", "punto_venta": 1, "numero": 1}
PASSES = {"comprobante": NAMED}
BREAKS = {"comprobante": NAMED | {"numero": "uno"}}


@pytest.fixture(autouse=True)
def on_purpose() -> Iterator[None]:
    with aside():
        yield


def _answers(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"error": "S", "errores": ["No."]})


def _ask(method: str, body: dict[str, Any], url: str = "http://127.0.0.1/") -> Any:
    transport = httpx.MockTransport(_answers) if url.endswith("127.0.0.1/") else None

    async def ask() -> Any:
        client = Client(url, TOKENS, 5, Pace(0), transport=transport)
        try:
            return await client.post(method, body)
        except ServiceError as error:
            return error
        finally:
            await client.close()

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("method", "body"),
    [
        ("facturacion/consulta", BREAKS),
        ("facturacion/consulta", {}),
        ("facturacion/consulta", PASSES | {"more": 1}),
        ("facturacion/inventado", PASSES),
    ],
)
def test_a_body_broken_on_purpose_fails_whatever_would_have_answered(
    method: str, body: dict[str, Any]
) -> None:
    with pytest.raises(ContractBroken, match=method):
        _ask(method, body)


def test_it_is_no_error_that_an_outcome_could_hide() -> None:
    assert not issubclass(ContractBroken, ServiceError | httpx.HTTPError)


def test_a_real_connection_is_checked_too() -> None:
    with Sandbox() as box:
        assert isinstance(_ask("facturacion/consulta", PASSES, box.url), ServiceError)
        with pytest.raises(ContractBroken):
            _ask("facturacion/consulta", BREAKS, box.url)
        assert box.books.requests.total() == 1


def test_what_passed_is_counted_by_method() -> None:
    tally = Tally("client")

    async def ask(answer: Any) -> None:
        inner = httpx.MockTransport(lambda _: httpx.Response(200, json=answer))
        async with httpx.AsyncClient(transport=Checked(inner, tally)) as client:
            await client.post("http://x/facturacion/consulta", json=TOKENS | PASSES)

    asyncio.run(ask({"error": "S", "errores": []}))
    asyncio.run(ask({"error": "N"}))
    asyncio.run(ask(None))
    counted = {what: sum(tally.by_method(what).values()) for what in (REQUEST, REFUSED, ANSWER)}
    assert counted == {REQUEST: 3, REFUSED: 0, ANSWER: 3}
    assert tally.by_method(UNDOCUMENTED) == {"facturacion/consulta": 2}


def test_every_process_that_the_tests_start_is_checked(tmp_path: Path) -> None:
    assert os.environ[SWITCH] == "1"
    assert environment(None, tmp_path)[SWITCH] == "1"


def test_a_killed_process_is_counted(tmp_path: Path) -> None:
    words = (
        "import os; from schemas.service.tally import Tally;"
        "Tally('client').request('facturacion/consulta', {}); os._exit(9)"
    )
    env = {**os.environ, **inherited(), "PLANILLA_CONTRACT_TALLY": str(tmp_path)}
    assert subprocess.run([sys.executable, "-c", words], env=env, check=False).returncode == 9
    counts = written(tmp_path)
    assert counts == {
        ("client", REQUEST, "facturacion/consulta"): 1,
        ("client", REFUSED, "facturacion/consulta"): 1,
    }
    assert [line.split()[:3] for line in table(counts)][1:] == [
        ["facturacion/consulta", "1", "1"], ["all", "1", "1"]
    ]  # fmt: skip


@pytest.mark.parametrize(("body", "code"), [(TOKENS | PASSES, 0), (TOKENS | BREAKS, 1)])
@pytest.mark.slow
def test_a_breach_that_no_test_noticed_fails_the_run(
    tmp_path: Path, body: dict[str, Any], code: int
) -> None:
    source = tmp_path / "test_it.py"
    source.write_text(
        "from schemas.service.tally import Tally\n"
        f"def test_it():\n    Tally('client').request('facturacion/consulta', {body})\n",
        encoding="utf-8",
    )
    words = [sys.executable, "-m", "pytest", "-p", "tests.contract_tally", "-c", os.devnull]
    done = subprocess.run(
        [*words, f"--rootdir={tmp_path}", source],
        cwd=Path(__file__).parents[2], check=False, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert ("NOT ALLOWED" in done.stdout) == bool(code)


def test_without_the_variable_nothing_is_checked_or_loaded(tmp_path: Path) -> None:
    words = (
        "import sys; from planilla.service.client import Client;"
        "from planilla.service.pace import Pace;"
        "Client('http://127.0.0.1/', {}, 1, Pace(0));"
        "print('schemas.service.tally' in sys.modules)"
    )
    env = {k: v for k, v in environment(None, tmp_path).items() if k not in inherited()}
    env.pop(SWITCH, None)
    done = subprocess.run(
        [sys.executable, "-c", words], env=env, check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.strip() == "False"
