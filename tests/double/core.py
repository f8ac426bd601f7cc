"""The service itself, pure: no threads, no sleeping; time by a clock, chance by a seed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from types import MappingProxyType
from typing import Any

from schemas.service import contract
from tests.double import accounts, answers, issuing, lookups, queueing, searching, texts
from tests.double.books import Books, Issued, Keys, Point, Queued, State
from tests.double.documented import answer_faults
from tests.double.faults import UNDOCUMENTED, Faults, Reply, misbehave
from tests.double.hooks import Hook, made
from tests.double.links import Links
from tests.double.switches import Switches, Window
from tests.double.texts import Said
from tests.double.traffic import Call, Traffic, call_of
from tests.double.values import BUENOS_AIRES, Body, number, told_minute

Answering = Callable[["Double", Point, Body], Any]

METHODS: Mapping[str, Answering] = MappingProxyType(
    {
        issuing.NUEVO: issuing.nuevo,
        issuing.LOTES: issuing.lotes,
        queueing.NUEVO_ENCOLA: queueing.nuevo_encola,
        queueing.LOTES_ENCOLA: queueing.lotes_encola,
        "facturacion/reenviar_encolado": queueing.reenviar_encolado,
        "facturacion/cambiar_fecha_encolado": queueing.cambiar_fecha,
        "facturacion/eliminar_encolado": queueing.eliminar,
        accounts.PAGAR: accounts.pagar,
        lookups.REENVIAR: lookups.reenviar,
        "facturacion/consulta": searching.consulta,
        "facturacion/consulta_avanzada": searching.consulta_avanzada,
        "facturacion/numeracion": lookups.numeracion,
        "facturacion/regenerar_pdf": lookups.regenerar_pdf,
        "facturacion/topecf": lookups.topecf,
        "facturacion/requiere_fec": lookups.requiere_fec,
        "clientes/cuenta-corriente": accounts.cuenta_corriente,
        "clientes/afip-info": lookups.afip_info,
        "padrones/apoc": lookups.apoc,
        "estado_servicios/alertas": lookups.alertas,
        "micuenta/consumo": lookups.consumo,
        "tablas_referencia/cotizacion": lookups.cotizacion,
    }
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A body that the contract does not allow, with what it says against it."""

    path: str
    faults: Sequence[str]
    body: Any


