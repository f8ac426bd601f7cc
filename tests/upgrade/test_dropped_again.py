"""An upgrade issues nothing: what release 0.1.0 did is not done again by the code of today.

Each ledger in `data/` is restored from its dump, migrated by today's code, and each of
its files is dropped again. Whoever changes how a cell is read, when two rows are equal
or whose the credentials are, must leave these tests as they are: nothing is asked of the
service. What a later reading takes a cell for otherwise (10 % was read as 0.1) may only be
asked of a person.
"""

from __future__ import annotations

import asyncio
import hashlib
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from planilla.common.calendar import today
from planilla.model.asked import Kind
from planilla.model.operation import Queue, Reason, State
from planilla.reconcile.job import Reconcile
from planilla.reconcile.sequence import Reconciliation, reconcile_one
from planilla.writing.report import Estado
from tests.covering import covering, thinned
from tests.upgrade.clock import standing_on
from tests.upgrade.office import DUMP, EVENING, MEMORY, Office, cases
from tests.upgrade.still import Mood, StillService

PER_CENT = {
    "con_referencia.xlsx": {4},
    "porcentajes.xlsx": {1},
    "en_espera.xlsx": {3},
    "sin_servicio.xlsx": {3},
}
"""Rows with a bonificacion of 10 % by its format, issued as 0.1 %."""
SAME_DAY, LATER = "the same day", "on a later day"
AFTER_ALL_WINDOWS = timedelta(days=40)
CASES = {case.name: case for case in cases()}
MOODS = [(name, Mood[mood]) for name, case in CASES.items() for mood in case.told["moods"]]
RECONCILED = [name for name, case in CASES.items() if case.statements]
NEVER_SENT = {Estado.INVALIDO, Estado.A_REVISAR, Estado.YA_EMITIDO, Estado.YA_PAGADO}
"""What a row may become that was not fit to be sent, and is still not sent."""


@contextmanager
def at_work(name: str, folder: Path, mood: Mood, when: str) -> Iterator[Office]:
    """The office of a case, on the day that its ledger was made or today, if that is later.

    Afterwards the ledger has the operations that it had, each comprobante with its
    number and CAE, and the service was asked for nothing that would change it.
    """
    case = CASES[name]
    late = case.made + AFTER_ALL_WINDOWS
    clock: AbstractContextManager[None] = nullcontext()
    if when == SAME_DAY or today() < late:
        clock = standing_on(case.made if when == SAME_DAY else late, EVENING)
    with clock, StillService(case.books, mood) as service:
        office = Office(case, folder, service)
        before = office.operations()
        yield office
        after = office.operations()
    assert service.changing == []
    assert service.faults == []
    assert [one for one in after[len(before) :] if not _is_asked(office, one[0])] == []
    issued = [one for one in before if one[-1]]
    assert [one for one in issued if one not in after] == [], "a number or a CAE was lost"


def _is_asked(office: Office, number: int) -> bool:
    """Whether an operation only waits for a person, because a row is read otherwise by now."""
    query = "SELECT state, reason, attempts FROM operations WHERE id = ?"
    with closing(sqlite3.connect(office.home / "ledger.sqlite3")) as ledger:
        return ledger.execute(query, (number,)).fetchall() == [(State.REVIEW, Reason.READING, 0)]


@pytest.mark.parametrize(
    ("name", "mood", "when"), thinned([(*one, when) for one in MOODS for when in (SAME_DAY, LATER)])
)
def test_every_file_dropped_again_asks_for_nothing_new_and_each_row_keeps_its_state(
    name: str, mood: Mood, when: str, tmp_path: Path
) -> None:
    changed = []
    with at_work(name, tmp_path, mood, when) as office:
        for drop in office.case.drops:
            if drop[0] == "resend" and when == LATER:
                continue  # another day, another e-mail: that is what the command is for
            found, expected = office.drop(drop), office.case.expected(drop)
            assert len(found) == len(expected)
            for number, (row, known) in enumerate(zip(found, expected, strict=True), start=1):
                told = may_be(known[0], mood) | asked_of_a_person(drop[1], number)
                if row != known and row[0] not in told:
                    changed.append((*drop, number, known, row))
    assert changed == []


