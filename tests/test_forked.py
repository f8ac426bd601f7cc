"""The fork server by which tests start processes."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked import interpreter

pytestmark = pytest.mark.skipif(interpreter() == sys.executable, reason="no fork server here")


def test_it_outlives_those_who_go_away_before_they_are_answered(tmp_path: Path) -> None:
    for _ in range(10):
        hurried()
    ended = subprocess.run(
        [interpreter(), "-m", "planilla", "--version"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 0


def hurried() -> None:
    """Ask for a process and go away at once."""
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(Path(interpreter()).with_name("socket")))
        words = {"how": ["-m", "planilla"], "words": ["--version"], "python": sys.executable}
        asked = words | {"env": dict(os.environ), "cwd": str(Path.cwd())}
        socket.send_fds(one, [json.dumps(asked).encode() + b"\n"], [0, 1, 2])
