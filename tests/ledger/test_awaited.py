"""A move tells what the operation then is, and nothing is read that is known under the lease."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, update

from planilla.admission.registration import Registration
from planilla.common import failpoints
from planilla.common.calendar import today
from planilla.common.errors import LeaseLost
from planilla.comprobantes.load import load
from planilla.ledger.database import writing
from planilla.ledger.ledger import Ledger
from planilla.ledger.tables import lanes, leases
from planilla.model.issuers import Issuers
from planilla.model.operation import Lane, Lease, Operation, State
from schemas.context import Rules
from tests.helpers import row, write_csv

HOUR = timedelta(hours=1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    home = tmp_path / "home"
    with Ledger(f"sqlite:///{home / 'ledger.sqlite3'}", "sandbox", home, HOUR) as opened:
        yield opened


def _pending(ledger: Ledger, folder: Path) -> tuple[Operation, Lease]:
    """One operation to be sent, and the lease of its point of sale."""
    path = write_csv(folder / "a.csv", [row(1)])
    asked = load(path, today(), Issuers(), Rules.none()).asked
    entries, _ = Registration(ledger).commit(path, "a", asked)
    operation = ledger.operations.get(entries[0].operation_id or 0)
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    return operation, lease


@contextmanager
def _reads() -> Iterator[list[str]]:
    """The statements that read, in the block."""
    said: list[str] = []

    def executed(_: Any, __: Any, statement: str, *___: Any) -> None:
        if statement.startswith("SELECT"):
            said.append(statement)

    event.listen(Engine, "after_cursor_execute", executed)
    try:
        yield said
    finally:
        event.remove(Engine, "after_cursor_execute", executed)


@pytest.mark.parametrize("tells", [True, False], ids=["a new SQLite", "an old SQLite"])
def test_a_move_returns_the_operation_as_it_is_on_disk(
    ledger: Ledger, tmp_path: Path, tells: bool
) -> None:
    ledger.engine.dialect.update_returning = tells
    operation, lease = _pending(ledger, tmp_path)
    sent = ledger.operations.begin(operation, lease, 7)
    assert (sent.state, sent.number, sent.attempts) == (State.SENDING, 7, 1)
    assert sent == ledger.operations.get(operation.id)
    done = ledger.operations.move(sent, lease, State.DONE, "issued", cae="7", errors=("one",))
    assert (done.state, done.cae, done.errors) == (State.DONE, "7", ("one",))
    assert done == ledger.operations.get(operation.id)
    with pytest.raises(LeaseLost):
        ledger.operations.begin(operation, lease, 8)
    with pytest.raises(LeaseLost):
        ledger.operations.move(sent, lease, State.DONE, "issued")


def test_nothing_is_read_to_send_and_to_conclude(ledger: Ledger, tmp_path: Path) -> None:
    operation, lease = _pending(ledger, tmp_path)
    with _reads() as said:
        sent = ledger.operations.begin(operation, lease, 7)
        ledger.operations.move(sent, lease, State.DONE, "issued", number=7, pdf_url="https://x/")
    assert said == []
    assert ledger.lanes.last_number(operation.lane) == 7
    assert ledger.documents.of([operation.id])[operation.id].url == "https://x/"


def test_how_far_a_lane_has_come_is_read_once_a_lease(ledger: Ledger, tmp_path: Path) -> None:
    operation, lease = _pending(ledger, tmp_path)
    lane = operation.lane

    async def known(under: Lease) -> int | None:
        return await ledger.awaited.last_number(lane, under)

    async def scenario() -> None:
        assert await known(lease) is None
        await ledger.awaited.read_up_to(lane, 0, lease)
        assert await known(lease) == ledger.lanes.last_number(lane) == 0
        sent = await ledger.awaited.begin(operation, lease, 7)
        await ledger.awaited.move(sent, lease, State.DONE, "issued", number=7)
        with _reads() as said:
            assert await known(lease) == 7
            await ledger.awaited.read_up_to(lane, 7, lease)
        assert said == []
        await ledger.awaited.read_up_to(lane, 9, lease)
        assert await known(lease) == ledger.lanes.last_number(lane) == 9

    asyncio.run(scenario())
    other = Lane(f"{lease.scope}|FACTURA A")
    ledger.lanes.read_up_to(other, 5)
    assert asyncio.run(ledger.awaited.last_number(other, lease)) == 5
    with ledger.engine.begin() as connection:  # another process has had the lease meanwhile
        connection.execute(update(lanes).values(last_number=12))
    assert asyncio.run(known(Lease(lease.scope, lease.owner, lease.fence + 1))) == 12


def test_an_operation_is_read_again_in_its_turn_only_if_it_was_moved(
    ledger: Ledger, tmp_path: Path
) -> None:
    operation, lease = _pending(ledger, tmp_path)

    async def scenario() -> None:
        read, inside = await ledger.awaited.at_turn(operation.id)
        assert (read, inside) == (operation, 0)
        with _reads() as said:
            assert await ledger.awaited.current(read) is read
        assert said == []
        sent = await ledger.awaited.begin(read, lease, 7)
        assert await ledger.awaited.current(read) == sent
        again, _ = await ledger.awaited.at_turn(operation.id)
        assert await ledger.awaited.current(again) is again
        moved = await ledger.awaited.move(again, lease, State.REVIEW, "for a person")
        assert await ledger.awaited.current(again) == moved

    asyncio.run(scenario())


def _slow_disk(ledger: Ledger, meanwhile: Callable[[], None]) -> Callable[[str], None]:
    """Half of the lease's life goes by while an intent is committed, and something happens."""

    def reached(point: str) -> None:
        if point == "before-marker":
            ledger.leases._since.clear()
            meanwhile()

    return reached


@pytest.mark.parametrize("taken", [True, False])
def test_what_a_slow_disk_has_begun_leaves_only_while_its_lease_is_ours(
    taken: bool, ledger: Ledger, tmp_path: Path
) -> None:
    operation, lease = _pending(ledger, tmp_path)

    def by_another() -> None:
        with writing(ledger.engine) as connection:
            connection.execute(update(leases).values(owner="another", fence=lease.fence + 1))

    reached = _slow_disk(ledger, by_another if taken else lambda: None)
    failpoints.heard.append(reached)
    try:
        if taken:
            with pytest.raises(LeaseLost):
                asyncio.run(ledger.awaited.begin(operation, lease, 1))
        else:
            asyncio.run(ledger.awaited.begin(operation, lease, 1))
            assert ledger.leases.is_long(lease)
    finally:
        failpoints.heard.remove(reached)
    assert ledger.operations.get(operation.id).state is State.SENDING  # to be settled, either way
