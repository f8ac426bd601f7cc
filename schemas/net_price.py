"""Prices without IVA, of 3 decimals, by which a comprobante comes to the total of those with it.

How the service sums is in `schemas.totals`: the net of each rate and its IVA are rounded to
the cent, half to even. Each price is divided by its rate and rounded; where the sum is not the
person's total by that, one price or two move by thousandths, less than a cent with their IVA.
Where there is still none, `ways` tells what else may be written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext
from functools import wraps
from itertools import combinations
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
CENT, THOUSANDTH = Decimal("0.01"), Decimal("0.001")
USUAL, HUNDRED = Decimal(21), Decimal(100)
DIGITS = 80  # of a calculation: exact for any cells that are read
PLAY = Decimal("0.02")
"""A subtotal with its IVA is two roundings, a cent in all: so far may two of them be off."""
MOST_SIZES = 6  # different sizes of concepts that are tried by twos
MOST_CENTS = 100  # by which another price is looked for
MOST_PLACES = 3  # concepts of which another price is looked for


@dataclass(frozen=True, slots=True)
class Priced:
    """A concept: with `gross`, the `price` has the IVA in it; else it is the net one.

    `discount` and `rate` are in per cent; a `rate` of 0 or less bears no IVA.
    """

    quantity: Decimal
    price: Decimal
    discount: Decimal
    rate: Decimal
    gross: bool = True

    @property
    def units(self) -> Decimal:
        """How often the price is taken."""
        return self.quantity * (1 - self.discount / HUNDRED)

    @property
    def factor(self) -> Decimal:
        """What a net amount is multiplied by to bear its IVA."""
        return 1 + max(self.rate, Decimal(0)) / HUNDRED

    @property
    def moves(self) -> bool:
        """Whether the net price is to be found."""
        return self.gross and self.rate > 0 and self.units > 0

    @property
    def net(self) -> Decimal:
        """The price without IVA, rounded."""
        return _to(self.price / self.factor, THOUSANDTH) if self.gross else self.price


@dataclass(frozen=True, slots=True)
class Sum:
    """A comprobante: its concepts, its general discount without IVA, and its total if it says one.

    The `total` is without tributos.
    """

    lines: tuple[Priced, ...]
    discount: Decimal = Decimal(0)
    total: Decimal | None = None

    @property
    def bears(self) -> Decimal:
        """The rate whose subtotal bears the general discount."""
        rates = [line.rate for line in self.lines]
        return USUAL if USUAL in rates else rates[0]


@dataclass(frozen=True, slots=True)
class Nets:
    """The net price of each concept; the total `wanted`, and what it `comes` to by them."""

    prices: tuple[Decimal, ...]
    wanted: Decimal
    comes: Decimal


@dataclass(frozen=True, slots=True)
class Ways:
    """The concept to write otherwise, and what reaches the total: the price of all at once.

    Or `other` price, by which another total is reached.
    """

    place: int
    at_once: Decimal | None
    other: Decimal | None


def exactly(function: Callable[P, T]) -> Callable[P, T]:
    """A function whose decimals are never rounded by themselves."""

    @wraps(function)
    def exact(*args: P.args, **kwargs: P.kwargs) -> T:
        with localcontext(prec=DIGITS):
            return function(*args, **kwargs)

    return exact


@exactly
def nets(asked: Sum, *, by_twos: bool = True) -> Nets:
    """The net prices that come to the total, or as near as rounding each comes.

    Without `by_twos` one price at most moves by itself, which is sooner tried.
    """
    prices = tuple(line.net for line in asked.lines)
    bases = _bases(asked, prices)
    comes = sum(map(_with_iva, bases, bases.values()), Decimal(0))
    wanted = _wanted(asked)
    missing = wanted - comes
    for rate in sorted(bases, key=lambda rate: -bases[rate]) if missing else ():
        own = [n for n, one in enumerate(asked.lines) if one.rate == rate and one.moves]
        aim = _with_iva(rate, bases[rate]) + missing
        for moved, more in _moves(asked.lines, own, missing, by_twos=by_twos):
            positive = all(prices[n] + by * THOUSANDTH > 0 for n, by in moved.items())
            if positive and _with_iva(rate, bases[rate] + more) == aim:
                found = (price + moved.get(n, 0) * THOUSANDTH for n, price in enumerate(prices))
                return Nets(tuple(found), wanted, wanted)
    return Nets(prices, wanted, comes)


@exactly
def ways(asked: Sum) -> Ways:
    """What to write where no net prices come to the total: each way is tried before it is told."""
    wanted = _wanted(asked)
    movable = [n for n, line in enumerate(asked.lines) if line.moves]
    by_units = sorted(movable, key=lambda n: -asked.lines[n].units)
    for place in by_units[:MOST_PLACES]:
        line = asked.lines[place]
        whole = _to(line.quantity * line.price, CENT)  # three decimals may be thousands in a text
        at_one = _with(asked, place, replace(line, quantity=Decimal(1), price=whole))
        once = nets(at_one, by_twos=False)
        at_once = whole if once.wanted == once.comes == wanted else None
        other = None if asked.total is not None else next(_others(asked, place), None)
        if at_once is not None or other is not None:
            return Ways(place, at_once, other)
    return Ways(by_units[0], None, None)


def _others(asked: Sum, place: int) -> Iterator[Decimal]:
    """Prices near a concept's whose total is reached, of whole cents, the nearest first."""
    line = asked.lines[place]
    about = _to(line.price, CENT)
    for step in sorted(range(-MOST_CENTS, MOST_CENTS + 1), key=abs):
        price = about + step * CENT
        if price > 0 and price != line.price:
            found = nets(_with(asked, place, replace(line, price=price)), by_twos=False)
            if found.comes == found.wanted:
                yield price


