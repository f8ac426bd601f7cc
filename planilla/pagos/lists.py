"""From a list of comprobantes to what is asked about each: to query, resend or requeue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from planilla.pagos.naming import name_comprobantes, named
from planilla.rows.cast import Row
from planilla.rows.typed import Typed, typed_rows
from planilla.service.key import Key
from schemas.pagos import LISTA_BY_NAME


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: the comprobante it names, or only its referencia."""

    row: int
    referencia: str
    key: Key | None


def read_list(
    path: Path, known: Callable[[str], Key | None] = lambda _: None
) -> tuple[Typed, list[Listed]]:
    """The rows of a list that name something; the others have a fault.

    `known` tells which comprobante a referencia was issued as. Raises
    `InputError` kinds when the file as a whole cannot be used.
    """
    typed = typed_rows(path, LISTA_BY_NAME, lambda _, position: position)
    found: list[Listed] = []
    for number, row in zip(typed.numbers, typed.rows, strict=True):
        referencia = str(row.get("referencia") or "")
        if _only_referencia(row):
            found.append(Listed(number, referencia, known(referencia)))
            continue
        name_comprobantes([row], [number], typed.faults)
        comprobante = named(row)
        if number not in typed.faults.rows and comprobante is not None:
            found.append(Listed(number, referencia, Key(*comprobante)))
    return typed, found


def _only_referencia(row: Row) -> bool:
    return bool(row.get("referencia")) and named(row) is None and not row.get("comprobante")
