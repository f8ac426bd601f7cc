"""A day at an office whose service answers as some reading of the documents says.

Comprobantes of two points of sale and two tipos are issued, others queued at a third; they are
paid in parts, e-mailed again, asked about and reconciled; every file is dropped again, and the
ledger is lost in between. After each step the service's own books are judged; at the end each
row is once in them, whatever was asked how often.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from planilla.batch.run_result import Outcome
from planilla.common.calendar import today
from planilla.model.operation import Reason
from planilla.queue.requeue import Action
from planilla.writing.report import Estado
from tests.double import Issued, Payment, Switches, texts
from tests.double.office import Office, Row
from tests.helpers import payment, row

LAG = 0.1  # seconds, in place of the double's 20: a settle is three times as long
NEVER = 1e9
MOST_QUESTIONS = 3
YESTERDAY = f"{today() - timedelta(days=1):%d/%m/%Y}"
ACCOUNT = {"documento_tipo": "CUIT", "documento_nro": "30-71234567-1", "condicion_iva": "RI"}
A: Row = {**ACCOUNT, "tipo": "FACTURA A"}
MAIL: Row = {"email": "ana@example.com", "envia_por_mail": "S"}
OF_DATA = "El campo DocNro es invalido. Cod: 10015"

# n: what is said of it; its `descripcion` is «Servicio n»
SALES: tuple[Row, ...] = (
    row(1, **A, punto_venta=2, fecha=YESTERDAY, **MAIL),
    row(2, **A, **MAIL),
    row(3, **A, referencia=""),
    row(4, **A),
    row(5, **A | {"tipo": "NOTA DE CREDITO A"}, referencia="NC-5", asociado_referencia="R-00004",
        precio_unitario_sin_iva="104.50"),
    row(6, referencia="R-00006"),
    row(7, referencia=""),
    row(8, punto_venta=2, **MAIL),
)  # fmt: skip
REFUSED, MENDED = "R-00006", row(16, referencia="R-00006")
QUEUED: tuple[Row, ...] = (
    row(21, punto_venta=3, **MAIL),
    row(22, **A, punto_venta=3),
    row(23, punto_venta=3, referencia=""),
    row(24, punto_venta=3),
)
FAILS, FAILS_OF_DATA = "R-00022", "R-00024"
MENDED_IN_QUEUE = row(34, punto_venta=3, referencia="R-00024")
AFTER_QUEUE = (row(41, punto_venta=3),)

GOT = {Estado.EMITIDO, Estado.YA_EMITIDO}


def hurried(switches: Switches) -> Switches:
    """The same reading, with seconds that a test can wait for."""
    return replace(
        switches,
        search_lag=min(switches.search_lag, LAG),
        consulta_lag=min(switches.consulta_lag, LAG),
        queue_takes=NEVER,
    )


@dataclass
class Day:
    """One day; each step is a method, in the order of `STEPS`."""

    office: Office
    note: Callable[[str], None] = lambda _: None
    answered: list[Reason] = field(default_factory=list)

    def run(self, *, short: bool = False) -> None:
        """All steps, or those of a short day: no file is dropped again but by a new ledger."""
        for step in SHORT if short else STEPS:
            self.note(step.__name__)
            step(self)
            self.office.sound()

    # what is asked for again and again

    def drop(self, name: str, rows: tuple[Row, ...], *, queued: bool = False) -> Counter[Estado]:
        """Emit or queue a file; again, whenever somebody has answered what that asked."""
        file = self.office.file(name, rows)
        work = self.office.queue if queued else self.office.emit
        told = self._told(work(file), rows)
        for _ in range(MOST_QUESTIONS):
            if not told[Estado.A_REVISAR]:
                break
            self.answered += self.office.answer_rightly()
            told = self._told(work(file), rows)
        return told

    def pay(self, name: str, rows: tuple[Row, ...]) -> Counter[Estado]:
        """Again, where the service did not show yet what was issued a moment ago."""
        file = self.office.file(name, rows)
        told = self._told(self.office.pay(file), rows)
        if told[Estado.PENDIENTE]:
            time.sleep(2 * LAG)
            told = self._told(self.office.pay(file), rows)
        return told

    def _told(self, outcome: Outcome, rows: tuple[Row, ...]) -> Counter[Estado]:
        """No row of a file is missing from its result."""
        assert sum(outcome.rows.values()) == len(rows), outcome.rows
        self.office.sound()
        return outcome.rows

    def switch(self, **changes: Any) -> None:
        double = self.office.double
        double.switches = replace(double.switches, **changes)

    def once(self, *rows: Row) -> None:
        """Each of these sales is in the books exactly once."""
        books = self.office.double.books
        found = Counter(sold(one) for one in books.issued)
        wanted = Counter(str(one["descripcion"]) for one in rows)
        assert {name: found[name] for name in wanted} == wanted

    def issued(self, number: int) -> Issued:
        (one,) = [
            one for one in self.office.double.books.issued if sold(one) == f"Servicio {number}"
        ]
        return one

    # the steps

    def wrong_keys(self) -> None:
        """Nothing is sent, and whoever administers is told."""
        wrong = {
            name: {**one.plain(), "apitoken": "otra"}
            for name, one in self.office.settings().profiles.items()
        }
        file = self.office.file("ventas.csv", SALES)
        done = self.office.emit(file, profiles=wrong)
        assert done.exit_code == 1
        assert done.rows == {Estado.PENDIENTE: len(SALES)}
        assert not self.office.double.books.issued

    def alert(self) -> None:
        """While ARCA is said to be down nothing is sent."""
        if self.office.double.switches.alert == "afip":
            file = self.office.file("ventas.csv", SALES)
            done = self.office.emit(file, budget_seconds=0)
            assert done.rows == {Estado.PENDIENTE: len(SALES)}
            assert done.exit_code == 4
            assert not self.office.double.books.issued
        if self.office.double.switches.alert != "ok":
            self.switch(alert="ok")

    def emit(self) -> None:
        """All but one, which ARCA does not take."""
        self.office.double.rejects[REFUSED] = OF_DATA
        told = self.drop("ventas.csv", SALES)
        assert told == {Estado.EMITIDO: len(SALES) - 1, Estado.RECHAZADO: 1}
        self.once(*_without(SALES, REFUSED))

    def emit_again(self) -> None:
        told = self.drop("ventas.csv", SALES)
        assert told == {Estado.YA_EMITIDO: len(SALES) - 1, Estado.RECHAZADO: 1}

    def mend(self) -> None:
        """What was refused is mended and dropped: a revision of its own name."""
        self.office.double.rejects.clear()
        told = self.drop("ventas.csv", MENDED_SALES)
        assert told == {Estado.YA_EMITIDO: len(SALES) - 1, Estado.EMITIDO: 1}
        self.once(*MENDED_SALES)

    def emit_after_loss(self) -> None:
        self.office.lose()
        told = self.drop("ventas.csv", MENDED_SALES)
        assert told == {Estado.YA_EMITIDO: len(SALES)}
        self.once(*MENDED_SALES)
        self.whole("ventas.csv", MENDED_SALES)

    def emit_after_loss_again(self) -> None:
        told = self.drop("ventas.csv", MENDED_SALES)
        assert told == {Estado.YA_EMITIDO: len(SALES)}

    def mend_after_loss(self) -> None:
        """The new ledger never knew that it was refused."""
        self.office.double.rejects.clear()
        self.office.lose()
        told = self.drop("ventas.csv", MENDED_SALES)
        assert set(told) <= GOT, told
        self.once(*MENDED_SALES)
        self.whole("ventas.csv", MENDED_SALES)

    def pay_in_parts(self) -> None:
        told = self.pay("cobros.csv", self._first_part())
        assert told == {Estado.PAGADO: 3}
        self._paid(3)

    def pay_again(self) -> None:
        told = self.pay("cobros.csv", self._first_part())
        assert told == {Estado.YA_PAGADO: 3}
        self._paid(3)

    def pay_the_rest(self) -> None:
        """And not a cent more."""
        told = self.pay("resto.csv", self._rest())
        assert told == {Estado.PAGADO: 2}
        told = self.pay("resto.csv", self._rest())
        assert told == {Estado.YA_PAGADO: 2}
        told = self.pay("demas.csv", self._too_much())
        assert told[Estado.PAGADO] == 0
        self._paid(5)

    def pay_after_loss(self) -> None:
        """What nobody can tell waits for a person, who looks, and says no."""
        made = len(self._made())
        self.office.lose()
        told = self.pay("cobros.csv", self._first_part())
        assert told[Estado.PAGADO] == told[Estado.YA_PAGADO] == 0, told
        self.answered += self.office.answer_rightly()
        self._paid(made)

    def pay_more_after_loss(self) -> None:
        """More is paid, and what was paid before stays explained: what was refused is not sent."""
        made = len(self._made())
        more = (self._part(8, "10"),)
        told = self.pay("mas.csv", more)
        if told[Estado.A_REVISAR]:
            self.answered += self.office.answer_rightly()
            told = self.pay("mas.csv", more)
        assert told == {Estado.PAGADO: 1}
        told = self.pay("cobros.csv", self._first_part())
        assert told[Estado.PAGADO] == told[Estado.YA_PAGADO] == 0, told
        self._paid(made + 1)

    def queue(self) -> None:
        told = self.drop("cola.csv", QUEUED, queued=True)
        assert told == {Estado.ENCOLADO: len(QUEUED)}

    def queue_again(self) -> None:
        self.queue()

    def queue_after_loss(self) -> None:
        """Nothing is queued twice."""
        self.office.lose()
        self.queue()

    def emit_beside_queue(self) -> None:
        """Nothing is issued at once while something waits."""
        told = self.drop("despues.csv", AFTER_QUEUE)
        assert told == {Estado.PENDIENTE: 1}

    def queue_works(self) -> None:
        """Two are issued, two fail: one of data, the other for want of a link."""
        double = self.office.double
        double.rejects |= {FAILS: texts.NO_LINK, FAILS_OF_DATA: OF_DATA}
        double.approve()
        self.switch(queue_takes=0)
        double.settle()
        told = self.drop("cola.csv", QUEUED, queued=True)
        assert sum(told[one] for one in GOT) == 2, told
        shown = told[Estado.RECHAZADO]
        if double.switches.repeats == "queued":  # a failed one is shown beside one that waits
            shown += told[Estado.ENCOLADO]
        assert shown == 2, told

    def hooks(self) -> None:
        """They come twice and out of order, and nothing follows but a question."""
        told = self.office.deliver(self.office.double.take_hooks())
        assert set(told) == {200}
        self.office.refresh()

    def requeue(self) -> None:
        """The one is retried, the other dropped and mended.

        Where the service shows several of a reference nothing is retried: it would do so
        with the first that it finds. They are dropped, and the row is presented again.
        """
        double = self.office.double
        del double.rejects[FAILS]
        self.office.requeue(Action.RETRY)
        double.approve()
        self.office.refresh()
        wrong = [FAILS_OF_DATA] if double.switches.repeats == "no" else [FAILS_OF_DATA, FAILS]
        listed = self.office.file("fallas.csv", [{"referencia": one} for one in wrong])
        self.office.requeue(Action.DROP, listed)
        self.once(*(one for one in QUEUED if one["referencia"] not in wrong))

    def queue_mended(self) -> None:
        double = self.office.double
        double.rejects.clear()
        self.drop("cola.csv", MENDED_QUEUE, queued=True)
        double.approve()
        double.settle()
        told = self.drop("cola.csv", MENDED_QUEUE, queued=True)
        assert set(told) <= GOT, told
        self.once(*MENDED_QUEUE)
        self.whole("cola.csv", MENDED_QUEUE)

    def emit_after_queue(self) -> None:
        told = self.drop("despues.csv", AFTER_QUEUE)
        assert set(told) <= GOT, told
        self.once(*AFTER_QUEUE)

    def queue_after_second_loss(self) -> None:
        self.office.lose()
        told = self.drop("cola.csv", MENDED_QUEUE, queued=True)
        assert set(told) <= GOT, told
        self.once(*MENDED_QUEUE, *AFTER_QUEUE)

    def everything_again(self) -> None:
        """All files at once, emitted by a ledger that knows half of them."""
        told = self.drop("todo.csv", EVERYTHING)
        assert set(told) <= GOT, told
        self.once(*EVERYTHING)
        self.whole("todo.csv", EVERYTHING)

    def resend(self) -> None:
        """Those that were issued with an e-mail; the other is refused with its reason."""
        before = len(self.office.double.books.emails)
        assert self._resent() == {Estado.ENVIADO: 3, Estado.RECHAZADO: 1}
        assert len(self.office.double.books.emails) == before + 3

    def resend_again(self) -> None:
        before = len(self.office.double.books.emails)
        self._resent()
        assert len(self.office.double.books.emails) == before

    def _resent(self) -> Counter[Estado]:
        rows = tuple(self._listed(n) for n in (1, 2, 21, 4))
        return self._told(self.office.resend(self.office.file("correos.csv", rows)), rows)

    def query(self) -> None:
        """By number and by referencia alone."""
        numbers = tuple(self._listed(n) for n in (1, 2, 3, 7, 21))
        names = tuple({"referencia": n} for n in ("R-00001", "R-00006", "R-00021", "NC-5"))
        rows = (*numbers, *names)
        file = self.office.file("lista.csv", rows)
        told = self._told(self.office.query(file), rows)
        assert told == {Estado.YA_EMITIDO: len(rows)}, told
        assert all(one["numero_emitido"] for one in self.office.result(file))

    def reconcile(self) -> None:
        """A statement pays one comprobante."""
        sales = self.office.file("ventas.csv", MENDED_SALES)
        before = len(self._made())
        done = self.office.reconcile([sales], [self._bank(self.issued(1))])
        assert done.to_pay is not None
        paid = self.office.pay(done.to_pay)
        assert paid.rows == {Estado.PAGADO: 1}, paid.rows
        self._paid(before + 1)

    def reconcile_again(self) -> None:
        """Nothing is left to register."""
        sales = self.office.file("ventas.csv", MENDED_SALES)
        again = self.office.reconcile([sales], [self._bank(self.issued(1))])
        assert again.to_pay is None
        assert again.reconciled.closes

    # rows that need a number

    def _listed(self, number: int) -> Row:
        one = self.issued(number)
        return {"tipo": one.tipo, "punto_venta": one.punto_venta, "numero": one.numero}

    def _part(self, number: int, importe: str) -> Row:
        one = self.issued(number)
        return payment(one.numero, importe, one.tipo, punto_venta=one.punto_venta)

    def _first_part(self) -> tuple[Row, ...]:
        """Of clients with an account and without, of both points of sale."""
        return self._part(2, "50"), self._part(7, "30"), self._part(8, "20.50")

    def _rest(self) -> tuple[Row, ...]:
        parts = ((2, 50), (7, 30))
        return tuple(self._part(n, f"{self.issued(n).pesos - given}") for n, given in parts)

    def _too_much(self) -> tuple[Row, ...]:
        """On what is paid, and on what a note paid off."""
        return self._part(2, "0.01"), self._part(7, "0.02"), self._part(4, "0.03")

    def _made(self) -> list[Payment]:
        return [one for one in self.office.double.books.payments if one.by == "pagar"]

    def _paid(self, many: int) -> None:
        assert len(self._made()) == many, self._made()

    def _bank(self, one: Issued) -> Path:
        """A statement of Banco Ciudad with one line that names its comprobante."""
        amount = f"{one.pesos:.2f}".replace(".", ",")
        line = f"1;30707070707;{today():%d/%m/%Y};{amount};1;TRF FC A 2-{one.numero};0"
        path = self.office.folder / "banco.csv"
        head = "Cuenta;CUIT Cuenta;Fecha;Monto;N° de Comprobante;Descripción;Saldo"
        path.write_text(f"{head}\n{line}\n", encoding="utf-8")
        return path

    def whole(self, name: str, rows: Sequence[Row]) -> None:
        """Every row has its number and, but on the development plan, its own CAE."""
        told = self.office.result(self.office.folder / name)
        assert len({(one["tipo"], one["numero_emitido"]) for one in told}) == len(rows)
        caes = {one["cae"] for one in told}
        assert caes == {""} if self.office.double.switches.development else len(caes) == len(rows)


MENDED_SALES = tuple(MENDED if one["referencia"] == REFUSED else one for one in SALES)
MENDED_QUEUE = tuple(
    MENDED_IN_QUEUE if one["referencia"] == FAILS_OF_DATA else one for one in QUEUED
)
EVERYTHING = (*MENDED_SALES, *MENDED_QUEUE, *AFTER_QUEUE)
STEPS: tuple[Callable[[Day], None], ...] = (
    Day.wrong_keys,
    Day.alert,
    Day.emit,
    Day.emit_again,
    Day.mend,
    Day.emit_after_loss,
    Day.emit_after_loss_again,
    Day.pay_in_parts,
    Day.pay_again,
    Day.pay_the_rest,
    Day.pay_after_loss,
    Day.pay_more_after_loss,
    Day.queue,
    Day.queue_again,
    Day.queue_after_loss,
    Day.emit_beside_queue,
    Day.queue_works,
    Day.hooks,
    Day.requeue,
    Day.queue_mended,
    Day.emit_after_queue,
    Day.queue_after_second_loss,
    Day.everything_again,
    Day.resend,
    Day.resend_again,
    Day.query,
    Day.reconcile,
    Day.reconcile_again,
)
SHORT: tuple[Callable[[Day], None], ...] = (
    Day.alert,
    Day.emit,
    Day.pay_in_parts,
    Day.mend_after_loss,
    Day.pay_after_loss,
    Day.reconcile,
    Day.queue,
    Day.queue_after_loss,
    Day.queue_works,
    Day.hooks,
    Day.requeue,
    Day.queue_mended,
    Day.resend,
    Day.query,
)


def _without(rows: tuple[Row, ...], referencia: str) -> tuple[Row, ...]:
    return tuple(one for one in rows if one["referencia"] != referencia)


def sold(one: Issued) -> str:
    """What it was for, which tells the sales of a day apart."""
    detalle: list[Mapping[str, Any]] = one.comprobante["detalle"]
    return str(detalle[0]["producto"]["descripcion"])
