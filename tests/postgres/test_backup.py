"""A PostgreSQL ledger, dumped while it is written to and restored into another database."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from tests.backups import check_nothing_is_issued_again, documented, emit_and_copy
from tests.postgres.server import plain, programs
from tests.processes import environment


@pytest.mark.skipif(os.name == "nt", reason="the commands are for a shell")
def test_a_ledger_dumped_during_a_run_and_restored_elsewhere_issues_nothing_again(
    database: str, tmp_path: Path
) -> None:
    restored = database.rsplit("/", 1)[0] + "/planilla_restored"
    path = f"{programs()}{os.pathsep}{os.environ['PATH']}"
    shell = {"PATH": path, "LEDGER": plain(database), "RESTORED": plain(restored)}

    def run(command: str) -> None:
        subprocess.run(["sh", "-c", command], env=shell, cwd=tmp_path, check=True)

    with Sandbox() as box:
        env = environment(box, tmp_path / "home", PLANILLA_LEDGER_URL=database)
        files = emit_and_copy(box, env, tmp_path, lambda: run(documented("pg_dump ")))
        run(documented("createdb "))
        run(documented("pg_restore "))
        moved = env | {"PLANILLA_LEDGER_URL": restored}
        check_nothing_is_issued_again(box, moved, tmp_path, files)
