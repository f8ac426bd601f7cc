"""The one way by which planilla reads a spreadsheet that somebody gave it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import polars as pl

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.process.parent import reader
from planilla.reading.process.pipe_frames import unpacked

DAMAGED = (
    "El archivo no se pudo leer: está dañado o no es una planilla. Ábralo en Excel y guárdelo "
    "otra vez como .xlsx."
)
TOO_MUCH = (
    "El archivo no se pudo leer: necesita más memoria de la que se le da. Ábralo en Excel, borre "
    "lo que sobra y guárdelo otra vez como .xlsx, o divídalo en varios."
)
LONGEST = 2_000
log = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


def open_grids(path: Path) -> list[Grid]:
    """Every sheet of a file, all cells, read in the reading process.

    Raises `UnreadableFile`; of its kinds `ReaderDied` where the file was the end of that
    process, which is no word on the next file.
    """
    header, blobs = reader().ask(path)
    told = header.get("unreadable")
    if isinstance(told, str):
        raise UnreadableFile(path, told[:LONGEST])
    if "failed" in header:
        kind = str(header["failed"])[:LONGEST]
        log.info("%s: the reader failed with %s", path.name, kind)
        raise UnreadableFile(path, TOO_MUCH if kind == MemoryError.__name__ else DAMAGED)
    try:
        return unpacked(header, blobs)
    except (ValueError, KeyError, TypeError, pl.exceptions.PolarsError) as error:
        log.warning("%s: the reader's answer is none (%s)", path.name, error)
        raise UnreadableFile(path, DAMAGED) from error


async def in_a_thread(work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """Do what reads files beside the loop; whoever is cancelled meanwhile waits for no file."""
    try:
        return await asyncio.to_thread(work, *args, **options)
    except asyncio.CancelledError:
        reader().stop()
        raise
