"""Whatever never ends at the service or at a clock, a run ends: its own budget is all it takes.

Nothing here is timed: what does not end runs into the test's own limit.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from planilla.batch.notify import notify
from planilla.batch.run_result import FileOutcome, Outcome
from planilla.common.calendar import now
from planilla.common.errors import NotSent, Unknown
from planilla.dispatch.settling import Absence
from planilla.dispatch.waits import Times
from planilla.inbox.folder import Folder
from planilla.ledger.database import writing
from planilla.ledger.ledger import Ledger
from planilla.ledger.tables import leases, pace
from planilla.model.operation import Operation, Scope
from planilla.pdf.download import Downloader, NoDocument
from planilla.pdf.fetch import LATE, LEFT
from planilla.queue.requeue import Action, requeue
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import PAGE, TusFacturas
from planilla.settings.open_ledger import open_ledger
from planilla.writing.report import Estado
from tests.endless import (
    WAYS,
    Way,
    body_without_end,
    bomb,
    drips_body,
    drips_headers,
    endless,
    redirects,
    silent,
)  # fmt: skip
from tests.helpers import (
    Job,
    payment,
    row,
    run,
    run_pay,
    run_queued,
    run_resend,
    settings_for,
    write_csv,
)
from tests.scripted import Scripted
from tests.service.test_documented_answers import ASK
from tests.service.wire import KEYS, Wire

pytestmark = pytest.mark.timeout(90)
TINY = 0.5


@pytest.fixture(autouse=True)
def _unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract's check would read each answer to its end."""
    monkeypatch.delenv("PLANILLA_CHECK_CONTRACT", raising=False)


def asked(address: str, question: Callable[[TusFacturas], Any], timeout: float = TINY) -> Any:
    async def ask() -> Any:
        client = Client(address, KEYS, timeout, Pace(0))
        try:
            return await question(TusFacturas(client))
        finally:
            await client.close()

    return asyncio.run(ask())


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_request_ends_and_what_was_cut_after_it_began_is_unknown(way: Way) -> None:
    with endless(way) as address, pytest.raises(Unknown):
        asked(address, ASK["facturacion/nuevo"])


@pytest.mark.slow
def test_every_method_ends_though_its_answer_drips() -> None:
    async def all_of_them(service: TusFacturas) -> list[Any]:
        return await asyncio.gather(*(ask(service) for ask in ASK.values()), return_exceptions=True)

    with endless(drips_body) as address:
        ends = asked(address, all_of_them, 2)
    assert {type(end) for end in ends} <= {Unknown, NotSent}  # four connections for all
    assert Unknown in {type(end) for end in ends}


def test_a_body_is_bounded_before_the_limit_of_time_is_reached() -> None:
    for way in (bomb, body_without_end):
        with endless(way) as address, pytest.raises(Unknown, match="larger than"):
            asked(address, ASK["facturacion/nuevo"], 60)


@pytest.mark.parametrize("way", [*WAYS, redirects], ids=lambda way: way.__name__)
def test_a_pdf_ends(way: Way, tmp_path: Path) -> None:
    async def get(address: str) -> None:
        settings = settings_for(Scripted(), tmp_path, timeout_seconds=TINY)
        downloader = Downloader(settings)
        try:
            await downloader.get(f"{address}a.pdf", tmp_path / "a.pdf")
        finally:
            await downloader.close()

    with endless(way) as address, pytest.raises(NoDocument):
        asyncio.run(get(address))


@pytest.mark.parametrize(
    "link", ["https://www.tusfacturas.app/\x01.pdf", "https://www.tusfacturas.app:x/", "http://["]
)
def test_a_link_that_is_no_address_is_one_pdf_missing(link: str, tmp_path: Path) -> None:
    with Scripted() as service:
        settings = settings_for(service, tmp_path)
        with pytest.raises(NoDocument):
            asyncio.run(Downloader(settings).get(link, tmp_path / "a.pdf"))


