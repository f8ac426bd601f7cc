"""What reading a source gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from schemas.faults import Fault
from schemas.sources.declaration import Declaration


@dataclass(frozen=True)
class SourceFrame:
    """A file as a frame of `planilla.reconcile.matching.frames`, and what could not be read of it.

    `left_out` counts the rows that are none of its kind: money that went out,
    or what a filter of the declaration does not keep. Every row of the file is
    in `frame`, named by a fault or a note, or counted there. `notes` are titles and
    footers, and balances that do not follow; `out` is what went out (`making.OUT`);
    `once` is what an earlier version, or another declaration that fits, reads of the same rows.
    """

    path: Path
    declaration: Declaration
    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    left_out: int = 0
    notes: tuple[Fault, ...] = ()
    out: pl.DataFrame | None = None
    once: tuple[pl.DataFrame, ...] = ()

    @property
    def kind(self) -> str:
        """`documents` or `payments`."""
        return self.declaration.yields
