"""The declaration that a guess makes, tried on the file itself, and as the TOML that is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planilla.common.atomic_write import write_whole
from planilla.common.errors import InputError
from planilla.common.private_home import private_home
from planilla.comprobantes.load import judged, read_by
from planilla.describe.columns import Column, Table, table_of
from planilla.describe.guess import CONSTANTS, Ask, Guess, Question, guess
from planilla.model.column_answers import ColumnAnswers
from planilla.model.issuers import Issuers
from planilla.model.sheet_declaration import SheetDeclaration
from planilla.reading.loaded import Loaded
from planilla.settings.foreign_sheets import declaration
from schemas.column import ColumnKind
from schemas.columns import BY_NAME

NAME = re.compile(r"[^a-z0-9]+")
AMOUNTS = {ColumnKind.MONEY, ColumnKind.DECIMAL}
HEAD = "# Las columnas de {name}, descriptas con «planilla sheet» a partir de {file}\n"
TO_CONFIRM = "# A CONFIRMAR, y después cámbiele el nombre a este archivo: que termine en .toml\n"
WORDS = {
    Ask.IS: "¿«{heading}» es {column}?",
    Ask.VALUE: "Ninguna columna dice {column}: ¿qué vale en todas las filas?",
    Ask.CODES: "¿«{heading}» trae los códigos de ARCA (5 es 21 %, 4 es 10,5 %)?",
}


@dataclass(frozen=True)
class Described:
    """A sheet and what its columns are taken for; `issuer` is a CUIT, a blank for anybody's."""

    table: Table
    guess: Guess
    issuer: str = ""

    def column(self, text: str) -> Column | None:
        """The column that a person names, by its number (from 1) or its heading."""
        columns = self.table.columns
        if text.isdecimal() and 0 < int(text) <= len(columns):
            return columns[int(text) - 1]
        told = text.strip().casefold()
        return next((one for one in columns if one.heading.casefold() == told), None)

    def written(self) -> dict[str, Any]:
        """The declaration as its file has it."""
        own = self.guess.columns
        needed = {n for n, one in BY_NAME.items() if one.required} | {"precio_unitario_con_iva"}
        amounts = [one for n, one in own.items() if BY_NAME[n].kind in AMOUNTS]
        forms = {one.form_of_days for n, one in own.items() if BY_NAME[n].kind is ColumnKind.DATE}
        form = next((one for one in sorted(filter(None, forms))), "")
        point = {one.mark for one in amounts} - {None} == {"."}
        return {
            "conceptos": max((one.most for one in own.values()), default=1),
            "formato_fecha": form,
            "punto_decimal": point,
            "emisor": self.issuer,
            "opcionales": [name for name in own if name not in needed],
            "columnas": {name: own[name].template for name in BY_NAME if name in own},
            "constantes": dict(self.guess.constants),
            "valores": {n: dict(v) for n, v in self.guess.values.items()},
        }


@dataclass(frozen=True)
class Trial:
    """What a declaration makes of the file: what is read, or why it cannot be."""

    found: Loaded | None
    problem: str = ""


def describe(path: Path, issuer: str = "") -> Described:
    """What a file looks like; raises `InputError` kinds."""
    found = table_of(path)
    return Described(found, guess(found.columns), issuer)


def in_words(question: Question) -> str:
    """What is asked, in Spanish."""
    return WORDS[question.about].format(heading=question.heading, column=question.column)


def tried(described: Described, name: str, today: date, issuers: Issuers) -> Trial:
    """The declaration read on its own file; what is missing is told."""
    try:
        one: SheetDeclaration = declaration(name, described.written())
    except ValueError as error:
        return Trial(None, str(error))
    try:
        readings = read_by(described.table.path, ColumnAnswers(declared=(one,)), issuers)
    except InputError as error:
        return Trial(None, error.message)
    return Trial(judged(readings.typed, today, issuers))


def as_toml(described: Described, name: str, questions: Sequence[str] = ()) -> str:
    """A declaration as TOML, with the questions that are still open as remarks."""
    file = _remark(described.table.path.name)
    lines = [HEAD.format(name=_remark(name), file=file)]
    if questions:
        lines.append(TO_CONFIRM)
        lines += [f"# - {_remark(question)}\n" for question in questions]
    written = described.written()
    usual = {"conceptos": 1, "formato_fecha": "", "punto_decimal": False, "emisor": "",
             "opcionales": []}  # fmt: skip
    for key, value in usual.items():
        lines += [f"{key} = {_value(written[key])}\n"] if written[key] != value else []
    lines += _table("columnas", written["columnas"])
    missing = [one for one in described.guess.missing if one in CONSTANTS]
    lines += _table("constantes", written["constantes"], [f"# {one} = \n" for one in missing])
    for name_, values in written["valores"].items():
        lines += _table(f"valores.{name_}", values)
    return "".join(lines)


def keep(text: str, name: str, home: Path, folder: Path, *, confirmed: bool) -> Path:
    """Write it into the home's `hojas`; what is not confirmed has an ending that is not read.

    Nothing that stands there is written over.
    """
    stem = NAME.sub("_", name.casefold()).strip("_") or "hoja"
    ending = ".toml" if confirmed else ".toml.propuesta"
    target, number = folder / f"{stem}{ending}", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}_{number}{ending}"
    private_home(home)
    return write_whole(target, text.encode)


def _table(name: str, values: Mapping[str, str], more: Sequence[str] = ()) -> list[str]:
    if not values and not more:
        return []
    rows = [f"{_key(key)} = {_value(value)}\n" for key, value in values.items()]
    return [f"\n[{name}]\n", *rows, *more]


def _key(text: str) -> str:
    return text if re.fullmatch(r"[a-z_0-9]*[a-z_][a-z_0-9]*", text) else _value(text)


def _value(value: object) -> str:
    """As TOML has it, which is as JSON has it but for what JSON does not escape."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _remark(text: str) -> str:
    """A text in one line, which a remark is."""
    return "".join(char if char.isprintable() else " " for char in text)
