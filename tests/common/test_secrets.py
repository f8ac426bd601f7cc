"""No credential in anything that a run leaves behind or says."""

from __future__ import annotations

import logging
import zipfile
from pathlib import Path

import pytest

from planilla.common.redact import logs, secret_parts
from planilla.sandbox.faults import Fault
from planilla.sandbox.server import Sandbox
from tests.helpers import lanes, row, write_csv
from tests.processes import POINTS, environment, planilla


def test_no_credential_is_in_any_file_or_output_at_debug_level(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "a.csv", lanes(8))
    with Sandbox() as box:
        box.plan.counted = [Fault.LOST, Fault.ERROR_DONE, Fault.BROKEN]
        env = environment(box, tmp_path / "home")
        done = planilla("emit", source, "--verbose", env=env, cwd=tmp_path)
        assert done.returncode == 0
        assert "INFO httpx" in done.stderr
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


ADDRESS = "https://hooks.chat.test/services/T0AAAAAAA/B0BBBBBBB/xoxSECRETxox?key=abcdefgh12"
OTHERS = {
    "PLANILLA_NOTIFY_URL": ADDRESS,
    "PLANILLA_WEBHOOK_TOKEN": "whsec-77b1c0ffee",
    "PLANILLA_PROFILES__NORTE__PUNTOS_VENTA": "[9]",
    "PLANILLA_PROFILES__NORTE__USERTOKEN": "norte-usertoken-5512",
    "PLANILLA_PROFILES__NORTE__APIKEY": "551277",
    "PLANILLA_PROFILES__NORTE__APITOKEN": "norte-apitoken-5512",
}


@pytest.mark.parametrize(
    "words", [("emit", "a.csv"), ("pay", "a.csv"), ("query", "a.csv"), ("status",), ("review",)]
)
def test_no_secret_of_the_settings_is_in_what_a_command_says_with_verbose(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    write_csv(tmp_path / "a.csv", [row(1, punto_venta=9, alicuota="99")])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home") | OTHERS
        verbose = ("--verbose",) if words[0] in {"emit", "pay", "query"} else ()
        done = planilla(*words, *verbose, env=env, cwd=tmp_path)
    said = done.stdout + done.stderr
    secrets = [value for name, value in OTHERS.items() if not name.endswith("PUNTOS_VENTA")]
    assert not [one for one in [*secrets, "xoxSECRETxox", "B0BBBBBBB"] if one in said]


def test_a_log_record_is_clean_before_any_handler_sees_it() -> None:
    """Prefect's handlers, for one, are not planilla's to format."""
    seen: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(self.format(record))

    logs.hide(secret_parts(ADDRESS) | {"31415926"})
    log = logging.getLogger("somebody.elses")
    log.addHandler(Handler())
    log.setLevel(logging.DEBUG)
    log.info("HTTP Request: POST %s", ADDRESS)
    log.info("apikey=%s total=%d", "31415926", 9131415926)
    try:
        raise ValueError("tried 31415926")
    except ValueError:
        log.exception("it broke")
    whole = "\n".join(seen)
    assert "xoxSECRETxox" not in whole
    assert "apikey=[credencial] total=9131415926" in whole
    assert "ValueError: tried [credencial]" in whole