def asked_of_a_person(file: str, row: int) -> set[Estado]:
    """What a row with a cell of per cent may be, which release 0.1.0 took for a hundredth."""
    return {Estado.A_REVISAR} if row in PER_CENT.get(file, ()) else set()


def may_be(estado: str, mood: Mood) -> set[Estado]:
    """What a row may be now beside what it was."""
    if estado == Estado.INVALIDO:
        return NEVER_SENT
    gone = estado == Estado.ENCOLADO and mood is Mood.EMPTY  # the queue no longer shows it
    return {Estado.A_REVISAR} if gone else set()


@pytest.mark.parametrize("name", [name for name, mood in MOODS if mood is Mood.HOLDS])
def test_a_file_saved_again_under_another_name_asks_for_nothing_new_either(
    name: str, tmp_path: Path
) -> None:
    """Its bytes are not known: the rows are told by what they were known by then.

    On the day itself, so that no rule of dates stands in for that.
    """
    changed = []
    with at_work(name, tmp_path, Mood.HOLDS, SAME_DAY) as office:
        for command, file in office.case.drops:
            found = office.drop((command, saved_again(office.folder / file)))
            expected = office.case.expected((command, file))
            for number, (row, known) in enumerate(zip(found, expected, strict=True), start=1):
                told = {known[0], *may_be(known[0], Mood.HOLDS), Estado.A_REVISAR}
                if row[0] not in told:
                    changed.append((command, file, number, known, row))
    assert changed == []


def saved_again(path: Path) -> str:
    """The name of a copy that says the same with other bytes."""
    copy = path.with_name(f"copia de {path.name}")
    if path.suffix == ".csv":
        copy.write_bytes(path.read_bytes() + b"\r\n")
    else:
        shutil.copy(path, copy)
        with zipfile.ZipFile(copy, "a") as archive:
            archive.comment = b"saved again"
    assert copy.read_bytes() != path.read_bytes()
    return copy.name


@covering(name=RECONCILED, when=[SAME_DAY, LATER], kept=[True, False])
def test_a_statement_reconciled_again_leaves_nothing_to_register(
    name: str, when: str, kept: bool, tmp_path: Path
) -> None:
    with at_work(name, tmp_path, Mood.HOLDS, when) as office:
        if not kept:
            (office.home / "conciliacion" / MEMORY).unlink()
        found = reconciled(office)
    assert not found.unread
    assert not found.faults
    assert found.to_pay is None
    assert len(found.reconciled.registered) == office.case.told["registered"]
    assert found.reconciled.closes


def reconciled(office: Office) -> Reconciliation:
    """The statements of an office, reconciled once more."""
    paths = tuple(office.folder / name for name in office.case.statements)
    job = Reconcile(payments=paths, out=office.folder / "conciliado")
    return asyncio.run(reconcile_one(job, office.settings))


@pytest.mark.parametrize("name", CASES)
def test_the_files_are_byte_for_byte_those_that_the_ledger_read(name: str, tmp_path: Path) -> None:
    """A checkout that changes the ends of lines would make the other tests prove less."""
    case = CASES[name]
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.executescript((case.folder / DUMP).read_text(encoding="utf-8"))
        known = dict(ledger.execute("SELECT name, sha256 FROM files"))
    dropped = {name for _, name in case.drops}
    assert set(known) == dropped
    for file in dropped:
        assert hashlib.sha256(case.file(file).read_bytes()).hexdigest() == known[file]


def test_the_ledgers_hold_operations_of_every_kind_and_state() -> None:
    """So that nobody thins the corpus out without noticing."""
    found: set[str] = set()
    for case in CASES.values():
        with closing(sqlite3.connect(":memory:")) as ledger:
            ledger.executescript((case.folder / DUMP).read_text(encoding="utf-8"))
            for row in ledger.execute("SELECT DISTINCT kind, state, queue, reason FROM operations"):
                found.update(row)
    reasons = {Reason.BRAKE, Reason.TWIN, Reason.BALANCE, Reason.PAYMENT}
    assert {*Kind, *State, *Queue, *reasons} <= found
