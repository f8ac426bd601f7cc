"""The declarations that an office keeps in its home, for command, flow and inbox."""

from __future__ import annotations

from pathlib import Path

from planilla.common.errors import SettingsError
from schemas.sources.declaration import Declaration, WrongDeclaration, read_declaration

FOLDER = "fuentes"


def folder(home: Path) -> Path:
    """Where the declarations of a home stand."""
    return home / FOLDER


def declaration(path: Path) -> Declaration:
    """One of the office's own; raises `SettingsError`, which names file and key."""
    try:
        return read_declaration(path)
    except WrongDeclaration as error:
        raise SettingsError(str(error)) from None


def standing(home: Path) -> tuple[Declaration, ...]:
    """Every declaration of a home, by name; raises `SettingsError` where one is none."""
    return tuple(declaration(path) for path in sorted(folder(home).glob("*.toml")))
