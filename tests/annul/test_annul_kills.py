"""Whatever dies while a batch that was issued twice is annulled, each is annulled once."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import pytest

from planilla.sandbox.server import Sandbox
from tests.helpers import row, write_csv
from tests.processes import command, environment, planilla

pytestmark = pytest.mark.slow
ROWS = 4
KILLED = 137 if os.name == "nt" else -signal.SIGKILL
POINTS = (
    *("before-intent:2", "before-marker:3", "after-intent:2", "after-request:2", "after-outcome:3"),
    *("before-pdf", "before-workbook", "during-workbook"),
)


def issued_twice(folder: Path, env: dict[str, str]) -> Path:
    """A batch, and the same sales again under other referencias: the result of the second."""
    first = [row(n, punto_venta=1 + n % 2) for n in range(ROWS)]
    again = [one | {"referencia": f"O-{n}", "descripcion": f"{one['descripcion']} (otra vez)"}
             for n, one in enumerate(first)]  # fmt: skip
    for name, rows in (("ventas.csv", first), ("otra.csv", again)):
        done = planilla("emit", write_csv(folder / name, rows), env=env, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder / "resultados" / "otra.resultado.xlsx"


def annulled(box: Sandbox) -> Counter[tuple[Any, ...]]:
    notes = [one for one in box.books.held if one["tipo"].startswith("NOTA DE CREDITO")]
    named = [a for one in notes for a in one["comprobante"]["comprobantes_asociados"]]
    return Counter((int(one["punto_venta"]), int(one["numero"])) for one in named)


ONCE = Counter({(point, number): 1 for point in (1, 2) for number in (3, 4)})


@pytest.mark.parametrize("point", POINTS)
def test_annulling_that_is_killed_is_finished_by_the_next_run(point: str, tmp_path: Path) -> None:
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        twice = issued_twice(tmp_path, env)
        died = planilla("annul", twice, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        finished = planilla("annul", twice, env=env, cwd=tmp_path)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        assert annulled(box) == ONCE
        again = planilla("annul", twice, env=env, cwd=tmp_path)
        assert again.returncode == 0, again.stdout + again.stderr
        assert annulled(box) == ONCE


def test_two_processes_at_once_annul_each_once(tmp_path: Path) -> None:
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        twice = issued_twice(tmp_path, env)
        both = [
            Popen(
                command("annul", twice, "--out", tmp_path / f"out{n}"),
                env=env,
                cwd=tmp_path,
                stdout=PIPE,
                stderr=PIPE,
            )
            for n in range(2)
        ]
        for one in both:
            one.communicate()
        last = planilla("annul", twice, env=env, cwd=tmp_path)
        assert last.returncode == 0, last.stdout + last.stderr
        assert annulled(box) == ONCE


@pytest.mark.parametrize("point", ["before-intent:1", "after-intent:2", "after-request:2"])
def test_a_note_written_by_hand_after_an_annul_died_waits_and_nothing_is_credited_twice(
    point: str, tmp_path: Path
) -> None:
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        twice = issued_twice(tmp_path, env)
        died = planilla("annul", twice, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        named = {"asociado_tipo": "FACTURA B", "asociado_fecha": row(1)["fecha"]}
        by_hand = [
            row(9, referencia=f"N-{p}-{n}", tipo="NOTA DE CREDITO B", punto_venta=p,
                asociado_punto_venta=p, asociado_numero=n, **named)
            for p, n in ONCE
        ]  # fmt: skip
        waits = planilla("emit", write_csv(tmp_path / "notas.csv", by_hand), env=env, cwd=tmp_path)
        assert waits.returncode == 4, waits.stdout + waits.stderr
        finished = planilla("annul", twice, env=env, cwd=tmp_path)
        assert annulled(box) == ONCE, finished.stdout + finished.stderr


@pytest.mark.parametrize("point", ["before-intent:2", "after-intent:1", "after-request:2"])
def test_reissuing_that_is_killed_is_finished_by_the_next_run_and_issues_each_once(
    point: str, tmp_path: Path
) -> None:
    rows = [row(n, punto_venta=1 + n % 2) for n in range(ROWS)]
    mended = [one | {"precio_unitario_sin_iva": "90"} for one in rows]
    with Sandbox() as box:
        env = environment(box, tmp_path / "home")
        source = write_csv(tmp_path / "ventas.csv", rows)
        assert planilla("emit", source, env=env, cwd=tmp_path).returncode == 0
        result = tmp_path / "resultados" / "ventas.resultado.xlsx"
        words = ("annul", "--reissue", write_csv(tmp_path / "corregido.csv", mended))
        early = planilla(*words, env=env, cwd=tmp_path)
        assert early.returncode == 4, early.stdout + early.stderr
        assert planilla("annul", result, env=env, cwd=tmp_path).returncode == 0
        died = planilla(*words, env=env | {"PLANILLA_DIE_AT": point}, cwd=tmp_path)
        assert died.returncode == KILLED, died.stderr
        for _ in range(2):
            finished = planilla(*words, env=env, cwd=tmp_path)
            assert finished.returncode == 0, finished.stdout + finished.stderr
        sold = [one for one in box.books.held if one["tipo"].startswith("FACTURA")]
        names = Counter(one["external_reference"] for one in sold)
        assert names == Counter(f"R-0000{n}{r}" for n in range(ROWS) for r in ("", "-r1"))
