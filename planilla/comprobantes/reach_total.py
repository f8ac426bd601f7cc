"""How a comprobante comes to a total that prices of three decimals miss by a little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from planilla.comprobantes.earlier_totals import HUNDRED, Line, amount, lines_of, taxes_of, total
from planilla.reading.rows import Row

THOUSANDTH = Decimal("0.001")
CENT = Decimal("0.01")
MOST = Decimal(10) ** 20  # beyond it thousandths have too many digits
STEPS = sorted(range(-9, 10), key=abs)
PRICE = " Para llegar a {wanted}, escriba en la fila {row} el precio {price}."
ONE = (
    " Para llegar a {wanted}, escriba en la fila {row} cantidad 1 y precio {price}, y las unidades "
    "en la descripción."
)


def way(rows: Sequence[Row], numbers: Sequence[int], wanted: Decimal) -> str:
    """A sentence with what to write in one row; a blank where it is not rounding that differs.

    `rows` are a comprobante's, `numbers` theirs in the file.
    """
    lines = lines_of(rows)
    discount, taxes = amount(rows[0], "bonificacion"), taxes_of(rows[0])
    missing = wanted - total(lines, discount, taxes)
    by_rounding = sum((THOUSANDTH / 2 * line.quantity * _taxed(line) for line in lines), CENT)
    if abs(missing) > by_rounding:
        return ""
    biggest_first = sorted(range(len(lines)), key=lambda place: -lines[place].net)
    for place in biggest_first:
        for line in _changed(lines[place], missing):
            others = [*lines[:place], line, *lines[place + 1 :]]
            if total(others, discount, taxes) == wanted:
                form = PRICE if line.quantity == lines[place].quantity else ONE
                words = {"wanted": _written(wanted), "row": numbers[place]}
                return form.format(**words, price=_written(line.price))
    return ""


def _changed(line: Line, missing: Decimal) -> Iterator[Line]:
    """A concept with other prices, by which about as much would be added as is missing.

    Of two decimals first: three of them may be taken for thousands in a text.
    """
    factor = (1 - line.discount / HUNDRED) * _taxed(line)
    if not factor or line.quantity * line.price > MOST:
        return
    whole = line.quantity * line.price + missing / factor
    for quantity in dict.fromkeys((line.quantity, Decimal(1))):
        for unit in (CENT, THOUSANDTH):
            about = (whole / quantity).quantize(unit)
            for price in (about + step * unit for step in STEPS):
                if price > 0:
                    yield line._replace(quantity=quantity, price=price)


def _taxed(line: Line) -> Decimal:
    return 1 + max(line.rate, Decimal(0)) / HUNDRED


def _written(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