def _with(asked: Sum, place: int, line: Priced) -> Sum:
    lines = (*asked.lines[:place], line, *asked.lines[place + 1 :])
    return replace(asked, lines=lines)


def _wanted(asked: Sum) -> Decimal:
    """The person's total: the one that is told, where only rounding is between it and the sum.

    What bears IVA is summed with it and rounded once; the rest as the service does.
    """
    sums: dict[Decimal, Decimal] = defaultdict(Decimal)
    play = CENT
    for line in asked.lines:
        amount = line.units * line.price
        sums[line.rate] += amount if line.gross else amount * line.factor
        play += (THOUSANDTH * line.units * line.factor + CENT) / 2 if line.moves else 0
    bears = asked.bears
    sums[bears] -= asked.discount * (1 + max(bears, Decimal(0)) / HUNDRED)
    taxed = sum((one for rate, one in sums.items() if rate > 0), Decimal(0))
    others = (_to(one, CENT) for rate, one in sums.items() if rate <= 0)
    own = _to(taxed, CENT) + sum(others, Decimal(0))
    told = asked.total
    return own if told is None or abs(told - own) > play else told


def _bases(asked: Sum, prices: Sequence[Decimal]) -> Mapping[Decimal, Decimal]:
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line, price in zip(asked.lines, prices, strict=True):
        bases[line.rate] += line.units * price
    bases[asked.bears] -= asked.discount
    return bases


def _with_iva(rate: Decimal, base: Decimal) -> Decimal:
    """A subtotal with its IVA, as the service rounds both."""
    iva = _to(base * rate / HUNDRED, CENT) if rate > 0 else Decimal(0)
    return _to(base, CENT) + iva


def _moves(
    lines: Sequence[Priced], own: Sequence[int], missing: Decimal, *, by_twos: bool
) -> Iterator[tuple[Mapping[int, int], Decimal]]:
    """By how many thousandths prices of a rate may move, and the base by that.

    One price, several by one thousandth each, or two. Concepts of one size move alike, so that
    the first of each size is tried.
    """
    if not own:
        return
    factor = lines[own[0]].factor
    most = int(CENT / THOUSANDTH / factor)
    aim = missing / factor
    sizes: dict[Decimal, int] = {}
    for place in own:
        sizes.setdefault(lines[place].units * THOUSANDTH, place)
    for size, place in sizes.items():
        yield from (({place: by}, by * size) for by in _steps(aim, size, most))
    by = 1 if aim > 0 else -1
    more = Decimal(0)
    for count, place in enumerate(own, 1):
        more += lines[place].units * THOUSANDTH * by
        if count > 1 and abs(more - aim) <= PLAY:
            yield dict.fromkeys(own[:count], by), more
    smallest = sorted(sizes)[: MOST_SIZES if by_twos else 0]
    for one, other in combinations(smallest, 2):
        for by in sorted(range(-most, most + 1), key=abs):
            for also in _steps(aim - by * one, other, most):
                yield {sizes[one]: by, sizes[other]: also}, by * one + also * other


def _steps(aim: Decimal, size: Decimal, most: int) -> Sequence[int]:
    """How many steps of a size come near what is aimed at, the fewest first."""
    low = max(-most, int(((aim - PLAY) / size).to_integral_value(ROUND_CEILING)))
    high = min(most, int(((aim + PLAY) / size).to_integral_value(ROUND_FLOOR)))
    return sorted(range(low, high + 1), key=abs)


def _to(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_EVEN)
