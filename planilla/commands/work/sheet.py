"""The conversation about a sheet's columns, in the language of whoever made it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.table import Table

from planilla.commands.work.console import Screen, visible
from planilla.common.calendar import today
from planilla.common.errors import InputRefused, MissingColumns
from planilla.common.exit_codes import DONE, SOME_OPEN, ExitCode
from planilla.common.money import written as shown
from planilla.comprobantes.load import read_by
from planilla.describe.guess import GROSS, Ask, Guess, Question
from planilla.describe.proposal import Described, Trial, as_toml, describe, in_words, keep, tried
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.settings.foreign_sheets import declared_sheets, fits
from planilla.settings.settings import Settings
from schemas.columns import BY_NAME
from schemas.cuit import is_valid
from schemas.headings import NET
from schemas.spelling import plain

FIRST_ROWS = 8
KNOWN = "«{file}» ya se lee sin describirla (--again la describe igual)."
KEPT = "Guardado en {path}. Desde ahora estas planillas se leen solas."
TO_CONFIRM = (
    "Propuesta en {path}. Falta confirmar lo que dice arriba del archivo; después cámbiele el "
    "nombre, que termine en .toml, o ejecute otra vez planilla sheet en una terminal."
)
WRONG_CUIT = "«{issuer}» no es un CUIT."
WRONG_VALUE = "«{value}» no puede ser {column}."
screen = Screen()


def run(
    file: Path, settings: Settings, name: str | None, issuer: str, *, accept: bool, again: bool
) -> ExitCode:
    """Describe a file; raises `PlanillaError` kinds."""
    cuit = "".join(filter(str.isdigit, issuer))
    if issuer and not is_valid(cuit):
        words = WRONG_CUIT.format(issuer=issuer)
        raise InputRefused(words, words)
    known = ColumnAnswers(declared=declared_sheets(settings.sheets, settings.hoja))
    if not again and _is_read(file, known, settings.issuers):
        screen.print(KNOWN.format(file=file.name))
        return DONE
    described = describe(file, cuit)
    called = name or " ".join(file.stem.replace("_", " ").replace("-", " ").split())
    _show_columns(described)
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _talk(described, called, settings, asks_name=name is None)
    trial = tried(described, called, today(), settings.issuers)
    _show_rows(trial)
    open_questions = [in_words(one) for one in described.guess.asks]
    confirmed = accept and not open_questions and _is_clean(trial)
    if not confirmed:
        open_questions += [] if trial.found is not None or open_questions else [trial.problem]
        open_questions.append("¿Se leen bien las primeras filas?")
    text = as_toml(described, called, () if confirmed else open_questions)
    path = keep(text, called, settings.home, settings.sheets, confirmed=confirmed)
    screen.print((KEPT if confirmed else TO_CONFIRM).format(path=path))
    return DONE if confirmed else SOME_OPEN


def _is_read(file: Path, known: ColumnAnswers, issuers: Issuers) -> bool:
    """Whether a file is read already, as ours or by a declaration."""
    try:
        found = read_by(file, known, issuers).typed.faults.places
    except MissingColumns:
        return False
    return NET in found or GROSS in found


def _is_clean(trial: Trial) -> bool:
    return trial.found is not None and not trial.found.faults


def _talk(described: Described, name: str, settings: Settings, *, asks_name: bool) -> ExitCode:
    """Ask what was guessed, show what comes of it, and take corrections until it is right."""
    if asks_name:
        name = str(typer.prompt("¿De qué programa es?", default=visible(name))).strip() or name
    while True:
        described = _asked(described)
        trial = tried(described, name, today(), settings.issuers)
        _show_rows(trial)
        if trial.found is not None and _yes("¿Se lee bien? (s/n)"):
            text = as_toml(described, name)
            path = keep(text, name, settings.home, settings.sheets, confirmed=True)
            screen.print(KEPT.format(path=path))
            return DONE
        described = _corrected(described)


def _yes(question: str) -> bool:
    while True:
        said = str(typer.prompt(question)).strip().casefold()
        if said[:1] in {"s", "y", "n"}:
            return said[0] != "n"


def _asked(described: Described) -> Described:
    """Every question that is open, until it is answered."""
    while described.guess.asks:
        question = described.guess.asks[0]
        text = str(typer.prompt(_prompt(question))).strip()
        found = answered(described, question, text)
        if isinstance(found, str):
            screen.print(found)
            continue
        described = found
    return described


def _prompt(question: Question) -> str:
    hint = {
        Ask.IS: " (s, n, u otra columna de planilla)",
        Ask.CODES: " (s/n)",
        Ask.VALUE: " (un valor, o «es» y el encabezado)",
    }
    return visible(in_words(question)) + hint[question.about]


def answered(described: Described, question: Question, text: str) -> Described | str:
    """The same with one question answered, or why the text is no answer to it."""
    said, own = text.casefold(), described.guess
    if question.about is Ask.VALUE:
        return _valued(described, question.column, text)
    if said in {"s", "si", "sí", "y"}:
        return _with(described, own.settled(question))
    column = next(
        (one for one in described.table.columns if one.template == question.heading), None
    )
    if question.about is Ask.CODES or column is None:
        return _with(described, own.taken(column, None)) if column else "Conteste s o n."
    if said in {"n", "no"}:
        other = {NET: GROSS, GROSS: NET}.get(question.column)
        if other and _yes(f"¿Es {other}? (s/n)"):
            return _with(described, own.taken(column, other))
        return _with(described, own.taken(column, None))
    name = next((one for one in BY_NAME if plain(one) == plain(said.removeprefix("es "))), None)
    if name is None:
        return f"«{visible(text)}» no es una columna de planilla."
    return _with(described, own.taken(column, name))


def _valued(described: Described, name: str, text: str) -> Described | str:
    if text.casefold().startswith("es "):
        column = described.column(text[3:].strip())
        if column is None:
            return "Ningún encabezado se llama así."
        return _with(described, described.guess.taken(column, name))
    if not fits(name, text):
        return WRONG_VALUE.format(value=visible(text), column=name)
    return _with(described, described.guess.constant(name, text))


def _with(described: Described, guess: Guess) -> Described:
    return Described(described.table, guess, described.issuer)


def _corrected(described: Described) -> Described:
    """One column taken for something else."""
    _show_columns(described)
    column = described.column(str(typer.prompt("¿Qué columna está mal? (su número)")))
    said = str(typer.prompt("¿Qué es? (una columna de planilla, o nada)")).strip()
    name = next((one for one in BY_NAME if plain(one) == plain(said)), None)
    if column is None or (name is None and said.casefold() != "nada"):
        screen.print("No se entendió: se deja como estaba.")
        return described
    return _with(described, described.guess.taken(column, name))


def _show_columns(described: Described) -> None:
    table = described.table
    screen.print(
        f"{table.path.name}: los encabezados están en la fila {table.heading} de «{table.sheet}»."
    )
    shown_ = Table("n.º", "Columna", "Ejemplo", "Se toma por")
    for number, one in enumerate(table.columns, start=1):
        role = described.guess.role(one.place)
        example = one.cells[0][0] if one.cells else ""
        shown_.add_row(str(number), visible(one.template), visible(example[:40]), role or "—")
    screen.print(shown_)


def _show_rows(trial: Trial) -> None:
    """The first rows as they are read, each with its total, and what is wrong."""
    if trial.found is None:
        screen.print(visible(trial.problem))
        return
    table = Table("Fila", "Fecha", "Tipo", "Cliente", "Documento", "Total")
    for one in trial.found.asked[:FIRST_ROWS]:
        rows = ", ".join(map(str, _few(one.rows)))
        who = (one.razon_social or "")[:40], f"{one.documento_tipo} {one.documento_nro}"
        table.add_row(rows, f"{one.fecha:%d/%m/%Y}", one.tipo, *map(visible, who), shown(one.total))
    screen.print(table)
    wrong = len({fault.row for fault in trial.found.faults})
    screen.print(f"{len(trial.found.asked)} comprobantes; {wrong} filas con algo mal.")
    for fault in trial.found.faults[:FIRST_ROWS]:
        screen.print(visible(f"Fila {fault.row}, {fault.column}: {fault.message}"))


def _few(rows: Sequence[int]) -> Sequence[int]:
    return rows[:3]
