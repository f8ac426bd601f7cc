"""No credential in anything that a run leaves behind or says."""

from __future__ import annotations

import zipfile
from pathlib import Path

from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from tests.helpers import lanes, write_csv
from tests.processes import POINTS, environment, planilla


def test_no_credential_is_in_any_file_or_output_at_debug_level(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", lanes(8))
    with Sandbox() as box:
        box.plan.counted = [Fault.LOST, Fault.ERROR_DONE, Fault.BROKEN]
        env = environment(box, tmp_path / "home")
        done = planilla("emit", source, "--verbose", env=env, cwd=tmp_path)
        assert done.returncode == 0
        assert "DEBUG" in done.stderr
        secrets = [value.encode() for n in POINTS for value in box.credentials_of(n).values()]
    left = [done.stdout.encode(), done.stderr.encode()]
    for path in tmp_path.rglob("*"):
        if path.is_file():
            left += _contents(path)
    assert len(left) > 10
    for content in left:
        assert not any(secret in content for secret in secrets)


def _contents(path: Path) -> list[bytes]:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name) for name in archive.namelist()]
    return [path.read_bytes()]
