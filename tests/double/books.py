"""The double's own books: what was issued, queued, paid and e-mailed, and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from tests.double.values import Body, amount, digits, rounded, told

Lane = tuple[str, int, str]  # CUIT, point of sale, tipo: numbers run without gaps in each


@dataclass(frozen=True, slots=True)
class Keys:
    """A set of credentials."""

    usertoken: str
    apikey: str
    apitoken: str

    @classmethod
    def of(cls, body: Mapping[str, object]) -> Keys:
        return cls(str(body["usertoken"]), str(body["apikey"]), str(body["apitoken"]))

    def body(self) -> Body:
        return {"usertoken": self.usertoken, "apikey": self.apikey, "apitoken": self.apitoken}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of sale of a company, which one set of credentials is of (api.md 1)."""

    cuit: str = "30712345671"
    punto_venta: int = 1
    name: str = "EMPRESA"
    condicion_iva: str = "RI"
    webhook: bool = True  # an address is set at the service: queueing needs it
    webhook_token: str = "secreto"  # noqa: S105 - what TF-WebhookToken carries
    given: Keys | None = None

    @property
    def keys(self) -> Keys:
        mine = f"{self.cuit}-{self.punto_venta}"
        return self.given or Keys(f"ut-{mine}", "4321", f"at-{mine}")


@dataclass(slots=True, eq=False)
class Issued:
    """A comprobante that exists. `shown` is off for one that only ARCA knows."""

    cuit: str
    punto_venta: int
    tipo: str
    numero: int
    fecha: date
    total: Decimal
    cae: str
    cliente: Body
    comprobante: Body
    at: datetime
    by: str
    order: int
    shown: bool = True

    @property
    def lane(self) -> Lane:
        return self.cuit, self.punto_venta, self.tipo

    @property
    def name(self) -> str:
        return f"{self.tipo} {self.punto_venta:05}-{self.numero:08}"

    @property
    def reference(self) -> str:
        return str(self.comprobante.get("external_reference", ""))

    @property
    def moneda(self) -> str:
        return str(self.comprobante.get("moneda", "PES"))

    @property
    def pesos(self) -> Decimal:
        """Accounts are kept in pesos."""
        return rounded(self.total * amount(self.comprobante.get("cotizacion", 1)))

    @property
    def document(self) -> str:
        return digits(self.cliente.get("documento_nro", ""))

    @property
    def alike(self) -> tuple[object, ...]:
        """What two comprobantes have in common that were meant as one."""
        told_detail = repr(self.comprobante.get("detalle"))
        return (self.cuit, self.tipo, self.document, self.fecha, self.total, told_detail)


class State(StrEnum):
    UNAPPROVED = "EN COLA, ESPERANDO APROBACION"
    WAITING = "APROBADO Y EN COLA. SE EMITE EL "
    FAILED = "ENVIADO A PROCESAR - CON ERROR"
    ISSUED = "EMITIDO"
    DROPPED = "ELIMINADO"


@dataclass(slots=True, eq=False)
class Queued:
    """An entry of the queue; `order` is its place of arrival, from 1."""

    point: Point
    punto_venta: int
    cliente: Body
    comprobante: Body
    fecha: date
    at: datetime
    order: int
    state: State
    attempt: int = 1
    reasons: list[str] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return str(self.comprobante["external_reference"])

    @property
    def tipo(self) -> str:
        return str(self.comprobante["tipo"])

    @property
    def name(self) -> str:
        return f"{self.tipo} {self.punto_venta:05}-00000000"

    @property
    def status(self) -> str:
        return f"{self.state}{told(self.fecha)}" if self.state is State.WAITING else self.state

    @property
    def alive(self) -> bool:
        return self.state in (State.UNAPPROVED, State.WAITING, State.FAILED)


@dataclass(frozen=True, slots=True, eq=False)
class Payment:
    """A receipt, in pesos. `by` is `pagar`, `pagos` (the block), or `nota`."""

    issued: Issued
    amount: Decimal
    means: tuple[tuple[str, Decimal], ...]
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, eq=False)
class Email:
    issued: Issued
    to: str
    at: datetime
    by: str


class Books:
    """All that has changed, in the order in which it did."""

    def __init__(self) -> None:
        self.issued: list[Issued] = []
        self.queue: list[Queued] = []
        self.payments: list[Payment] = []
        self.emails: list[Email] = []
        self.clients: dict[tuple[str, str], set[str]] = defaultdict(set)  # codigo: documents
        self.last: dict[Lane, int] = {}
        self.last_date: dict[tuple[str, int], date] = {}
        self._numbers: dict[tuple[Lane, int], Issued] = {}
        self._points: dict[tuple[str, int], list[Issued]] = defaultdict(list)
        self._references: dict[tuple[str, int, str], list[Issued]] = defaultdict(list)
        self._paid: dict[int, Decimal] = defaultdict(Decimal)

    def next(self, lane: Lane) -> int:
        return self.last.get(lane, 0) + 1

    def issue(self, one: Issued) -> None:
        self.issued.append(one)
        self.last[one.lane] = one.numero
        point = (one.cuit, one.punto_venta)
        self.last_date[point] = max(one.fecha, self.last_date.get(point, one.fecha))
        self._numbers[one.lane, one.numero] = one
        self._points[point].append(one)
        self._references[(*point, one.reference)].append(one)
        codigo = str(one.cliente.get("codigo", ""))
        if codigo:
            self.clients[one.cuit, codigo].add(one.document)

    def hide(self, one: Issued) -> None:
        """It exists at ARCA, and the service does not know it."""
        one.shown = False

    def find_again(self, one: Issued) -> None:
        one.shown = True

    def pay(self, one: Payment) -> None:
        self.payments.append(one)
        self._paid[id(one.issued)] += one.amount

    def find(self, lane: Lane, numero: int) -> Issued | None:
        """What the service knows under that number."""
        found = self._numbers.get((lane, numero))
        return found if found and found.shown else None

    def at_arca(self, lane: Lane, numero: int) -> Issued | None:
        """What ARCA knows under that number, whether the service does or not."""
        return self._numbers.get((lane, numero))

    def of_point(self, cuit: str, punto_venta: int) -> list[Issued]:
        return [one for one in self._points[cuit, punto_venta] if one.shown]

    def of_reference(self, cuit: str, punto_venta: int, reference: str) -> list[Issued]:
        return [one for one in self._references[cuit, punto_venta, reference] if one.shown]

    def in_queue(self, cuit: str, punto_venta: int) -> list[Queued]:
        return [
            one
            for one in self.queue
            if one.alive and one.point.cuit == cuit and one.punto_venta == punto_venta
        ]

    def paid(self, one: Issued) -> Decimal:
        """In pesos, receipts of credit notes with them."""
        return self._paid[id(one)]

    def rest(self, one: Issued) -> Decimal:
        return one.pesos - self.paid(one)

    def account_status(self, one: Issued) -> str:
        if self.rest(one) <= 0:
            return "PAGADA"
        return "PAGO PARCIAL" if self.paid(one) else "IMPAGA"
