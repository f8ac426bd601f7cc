"""Webhooks through a real `planilla serve-hooks`: hints, kept once, that do no harm."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from planilla.model.operation import Queue
from planilla.sandbox.hooks import webhook_token_of
from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.server import Options, Sandbox
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.helpers import Job, check_books, row, run_queued, settings_for, write_csv
from tests.processes import environment, started, wait_until

pytestmark = pytest.mark.slow

PATIENCE = 240


@contextmanager
def serving(box: Sandbox, home: Path, *more: str, **env: str) -> Iterator[str]:
    """A real process that receives hooks; its address."""
    process = started("serve-hooks", "--port", 0, *more, env=environment(box, home, **env))
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.wait()


def hook(hook_id: str, reference: str, evento: str = "emitido") -> dict[str, Any]:
    return {
        "creado": "18/03/2022 15:58:11",
        "evento": evento,
        "recurso": "facturacion",
        "external_reference": reference,
        "intento": 1,
        "msg": [],
        "hook_id": hook_id,
    }


def shuffled_and_doubled(box: Sandbox, settings: Settings, folder: Path, count: int) -> None:
    """`count` comprobantes queued and issued while their hooks arrive twice and in any order."""
    rows = [row(n, punto_venta=1 + n % 2) for n in range(count)]
    queued = run_queued(Job((write_csv(folder / "cola.csv", rows),), settings))
    assert queued.exit_code == 0
    dice = random.Random(3)
    with serving(box, settings.home) as url, httpx.Client() as client:
        queue_runs = threading.Thread(target=box.run_queue)
        queue_runs.start()
        early = list(box.hooks_sent) * 2
        dice.shuffle(early)
        assert all(client.post(url, json=one).status_code == 200 for one in early)
        queue_runs.join()
        late = list(box.hooks_sent) * 2
        dice.shuffle(late)
        assert all(client.post(url, json=one).status_code == 200 for one in late)
        sent = {one["hook_id"] for one in box.hooks_sent}
        _wait_for_all_issued(settings, count)
    with open_ledger(settings) as ledger:
        assert ledger.hooks.count() == len(sent) == 2 * count
        issued = {o.external_reference: (o.tipo, o.number, o.cae) for o in _issued(ledger)}
    shown = {h["external_reference"]: (h["tipo"], h["numero"], h["cae"]) for h in box.books.held}
    assert issued == shown
    check_books(box)


def _issued(ledger: Any) -> list[Any]:
    found = [ledger.operations.revisions("default", f"R-{n:05d}") for n in range(2000)]
    return [one for many in found for one in many if one.queue is Queue.ISSUED]


def _wait_for_all_issued(settings: Settings, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with open_ledger(settings) as ledger:
            if not ledger.queue.inside() and not ledger.hooks.unasked():
                return
        time.sleep(0.5)
    raise AssertionError("the ledger did not follow the queue")


def test_hooks_shuffled_and_doubled_leave_the_ledger_as_the_service_has_it(tmp_path: Path) -> None:
    with Sandbox() as box:
        shuffled_and_doubled(box, settings_for(box, tmp_path / "home"), tmp_path, 30)


@pytest.mark.campaign
@pytest.mark.timeout(1200)
def test_a_thousand_hooks_shuffled_and_doubled(tmp_path: Path) -> None:
    with Sandbox() as box:
        shuffled_and_doubled(box, settings_for(box, tmp_path / "home"), tmp_path, 500)
        print(f"hooks: {len(box.hooks_sent)}; requests: {dict(box.books.requests)}")


def test_a_hook_that_lies_changes_nothing(tmp_path: Path) -> None:
    with Sandbox() as box:
        settings = settings_for(box, tmp_path / "home")
        run_queued(Job((write_csv(tmp_path / "cola.csv", [row(1)]),), settings))
        with serving(box, settings.home) as url:
            for number, evento in enumerate(("emitido", "eliminado", "error", "test", "encolado")):
                assert httpx.post(url, json=hook(str(number), "R-00001", evento)).status_code == 200
            assert httpx.post(url + "any/path", json=hook("9", "nobody-s")).status_code == 200
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                with open_ledger(settings) as ledger:
                    if not ledger.hooks.unasked():
                        break
                time.sleep(0.2)
        with open_ledger(settings) as ledger:
            (inside,) = ledger.queue.inside()
            assert inside.queue is Queue.WAITING
            assert ledger.hooks.count() == 6


@pytest.mark.parametrize("known", [True, False])
def test_the_service_tells_with_its_secret_why_something_failed_and_no_search_does(
    known: bool, tmp_path: Path
) -> None:
    options = Options(rehearsal=Rehearsal(reason_in_search=False, number_ids=True, hook_twice=True))
    with Sandbox(options) as box:
        settings = settings_for(box, tmp_path / "home")
        bad = row(1, comentario="RECHAZAR-AFIP")
        run_queued(Job((write_csv(tmp_path / "cola.csv", [bad, row(2)]),), settings))
        hooks = box.door.service.hooks
        secret = webhook_token_of(1, hooks.cuit) if known else "otro"
        with serving(box, settings.home, PLANILLA_WEBHOOK_TOKEN=secret) as url:
            hooks.url = url
            box.run_queue()
            if known:
                wait_until(lambda: _failure(settings) and not _unasked(settings))
        with open_ledger(settings) as ledger:
            assert (ledger.hooks.count() == 2) is known
    assert ("10015" in _failure(settings)) is known


def _failure(settings: Settings) -> str:
    with open_ledger(settings) as ledger:
        return " ".join(ledger.operations.revisions("default", "R-00001")[-1].errors)


def _unasked(settings: Settings) -> int:
    with open_ledger(settings) as ledger:
        return len(ledger.hooks.unasked())
