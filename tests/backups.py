"""A ledger copied in the middle of the work, by the commands of docs/operation.md."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from planilla.sandbox.rehearsal import Rehearsal
from planilla.sandbox.server import Sandbox
from tests.helpers import at_work, check_books, in_order, lanes, write_csv
from tests.processes import PATIENCE_SECONDS, planilla, started, wait_until
from tests.writing.reports import sheets, table

OPERATION = Path(__file__).parent.parent / "docs" / "operation.md"
ROWS = 24
DONE = {"EMITIDO", "YA EMITIDO"}


def documented(start: str) -> str:
    """The one command of docs/operation.md that starts like this."""
    lines = OPERATION.read_text(encoding="utf-8").splitlines()
    (command,) = [line for line in lines if line.startswith(start)]
    return command


def emit_and_copy(
    box: Sandbox, env: dict[str, str], folder: Path, copy: Callable[[], None]
) -> list[Path]:
    """Copy the ledger while a file is emitted; then emit the rest of it, and another."""
    rows = lanes(ROWS, points=2)
    files = [
        write_csv(folder / "first.csv", rows[: ROWS * 3 // 4]),
        write_csv(folder / "second.csv", rows[ROWS * 3 // 4 :]),
    ]
    rehearsal: Rehearsal = box.options.rehearsal
    rehearsal.latency = 0.5
    worker = started("emit", files[0], "--out", folder / "out", env=env, cwd=folder)
    wait_until(lambda: len(box.books.held) >= 4 and at_work(box))
    copy()
    rehearsal.latency = 0.0
    said, errors = worker.communicate(timeout=PATIENCE_SECONDS)
    assert worker.returncode == 0, said + errors
    done = planilla("emit", files[1], "--out", folder / "out", env=env, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(box.books.held) == ROWS
    return files


def check_nothing_is_issued_again(
    box: Sandbox, env: dict[str, str], folder: Path, files: list[Path]
) -> None:
    """The same files against the restored ledger: every row is done, with its CAE and its PDF."""
    pdfs = Path(env["PLANILLA_HOME"]) / "pdf"
    shutil.rmtree(pdfs)
    asked = box.books.requests["facturacion/nuevo"]
    done = planilla("emit", *files, "--out", folder / "again", env=env, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert box.books.requests["facturacion/nuevo"] == asked == ROWS
    assert len(list(pdfs.rglob("*.pdf"))) == ROWS
    check_books(box)
    in_order(box)
    results = sorted((folder / "again").glob("*.xlsx"))
    rows = [row for result in results for row in table(sheets(result)["Resultado"])]
    assert {row["estado"] for row in rows} <= DONE
    caes = {held["external_reference"]: held["cae"] for held in box.books.held}
    assert {row["referencia"]: row["cae"] for row in rows} == caes
