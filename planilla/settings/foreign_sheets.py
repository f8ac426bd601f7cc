"""The declarations of other programs' sheets: the home's `hojas/*.toml`, and those built in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from planilla.common.errors import SettingsError
from planilla.model.sheet_declaration import N, SheetDeclaration
from planilla.reading.foreign.pyrece import PYRECE

INTEGER, NUMBER = re.compile(r"\d+"), re.compile(r"-?\d+([.,]\d+)?")
NO_TABLES: Mapping[str, Mapping[str, Any]] = {}


class _File(BaseModel):
    """One file of `hojas/`, as it is written."""

    model_config = ConfigDict(extra="forbid")

    columnas: dict[str, str] = Field(min_length=1)
    constantes: dict[str, str | int | float | date] = Field(default_factory=dict)
    valores: dict[str, dict[str, str]] = Field(default_factory=dict)
    opcionales: list[str] = Field(default_factory=list)
    conceptos: int = Field(default=1, ge=1, le=100)
    formato_fecha: str = ""
    punto_decimal: bool = False
    tipos_con_iva: list[str] = Field(default_factory=list)
    ignorar: list[str] = Field(default_factory=list)
    sin_lugar: list[str] = Field(default_factory=list)
    suman_total: list[str] = Field(default_factory=list)
    emisor: str = ""


def declared_sheets(
    folder: Path, tables: Mapping[str, Mapping[str, Any]] = NO_TABLES
) -> tuple[SheetDeclaration, ...]:
    """Every declaration of a folder, which need not be there, of the settings, and those built in.

    `tables` are those of planilla.toml, by name (`[hoja.tienda]`).

    `SettingsError` says which file is wrong, and of what.
    """
    own = [declaration(name, table) for name, table in tables.items()]
    for path in sorted(folder.glob("*.toml")):
        try:
            own.append(declaration(path.stem, tomllib.loads(path.read_text("utf-8"))))
        except (OSError, ValueError) as error:
            raise SettingsError(f"{folder.name}/{path.name}: {in_words(error)}") from None
    return (*own, PYRECE)


def declaration(name: str, written: Mapping[str, Any]) -> SheetDeclaration:
    """A declaration as TOML writes it; `ValueError` says what of it is wrong."""
    one = _File.model_validate(written)
    constants = {column: str(value) for column, value in one.constantes.items()}
    _check(one, constants)
    return SheetDeclaration(
        name,
        one.columnas,
        constants,
        one.valores,
        frozenset(one.opcionales),
        one.conceptos,
        one.formato_fecha,
        one.punto_decimal,
        frozenset(one.tipos_con_iva),
        frozenset(one.ignorar),
        tuple(one.sin_lugar),
        tuple(one.suman_total),
        "".join(filter(str.isdigit, one.emisor)),
    )


def _check(one: _File, constants: Mapping[str, str]) -> None:
    from schemas.column import Scope, lacking  # what it imports is asked for only here
    from schemas.columns import BY_NAME

    named = [*one.columnas, *one.constantes, *one.valores, *one.opcionales]
    if strangers := [column for column in named if column not in BY_NAME]:
        raise ValueError(f"no es una columna de planilla: {', '.join(strangers)}")
    if twice := one.columnas.keys() & constants.keys():
        raise ValueError(f"columna y constante a la vez: {', '.join(sorted(twice))}")
    if missing := lacking(BY_NAME, one.columnas.keys() | constants.keys()):
        raise ValueError(f"falta decir qué es: {', '.join(missing)}")
    for column, heading in one.columnas.items():
        if N in heading and BY_NAME[column].scope is not Scope.CONCEPTO:
            raise ValueError(f"{column} es del comprobante entero: no lleva {N}")
        if N in heading and one.conceptos == 1:
            raise ValueError(f"«{heading}» lleva {N}: diga cuántos hay (conceptos = 3)")
    for column, value in constants.items():
        if not fits(column, value):
            raise ValueError(f"la constante de {column} no puede ser «{value}»")


def fits(column: str, value: str) -> bool:
    """Whether a column of ours may be that in every row."""
    from schemas.codes import code
    from schemas.column import ColumnKind
    from schemas.columns import BY_NAME

    own = BY_NAME[column]
    if own.kind is ColumnKind.CODE:
        return own.table is not None and code(value, own.table) is not None
    if own.kind is ColumnKind.INTEGER:
        return INTEGER.fullmatch(value) is not None
    if own.kind is ColumnKind.DIGITS:
        return INTEGER.fullmatch(value.replace("-", "")) is not None
    if own.kind in {ColumnKind.MONEY, ColumnKind.DECIMAL}:
        return NUMBER.fullmatch(value) is not None
    if own.kind is ColumnKind.DATE:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None
    return bool(value.strip())


def in_words(error: Exception) -> str:
    """What is wrong of a declaration."""
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_input=False, include_url=False)
        )
    return str(error)
