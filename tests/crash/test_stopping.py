"""What a system sends a process that is to end does as Ctrl-C does: what was sent is waited for."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import openpyxl
import pytest

from planilla.sandbox.server import Options, Sandbox
from planilla.sandbox.service import Rehearsal
from tests.helpers import at_work, check_books, row, write_csv
from tests.processes import environment, planilla, started, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_told_to_end_writes_its_result_workbook(sent: int, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ventas.csv", [row(n) for n in range(30)])
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.2))) as box:
        env = environment(box, tmp_path / "home")
        run = started("emit", source, env=env, cwd=tmp_path)
        wait_until(lambda: len(box.books.held) >= 2 and at_work(box))
        run.send_signal(sent)
        said = run.communicate()
        assert run.returncode == 4, said
        held = len(box.books.held)
        assert held < 30
        result = tmp_path / "resultados" / "ventas.resultado.xlsx"
        sheet = openpyxl.load_workbook(result)["Resultado"]
        headings = [cell.value for cell in sheet[1]]
        estados = [r[headings.index("estado")].value for r in sheet.iter_rows(min_row=2)]
        assert estados.count("EMITIDO") == held
        assert estados.count("PENDIENTE") == 30 - held
        assert f"Interrupted: {held} finished, {30 - held} waiting (PENDIENTE)" in said[1]
        assert "same command again" in said[1]
        assert planilla("emit", source, env=env, cwd=tmp_path).returncode == 0
        check_books(box)


def test_an_inbox_that_is_told_to_end_says_what_is_done_and_what_waits(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, first in (("a", 0), ("b", 100), ("c", 200)):
        write_csv(inbox / f"{name}.csv", [row(first + n) for n in range(1 if name == "a" else 20)])
    with Sandbox(Options(rehearsal=Rehearsal(latency=0.2))) as box:
        env = environment(box, tmp_path / "home", PLANILLA_INBOX=str(inbox))
        run = started("inbox", env=env, cwd=tmp_path)
        wait_until(lambda: len(box.books.held) >= 3 and at_work(box))
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate()
        assert run.returncode == 4, said
        assert "Interrupted: 1 file(s) finished, 1 waiting in pendientes/, 1 not begun" in said
        assert "same command again" in said
        assert planilla("inbox", env=env, cwd=tmp_path).returncode == 0
        assert len(box.books.held) == 41
        check_books(box)


@pytest.mark.parametrize("words", [("query",), ("pay",), ("reconcile",), ("resend",)])
def test_every_command_ends_at_sigterm_in_one_clear_message(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    """Its request hangs: there is nothing to wait for but the answer."""
    source = write_csv(
        tmp_path / "lista.csv", [{"tipo": "FACTURA B", "punto_venta": 1, "numero": 1}]
    )
    files = ("--invoices", source, "--payments", source) if words == ("reconcile",) else (source,)
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        run = started(*words, *files, env=env, cwd=tmp_path)
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate()
    assert "Traceback" not in said
