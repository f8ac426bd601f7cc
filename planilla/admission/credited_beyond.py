"""What is credited of a comprobante never exceeds its total, whatever notes it is in.

A note that corrects by hand what was annulled, two notes in two files, two processes at once:
each note is right by itself. All that name a comprobante count, whatever becomes of them, but
for what was rejected; one that would go beyond the total waits for a person. Amounts are
compared in the comprobante's currency. A debit note does not raise what may be credited: it is
a comprobante of its own, and a note that corrects it can name it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import Connection

from planilla.admission.corrected import Amount, Company, Corrected, says
from planilla.admission.room_left import Shares
from planilla.common.money import PESOS, written
from planilla.ledger.company_keys import Whose
from planilla.ledger.credit_notes import CREDIT, one_at_a_time, that_may_name
from planilla.ledger.database import reading
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked, Name
from planilla.model.operation import Operation, State

AT_ALL = "pasaría de su total"
BEYOND = "Con esta nota de {total}, lo acreditado a {what} " + AT_ALL + ", {most}: {before}"
TAKEN = "ya tiene notas por {taken} ({names}) y restan {left}."
NONE = "no tiene otras notas."
ANSWERS = " Si igual corresponde, apruébela; si no, rechácela (planilla review)."
MOST_NAMES = 5
BOUNDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Note:
    """A credit note: who knows it by `key`, what it is called, and what it names."""

    key: str
    words: str
    amount: Amount
    names: tuple[Corrected, ...]


def beyond(connection: Connection, whose: Whose, wanted: Sequence[Asked]) -> Mapping[Name, str]:
    """Which of what is about to be written credits too much, and why; `wanted` is all of a file."""
    found: dict[Name, str] = {}
    notes = [one for one in wanted if one.tipo in CREDIT]
    if not notes:
        return found
    one_at_a_time(connection)
    for account in {one.account for one in notes}:
        here = {one.referencia: one for one in wanted if one.account == account}
        mine = [one for one in notes if one.account == account]
        books = Books(connection, whose, account, here)
        each = books.company.named(mine)
        books.read(one for own in each for one in own)
        for asked, names in zip(mine, each, strict=True):
            words = f"«{asked.referencia}», fila {asked.rows[0]} de este archivo"
            note = Note(asked.identity, words, Amount.of(asked), names)
            if why := books.against(note, asked.identities):
                found[asked.name] = why
            books.add(note)
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A credit note that the service shows and this ledger does not have; it details `numbers`."""

    words: str
    amount: Amount
    numbers: tuple[str, ...]


def at_sending(ledger: Ledger, note: Operation, shown: Sequence[Shown]) -> str:
    """Why a note that is about to be sent credits too much by now; a blank where it does not.

    What it names may have become another comprobante since it was registered, and `shown` may
    have been issued by a ledger that was lost. Raises `LedgerError`.
    """
    with reading(ledger.engine) as connection:
        books = Books(connection, ledger.whose, note.account, {})
        (names,) = books.company.named([note])
        books.read(names, before=note)
        numbered = books.company.numbered(one.numbers for one in shown)
        for other, named in zip(shown, numbered, strict=True):
            if not books.knows(other.words):
                books.add(Note(other.words, other.words, other.amount, named))
        own = Note(note.referencia, "", Amount.of(note), names)
        return books.against(own, {note.referencia})