@pytest.mark.parametrize("way", [silent, drips_headers, drips_body], ids=lambda way: way.__name__)
@pytest.mark.slow
def test_a_notification_ends(way: Way, tmp_path: Path) -> None:
    with endless(way) as address:
        settings = settings_for(Scripted(), tmp_path, notify_url=SecretStr(address))
        rows = {Estado.A_REVISAR: 1}
        file = FileOutcome(tmp_path / "a.csv", None, rows, rows, {}, 0, 0)
        outcome = Outcome((file,), (), None, dry_run=False)
        told = asyncio.run(notify(settings, "emit", outcome, 2))
    assert told is (way is drips_body)  # it was taken; what is answered to it is nobody's


@pytest.mark.parametrize("batch_kind", [run, run_queued, run_pay, run_resend])
@pytest.mark.slow
def test_a_run_ends_within_its_budget(batch_kind: Callable[[Job], Any], tmp_path: Path) -> None:
    pays = batch_kind in {run_pay, run_resend}
    rows = [payment(7, "100")] if pays else [row(1), row(2, punto_venta=2)]
    with endless(drips_body) as address:
        box = Scripted()
        box.url = address
        quick = {"timeout_seconds": 0.3, "settle_seconds": 0.2, "budget_seconds": 1}
        settings = settings_for(box, tmp_path / "home", **quick)
        done = batch_kind(Job((write_csv(tmp_path / "a.csv", rows),), settings))
    assert done.exit_code == 4


def test_pdfs_are_left_for_another_run_once_the_budget_passed_without_one(tmp_path: Path) -> None:
    with Scripted() as service:
        settings = settings_for(service, tmp_path / "home", budget_seconds=0)
        run(Job((write_csv(tmp_path / "a.csv", [row(n) for n in range(9)]),), settings))
        with open_ledger(settings) as ledger:
            missing = ledger.documents.of(ledger.leftovers.pdfs()).values()
    assert len(missing) == 9
    assert LEFT in {document.problem for document in missing}


def test_a_backlog_of_pdfs_holds_the_end_of_a_run_no_longer_than_its_budget(
    tmp_path: Path,
) -> None:
    with endless(silent) as address, Scripted() as service:
        service.says["facturacion/nuevo"] = lambda body: {
            **service._issue(body),
            "comprobante_pdf_url": f"{address}/x.pdf",
        }
        settings = settings_for(service, tmp_path / "home", budget_seconds=0.5, timeout_seconds=100)
        rows = [row(n, tipo="FACTURA A") for n in range(9)]
        done = run(Job((write_csv(tmp_path / "a.csv", rows),), settings))
        assert done.rows == {Estado.EMITIDO: 9}
        with open_ledger(settings) as ledger:
            missing = ledger.documents.of(ledger.leftovers.pdfs()).values()
    assert len(missing) == 9
    assert LATE in {document.problem for document in missing}


def test_a_requeue_asks_no_more_once_its_budget_is_spent(tmp_path: Path) -> None:
    with Scripted() as service:
        settings = settings_for(service, tmp_path / "home", budget_seconds=0)
        run_queued(Job((write_csv(tmp_path / "a.csv", [row(n) for n in range(6)]),), settings))
        service.says["facturacion/consulta_avanzada"] = lambda _: {"error": "?"}
        before = service.count("consulta_avanzada")
        with open_ledger(settings) as ledger:
            targets = [o for s in ledger.queue.scopes() for o in ledger.queue.inside(s)]
            done = asyncio.run(requeue(settings, ledger, targets, Action.RETRY))
        assert service.count("consulta_avanzada") == before + 1
    assert len(targets) == len(done.remarks) == 6


# Searches


def page(first: int, count: int, total: Any) -> dict[str, Any]:
    entries = [{"comprobante": {"numero": first + n}} for n in range(count)]
    return {"error": "N", "errores": [], "total": total, "comprobantes": entries}


@pytest.mark.parametrize(("total", "count"), [(None, PAGE), (10**9, 1)])
@pytest.mark.slow
def test_a_search_with_page_after_page_ends(total: Any, count: int) -> None:
    wire = Wire(by=lambda _, body: page(body["pagina"] * count, count, total), timeout=0.3)
    with pytest.raises(Unknown, match="does not end"):
        wire.ask(ASK["facturacion/consulta_avanzada"])


