"""One thing goes wrong, once, at one request of a command; then everything is dropped again.

Each kind of batch is worked until every row is done, as an office would: dropped, dropped again,
its questions answered by somebody who looks. In between the ledger may be lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from planilla.batch.run_result import Outcome
from planilla.common.errors import Misconfigured
from planilla.model.operation import Reason
from planilla.queue.requeue import Action
from planilla.writing.report import Estado
from tests.double import Fault, Kind, texts
from tests.double.office import Office, Row
from tests.helpers import payment, row
from tests.matrix.day import ACCOUNT, GOT, A, sold

MOST_RUNS = 5
QUICK: dict[str, Any] = {"settle_seconds": 0.15, "budget_seconds": 1.0}
ASSOCIATED = ACCOUNT | {"tipo": "NOTA DE CREDITO A", "asociado_referencia": "R-00001"}
SALES: tuple[Row, ...] = (
    row(1, **A),
    row(2, **A, referencia=""),
    row(3),
    row(4, **A, punto_venta=2),
    row(5, **ASSOCIATED, referencia="NC-5", precio_unitario_sin_iva="40"),
)
QUEUED: tuple[Row, ...] = (
    row(21, punto_venta=3),
    row(22, **A, punto_venta=3),
    row(23, punto_venta=3, referencia=""),
)
SOLD = row(1, **A, email="ana@example.com"), row(2, email="ana@example.com")
FAILS = "R-00022"
PAID = {Estado.PAGADO, Estado.YA_PAGADO}
SENT = {Estado.ENVIADO}

# what an error S may say that is not the row's, or looks like it
SAID = (
    *texts.OUTAGES,
    texts.EXISTS_AT_ARCA,
    texts.ARCA_DOWN,
    texts.QUEUE_FIRST,
    texts.OTHER_POINT,
    texts.CREDENTIALS,
    texts.NO_WEBHOOK,
    texts.NOT_FOUND,
    "Ocurrio un error inesperado",
    texts.ARCA_REJECTS + "El campo DocNro es invalido. Cod: 10015",
    texts.ARCA_REJECTS + "El numero o fecha del comprobante no se corresponde. Cod: 10016",
)


@dataclass(frozen=True)
class Wrong:
    """A fault, and at which call of which method it strikes."""

    fault: Fault
    on: str
    nth: int = 1

    def __str__(self) -> str:
        more = f"({self.fault.text[:40]})" if self.fault.text else ""
        more += f"({self.fault.later})" if self.fault.later else ""
        return f"{self.fault.kind.name}{more} on {self.on} {self.nth}"


def every_fault() -> list[Fault]:
    """Each kind, with each text and status that tells something else."""
    plain = [Fault(kind) for kind in Kind if kind not in {Kind.SLOW, Kind.SAYS, Kind.SAYS_BUT_DONE}]
    said = [Fault(kind, text) for text in SAID for kind in (Kind.SAYS, Kind.SAYS_BUT_DONE)]
    statuses = [Fault(Kind.STATUS, status=status) for status in (401, 403, 404, 405, 502, 504)]
    return [*plain, *said, *statuses, Fault(Kind.GATEWAY, later=0.05)]


class BatchKind:
    """A kind of batch that something goes wrong with."""

    methods: Sequence[str] = ()

    def __init__(self, office: Office) -> None:
        self.office = office
        self.asked: list[Reason] = []
        self.runs: list[Counter[Estado]] = []

    def prepare(self) -> None:
        """What must be there before."""

    def work(self) -> tuple[Outcome, int]:
        """One run, and how many rows it was asked."""
        raise NotImplementedError

    done: set[Estado] = GOT

    def check(self) -> None:
        """Everything once, in the service's books."""

    def one_run(self) -> bool:
        """Whether every row is done; no row is missing from the result."""
        told, rows = self.work()
        assert sum(told.rows.values()) == rows, told.rows
        self.office.sound()
        self.runs.append(told.rows)
        return set(told.rows) <= self.done

    def until_done(self) -> None:
        """As often as it takes, a person answering what is asked."""
        for _ in range(MOST_RUNS):
            if self.one_run():
                return
            self.asked += self.office.answer_rightly()
            if len(self.runs) > 2:  # somebody calls the vendor's support
                self.office.recover()
        raise AssertionError(f"not done after {MOST_RUNS} runs: {self.runs}, {self.asked}")

    def under(self, wrong: Wrong, *, lost: bool = False) -> bool:
        """Go through it with something wrong; returns whether it struck at all."""
        self.prepare()
        before = self.office.asked(wrong.on)
        rule = self.office.double.faults.add(wrong.fault, on=wrong.on, nth=before + wrong.nth)
        self.one_run()
        if lost:
            self.office.lose()
        self.until_done()
        self.check()
        return bool(rule.fired)


