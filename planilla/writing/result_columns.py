"""Which column of Resultado stands where, how wide, and which are folded away.

    referencia, client │ what became of it │ the rest of the file's own │ for machines
    ────────── stay in view ────────┘

What has nothing in any row is folded, and so is what only machines need: a click on the `+`
above the sheet shows it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from planilla.writing.input_columns import InputColumns
from planilla.writing.report import RowResult
from schemas.columns import RESULT_FIRST, RESULT_LAST

NAMES: Mapping[str, float] = {"referencia": 18, "razon_social": 24}  # of a row: the widest of each
WIDTHS: Mapping[str, float] = {
    "estado": 13,
    "numero_emitido": 16,
    "cae": 17,
    "total_calculado": 19,
    "pdf": 20,
    "errores": 60,
    "observaciones": 40,
    "vencimiento_cae": 18,
    "requiere_fec": 16,
    "actualizado": 18,
    "pdf_url": 30,
    "afip_qr": 30,
    "intentos": 11,
}
FOR_MACHINES = ("pdf_url", "afip_qr", "intentos")
KEPT_IN_VIEW = ("estado", "numero_emitido", "cae", "total_calculado", "pdf")
MOST_IN_VIEW = 130  # characters: what leaves room for the rest on a small screen


@dataclass(frozen=True)
class Places:
    """`names` and `rest` are the file's own columns, by their places there."""

    names: Sequence[int]
    rest: Sequence[int]
    widths: Sequence[float]
    folded: frozenset[int]

    @property
    def first(self) -> int:
        """Where the columns that a person looks for begin."""
        return len(self.names)

    @property
    def middle(self) -> int:
        """Where the rest of the file's own columns begin."""
        return self.first + len(RESULT_FIRST)

    @property
    def last(self) -> int:
        """Where the columns right of them begin."""
        return self.middle + len(self.rest)

    def own(self) -> list[int]:
        """Where each of the file's own columns stands, by its place there."""
        where = {place: at for at, place in enumerate(self.names)}
        where |= {place: self.middle + at for at, place in enumerate(self.rest)}
        return [where[place] for place in range(len(where))]

    @property
    def frozen(self) -> int:
        """How many columns stay in view: as far as the PDF, where there is room for that."""
        for name in reversed(KEPT_IN_VIEW):
            many = self.first + RESULT_FIRST.index(name) + 1
            if sum(self.visible(many)) <= MOST_IN_VIEW:
                return many
        return 0

    def visible(self, many: int | None = None) -> list[float]:
        """The widths of the first `many` columns that are not folded; of all by default."""
        first = self.widths[:many]
        return [width for place, width in enumerate(first) if place not in self.folded]


def places(source: InputColumns, results: Iterable[RowResult], *, totals: bool) -> Places:
    """Where everything of a result stands; `totals` says that those of comprobantes are told."""
    read = [source.names.index(name) for name in NAMES if name in source.names]
    rest = [place for place in range(len(source.headings)) if place not in read]
    own, empty = source.widths(), source.empty()
    names = [min(own[place], NAMES[source.names[place] or ""]) for place in read]
    first, last = ([WIDTHS[name] for name in some] for some in (RESULT_FIRST, RESULT_LAST))
    widths = [*names, *first, *(own[place] for place in rest), *last]
    told = _told(results) - (set() if totals else {"total_calculado"})
    order = [
        *(not empty[place] for place in read),
        *(name in told for name in RESULT_FIRST),
        *(not empty[place] for place in rest),
        *(name in told and name not in FOR_MACHINES for name in RESULT_LAST),
    ]
    folded = frozenset(place for place, shown in enumerate(order) if not shown)
    return Places(read, rest, widths, folded)


def _told(results: Iterable[RowResult]) -> set[str]:
    """The columns in which any row says something."""
    told = {"estado"}
    for result in results:
        if len(told) == len(RESULT_FIRST) + len(RESULT_LAST):
            break
        told |= {
            name
            for name, value in (
                ("numero_emitido", result.numero_emitido),
                ("cae", result.cae.strip()),
                ("total_calculado", result.total is not None),
                ("pdf", result.pdf),
                ("errores", result.errores),
                ("observaciones", result.observaciones),
                ("vencimiento_cae", result.vencimiento_cae),
                ("requiere_fec", result.requiere_fec.strip()),
                ("actualizado", result.actualizado),
                ("pdf_url", result.pdf_url),
                ("afip_qr", result.afip_qr.strip()),
                ("intentos", result.intentos),
            )
            if value
        }
    return told
