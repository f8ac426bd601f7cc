"""A SQLite ledger, copied while it is written to and restored later."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from tests.backups import ROWS, check_nothing_is_issued_again, documented, emit_and_copy
from tests.processes import environment

pytestmark = pytest.mark.slow


def test_a_ledger_copied_during_a_run_and_restored_issues_nothing_again(tmp_path: Path) -> None:
    home = tmp_path / ".planilla"
    code = documented(".venv/bin/python -c").split('"')[1]
    deleted = documented("rm -f .planilla/").split()[2:]
    copied, ledger = documented("mv ").split()[1:]

    def copy() -> None:
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)

    with Sandbox() as box:
        env = environment(box, home)
        files = emit_and_copy(box, env, tmp_path, copy)
        assert len(box.books.held) == ROWS
        for name in deleted:
            (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / copied).rename(tmp_path / ledger)
        check_nothing_is_issued_again(box, env, tmp_path, files)
