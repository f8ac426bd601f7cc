"""The home is nobody else's, from the first moment and also where it was there before."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from planilla.sandbox.server import Sandbox
from planilla.writing.report import Estado
from tests.helpers import Job, row, run, settings_for, write_csv

pytestmark = pytest.mark.skipif(os.name == "nt", reason="rights are inherited there")


def open_to_others(folder: Path) -> list[str]:
    """Whatever of a folder, itself included, a stranger could read."""
    found = [folder, *folder.rglob("*")]
    return [str(p) for p in found if stat.S_IMODE(p.stat().st_mode) & 0o077]


def test_whatever_a_run_keeps_in_its_home_is_only_its_owners(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(1)])
    home = tmp_path / "home"
    with Sandbox() as box:
        assert run(Job((source,), settings_for(box, home))).rows == {Estado.EMITIDO: 1}
    assert (home / "ledger.sqlite3").is_file()
    assert list((home / "pdf").rglob("*.pdf"))
    assert open_to_others(home) == []


def test_a_home_that_others_could_read_is_closed_with_all_that_is_in_it(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(1)])
    home = tmp_path / "home"
    with Sandbox() as box:
        run(Job((source,), settings_for(box, home)))
        for path in [home, *home.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        run(Job((source,), settings_for(box, home)))
    assert open_to_others(home) == []


def test_results_stay_as_the_office_shares_them(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(1)])
    with Sandbox() as box:
        outcome = run(Job((source,), settings_for(box, tmp_path / "home")))
    result = outcome.files[0].result
    assert result is not None
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(result.stat().st_mode) == 0o666 & ~umask


def test_a_home_that_is_a_working_folder_keeps_its_own_rights_and_its_other_files(
    tmp_path: Path,
) -> None:
    """PLANILLA_HOME=. must not lock the office out of its own folder."""
    source = write_csv(tmp_path / "ventas.csv", [row(1)])
    source.chmod(0o644)
    tmp_path.chmod(0o755)
    with Sandbox() as box:
        run(Job((source,), settings_for(box, tmp_path)))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE(source.stat().st_mode) == 0o644
    assert open_to_others(tmp_path / "pdf") == []
    assert stat.S_IMODE((tmp_path / "ledger.sqlite3").stat().st_mode) == 0o600
