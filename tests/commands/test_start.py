"""The command line answers at once: what is heavy is imported only by what is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from planilla.cli import app
from tests.processes import environment

HEAVY = ("fastexcel", "httpx", "openpyxl", "pandera", "polars", "prefect", "sqlalchemy")
PROBE = """
import sys
from planilla.cli import app
try:
    app(sys.argv[1:])
finally:
    print("HEAVY:", *[name for name in {heavy} if name in sys.modules])
"""


@pytest.mark.parametrize(
    "words", [[], *([str(one.name)] for one in app.registered_commands)], ids=" ".join
)
def test_help_imports_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    probe = PROBE.format(heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", probe, *words, "--help"],
        env=environment(None, tmp_path), cwd=tmp_path,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Usage" in done.stdout, done.stderr
    assert done.stdout.splitlines()[-1].split() == ["HEAVY:"]
