"""The proof that a statement carries in itself: each balance is the one before and the movement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from planilla.common.money import written
from planilla.reading.cells.numbers import Doubt, number
from planilla.reconcile.sources.fields import JOINT
from planilla.reconcile.sources.movements import noted
from schemas.faults import Fault
from schemas.sources.declaration import Declaration
from schemas.spelling import plain

OPENING = re.compile(r"(?i)\bsaldo (?:anterior|inicial)\b")
CLOSING = re.compile(r"(?i)\bsaldo (?:al cierre|final|actual)\b")
Line = tuple[int, Decimal, Decimal | None]  # row, what moved, the balance printed beside it


def gaps(
    lines: Sequence[Line],
    opening: Decimal | None,
    closing: Decimal | None,
    *,
    falling: bool = False,
) -> list[Fault]:
    """Where the balances do not follow from the movements, each with its row.

    A statement runs downwards or upwards: it runs as most of its rows say, else as its days
    (`falling`). Of a long one that runs neither way only the opening and closing are judged.
    """
    if not lines:
        return []
    upwards = list(reversed(lines))
    either = (upwards, lines) if falling else (lines, upwards)
    ways = [(sum(good for _, good, _ in _steps(way)), way) for way in either]
    agreed, way = max(ways, key=lambda one: one[0])
    steps = _steps(way)
    found = []
    if agreed or len(steps) == 1:
        found = [_gap(row, *sides) for row, good, sides in steps if not good]
    return found + _whole(way, opening, closing)


def ends(titles: Sequence[Fault]) -> tuple[Decimal | None, Decimal | None]:
    """The opening and the closing balance that a statement prints in rows without a date."""
    return _printed(titles, OPENING), _printed(titles, CLOSING)


def above(
    rows: Sequence[Sequence[str]], declaration: Declaration
) -> tuple[Decimal | None, Decimal | None]:
    """The balances that a small table over the movements has, by its headings."""
    return (
        _under(rows, declaration.opening_balance, declaration),
        _under(rows, declaration.closing_balance, declaration),
    )


def _under(
    rows: Sequence[Sequence[str]], headings: Sequence[str], declaration: Declaration
) -> Decimal | None:
    wanted = {plain(heading) for heading in headings}
    for row, below in pairwise(rows):
        for place, cell in enumerate(row):
            if plain(cell) in wanted and place < len(below):
                value = number(below[place], declaration.decimal or ",")
                return None if isinstance(value, Doubt) else value
    return None


def _printed(titles: Sequence[Fault], words: re.Pattern[str]) -> Decimal | None:
    """The amount of the one row that says so; the last of its cells, where it has several."""
    told = [one.value for one in titles if words.search(one.value)]
    if len(told) != 1:
        return None
    value = number(told[0].rsplit(JOINT, 1)[-1], ",")
    return None if isinstance(value, Doubt) else value


def _steps(way: Sequence[Line]) -> list[tuple[int, bool, tuple[Decimal, Decimal]]]:
    """Each balance that follows another: its row, whether it agrees, what is and what should."""
    steps = []
    balance: Decimal | None = None
    for row, moved, printed in way:
        expected = None if balance is None else balance + moved
        if printed is not None and expected is not None:
            steps.append((row, printed == expected, (printed, expected)))
        balance = printed if printed is not None else expected
    return steps


def _whole(way: Sequence[Line], opening: Decimal | None, closing: Decimal | None) -> list[Fault]:
    if opening is None or closing is None:
        return []
    total = opening + sum((moved for _, moved, _ in way), Decimal(0))
    if total == closing:
        return []
    return [noted("CIERRE", way[-1][0], written(closing), computed=written(total))]


def _gap(row: int, printed: Decimal, expected: Decimal) -> Fault:
    words = {"computed": written(expected), "missing": written(printed - expected)}
    return noted("SALDO_NO_SIGUE", row, written(printed), **words)