class Books:
    """The credit notes of one company by what they name, as the ledger has them."""

    def __init__(
        self, connection: Connection, whose: Whose, account: str, here: Mapping[str, Asked]
    ) -> None:
        self._connection = connection
        self._kin = whose.kin(connection, account)
        lead = whose.lead(connection, account)
        self.company = Company(connection, self._kin, lead, here)
        self._known: set[Corrected] = set()
        self._read: set[int] = set()
        self._naming: dict[Corrected, list[Note]] = {}

    def read(
        self,
        named: Iterable[Corrected],
        before: Operation | None = None,
    ) -> None:
        """Read the notes that name these, and those that name what such notes name beside.

        What was asked for later than `before`, and never sent, was judged with that in sight.
        """
        new = {one for one in named if one.amount is not None} - self._known
        while new:
            self._known |= new
            words = {one.referencia for one in new} | {one.words for one in new}
            numbers = {one.number for one in new if one.number is not None}
            names = {one.referencia for one in new}
            found = that_may_name(self._connection, self._kin, numbers, names)
            found = [one for one in found if before is None or _goes_before(one, before)]
            fresh = [one for one in found if one.id not in self._read and says(one) & words]
            self._read |= {one.id for one in fresh}
            each = self.company.named(fresh)
            for operation, own in zip(fresh, each, strict=True):
                self.add(
                    Note(operation.referencia, _in_words(operation), Amount.of(operation), own)
                )
            new = {one for own in each for one in own if one.amount is not None} - self._known

    def knows(self, words: str) -> bool:
        """Whether a note is among those that were read."""
        return any(one.words == words for some in self._naming.values() for one in some)

    def add(self, note: Note) -> None:
        """Count a note from now on."""
        for one in note.names:
            self._naming.setdefault(one, []).append(note)

    def against(self, note: Note, own: Collection[str] = ()) -> str:
        """Why a note goes beyond what it names; a blank where it does not, or nobody can tell.

        What is known by one of the names `own` is the note itself.
        """
        if not note.names or any(one.amount is None for one in note.names):
            return ""
        base = _amount(note.names[0])
        others, named = self._with(note, own)
        shares = Shares({one.key: _room(one, base) for one in named})
        for other in others:
            shares.place(other.key, other.amount.like(base), [one.key for one in other.names])
        total = note.amount.like(base)
        left = shares.place(note.key, total, [one.key for one in note.names])
        if left == total:
            return ""
        beside = [one for one in others if not set(one.names).isdisjoint(note.names)]
        return _words(note, beside, left, base)

    def _with(self, note: Note, own: Collection[str]) -> tuple[list[Note], list[Corrected]]:
        """The other notes that share what a note names, and all that these name."""
        named = dict.fromkeys(note.names)
        ahead = list(named)
        others: dict[str, Note] = {}
        while ahead:
            for other in self._naming.get(ahead.pop(0), ()):
                if other.key in own or other.key in others:
                    continue
                others[other.key] = other
                ahead += [one for one in other.names if one not in named]
                named |= dict.fromkeys(other.names)
        return list(others.values()), list(named)


def _goes_before(one: Operation, note: Operation) -> bool:
    return one.id < note.id or one.attempts > 0 or one.state is State.DONE


def _amount(one: Corrected) -> Amount:
    assert one.amount is not None  # noqa: S101 - looked at before
    return one.amount


def _room(one: Corrected, base: Amount) -> Decimal:
    return BOUNDLESS if one.amount is None else one.amount.like(base)


def _words(note: Note, beside: Sequence[Note], left: Decimal, base: Amount) -> str:
    most = sum((_amount(one).like(base) for one in note.names), Decimal(0))
    total = _money(note.amount.total, note.amount.moneda)
    if note.amount.moneda != base.moneda:
        total = f"{total} ({_money(note.amount.like(base), base.moneda)})"
    before = NONE
    if beside:
        taken = sum((one.amount.like(base) for one in beside), Decimal(0))
        names = ", ".join(_told(one, note) for one in beside[:MOST_NAMES])
        more = len(beside) - MOST_NAMES
        names = f"{names} y {more} más" if more > 0 else names
        left_of = _money(left, base.moneda)
        before = TAKEN.format(taken=_money(taken, base.moneda), names=names, left=left_of)
    what = ", ".join(one.words for one in note.names)
    most_of = _money(most, base.moneda)
    return BEYOND.format(total=total, what=what, most=most_of, before=before) + ANSWERS


def _told(one: Note, note: Note) -> str:
    """What another note is called, and what it names that this one does not."""
    besides = ", ".join(other.words for other in one.names if other not in note.names)
    return f"{one.words}, que corrige también {besides}" if besides else one.words


def _money(amount: Decimal, moneda: str) -> str:
    return written(amount) if moneda == PESOS else f"{moneda} {written(amount)}"


def _in_words(note: Operation) -> str:
    if note.state is State.DONE and note.number:
        return note.comprobante
    return f"{note.tipo} «{note.referencia}», que todavía no se emitió"
