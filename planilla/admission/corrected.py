"""The comprobantes of one company that its credit notes name: by number, by row, of any file.

One that is named both ways is one. Where the ledger does not know a comprobante, nobody can
tell its total, and nothing is said of what is credited of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, select

from planilla.common.money import cents
from planilla.ledger import rows
from planilla.ledger.chunks import chunks
from planilla.ledger.credit_notes import details
from planilla.ledger.tables import operations
from planilla.model.asked import Asked, AskedComprobante, Kind
from planilla.model.operation import Operation, State
from schemas.linked import SEVERAL, referencias


@dataclass(frozen=True, slots=True)
class Amount:
    """Money as a comprobante has it: `rate` is pesos for one of its currency."""

    moneda: str
    rate: Decimal
    total: Decimal

    @classmethod
    def of(cls, one: Asked | Operation) -> Amount:
        """That of a comprobante, or of what is to be one."""
        told = one.body["comprobante"].get("cotizacion") or 1
        return cls(one.moneda, Decimal(str(told)), one.total)

    def like(self, other: Amount) -> Decimal:
        """How much it is in the currency of another, by the rate of each; 2 decimals."""
        if self.moneda == other.moneda:
            return self.total
        return cents(self.total * self.rate / other.rate)


@dataclass(frozen=True, slots=True)
class Corrected:
    """A comprobante that a note names; without `amount` nobody knows its total.

    `key` is what its company knows it by, with its revision; `number` what it was issued
    under, if it was.
    """

    key: str
    referencia: str = field(compare=False)
    words: str = field(compare=False)
    amount: Amount | None = field(compare=False, default=None)
    number: int | None = field(compare=False, default=None)


class Company:
    """What notes of one company name; `here` are the rows of this file, by their referencia."""

    def __init__(
        self, connection: Connection, kin: Sequence[str], lead: str, here: Mapping[str, Asked]
    ) -> None:
        self._connection = connection
        self._kin, self._lead = kin, lead
        self._here = {name: _of_row(one) for name, one in here.items()}
        self._by_name: dict[str, list[tuple[int, Corrected]]] = {}
        self._by_number: dict[str, Corrected] = {}

    def named(self, notes: Iterable[Asked | Operation]) -> list[tuple[Corrected, ...]]:
        """What each note names; the ledger is asked of all of them at once."""
        said = [(_rows_of(one), details(one.body["comprobante"]), _since(one)) for one in notes]
        whole = {text for text, _, _ in said if text is not None}
        texts = whole | {name for text in whole for name in referencias(text)}
        self._learn_names(texts - self._by_name.keys())
        self._learn_numbers({one for _, some, _ in said for one in some} - self._by_number.keys())
        return [self._of(*one) for one in said]

    def numbered(self, notes: Iterable[Sequence[str]]) -> list[tuple[Corrected, ...]]:
        """What notes name that detail these numbers."""
        said = list(notes)
        self._learn_numbers({one for some in said for one in some} - self._by_number.keys())
        return [self._of(None, some, None) for some in said]

    def _of(
        self, text: str | None, numbered: Sequence[str], since: int | None
    ) -> tuple[Corrected, ...]:
        """By its rows where it waits for their numbers, else by what it details."""
        names = () if text is None else referencias(text, self._is_one)
        by_name = (self._row(name, since) for name in names)
        by_number = (self._by_number.get(one, Corrected(f"?{one}", one, one)) for one in numbered)
        return tuple(dict.fromkeys(by_name if names else by_number))

    def _row(self, name: str, since: int | None) -> Corrected:
        """The revision that a row stood for when it was named: what replaces it came later."""
        if since is None and name in self._here:
            return self._here[name]
        known = self._by_name.get(name, [])
        then = [one for at, one in known if since is None or at < since]
        if not known:
            return self._here.get(name, Corrected(f"?{name}", name, name))
        return then[-1] if then else known[0][1]

    def _is_one(self, text: str) -> bool:
        return SEVERAL in text and (text in self._by_name or text in self._here)

    def _learn_names(self, names: Collection[str]) -> None:
        for some in chunks(sorted(names)):
            query = (
                select(operations)
                .where(
                    operations.c.kind == Kind.ISSUE,
                    operations.c.account.in_(self._kin),
                    operations.c.referencia.in_(some),
                )
                .order_by(operations.c.revision, operations.c.id)
            )
            for row in self._connection.execute(query).mappings():
                one = rows.operation(row)
                if one.state is not State.REJECTED:
                    known = self._by_name.setdefault(one.referencia, [])
                    known.append((one.id, _of_ledger(one)))

    def _learn_numbers(self, names: Collection[str]) -> None:
        by_lane: dict[tuple[str, int], list[int]] = {}
        for name in names:
            tipo, _, numero = name.rpartition(" ")
            point, _, number = numero.partition("-")
            by_lane.setdefault((tipo, int(point)), []).append(int(number))
        for (tipo, at), numbers in by_lane.items():
            for some in chunks(sorted(numbers)):
                query = select(operations).where(
                    operations.c.kind == Kind.ISSUE,
                    operations.c.account.in_(self._kin),
                    operations.c.punto_venta == at,
                    operations.c.tipo == tipo,
                    operations.c.number.in_(some),
                    operations.c.state == State.DONE,
                )
                for row in self._connection.execute(query).mappings():
                    self._take(rows.operation(row))

    def _take(self, one: Operation) -> None:
        """Under one number stand several where keys may be one company's: our own is meant."""
        if one.account == self._lead or one.comprobante not in self._by_number:
            self._by_number[one.comprobante] = _of_ledger(one)


def says(note: Asked | Operation) -> frozenset[str]:
    """The words by which a note names what it corrects, whether anybody knows it or not."""
    text = _rows_of(note)
    rows_named = () if text is None else (text, *referencias(text))
    return frozenset((*rows_named, *details(note.body["comprobante"])))


def _rows_of(note: Asked | Operation) -> str | None:
    """The cell by which it names other rows."""
    if isinstance(note, Operation):
        return note.depends_on
    return note.asociado_referencia if isinstance(note, AskedComprobante) else None


def _since(note: Asked | Operation) -> int | None:
    """When it was asked for, by what had been before; None for what is asked for now."""
    return note.id if isinstance(note, Operation) else None


def _of_row(one: Asked) -> Corrected:
    words = f"{one.tipo} «{one.referencia}»"
    return Corrected(f"{one.referencia}|here", one.referencia, words, Amount.of(one))


def _of_ledger(one: Operation) -> Corrected:
    key, issued = f"{one.referencia}|{one.revision}", one.state is State.DONE and one.number
    words = one.comprobante if issued else f"{one.tipo} «{one.referencia}»"
    return Corrected(key, one.referencia, words, Amount.of(one), one.number if issued else None)
