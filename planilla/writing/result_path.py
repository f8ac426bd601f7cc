"""Where a file's result goes."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import count
from pathlib import Path

ENDING = ".resultado.xlsx"
CHECKED = ".control.xlsx"
"""Of a check, which takes no result's place."""
FOLDER = "resultados"


def result_path(source: Path, out: Path | None, taken: Set[Path], ending: str = ENDING) -> Path:
    """Where a file's result goes: in `out`, or in `resultados/` beside the file.

    Of the paths that other files of the run have `taken` none is given again,
    whatever its case: then the name keeps its ending (`ventas.csv.resultado.xlsx`),
    or gets a number.
    """
    folder = out if out is not None else source.parent / FOLDER
    used = {str(path).casefold() for path in taken}
    candidates = (folder / f"{name}{ending}" for name in _names(source))
    return next(path for path in candidates if str(path).casefold() not in used)


def _names(source: Path) -> Iterator[str]:
    yield source.stem
    yield source.name
    for number in count(2):
        yield f"{source.name}.{number}"
