"""Which requests ask for a list of comprobantes with the fewest of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planilla.model.comprobante_key import Key

WIDEST = 1000  # numbers in one page of consulta_avanzada (api.md 2)
THINNEST = 100  # numbers read for each one that is wanted, at most


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers of one tipo and point of sale, both ends included; one alone is a `consulta`."""

    tipo: str
    punto_venta: int
    first: int
    last: int


def spans(keys: Iterable[Key]) -> list[Span]:
    """One request where several numbers are near each other, one each where they are far."""
    lanes: dict[tuple[str, int], set[int]] = {}
    for key in keys:
        lanes.setdefault((key.tipo, key.punto_venta), set()).add(key.number or 0)
    return [
        Span(tipo, point, first, last)
        for (tipo, point), numbers in sorted(lanes.items())
        for first, last in _gathered(sorted(numbers))
    ]


def _gathered(numbers: list[int]) -> list[tuple[int, int]]:
    """From the first number on, as many as one page holds and as are worth reading."""
    found: list[tuple[int, int]] = []
    start = 0
    while start < len(numbers):
        end = start
        for place in range(start + 1, len(numbers)):
            width = numbers[place] - numbers[start] + 1
            if width > WIDEST:
                break
            if width <= THINNEST * (place - start + 1):
                end = place
        found.append((numbers[start], numbers[end]))
        start = end + 1
    return found
