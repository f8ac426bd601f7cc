"""What a run came to, counted: comprobantes once by referencia, money by currency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from planilla.writing.report import Estado, Report, RowResult

CREDIT = "NOTA DE CREDITO"
NO_TIPO = "(sin tipo)"


@dataclass(frozen=True)
class Line:
    """One line of a count; `amounts` by currency, credit notes subtracted."""

    label: str
    comprobantes: int
    rows: int
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True)
class Summary:
    """The counts of one report; `currencies` starts with PES."""

    by_estado: tuple[Line, ...]
    by_tipo: tuple[Line, ...]
    total: Line
    currencies: tuple[str, ...]


def summarize(report: Report) -> Summary:
    """Counts and money by estado (in the order of `Estado`) and by tipo (by name).

    A comprobante of several rows is counted once, and its total once; a row
    that belongs to no group is a comprobante of its own.
    """
    results = [report.rows[row] for row in report.sheet.rows]
    estados = [estado.value for estado in Estado]
    by_estado = _lines(results, lambda result: result.estado.value)
    by_tipo = _lines(results, lambda result: result.tipo or NO_TIPO)
    currencies = {result.moneda or "PES" for result in results if result.total is not None}
    return Summary(
        tuple(sorted(by_estado, key=lambda line: estados.index(line.label))),
        tuple(sorted(by_tipo, key=lambda line: (line.label == NO_TIPO, line.label))),
        _line("Total", results),
        ("PES", *sorted(currencies - {"PES"})),
    )


def comprobantes_of(results: Iterable[RowResult]) -> list[RowResult]:
    """The first row of each comprobante, in the order of the file."""
    first: dict[str | tuple[int], RowResult] = {}
    for result in results:
        first.setdefault(result.key or (result.row,), result)
    return list(first.values())


def _lines(results: list[RowResult], key: Callable[[RowResult], str]) -> list[Line]:
    groups: dict[str, list[RowResult]] = {}
    for result in results:
        groups.setdefault(key(result), []).append(result)
    return [_line(label, group) for label, group in groups.items()]


def _line(label: str, results: list[RowResult]) -> Line:
    amounts: dict[str, Decimal] = {}
    comprobantes = comprobantes_of(results)
    for one in comprobantes:
        if one.total is not None:
            sign = -1 if one.tipo.startswith(CREDIT) else 1
            moneda = one.moneda or "PES"
            amounts[moneda] = amounts.get(moneda, Decimal(0)) + sign * one.total
    return Line(label, len(comprobantes), len(results), amounts)