class Selling(BatchKind):
    """Emitting at two points of sale, a note with them."""

    methods = (
        "facturacion/nuevo",
        "facturacion/numeracion",
        "facturacion/consulta",
        "facturacion/consulta_avanzada",
        "estado_servicios/alertas",
    )

    def work(self) -> tuple[Outcome, int]:
        file = self.office.file("ventas.csv", SALES)
        return self.office.emit(file, **QUICK), len(SALES)

    def check(self) -> None:
        once(self.office, SALES)


class Queueing(BatchKind):
    """Queueing at a point of sale, until the queue has issued them."""

    methods = (
        "facturacion/lotes_encola",
        "facturacion/nuevo_encola",
        "facturacion/consulta_avanzada",
        "estado_servicios/alertas",
    )
    done = GOT | {Estado.ENCOLADO}

    def work(self) -> tuple[Outcome, int]:
        file = self.office.file("cola.csv", QUEUED)
        return self.office.queue(file, **QUICK), len(QUEUED)

    def check(self) -> None:
        double = self.office.double
        double.switches = _at_once(double)
        double.settle()
        self.done = GOT
        self.until_done()
        once(self.office, QUEUED)


class Requeueing(BatchKind):
    """One that failed is put back, and is issued."""

    methods = ("facturacion/reenviar_encolado", "facturacion/consulta_avanzada")

    def prepare(self) -> None:
        double = self.office.double
        double.switches = _at_once(double)
        double.rejects[FAILS] = texts.NO_LINK
        self.office.queue(self.office.file("cola.csv", QUEUED))
        self.office.queue(self.office.file("cola.csv", QUEUED))
        double.rejects.clear()

    def work(self) -> tuple[Outcome, int]:
        with suppress(Misconfigured):  # the command's one message
            self.office.requeue(Action.RETRY)
        self.office.refresh()
        file = self.office.file("cola.csv", QUEUED)
        return self.office.queue(file, **QUICK), len(QUEUED)

    def check(self) -> None:
        once(self.office, QUEUED)


class Paying(BatchKind):
    """Parts of two comprobantes, of a client with an account and of one without."""

    methods = (
        "facturacion/pagar",
        "facturacion/consulta",
        "clientes/cuenta-corriente",
    )
    done = PAID | {Estado.RECHAZADO, Estado.INVALIDO}

    def prepare(self) -> None:
        self.office.emit(self.office.file("ventas.csv", SOLD))

    def work(self) -> tuple[Outcome, int]:
        rows = payment(1, "50"), payment(1, "30", "FACTURA B"), payment(1, "20.50")
        return self.office.pay(self.office.file("cobros.csv", rows), **QUICK), len(rows)

    def check(self) -> None:
        made = [(one.issued.tipo, f"{one.amount:.2f}") for one in self.office.double.books.payments]
        wanted = [("FACTURA A", "20.50"), ("FACTURA A", "50.00"), ("FACTURA B", "30.00")]
        assert sorted(made) == sorted(wanted), made


class Resending(BatchKind):
    """An e-mail each."""

    methods = ("facturacion/reenviar", "facturacion/consulta")
    done = SENT

    def prepare(self) -> None:
        self.office.emit(self.office.file("ventas.csv", SOLD))
        self.office.emails_before = len(self.office.double.books.emails)

    def work(self) -> tuple[Outcome, int]:
        rows = [
            {"tipo": tipo, "punto_venta": 1, "numero": 1} for tipo in ("FACTURA A", "FACTURA B")
        ]
        return self.office.resend(self.office.file("correos.csv", rows), **QUICK), len(rows)

    def check(self) -> None:
        """Twice only where the service had said that it was not done."""
        sent = [one.issued.tipo for one in self.office.double.books.emails]
        sent = sent[self.office.emails_before :]
        refused = {Estado.RECHAZADO, Estado.PENDIENTE} & {one for told in self.runs for one in told}
        assert sorted(set(sent) if refused else sent) == ["FACTURA A", "FACTURA B"], sent


ERRANDS: tuple[Callable[[Office], BatchKind], ...] = (
    Selling,
    Queueing,
    Requeueing,
    Paying,
    Resending,
)


def once(office: Office, rows: Sequence[Row]) -> None:
    """Each sale is in the books exactly once, and nothing else is."""
    found = Counter(sold(one) for one in office.double.books.issued)
    assert found == Counter(str(one["descripcion"]) for one in rows), found


def _at_once(double: Any) -> Any:
    from dataclasses import replace

    return replace(double.switches, queue_takes=0)
