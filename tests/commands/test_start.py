"""The command line answers at once: what is heavy is imported only by what is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from planilla.cli import app
from tests.processes import environment

HEAVY = (
    *("fastexcel", "httpx", "openpyxl", "pandera", "polars", "prefect", "sqlalchemy"),
    "xlsxwriter",
)
PROBE = """
import sys
from planilla.cli import app
for name in sys.argv[1:]:
    app([*name.split(), "--help"], standalone_mode=False)
    found = [heavy for heavy in {heavy} if heavy in sys.modules]
    print("HEAVY after", name or "planilla", "--help", *found)
"""


def test_help_imports_nothing_heavy_whichever_command_it_is_of(tmp_path: Path) -> None:
    """One process shows the help of all: what none of them imports, no one of them does."""
    commands = ["", *(str(one.name) for one in app.registered_commands)]
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(heavy=HEAVY), *commands],
        env=environment(None, tmp_path), cwd=tmp_path,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.stdout.count("Usage") == len(commands), done.stderr
    told = [line.split() for line in done.stdout.splitlines() if line.startswith("HEAVY")]
    assert told == [["HEAVY", "after", name or "planilla", "--help"] for name in commands]
