"""The marker outside of the home, and what a ledger makes of it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from planilla.common.calendar import now, today
from planilla.common.errors import LedgerError
from planilla.ledger.epochs import Why
from planilla.ledger.ledger import Ledger
from planilla.ledger.machine_markers import Marker, Markers, state_folder
from planilla.settings.open_ledger import markers_folder, open_ledger
from planilla.settings.settings import Settings
from tests.ledger.earlier import issued, ledger_of_0006
from tests.ledger.test_companies import put

LEASE = timedelta(minutes=5)
SERVICE = "tusfacturas"


def address(home: Path) -> str:
    return f"sqlite:///{home / 'ledger.sqlite3'}"


class Machine:
    """A machine with its markers, and what it says of a ledger when it opens it."""

    def __init__(self, folder: Path) -> None:
        self.markers = folder

    def opened(self, home: Path) -> Ledger:
        return Ledger(address(home), SERVICE, home, LEASE, self.markers)

    def why(self, home: Path) -> Why:
        with self.opened(home) as ledger:
            return ledger.history.epoch.why

    def works(self, home: Path) -> None:
        """Add to the journal of a ledger."""
        with self.opened(home) as ledger:
            send(ledger)


def send(ledger: Ledger) -> None:
    """Begin an operation that nobody has asked for before."""
    operation = ledger.operations.get(put(ledger, "default", 1, uuid4().hex))
    lease = ledger.leases.take(operation.scope)
    assert lease is not None
    ledger.operations.begin(operation, lease, None)
    ledger.leases.release(lease)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "markers")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    found = tmp_path / "home"
    found.mkdir()
    return found


def test_a_ledger_is_whole_from_its_birth_and_stays_so(machine: Machine, home: Path) -> None:
    assert machine.why(home) is Why.NEW
    machine.works(home)
    with machine.opened(home) as ledger:
        epoch = ledger.history.epoch
        assert (epoch.number, epoch.why, epoch.told) == (1, Why.NEW, "")
        assert not ledger.history.whole_for(today())
        assert not ledger.history.whole_for(date.max)


def test_an_old_ledger_is_whole_for_what_nobody_asks_for_before_it_began(
    machine: Machine, home: Path
) -> None:
    with machine.opened(home) as ledger:
        begun = now() - timedelta(days=40)
        ledger.history.epoch = replace(ledger.history.epoch, since=begun)
        assert ledger.history.whole_for(today())
        assert not ledger.history.whole_for(today() - timedelta(days=20))
        assert not ledger.history.whole_for(today() + timedelta(days=40))


def test_a_ledger_of_an_earlier_version_is_trusted_as_it_is(machine: Machine, home: Path) -> None:
    ledger_of_0006(address(home), SERVICE, [issued("default", 1, 1)])
    assert machine.why(home) is Why.UPGRADED
    machine.works(home)
    with machine.opened(home) as ledger:
        epoch = ledger.history.epoch
        assert (epoch.number, epoch.why, epoch.after) == (1, Why.UPGRADED, 0)
        assert epoch.since <= ledger.operations.get(1).updated_at


def test_a_copy_from_before_the_upgrade_put_back_after_it_is_noticed(
    machine: Machine, home: Path, tmp_path: Path
) -> None:
    ledger_of_0006(address(home), SERVICE, [issued("default", 1, 1)])
    copy = shutil.copytree(home, tmp_path / "copy")
    machine.works(home)
    shutil.rmtree(home)
    copy.rename(home)
    assert machine.why(home) is Why.RESTORED
    with machine.opened(home) as ledger:
        assert "put back from a copy" in ledger.history.epoch.told


def test_a_new_ledger_where_another_was_says_so(machine: Machine, home: Path) -> None:
    machine.works(home)
    shutil.rmtree(home)
    home.mkdir()
    assert machine.why(home) is Why.LOST
    assert len(list(machine.markers.glob("*.marker"))) == 1


def test_a_ledger_without_its_marker_is_not_whole(machine: Machine, home: Path) -> None:
    machine.works(home)
    shutil.rmtree(machine.markers)
    assert machine.why(home) is Why.MISSING
    assert machine.opened(home).history.epoch.number == 2


def test_another_user_of_the_machine_is_told_once(
    machine: Machine, home: Path, tmp_path: Path
) -> None:
    other = Machine(tmp_path / "other")
    machine.works(home)
    assert other.why(home) is Why.MISSING
    other.works(home)
    machine.works(home)
    other.works(home)
    with machine.opened(home) as ledger:
        assert ledger.history.epoch.number == 2


def test_a_birth_that_was_cut_short_is_no_loss(machine: Machine, home: Path) -> None:
    """The epoch was committed, and the process died before it wrote the marker."""
    machine.opened(home).close()
    shutil.rmtree(machine.markers)
    with closing(sqlite3.connect(home / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("DELETE FROM machines")
    assert machine.why(home) is Why.NEW


def test_a_link_to_the_home_is_the_same_place(machine: Machine, home: Path) -> None:
    machine.works(home)
    link = home.with_name("link")
    try:
        link.symlink_to(home, target_is_directory=True)
    except OSError:
        pytest.skip("this user may make no links")
    assert machine.why(link) is Why.NEW


@pytest.mark.parametrize(
    "garbled",
    [
        *(b"", b"\0" * 400, b"00000000000000000001\n{}", b"x\n[]", b"\xff\xfe"),
        b"1\n" + b"[" * 200_000,
        b'1\n{"ledger": "a", "machine": "m", "place": "p", "epoch": {}}',
    ],
)
def test_a_marker_that_cannot_be_read_is_none(garbled: bytes, machine: Machine, home: Path) -> None:
    machine.works(home)
    (marker,) = machine.markers.glob("*.marker")
    marker.write_bytes(garbled)
    assert machine.why(home) is Why.MISSING


def test_a_marker_follows_the_journal_while_the_ledger_is_open(
    machine: Machine, home: Path, tmp_path: Path
) -> None:
    machine.works(home)
    with machine.opened(home) as ledger:
        copy = tmp_path / "copy.sqlite3"
        with (
            closing(sqlite3.connect(home / "ledger.sqlite3")) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        send(ledger)
        ledger._engine.dispose()  # as if it had died: nothing is done in order
    for name in ("", "-wal", "-shm"):
        (home / f"ledger.sqlite3{name}").unlink(missing_ok=True)
    copy.rename(home / "ledger.sqlite3")
    assert machine.why(home) is Why.RESTORED


def test_a_marker_never_goes_back_however_many_write_it(tmp_path: Path) -> None:
    markers = Markers(tmp_path / "markers")
    with markers.held():
        markers.put(Marker("l", "here", "there", "e", 7))

    def advance(sequence: int) -> None:
        Markers(tmp_path / "markers").advance("l", "here", "there", sequence)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(advance, [3, *range(200, 0, -1), 5]))
    found = markers.read("l")
    assert found is not None
    assert (found.sequence, found.epoch) == (200, "e")


def test_a_marker_of_another_place_is_not_moved_on(tmp_path: Path) -> None:
    markers = Markers(tmp_path / "markers")
    with markers.held():
        markers.put(Marker("l", "here", "there", "e", 7))
    markers.advance("l", "here", "elsewhere", 9)
    markers.advance("l", "not here", "there", 9)
    assert markers.read("l") == Marker("l", "here", "there", "e", 7)


def test_a_folder_that_cannot_be_used_is_one_clear_message(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(LedgerError, match="PLANILLA_MARKERS"):
        Machine(tmp_path / "file" / "markers").opened(home)


@pytest.mark.skipif(os.name == "nt", reason="rights are inherited there")
def test_a_marker_is_nobody_elses(machine: Machine, home: Path) -> None:
    machine.works(home)
    assert machine.markers.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in machine.markers.iterdir())


@pytest.mark.parametrize(
    ("platform", "variable", "expected"),
    [
        ("linux", {"XDG_STATE_HOME": "S"}, lambda _: Path("S/planilla/markers")),
        ("linux", {}, lambda home: home / ".local/state/planilla/markers"),
        ("darwin", {}, lambda home: home / "Library/Application Support/planilla/markers"),
        ("win32", {"LOCALAPPDATA": "L"}, lambda _: Path("L/planilla/markers")),
        ("win32", {}, lambda home: home / "AppData/Local/planilla/markers"),
    ],
)
def test_a_marker_is_where_a_users_programs_keep_their_state(
    platform: str, variable: dict[str, str], expected: Callable[[Path], Path]
) -> None:
    assert state_folder(platform, variable) == expected(Path.home())


def test_a_sandboxs_marker_goes_with_its_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANILLA_MARKERS")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    given = {"home": tmp_path / "home", "base_url": "http://127.0.0.1:1/app/api/v2/"}
    sandbox = Settings(_env_file=None, **given)  # type: ignore[call-arg,arg-type]
    with open_ledger(sandbox):
        pass
    assert list((tmp_path / "home" / "markers").glob("*.marker"))
    assert not (tmp_path / "state").exists()
    assert markers_folder(Settings(_env_file=None)) == state_folder()  # type: ignore[call-arg]
