"""A file that ends whatever reads it is set aside, and keeps no other file waiting."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from planilla.admission.registration import Registration
from planilla.common.claimed import CLAIMS
from planilla.inbox.folder import Folder
from planilla.inbox.handle_file import Handled
from planilla.inbox.sweep import Inbox
from planilla.ledger.presence import Presence
from planilla.reading.process.limits import SECONDS_VARIABLE
from planilla.reading.process.parent import reader
from planilla.sandbox.server import Sandbox
from planilla.settings.open_ledger import open_ledger
from tests import hostile
from tests.crash.test_kills import KILLED
from tests.helpers import check_books, row, settings_for, write_csv
from tests.processes import environment, planilla

pytestmark = pytest.mark.slow

RECORD = ".lectura"


class Office:
    """An inbox whose reader has a second a file."""

    def __init__(self, box: Sandbox, folder: Path) -> None:
        self.box, self.folder = box, folder
        self.root = folder / "inbox"
        self.root.mkdir()
        self.settings = settings_for(box, folder / "home")

    def sweep(self) -> list[Handled]:
        inbox = Inbox(self.settings, Folder(self.root, 0.0))
        try:
            return asyncio.run(inbox.sweep())
        finally:
            inbox.close()

    def files(self, room: str) -> set[str]:
        return {path.name for path in (self.root / room).rglob("*") if _is_there(path)}

    def poison(self) -> Path:
        return hostile.slow(self.root / "aaa")

    def good(self, number: int) -> Path:
        return write_csv(self.root / f"venta {number}.csv", [row(number)])

    def left(self, path: Path, **record: int) -> None:
        """A claim of a process that died, with what it had written down."""
        presence = Presence(self.settings.home.absolute() / "locks")
        presence.leave()
        room = self.root / CLAIMS / presence.owner / uuid4().hex
        room.mkdir(parents=True)
        path.rename(room / path.name)
        if record:
            (room / RECORD).write_text(json.dumps(record), encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv(SECONDS_VARIABLE, "1")
    with Sandbox() as box:
        yield Office(box, tmp_path)
    reader().stop()


def test_it_goes_last_and_is_set_aside_with_its_reason(office: Office) -> None:
    office.poison()
    for number in (1, 2):
        office.good(number)
    done = office.sweep()
    assert [(one.name, one.exit_code) for one in done] == [
        ("venta 1.csv", 0),
        ("venta 2.csv", 0),
        ("aaa.ods", 1),
    ]
    assert office.files("con_errores") == {"aaa.ods", "aaa.ods.leame.txt"}
    note = (office.root / "con_errores" / "aaa.ods.leame.txt").read_text("utf-8")
    assert note.startswith("aaa.ods: El archivo no se pudo leer: tardó demasiado")
    assert "Se probó 2 veces." in note
    assert not office.files(CLAIMS)
    assert len(office.box.books.held) == 2


def test_one_that_aborts_its_reader_is_set_aside_and_read_no_more(office: Office) -> None:
    hostile.aborting(office.root / "aaa")
    office.good(1)
    assert [one.name for one in office.sweep()] == ["venta 1.csv", "aaa.xls"]
    assert office.files("con_errores") == {"aaa.xls", "aaa.xls.leame.txt"}
    assert office.sweep() == []


def test_what_is_refused_without_a_death_is_set_aside_at_once(office: Office) -> None:
    hostile.truncated(office.root / "aaa")
    office.good(1)
    assert [one.name for one in office.sweep()] == ["aaa.xls", "venta 1.csv"]
    assert office.files("con_errores") == {"aaa.xls", "aaa.xls.leame.txt"}


def test_what_is_registered_already_waits_for_a_person(office: Office) -> None:
    path = office.poison()
    with open_ledger(office.settings) as ledger:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        Registration(ledger).commit(path, sha256, [])
    (done,) = office.sweep()
    assert done.waits
    assert "ya está registrado" in done.problem
    assert office.files("pendientes") == {"aaa.ods", "aaa.ods.leame.txt"}
    assert not office.files("con_errores")
    for path in (office.root / "pendientes").iterdir():
        os.utime(path, (0, 0))
    assert office.sweep() == []  # not by itself
    (office.root / "pendientes" / "aaa.ods").rename(office.root / "aaa.ods")
    write_csv(office.root / "aaa.csv", [row(1)])
    assert len(office.sweep()) == 2  # once more, since a person wants it
    assert office.files("pendientes") == {"aaa.ods", "aaa.ods.leame.txt"}


def test_a_note_beside_what_waited_goes_when_it_is_done(office: Office) -> None:
    waiting = office.root / "pendientes"
    waiting.mkdir()
    (waiting / "venta 1.csv.leame.txt").write_text("espera", encoding="utf-8")
    office.good(1)
    (done,) = office.sweep()
    assert done.exit_code == 0
    assert not office.files("pendientes")


@pytest.mark.parametrize(
    ("record", "order"),
    [
        ({}, ["venta 9.csv", "venta 1.csv"]),
        ({"unfinished": 1, "deaths": 0}, ["venta 9.csv", "venta 1.csv"]),
        ({"unfinished": 2, "deaths": 0}, ["venta 1.csv", "venta 9.csv"]),
        ({"unfinished": 0, "deaths": 1}, ["venta 1.csv", "venta 9.csv"]),
    ],
)
def test_what_a_process_died_with_goes_first_unless_it_is_feared(
    office: Office, record: dict[str, int], order: list[str]
) -> None:
    office.left(office.good(9), **record)
    office.good(1)
    done = office.sweep()
    assert [one.name for one in done] == order
    assert {one.exit_code for one in done} == {0}


def test_a_death_before_a_restart_counts(office: Office) -> None:
    office.left(office.poison(), unfinished=0, deaths=1)
    office.good(1)
    assert [one.name for one in office.sweep()] == ["venta 1.csv", "aaa.ods"]
    assert "aaa.ods" in office.files("con_errores")


@pytest.mark.parametrize("record", [b"", b"{", b"[1]", b'{"deaths":"x"}', b"\xff\xfe"])
def test_a_record_that_cannot_be_read_is_none(office: Office, record: bytes) -> None:
    office.left(office.good(1), unfinished=2)
    (path,) = (office.root / CLAIMS).rglob(RECORD)
    path.write_bytes(record)
    assert [one.exit_code for one in office.sweep()] == [0]


def test_half_a_record_left_by_a_crash_is_no_dropped_file(office: Office) -> None:
    office.left(office.good(1), unfinished=1)
    (path,) = (office.root / CLAIMS).rglob(RECORD)
    path.rename(path.with_name(".planilla-0.tmp"))
    assert [one.name for one in office.sweep()] == ["venta 1.csv"]
    assert not office.files(CLAIMS)


def test_the_attempt_is_on_disk_before_the_file_is_opened(office: Office) -> None:
    os.utime(office.good(1), (0, 0))
    time.sleep(2.1)
    env = environment(office.box, office.folder / "home", PLANILLA_INBOX=str(office.root))
    for times in (1, 2):
        died = planilla("inbox", env=env | {"PLANILLA_DIE_AT": "before-reading"}, cwd=office.folder)
        assert died.returncode == KILLED, died.stderr
        (path,) = (office.root / CLAIMS).rglob(RECORD)
        assert json.loads(path.read_text("utf-8")) == {"unfinished": times, "deaths": 0}
    done = planilla("inbox", env=env, cwd=office.folder)
    assert done.returncode == 0, done.stderr
    assert "venta 1.csv" in office.files("procesados")
    check_books(office.box)


def _is_there(path: Path) -> bool:
    return path.is_file() and path.suffix != ".pdf"
