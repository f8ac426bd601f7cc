"""The command line answers at once: what is heavy is imported only by what is run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from planilla.cli import app
from planilla.common.uncollected import AT_WORK
from planilla.sandbox.server import Sandbox
from tests.helpers import row, write_csv
from tests.processes import environment

BOOKS = ("openpyxl", "xlsxwriter")
READING = ("fastexcel", "python_calamine", "rapidfuzz")
ROWS = ("polars", "pandera")
LEDGER = ("sqlalchemy",)
SERVING = ("starlette", "uvicorn", "fastapi", "fpdf", "segno")
NEVER = ("alembic", "prefect", *SERVING, *READING)
"""A ledger of this version is not migrated, and another process reads the files."""
HEAVY = ("httpx", "pydantic_settings", *BOOKS, *ROWS, *LEDGER, *NEVER)
PROBE = """
import sys
from planilla.cli import app
for name in sys.argv[1:]:
    app([*name.split(), "--help"], standalone_mode=False)
    found = [heavy for heavy in {heavy} if heavy in sys.modules]
    print("HEAVY after", name or "planilla", "--help", *found)
"""
RUN = """
import sys
from planilla.cli import app
code = app(sys.argv[1:], standalone_mode=False)
print("ENDED", code or 0, *(name for name in {heavy} if name in sys.modules))
"""
GARBAGE = """
import atexit, gc, sys
from planilla.cli import main
atexit.register(lambda: print("ENDED", gc.isenabled(), gc.get_threshold()[0]))
main()
"""
READER = """
import sys
import planilla.reading.process.{module}
print(*(name for name in {heavy} if name in sys.modules))
"""


def test_help_imports_nothing_heavy_whichever_command_it_is_of(tmp_path: Path) -> None:
    """One process shows the help of all: what none of them imports, no one of them does."""
    commands = ["", *(str(one.name) for one in app.registered_commands)]
    done = _python(PROBE.format(heavy=HEAVY), *commands, env=environment(None, tmp_path / "home"))
    assert done.count("Usage") == len(commands)
    told = [line.split() for line in done.splitlines() if line.startswith("HEAVY")]
    assert told == [["HEAVY", "after", name or "planilla", "--help"] for name in commands]


@pytest.mark.parametrize("command", ["status", "review"])
def test_what_the_ledger_knows_is_told_without_reading_rows_or_connecting(
    command: str, issued: dict[str, str]
) -> None:
    assert _loaded(command, env=issued) == {*LEDGER, "pydantic_settings"}


@pytest.mark.parametrize("command", ["status", "review", "template pagos new.xlsx"])
def test_a_command_at_work_looks_for_garbage_as_often_as_work_makes_some(
    command: str, issued: dict[str, str]
) -> None:
    told = _python(GARBAGE, *command.split(), env=issued)
    assert told.splitlines()[-1] == f"ENDED True {AT_WORK}"


def test_a_dry_run_connects_to_nobody_and_writes_no_workbook(
    issued: dict[str, str], tmp_path: Path
) -> None:
    """It looks into the ledger, reads rows, and loads what neither of these needs not at all."""
    source = write_csv(tmp_path / "more.csv", [row(2)])
    loaded = _loaded("emit", "--dry-run", str(source), env=issued)
    assert loaded == {*LEDGER, *ROWS, "pydantic_settings"}


def test_a_run_that_issues_serves_nothing_migrates_nothing_and_knows_no_prefect(
    issued: dict[str, str], tmp_path: Path
) -> None:
    source = write_csv(tmp_path / "more.csv", [row(2)])
    assert _loaded("emit", str(source), env=issued).isdisjoint(NEVER)
    assert (tmp_path / "resultados" / "more.resultado.xlsx").is_file()


def test_a_template_needs_neither_ledger_nor_service(tmp_path: Path) -> None:
    env = environment(None, tmp_path / "home")
    loaded = _loaded("template", "comprobantes", str(tmp_path / "new.xlsx"), env=env)
    assert loaded.isdisjoint({*LEDGER, *NEVER, "httpx"})


def test_the_reading_process_is_begun_with_nothing_heavy_loaded(tmp_path: Path) -> None:
    code = READER.format(module="parent", heavy=HEAVY)
    assert _python(code, env=environment(None, tmp_path / "home")).split() == []


def test_the_reading_process_itself_loads_no_more_than_reads(tmp_path: Path) -> None:
    code = READER.format(module="child", heavy=HEAVY)
    loaded = set(_python(code, env=environment(None, tmp_path / "home")).split())
    assert loaded <= {"polars", *READING}


@pytest.fixture
def issued(tmp_path: Path) -> Iterable[dict[str, str]]:
    """The environment of an office that has a ledger, with one row issued."""
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        _loaded("emit", str(write_csv(tmp_path / "first.csv", [row(1)])), env=env)
        yield env


def _loaded(*words: str, env: dict[str, str]) -> set[str]:
    """What is heavy and was loaded by a command that ended well."""
    told = _python(RUN.format(heavy=HEAVY), *words, env=env)
    (ended,) = (line.split() for line in told.splitlines() if line.startswith("ENDED"))
    assert ended[1] == "0", told
    return set(ended[2:])


def _python(code: str, *words: str, env: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        env=env, cwd=Path(env["PLANILLA_HOME"]).parent,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
