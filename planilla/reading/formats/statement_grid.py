"""A statement of a bank's own format as a sheet: what it moved, a row a movement, under headings.

OFX, QIF, MT940 and camt.053 say the same things: an account, days, amounts, who and what for,
and balances. As a sheet they go the way of every other statement, each known by the heading of
its reference (`schemas/sources`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.common.errors import UnreadableFile
from planilla.reading.cells.grid import Grid
from planilla.reading.formats.grid_maker import Budget, GridMaker

HEADINGS = ("Cuenta", "Fecha", "Moneda", "Nombre", "Detalle", "{mark}", "Importe", "Saldo")
MISSING = "(falta)"
OPENING, CLOSING = "Saldo inicial", "Saldo final"
NOTHING = "El extracto no tiene ningún movimiento ni saldo."


@dataclass(frozen=True)
class Line:
    """A movement, or with `balance` alone what was there before or after: its line in the file.

    `amount` is signed, what came in above zero. A text is told as it stands where it is none.
    """

    number: int
    account: str = ""
    day: date | str = ""
    currency: str = ""
    name: str = ""
    words: str = ""
    reference: str = ""
    amount: Decimal | str = ""
    balance: Decimal | str = ""

    def values(self) -> list[object]:
        """The cells under the headings."""
        head = [self.account, self.day, self.currency, self.name, self.words, self.reference]
        return [*head, self.amount, self.balance]


def statement_grid(path: Path, mark: str, lines: Iterable[Line]) -> Grid:
    """The sheet of a statement whose references stand under `mark`.

    A row has the number of its line in the file, or the next one where two share a line.
    Raises `UnreadableFile` where there is nothing.
    """
    maker = GridMaker(path.name, Budget(path))
    maker.add(1, [heading.format(mark=mark) for heading in HEADINGS])
    last = 1
    for line in lines:
        last = max(line.number, last + 1)
        maker.add(last, line.values())
    if last == 1:
        raise UnreadableFile(path, NOTHING)
    return maker.made()


def one_line(*texts: str | None) -> str:
    """Texts that say something, each once, with single blanks."""
    told = (" ".join(text.split()) for text in texts if text)
    return " ".join(dict.fromkeys(text for text in told if text))
