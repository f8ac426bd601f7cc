"""The reading process: bounded, begun anew after a death, and never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planilla.common.errors import ReaderDied, ReaderUnavailable, SettingsError, UnreadableFile
from planilla.reading.process.limits import LEAST_MIB, MEMORY_VARIABLE, SECONDS_VARIABLE, Limits
from planilla.reading.process.parent import Reader, reader
from planilla.reading.process.read_file import in_a_thread, open_grids
from tests import hostile
from tests.helpers import row, write_csv
from tests.processes import wait_until

posix = pytest.mark.skipif(os.name == "nt", reason="signals")
linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A second of a processor a file, which is enough for any honest small one."""
    monkeypatch.setenv(SECONDS_VARIABLE, "1")
    yield
    reader().stop()


def pid_of(asked: Reader) -> int:
    running = asked._running
    assert running is not None
    return running._process.pid


def lives(pid: int) -> bool:
    """Whether a process runs: one that nobody has waited for yet does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


def good(folder: Path, name: str = "a") -> Path:
    return write_csv(folder / f"{name}.csv", [row(1, razon_social=name)])


@pytest.mark.usefixtures("hurried")
@pytest.mark.slow
def test_a_reading_that_takes_too_long_is_ended_and_told(tmp_path: Path) -> None:
    with pytest.raises(ReaderDied, match="tardó demasiado") as told:
        open_grids(hostile.slow(tmp_path / "a"))
    assert "guárdelo otra vez como .xlsx" in told.value.message
    assert len(open_grids(good(tmp_path))) == 1


@pytest.mark.slow
def test_an_abort_of_the_reader_is_told_and_leaves_no_process(tmp_path: Path) -> None:
    with pytest.raises(ReaderDied, match="el lector se cerró"):
        open_grids(hostile.aborting(tmp_path / "a"))
    assert reader()._running is None
    assert len(open_grids(good(tmp_path))) == 1


@pytest.mark.slow
def test_one_that_needs_too_much_memory_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, str(LEAST_MIB))
    with pytest.raises(UnreadableFile, match=r"más memoria|demasiado grande"):
        open_grids(hostile.slow(tmp_path / "a"))
    assert len(open_grids(good(tmp_path))) == 1
    reader().stop()


def test_a_process_serves_one_file_after_the_other(tmp_path: Path) -> None:
    open_grids(good(tmp_path))
    first = pid_of(reader())
    for _ in range(3):
        open_grids(good(tmp_path))
    assert pid_of(reader()) == first


def test_after_a_panic_another_process_reads_the_next_file(tmp_path: Path) -> None:
    open_grids(good(tmp_path))
    first = pid_of(reader())
    with pytest.raises(UnreadableFile, match="está dañado") as told:
        open_grids(hostile.truncated(tmp_path / "malo"))
    assert not isinstance(told.value, ReaderDied)
    open_grids(good(tmp_path))
    assert pid_of(reader()) != first


@posix
def test_a_death_between_two_files_is_no_fault_of_the_second(tmp_path: Path) -> None:
    open_grids(good(tmp_path))
    os.kill(pid_of(reader()), signal.SIGKILL)
    assert len(open_grids(good(tmp_path))) == 1


@linux
def test_the_reader_is_stopped_by_nothing_that_asks_planilla_to_stop(tmp_path: Path) -> None:
    open_grids(good(tmp_path))
    first = pid_of(reader())
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(first, name)
    open_grids(good(tmp_path))
    assert pid_of(reader()) == first
    assert os.getsid(first) != os.getsid(0)


@pytest.mark.usefixtures("hurried")
@pytest.mark.slow
def test_many_who_ask_at_once_each_have_their_own_answer(tmp_path: Path) -> None:
    names = [f"cliente {number}" for number in range(24)]
    killer = hostile.slow(tmp_path / "malo")

    def told(name: str) -> object:
        if name == names[7]:
            with pytest.raises(ReaderDied):
                open_grids(killer)
            return name
        (grid,) = open_grids(good(tmp_path, name))
        place = grid.top()[0].index("razon_social")
        return grid.top()[1][place]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(told, names)) == names


@posix
@pytest.mark.slow
def test_whoever_is_interrupted_while_waiting_leaves_no_answer_for_the_next(
    tmp_path: Path,
) -> None:
    open_grids(good(tmp_path))
    endless = hostile.slow(tmp_path / "lento")
    interrupt = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    # a shell that began the tests in its background has made them deaf to it
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - the interrupt may come at once
            interrupt.start()
            open_grids(endless)
    finally:
        signal.signal(signal.SIGINT, before)
    (grid,) = open_grids(good(tmp_path, "otro"))
    assert grid.name == "otro.csv"


ASKS = (
    "import sys; from pathlib import Path\n"
    "from planilla.reading.process.parent import reader\n"
    "asked = reader(); asked.start(); print(asked._running._process.pid, flush=True)\n"
    "asked.ask(Path(sys.argv[1])); print('read', flush=True); sys.stdin.read()\n"
)


def asker(path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", ASKS, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


@linux
@pytest.mark.parametrize("end", ["killed while reading", "killed", "ended"])
def test_it_ends_with_whoever_asked_however_that_ends(end: str, tmp_path: Path) -> None:
    busy = end == "killed while reading"
    process = asker(hostile.slow(tmp_path / "a") if busy else good(tmp_path))
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    if busy:
        wait_until(lambda: cpu_ticks(pid) > 50)  # importing takes fewer
    else:
        assert process.stdout.readline() == "read\n"
    assert lives(pid)
    if end == "ended":
        process.communicate()
    else:
        process.kill()
        process.wait()
        process.communicate()
    wait_until(lambda: not lives(pid))


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11])


@linux
@pytest.mark.slow
def test_whoever_is_cancelled_while_a_file_is_read_waits_for_it_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader is stopped amid a file: without this it would be waited for, for days."""
    monkeypatch.setenv(SECONDS_VARIABLE, "100000")
    path = hostile.slow(tmp_path / "a")
    open_grids(good(tmp_path))
    stopped = pid_of(reader())
    before = cpu_ticks(stopped)

    async def cancelled() -> None:
        reading = asyncio.create_task(in_a_thread(open_grids, path))
        while cpu_ticks(stopped) < before + 20:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.01)
        os.kill(stopped, signal.SIGSTOP)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading

    asyncio.run(cancelled())
    assert not lives(stopped)
    reader().stop()


