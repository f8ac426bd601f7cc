"""Tokens that the machine lacks, from Prefect's Secret blocks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment

pytestmark = pytest.mark.xdist_group("prefect")
PROFILES = "[profiles.norte]\npuntos_venta = [1]\n[profiles.sur]\npuntos_venta = [2]\n"
OFFICE = """
import asyncio, json, os, pathlib, sys
from prefect.blocks.system import Secret
from flows.settings import settings

def tokens():
    found = asyncio.run(settings())
    return [found.credentials(name)["apitoken"] for name in found.issuers.names]

Secret(value="from-block").save("planilla-apitoken")
Secret(value="norte-block").save("planilla-norte-apitoken")
told = [tokens()]
pathlib.Path("planilla.toml").write_text(sys.argv[1], encoding="utf-8")
told.append(tokens())
os.environ["PLANILLA_APITOKEN"] = "own"
told.append(tokens())
print(json.dumps(told))
"""


def test_a_token_that_the_machine_lacks_is_read_from_its_block(
    prefect: dict[str, str], tmp_path: Path
) -> None:
    env = environment(None, tmp_path, **prefect)
    env |= {"PLANILLA_USERTOKEN": "u", "PLANILLA_APIKEY": "k"}
    command = [sys.executable, "-c", OFFICE, PROFILES]
    done = subprocess.run(
        command, env=env, cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == [
        ["from-block"],
        ["norte-block", "from-block"],
        ["own", "own"],
    ]