def test_a_search_whose_total_is_no_figure_is_not_believed() -> None:
    with pytest.raises(Unknown, match="total"):
        Wire(page(1, 1, 10**30)).ask(ASK["facturacion/consulta_avanzada"])


def test_a_search_that_shows_one_page_for_ever_ends_at_the_second() -> None:
    wire = Wire(by=lambda _, __: page(0, PAGE, 10**9))
    with pytest.raises(Unknown, match="shows"):
        wire.ask(ASK["facturacion/consulta_avanzada"])
    assert len(wire.asked) == 2


def test_a_numbering_that_says_a_hundred_million_stops_the_lane(tmp_path: Path) -> None:
    """What is missing between is not counted one by one."""
    with Scripted() as service:
        settings = settings_for(service, tmp_path / "home", settle_seconds=0.2)
        run(Job((write_csv(tmp_path / "a.csv", [row(1)]),), settings))
        service.last["FACTURA B"] = 99_999_990
        done = run(Job((write_csv(tmp_path / "b.csv", [row(2)]),), settings))
    assert done.exit_code == 4
    assert len(service.bodies("nuevo")) == 1


# Clocks


def ended(moment: Any, numbers: range = range(0)) -> Operation:
    class Ended:
        ended_at = moment
        lot = numbers

    return Ended()  # type: ignore[return-value]


def counted(absence: Absence) -> None:
    async def wait() -> None:
        while not absence.counts():
            await absence.last()

    asyncio.run(wait())


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_absence_counts_after_settle_though_the_clock_was_put_back(back: timedelta) -> None:
    """The attempt seems to have ended in the future."""
    times = Times(settle=0.3, request=1, retry=0.05, lot=0.2)
    counted(Absence(ended(now() + back), times))
    counted(Absence(ended(now() + back, range(1, 3)), times))


def test_absence_counts_at_once_where_the_attempt_ended_long_ago() -> None:
    assert Absence(ended(now() - timedelta(hours=1)), Times(60, 1, 1)).counts()
    assert not Absence(ended(now()), Times(60, 1, 1)).counts()
    assert not Absence(ended(now() - timedelta(seconds=1), range(1, 3)), Times(60, 1, 1)).counts()


def test_a_pace_booked_by_a_clock_that_was_put_back_holds_nobody(tmp_path: Path) -> None:
    with open_ledger(settings_for(Scripted(), tmp_path)) as ledger:
        turns = ledger.pace("punto_1", 0.001, 600)
        asyncio.run(turns.turn())
        with writing(ledger._engine) as connection:
            connection.execute(update(pace).values(next_at=now() + timedelta(days=365)))
        asyncio.run(turns.turn())


def test_a_lease_by_a_clock_that_was_put_back_is_taken_once_nobody_renews_it(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite3'}"
    life = timedelta(seconds=0.3)
    one, two = (Ledger(url, "sandbox", tmp_path / home, life) for home in ("one", "two"))
    with one, two:  # two machines: nobody sees whether the other lives
        lease = one.leases.take(Scope("default|1"))
        assert lease is not None
        with writing(one._engine) as connection:
            connection.execute(update(leases).values(expires_at=now() + timedelta(days=365)))
        assert two.leases.take(Scope("default|1")) is None
        assert one.leases.renew(lease)
        with writing(one._engine) as connection:
            connection.execute(update(leases).values(expires_at=now() + timedelta(days=366)))
        while (taken := two.leases.take(Scope("default|1"))) is None:
            time.sleep(0.05)
        assert taken.fence == lease.fence + 1
        assert not one.leases.renew(lease)


def test_a_file_from_a_later_day_comes_to_rest(tmp_path: Path) -> None:
    folder = Folder(tmp_path, stable=0.2)
    folder.make()
    dropped = tmp_path / "ventas.csv"
    dropped.write_text("x", encoding="utf-8")
    ahead = time.time() + 86_400
    os.utime(dropped, (ahead, ahead))
    assert folder.coming()
    while folder.coming():
        time.sleep(0.05)
    assert folder.ready() == [dropped]


def test_what_never_left_is_told_from_what_may_have_arrived() -> None:
    with pytest.raises(NotSent):
        asked("http://127.0.0.1:1/", ASK["facturacion/nuevo"])