class Double:
    """A TusFacturasAPP of its own books.

    `points` are the points of sale with their credentials, of one company or of
    several. `now` is asked for the time; `latency` for the seconds that an
    answer takes, by method and by the count of its calls. `switches` may be
    replaced while it runs; `faults` is the programme of what goes wrong.
    """

    def __init__(
        self,
        points: Sequence[Point] = (Point(),),
        switches: Switches | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        seed: int = 0,
        latency: Callable[[str, int], float] | None = None,
        site: str = "https://www.tusfacturas.app/app",
    ) -> None:
        self.points = tuple(points)
        self.switches = switches or Switches()
        self.faults = Faults(seed)
        self.books = Books()
        self.traffic = Traffic()
        self.refused: list[Refused] = []
        self.refusals: list[tuple[str, tuple[str, ...]]] = []  # path and texts of every error S
        self.undocumented: list[str] = []
        self.hooks: list[Hook] = []
        self.spent: Counter[str] = Counter()  # calls that count, by method
        self.links = Links(site, lambda: self.today)
        # programmable, by a test
        self.rejects: dict[str, str] = {}  # external_reference: why ARCA does not take it
        self.stuck: set[int] = set()  # entries of the queue, by `order`, that cannot be dropped
        self.obliged_fce: set[str] = set()
        self.taxpayers: dict[str, Body] = {}
        self.blocked: set[str] = set()
        self.apocryphal: dict[str, str] = {}  # CUIT: since which day
        self.rates: dict[str, Decimal] = {"DOL": Decimal("1432.50"), "060": Decimal("1650.25")}
        self._clock = now or (lambda: datetime.now(BUENOS_AIRES))
        self._latency = latency or (lambda _path, _n: 0.0)
        self._as_of: datetime | None = None
        self._late: list[tuple[datetime, int, Callable[[], Any]]] = []
        self._quota: Counter[str] = Counter()
        self._caes = 0
        self._random = Random(seed)
        self._hooks_taken = 0

    # time

    @property
    def now(self) -> datetime:
        return (self._as_of or self._clock()).astimezone(BUENOS_AIRES)

    @property
    def today(self) -> date:
        return self.now.date()

    def later(self, seconds: float, work: Callable[[], Any]) -> None:
        """Work that goes on after its answer was lost."""
        due = self.now + timedelta(seconds=seconds)
        self._late.append((due, len(self._late), work))

    def settle(self) -> None:
        """Do everything that was due by now, in the order in which it became due."""
        until = self.now
        while (following := self._following(until)) is not None:
            due, work = following
            self._as_of = due
            try:
                work()
            finally:
                self._as_of = None

    def _following(self, until: datetime) -> tuple[datetime, Callable[[], Any]] | None:
        late = min(self._late, default=None, key=lambda one: one[:2])
        entry = self._next_entry(until)
        due_entry = queueing.due(self, entry) if entry else None
        if late and late[0] <= until and (due_entry is None or late[0] <= due_entry):
            self._late.remove(late)
            return late[0], late[2]
        if entry and due_entry:
            return due_entry, lambda: queueing.process(self, entry)
        return None

    def _next_entry(self, until: datetime) -> Queued | None:
        if self.arca_is_down():
            return None
        waiting = (one for one in self.books.queue if one.state is State.WAITING)
        due = [(queueing.due(self, one), one.order, one) for one in waiting]
        ready = [one for one in due if one[0] <= until]
        return min(ready, key=lambda one: one[:2])[2] if ready else None

    def approve(self) -> None:
        """Let the entries go that wait for approval."""
        for entry in self.books.queue:
            if entry.state is State.UNAPPROVED:
                entry.state = State.WAITING

    # answering

    def answer(self, path: str, body: Body) -> tuple[int, Any]:
        """Status and JSON of a request; status 0 where the connection is cut."""
        reply = self.reply(path, json.loads(json.dumps(body)))
        told = json.loads(json.dumps(reply.body))
        return (0 if reply.cut else reply.status), told

    def reply(self, path: str, body: Body) -> Reply:
        """All that goes back over the wire for a POST to a method's path."""
        self.settle()
        self.traffic.requests[path] += 1
        n = self.traffic.requests[path]
        if path not in METHODS:
            self.refused.append(Refused(path, ["no such method"], body))
            return Reply(404, text="Not Found")
        faults = contract()[path].request_faults(body)
        if faults:
            self.refused.append(Refused(path, faults, body))
        reply = self._behave(path, n, body, faults)
        self.traffic.answered(path, reply.status, reply.body, reply.cut)
        if isinstance(reply.body, dict) and reply.body.get("error") == "S":
            self.refusals.append((path, tuple(map(str, reply.body["errores"]))))
        return reply

    def _behave(self, path: str, n: int, body: Body, faults: Sequence[str]) -> Reply:
        delay = self._latency(path, n)

        def work() -> Any:
            answer = self._work(path, body, faults)
            self._check(path, answer)
            return answer

        fault = self.faults.draw(path, n, body)
        if fault is None:
            reply = Reply(self._status_of(body), work())
        else:
            reply = misbehave(self, fault, path, work)
            if reply.body is not None and fault.kind not in UNDOCUMENTED:
                self._check(path, reply.body)
        return Reply(reply.status, reply.body, reply.text, delay=reply.delay + delay, cut=reply.cut)

    def _work(self, path: str, body: Body, faults: Sequence[str]) -> Any:
        for window in self.switches.windows:
            if window.whose == "vendor" and _during(window, self.now):
                return self.maintenance_answer(told_minute(window.ends))
        if faults:
            return answers.refused([f"El request no es valido: {one}" for one in faults[:5]])
        point = self.point_of(body)
        if point is None:
            return answers.refused([Said(texts.CREDENTIALS)])
        self._count(path, body)
        return METHODS[path](self, point, body)

    def _status_of(self, body: Body) -> int:
        wrong = all(name in body for name in ("usertoken", "apikey", "apitoken"))
        unknown = wrong and self.point_of(body) is None
        return self.switches.wrong_keys_status if unknown else 200

    def _count(self, path: str, body: Body) -> None:
        counts = contract()[path].counts
        if path == "facturacion/numeracion":
            counts = "yes" if self.switches.numeracion_counts else "no"
        if not counts.startswith("no"):
            self.spent[path] += len(body.get("requests", [body]))

    def _check(self, path: str, answer: Any) -> None:
        """Each answer is a documented one."""
        wrapped = self.switches.account_wrapped_as
        found = answer_faults(path, answer, wrapped_as=wrapped)
        if found:
            self.undocumented.append(f"{path}: {'; '.join(found)}")
        assert not found, self.undocumented[-1]

    def maintenance_answer(self, until: str) -> Body:
        hour = until.rsplit(" ", 1)[-1]
        return {
            "error": "S",
            "mantenimiento": 1,
            "mantenimiento_hasta": until,
            "errores": [texts.MAINTENANCE + hour],
        }

    # what the methods ask for

    def point_of(self, body: Mapping[str, Any]) -> Point | None:
        try:
            keys = Keys.of(body)
        except KeyError:
            return None
        return next((one for one in self.points if one.keys == keys), None)

    def name_of(self, cuit: str) -> str:
        return next((one.name for one in self.points if one.cuit == cuit), "EMPRESA")

    def call_of(self, path: str, body: Body) -> Call:
        return call_of(path, body, self.point_of(body))

    def place(self, point: Point, named: Any) -> int | Said:
        """At which point of sale a body that names one is done."""
        place = number(named)
        if place == point.punto_venta or self.switches.other_point == "issued":
            return place
        own = self.switches.other_point == "own"
        return point.punto_venta if own else Said(texts.OTHER_POINT)

    def arca_is_down(self) -> bool:
        windows = self.switches.windows
        return self.switches.arca_down or any(
            one.whose == "arca" and _during(one, self.now) for one in windows
        )

    def quota_used(self, cuit: str) -> int:
        return self._quota[cuit]

    def quota_left(self, cuit: str) -> int:
        return self.switches.cupo - self._quota[cuit] - self.switches.abonos_pendientes

    def spend_quota(self, cuit: str, many: int) -> None:
        self._quota[cuit] += many

    def new_cae(self) -> str:
        self._caes += 1
        return f"74{self._caes:012}"

    def reordered(self, response: list[Body]) -> list[Body]:
        """The answers of a partial lot, in the order that the switch says."""
        if self.switches.lot_order == "shuffled":
            return self._random.sample(response, len(response))
        return response[::-1] if self.switches.lot_order == "reversed" else response

    def hook(
        self,
        point: Point,
        evento: str,
        reference: str,
        attempt: int,
        msg: list[str] | None = None,
    ) -> None:
        """Only where an address is set."""
        if point.webhook:
            self.hooks.append(made(self, point, evento, reference, attempt, msg))

    # for tests

    def take_hooks(self) -> list[Hook]:
        """The hooks that have become due since the last time that this was asked."""
        self.settle()
        taken = self.hooks[self._hooks_taken :]
        self._hooks_taken = len(self.hooks)
        return taken

    def issued(self, reference: str) -> list[Issued]:
        """Every comprobante of a reference, in whatever company or point, hidden ones too."""
        self.settle()
        return [one for one in self.books.issued if one.reference == reference]


def _during(window: Window, now: datetime) -> bool:
    return window.begins <= now < window.ends
