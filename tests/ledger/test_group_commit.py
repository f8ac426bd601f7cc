"""What lanes write in one moment goes to disk in one commit, and each is answered after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import OperationalError

from planilla.common.errors import LeaseLost, LedgerError
from planilla.ledger.database import open_engine, reading
from planilla.ledger.group_commit import Change, GroupCommit, Written
from planilla.ledger.tables import meta


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{(tmp_path / 'ledger.sqlite3').as_posix()}"
    found = open_engine(url, "sandbox", tmp_path / "locks")
    yield found
    found.dispose()


def put(name: str, entry: int = 0) -> Change:
    def change(connection: Connection) -> Written[str]:
        connection.execute(meta.insert().values(key=name, value=""))
        return Written(name, entry)

    return change


def lost(name: str) -> Change:
    """A change that is refused once it has written something."""

    def change(connection: Connection) -> Written[str]:
        put(name)(connection)
        raise LeaseLost(name)

    return change


def kept(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(connection.execute(select(meta.c.key)).scalars()) - {"service"}


def commits(engine: Engine) -> list[set[str]]:
    """What is in the ledger at each commit from here on."""
    seen: list[set[str]] = []

    @event.listens_for(engine, "commit")
    def _seen(connection: Connection) -> None:
        found = connection.exec_driver_sql("SELECT key FROM meta").scalars()
        seen.append(set(found) - {"service"})

    return seen


async def together(group: GroupCommit, *changes: Change) -> list[Any]:
    """All but the first asked while that is being committed."""
    first = asyncio.ensure_future(group.ask(changes[0]))
    await asyncio.sleep(0)  # it asks
    await asyncio.sleep(0)  # the writer takes it
    rest = [group.ask(one) for one in changes[1:]]
    return await asyncio.gather(first, *rest, return_exceptions=True)


def test_what_gathers_while_one_is_committed_goes_with_the_next_commit(engine: Engine) -> None:
    seen, told = commits(engine), list[int]()
    group = GroupCommit(engine, told.append)
    names = [f"n{n}" for n in range(6)]
    done = asyncio.run(together(group, *(put(one, n) for n, one in enumerate(names, start=1))))
    assert done == names
    assert seen == [{"n0"}, set(names)]
    assert told == [1, 6]  # how far the journal had come, once a commit


def test_each_is_answered_after_its_commit_and_not_before(engine: Engine) -> None:
    seen, group = commits(engine), GroupCommit(engine, lambda _: None)

    async def asked(name: str) -> bool:
        await group.ask(put(name))
        return any(name in one for one in seen)

    async def every() -> list[bool]:
        return await asyncio.gather(*(asked(f"n{n}") for n in range(5)))

    assert all(asyncio.run(every()))


def test_one_that_is_refused_fails_alone_and_leaves_nothing(engine: Engine) -> None:
    group = GroupCommit(engine, lambda _: None)
    done = asyncio.run(together(group, put("a"), put("b"), lost("c"), put("d")))
    assert [done[0], done[1], done[3]] == ["a", "b", "d"]
    assert isinstance(done[2], LeaseLost)
    assert kept(engine) == {"a", "b", "d"}
    with pytest.raises(LeaseLost):
        group.write(lost("e"))
    assert kept(engine) == {"a", "b", "d"}


def test_a_refusal_that_is_noted_is_on_disk_before_it_is_raised(engine: Engine) -> None:
    def noted(connection: Connection) -> Written[None]:
        put("note")(connection)
        return Written(None, 1, LeaseLost("taken"))

    group = GroupCommit(engine, lambda _: None)
    done = asyncio.run(together(group, put("a"), noted, put("b")))
    assert isinstance(done[1], LeaseLost)
    assert kept(engine) == {"a", "b", "note"}


def failing(engine: Engine, when: Callable[[int], bool]) -> None:
    """The disk is full at the commits for which `when` says so, counted from 0."""
    count = iter(range(1_000))

    @event.listens_for(engine, "commit")
    def _full(connection: Connection) -> None:
        del connection
        if when(next(count)):
            raise OperationalError("COMMIT", None, Exception("database or disk is full"))


def test_a_commit_that_fails_fails_all_of_its_group_and_the_next_goes_on(engine: Engine) -> None:
    failing(engine, lambda number: number == 1)
    group = GroupCommit(engine, lambda _: None)

    async def tried() -> list[Any]:
        done = await together(group, put("a"), put("b"), put("c"))
        return [*done, await group.ask(put("d"))]

    first, *two, last = asyncio.run(tried())
    assert (first, last) == ("a", "d")
    assert all(isinstance(one, LedgerError) and "disk is full" in str(one) for one in two)
    assert two[0] is not two[1]
    assert kept(engine) == {"a", "d"}


@pytest.mark.parametrize("wrong", ["a", "\ud800"])
def test_a_value_that_the_ledger_does_not_take_is_the_fault_of_its_own_change(
    engine: Engine, wrong: str
) -> None:
    """A name that is there already, and a text that no database can hold."""
    group = GroupCommit(engine, lambda _: None)
    done = asyncio.run(together(group, put("a"), put("b"), put(wrong), put("c")))
    assert (done[0], done[1], done[3]) == ("a", "b", "c")
    assert isinstance(done[2], (LedgerError, UnicodeError))
    assert kept(engine) == {"a", "b", "c"}


def test_what_breaks_in_the_database_itself_is_everybodys(engine: Engine) -> None:
    def full(connection: Connection) -> Written[None]:
        del connection
        raise OperationalError("INSERT", None, Exception("database or disk is full"))

    group = GroupCommit(engine, lambda _: None)
    done = asyncio.run(together(group, put("a"), put("b"), full, put("c")))
    assert done[0] == "a"
    assert all(isinstance(one, LedgerError) for one in done[1:])
    assert kept(engine) == {"a"}


def test_who_is_cancelled_while_waiting_takes_nothing_back(engine: Engine) -> None:
    group = GroupCommit(engine, lambda _: None)

    async def cut_short() -> list[Any]:
        asked = [asyncio.ensure_future(group.ask(put(name))) for name in "abc"]
        await asyncio.sleep(0)
        asked[1].cancel()
        return await asyncio.gather(*asked, return_exceptions=True)

    done = asyncio.run(cut_short())
    assert (done[0], done[2]) == ("a", "c")
    assert isinstance(done[1], asyncio.CancelledError)
    assert kept(engine) == {"a", "b", "c"}


def test_a_run_that_ends_leaves_a_writer_that_the_next_run_can_use(engine: Engine) -> None:
    group = GroupCommit(engine, lambda _: None)

    async def abandoned() -> None:
        asked = asyncio.ensure_future(group.ask(put("a")))
        await asyncio.sleep(0)
        assert not asked.done()

    asyncio.run(abandoned())
    assert asyncio.run(group.ask(put("b"))) == "b"
    assert "b" in kept(engine)
