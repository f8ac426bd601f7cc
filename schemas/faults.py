"""What is wrong with a cell, in words for the person who filled it in."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE_ROW = "(toda la fila)"
"""The column of a fault that no cell can be blamed for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one cell (or, with `row` 0, in the file as a whole).

    `row` is the row number that the person sees in the file, `column` the
    heading as the file writes it, `value` the cell as text, `code` stable and
    for programs, `message` what is wrong and `fix` what to write instead, both
    in Spanish.
    """

    row: int
    column: str
    value: str
    code: str
    message: str
    fix: str
