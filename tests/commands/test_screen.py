"""Text from outside is shown as it is: it is no markup, and steers no terminal."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from rich.table import Table

from planilla.commands.work.console import Screen, visible
from planilla.sandbox.server import Sandbox
from tests.helpers import row, write_csv
from tests.processes import environment, planilla

HOSTILE = [
    "[/b]",
    "[bold]Juan[/bold]",
    "[link=file:///etc]x[/link]",
    "\x1b[2J\x1b]0;t\x07",
    ":bomb:",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_it_is_in_a_line_and_in_a_table(name: str) -> None:
    screen = Screen()
    screen.file = io.StringIO()
    table = Table("cliente")
    table.add_row(name)
    screen.print(name)
    screen.print(table)
    shown = screen.file.getvalue()
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert shown.count(visible(name)) == 2


@pytest.mark.parametrize("name", HOSTILE)
def test_review_status_and_emit_take_such_a_client(name: str, tmp_path: Path) -> None:
    rows = [row(1, referencia="", razon_social=f"Cliente {name}", precio_unitario_sin_iva="9000")]
    source = write_csv(tmp_path / "ventas.csv", rows)
    with Sandbox() as box:
        env = environment(box, tmp_path / "home", PLANILLA_MAX_COMPROBANTE="1000")
        for words in (("emit", source), ("review",), ("status",)):
            done = planilla(*words, env=env, cwd=tmp_path)
            assert "Traceback" not in done.stderr
            assert "unexpected" not in done.stderr
            assert "\x1b" not in done.stdout + done.stderr


def test_a_control_character_in_a_files_name_leaves_the_result_readable(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas\x1b[2J\x01 & co.csv", [row(1), row(2, alicuota="99")])
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        done = planilla("emit", source, env=env, cwd=tmp_path)
        missing = planilla("emit", tmp_path / "no\x1b[2J.csv", env=env, cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "\x1b" not in done.stdout + done.stderr + missing.stdout + missing.stderr
    (result,) = (tmp_path / "resultados").glob("*.xlsx")
    openpyxl.load_workbook(result)
    with zipfile.ZipFile(result) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file