@linux
def test_the_reader_knows_no_setting_and_works_with_one_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANILLA_APIKEY", "secreto-secreto")
    monkeypatch.setenv("PREFECT_API_KEY", "secreto-secreto")
    reader().stop()
    open_grids(good(tmp_path))
    inside = Path(f"/proc/{pid_of(reader())}/environ").read_bytes()
    assert b"secreto-secreto" not in inside
    assert b"POLARS_MAX_THREADS=1" in inside
    loaded = Path(f"/proc/{pid_of(reader())}/maps").read_text("utf-8")
    assert "_python_calamine" in loaded
    assert not any(name in loaded for name in ("sqlalchemy", "pydantic_core", "rapidfuzz"))


def test_a_folder_with_modules_of_the_same_names_is_no_danger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("csv", "zipfile", "polars", "json"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit", encoding="utf-8")
    path = good(tmp_path)
    monkeypatch.chdir(tmp_path)
    reader().stop()
    assert len(open_grids(Path(path.name))) == 1


def test_a_path_is_taken_from_where_planilla_is_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_grids(good(tmp_path))
    good(tmp_path, "Ñandú áé")
    monkeypatch.chdir(tmp_path)
    assert open_grids(Path("Ñandú áé.csv"))[0].name == "Ñandú áé.csv"


@posix
@pytest.mark.slow
def test_a_forked_process_reads_with_a_reader_of_its_own(tmp_path: Path) -> None:
    """In a process without polars, whose threads no fork survives."""
    words = (
        "import os, sys; from pathlib import Path\n"
        "from planilla.reading.process.parent import reader\n"
        "path = Path(sys.argv[1]); reader().ask(path)\n"
        "mine = reader()._running._process.pid\n"
        "child = os.fork()\n"
        "header, _ = reader().ask(path)\n"
        "assert header['grids'][0]['name'] == 'a.csv'\n"
        "assert (reader()._running._process.pid == mine) is bool(child)\n"
        "if child:\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "    reader().ask(path)\n"
        "else:\n"
        "    reader().stop(); os._exit(0)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", words, good(tmp_path)], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_installation_that_cannot_read_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader().stop()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no"))
    with pytest.raises(ReaderUnavailable):
        open_grids(good(tmp_path))
    monkeypatch.undo()
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    with pytest.raises(ReaderUnavailable):
        open_grids(good(tmp_path))
    monkeypatch.undo()
    assert len(open_grids(good(tmp_path))) == 1


@pytest.mark.parametrize("told", ["-1", "mucho", "100", "9" * 30, "1.5"])
def test_a_bound_that_is_none_is_told(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MEMORY_VARIABLE, told)
    with pytest.raises(SettingsError, match=MEMORY_VARIABLE):
        Limits.told()


@pytest.mark.slow
def test_nothing_is_left_in_the_temporary_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "tmp"
    room.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(room))
    reader().stop()
    open_grids(hostile.book(tmp_path / "a.xlsx", {"A1048576": " "}))
    with pytest.raises(UnreadableFile):
        open_grids(hostile.truncated(tmp_path / "b"))
    reader().stop()
    assert not list(room.iterdir())
