"""The declaration that a guess makes, tried on the file itself, and as the TOML that is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planilla.common.atomic_write import write_whole
from planilla.common.errors import InputError, InputRefused
from planilla.common.private_home import private_home
from planilla.reconcile.describing.columns import Column
from planilla.reconcile.describing.guess import Guess
from planilla.reconcile.sources import SourceFrame, read_source
from planilla.reconcile.sources.kept import folder
from schemas.sources.declaration import Declaration, built_in

TRANSFER = "Transferencia"
GAPS = {"SALDO_NO_SIGUE", "CIERRE"}
NAME = re.compile(r"[^a-z0-9]+")
HEAD = "# {title}: las columnas del extracto, descriptas con «planilla source» a partir de {file}\n"
TO_CONFIRM = "# A CONFIRMAR, y después cámbiele el nombre a este archivo: que termine en .toml\n"
TAKEN = "«{title}» es el nombre de un origen que ya existe: póngale otro."


@dataclass(frozen=True)
class Trial:
    """What a declaration makes of the file: the frame, or why it cannot be read."""

    declaration: Declaration
    found: SourceFrame | None
    problem: str = ""

    @property
    def gaps(self) -> int:
        """How many balances do not follow."""
        return sum(one.code in GAPS for one in self.found.faults) if self.found else 0

    @property
    def faults(self) -> int:
        """How many rows cannot be read."""
        return len({one.row for one in self.found.faults} if self.found else {}) - self.gaps


def declared(title: str, guess: Guess, columns: Sequence[Column], money_in: str) -> Declaration:
    """The declaration of a guess; raises `ValueError` where it lacks what is needed."""
    named = {one.place: one.heading for one in columns}
    fields = {
        name: tuple(dict.fromkeys(named[place] for place in own))
        for name, own in guess.places.items()
    }
    return Declaration.model_validate(
        {
            "title": title,
            "yields": "payments",
            "columns": fields,
            "constants": {"medio": TRANSFER},
            "dates": guess.dates,
            "decimal": guess.decimal,
            "money_in": money_in,
        }
    )


def tried(path: Path, title: str, guess: Guess, columns: Sequence[Column]) -> Trial:
    """The declaration of a guess on its file; its balances say which sign is money that came in."""
    signs = ["positive"]
    if "importe" in guess.places and not {"debito", "sentido"}.intersection(guess.places):
        signs.append("negative")
    trials = [_read(path, declared(title, guess, columns, sign)) for sign in signs]
    return min(trials, key=lambda one: (one.found is None, one.gaps))


def _read(path: Path, declaration: Declaration) -> Trial:
    try:
        return Trial(declaration, read_source(path, [declaration], "payments"))
    except InputError as error:
        return Trial(declaration, None, error.message)


def refuse_title(title: str, standing: Sequence[Declaration]) -> None:
    """Raise `InputRefused` for a name that a source has: their lines would be one another's."""
    taken = {one.title.casefold() for one in (*built_in(), *standing)}
    if title.casefold() in taken:
        words = TAKEN.format(title=title)
        raise InputRefused(words, words)


def written(declaration: Declaration, file: str, questions: Sequence[str] = ()) -> str:
    """A declaration as TOML, with the questions that are still open as remarks."""
    lines = [HEAD.format(title=_remark(declaration.title), file=_remark(file))]
    if questions:
        lines.append(TO_CONFIRM)
        lines += [f"# - {_remark(question)}\n" for question in questions]
    lines += [f"title = {_text(declaration.title)}\n", 'yields = "payments"\n']
    if declaration.decimal:
        lines.append(f"decimal = {_text(declaration.decimal)}\n")
    for name, value, usual in (
        ("dates", declaration.dates, "dmy"),
        ("money_in", declaration.money_in, "positive"),
    ):
        lines += [f"{name} = {_text(value)}\n"] if value != usual else []
    lines.append("\n[columns]\n")
    for name, headings in declaration.columns.items():
        lines.append(f"{name} = [{', '.join(map(_text, headings))}]\n")
    lines.append("\n[constants]\n")
    lines += [f"{name} = {_text(value)}\n" for name, value in declaration.constants.items()]
    return "".join(lines)


def keep(text: str, title: str, home: Path, *, confirmed: bool) -> Path:
    """Write it into the home's `fuentes`; what is not confirmed has an ending that is not read.

    Nothing that stands there is written over.
    """
    stem = NAME.sub("_", title.casefold()).strip("_") or "banco"
    ending = ".toml" if confirmed else ".toml.propuesta"
    target = folder(home) / f"{stem}{ending}"
    number = 1
    while target.exists():
        number += 1
        target = folder(home) / f"{stem}_{number}{ending}"
    private_home(home)
    return write_whole(target, text.encode)


def _remark(text: str) -> str:
    """A text in one line, which a remark is."""
    return "".join(char if char.isprintable() else " " for char in text)


def _text(value: str) -> str:
    """A string as TOML has it, which JSON's is but for what JSON does not escape."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
