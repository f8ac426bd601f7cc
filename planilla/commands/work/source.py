"""The conversation about a statement's columns, in the language of whoever downloaded it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import typer
from rich.table import Table

from planilla.commands.work.console import Screen, visible
from planilla.common.errors import InputRefused, MissingColumns
from planilla.common.exit_codes import DONE, SOME_OPEN, ExitCode
from planilla.common.money import written as shown
from planilla.reconcile.describing.describe import OUTGOING, QUESTIONS, Described, describe
from planilla.reconcile.describing.guess import ROLES
from planilla.reconcile.describing.proposal import Trial, keep, refuse_title, written
from planilla.reconcile.sources import read_source
from planilla.reconcile.sources.kept import standing
from schemas.sources.declaration import Declaration

FIRST_ROWS = 8
KNOWN = "«{file}» ya se lee como «{title}»: no hace falta describirlo (--again lo describe igual)."
KEPT = "Guardado en {path}. Desde ahora estos extractos se leen solos."
TO_CONFIRM = (
    "Propuesta en {path}. Falta confirmar lo que dice arriba del archivo; después cámbiele el "
    "nombre, que termine en .toml, o ejecute otra vez planilla source en una terminal."
)
screen = Screen()


def run(file: Path, home: Path, title: str | None, *, accept: bool, again: bool) -> ExitCode:
    """Describe a file; raises `PlanillaError` kinds."""
    known = standing(home)
    if not again and (reads := _already(file, known)):
        screen.print(KNOWN.format(file=file.name, title=reads))
        return DONE
    described = describe(file)
    name = title or _title(file)
    if title:
        refuse_title(title, known)
    _show_columns(described)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _talk(described, name, known, home, asks_name=title is None)
    trial = described.tried(name)
    _show_rows(trial)
    open_questions = [QUESTIONS[one] for one in described.guess.asks]
    open_questions += [] if trial.found is not None else [trial.problem]
    open_questions += ["¿Cómo se llama el banco?"] if title is None else []
    confirmed = accept and not open_questions and not trial.gaps and not trial.faults
    if not confirmed:
        open_questions.append("¿Se leen bien las primeras filas?")
    text = written(trial.declaration, file.name, () if confirmed else open_questions)
    path = keep(text, name, home, confirmed=confirmed)
    screen.print((KEPT if confirmed else TO_CONFIRM).format(path=path))
    return DONE if confirmed else SOME_OPEN


def _already(file: Path, known: Sequence[Declaration]) -> str:
    """The title of the source that a file is read as already; blank for none."""
    try:
        return read_source(file, (), "payments", known).declaration.title
    except MissingColumns:
        return ""


def _title(file: Path) -> str:
    return " ".join(file.stem.replace("_", " ").replace("-", " ").split()).title() or "Banco"


def _talk(
    described: Described, name: str, known: Sequence[Declaration], home: Path, *, asks_name: bool
) -> ExitCode:
    """Ask what cannot be known, show what comes of it, and take corrections until it is right."""
    if asks_name:
        name = _name(name, known)
    while True:
        described = _asked(described)
        trial = described.tried(name)
        _show_rows(trial)
        if trial.found is not None and _yes("¿Se lee bien? (s/n)"):
            text = written(trial.declaration, described.path.name)
            screen.print(KEPT.format(path=keep(text, name, home, confirmed=True)))
            return DONE
        described = _corrected(described)


def _yes(question: str) -> bool:
    while True:
        said = str(typer.prompt(question)).strip().casefold()
        if said[:1] in {"s", "y", "n"}:
            return said[0] != "n"


def _name(proposed: str, known: Sequence[Declaration]) -> str:
    while True:
        name = str(typer.prompt("¿Cómo se llama el banco?", default=visible(proposed))).strip()
        try:
            refuse_title(name, known)
        except InputRefused as error:
            screen.print(error.told)
            continue
        return name


def _asked(described: Described) -> Described:
    """Every question that is open, until it is answered."""
    while described.guess.asks:
        question = described.guess.asks[0]
        text = str(typer.prompt(QUESTIONS[question]))
        if question == "direction" and text.strip().casefold().startswith("n"):
            raise InputRefused(OUTGOING, OUTGOING)
        described = described.answered(question, text) or described
    return described


def _corrected(described: Described) -> Described:
    """One column taken for something else."""
    _show_columns(described)
    column = described.column(str(typer.prompt("¿Qué columna está mal? (su número)")))
    roles = ", ".join(ROLES)
    role = str(typer.prompt(f"¿Qué es? ({roles}; o nada)")).strip().casefold()
    if column is None or (role not in ROLES and role != "nada"):
        screen.print("No se entendió: se deja como estaba.")
        return described
    return described.taken(column, None if role == "nada" else role)


def _show_columns(described: Described) -> None:
    screen.print(
        f"{described.path.name}: los encabezados están en la fila {described.heading} de "
        f"«{described.sheet}»."
    )
    table = Table("n.º", "Columna", "Ejemplo", "Se toma por")
    for number, one in enumerate(described.columns, start=1):
        role = described.guess.role(one.place)
        table.add_row(str(number), one.heading, one.example[:40], ROLES[role] if role else "—")
    screen.print(table)


def _show_rows(trial: Trial) -> None:
    """The first rows as they are read, and what the balances prove."""
    if trial.found is None:
        screen.print(trial.problem)
        return
    found = trial.found
    table = Table("Fecha", "Entró", "Salió", "Descripción", "Referencia")
    both = [(row, True) for row in _rows(found.frame)]
    both += [(row, False) for row in _rows(found.out)] if found.out is not None else []
    for row, came in sorted(both, key=lambda one: one[0]["row"])[:FIRST_ROWS]:
        money = shown(row["importe"])
        day = f"{row['fecha']:%d/%m/%Y}" if row["fecha"] else ""
        words = (row["texto"] or "")[:60]
        cells = (money, "") if came else ("", money)
        table.add_row(day, *cells, words, row["referencia"] or "")
    screen.print(table)
    went = 0 if found.out is None else len(found.out)
    screen.print(f"{len(found.frame)} que entraron, {went} que salieron.")
    if "saldo_banco" in trial.declaration.columns:
        wrong = f"en {trial.gaps} filas el saldo no sigue del anterior"
        screen.print(f"Saldos: {wrong if trial.gaps else 'siguen unos de otros'}.")
    for fault in found.faults[:FIRST_ROWS]:
        screen.print(f"Fila {fault.row}, {fault.column}: {fault.message}")


def _rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """What is shown of payments, with the `row` of the file."""
    row = pl.col("id").str.extract(r":(\d+)$").cast(pl.Int64)
    return (
        frame.select("fecha", "importe", "texto", "referencia", row=row).head(FIRST_ROWS).to_dicts()
    )
