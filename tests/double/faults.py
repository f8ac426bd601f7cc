"""Everything that can be made to go wrong, in one place.

A `Fault` is programmed with `Faults.add`: for so many calls, for the n-th call
of a method, with a chance (by the seed, and so the same in each run whatever
the order of the calls), for bodies of a kind, or for any mixture of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Any

from tests.double import answers, texts
from tests.double.books import Issued
from tests.double.values import Body

if TYPE_CHECKING:
    from tests.double.core import Double


class Cut(StrEnum):
    """What the connection does where no answer comes."""

    UNREACHED = "no connection: nothing was sent"
    TIMEOUT = "the answer does not come in time"
    CLOSED = "the connection is closed before the answer"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over the wire. `delay` is in seconds, for the transport to wait."""

    status: int = 200
    body: Any = None
    text: str | None = None  # instead of the JSON of `body`
    content: bytes | None = None  # a file
    delay: float = 0.0
    cut: Cut | None = None


class Kind(StrEnum):
    """All faults. `done` says that the work is done, `undone` that it is not."""

    LOST = "done; the answer times out"
    CLOSED = "done; the connection is closed before the answer"
    UNREACHED = "undone; no connection"
    CLOSED_BEFORE = "undone; the connection is closed before the answer"
    TOO_MANY = "undone; HTTP 429"
    SERVER_ERROR_BEFORE = "undone; HTTP 500"
    SERVER_ERROR_AFTER = "done; HTTP 500"
    GATEWAY = "HTTP 524; done `later` seconds after"
    GATEWAY_NEVER = "undone; HTTP 524"
    STATUS = "undone; HTTP `status` with the text"
    BAD_REQUEST = "undone; HTTP 400 with the text"
    BROKEN_JSON = "done; the JSON breaks off in the middle"
    PAGE = "done; HTTP 200 with a page in place of JSON"
    MAINTENANCE = "undone; the maintenance answer"
    SAYS = "undone; error S with the text"
    SAYS_BUT_DONE = "done; error S with the text"
    ORPHAN = "done at ARCA, unknown to the service; error S says so"
    ANOTHERS_BODY = "done; a success whose body is another comprobante's"
    ANOTHERS_BODY_UNDONE = "undone; a success whose body is another comprobante's"
    SAME_CAE = "done; a success with the CAE of the one before"
    SLOW = "done; the answer takes `delay` seconds"
    LEAVES_OUT = "done; a lot's answer does not mention whose reference ends with the text"
    MENTIONS_TWICE = "done; a lot's answer has that one twice"


# these break the contract on purpose: what they answer is in no document
UNDOCUMENTED = frozenset(
    {
        Kind.TOO_MANY,
        Kind.SERVER_ERROR_BEFORE,
        Kind.SERVER_ERROR_AFTER,
        Kind.GATEWAY,
        Kind.GATEWAY_NEVER,
        Kind.STATUS,
        Kind.BAD_REQUEST,
        Kind.BROKEN_JSON,
        Kind.PAGE,
        Kind.ANOTHERS_BODY,
        Kind.ANOTHERS_BODY_UNDONE,
        Kind.SAME_CAE,
        Kind.LEAVES_OUT,
        Kind.MENTIONS_TWICE,
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong. `later` and `delay` are seconds.

    What is done whatever is answered is done `later`, after the answer.
    """

    kind: Kind
    text: str = ""
    later: float = 0.0
    delay: float = 0.0
    status: int = 503


@dataclass
class Rule:
    """When a fault strikes; `fired` counts how often it did."""

    fault: Fault
    on: frozenset[str] | None
    nth: frozenset[int] | None
    times: int | None
    chance: float | None
    where: Callable[[Body], bool] | None
    seed: str
    fired: int = 0

    def strikes(self, path: str, n: int, body: Body) -> bool:
        if self.times is not None and self.fired >= self.times:
            return False
        if self.on is not None and path not in self.on:
            return False
        if self.nth is not None and n not in self.nth:
            return False
        if self.where is not None and not self.where(body):
            return False
        if self.chance is None:
            return True
        return Random(f"{self.seed}:{path}:{n}").random() < self.chance


class Faults:
    """The programme: the first rule that strikes is the one."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.rules: list[Rule] = []

    def add(
        self,
        fault: Fault | Kind,
        *,
        on: str | Iterable[str] | None = None,
        nth: int | Collection[int] | None = None,
        times: int | None = None,
        chance: float | None = None,
        where: Callable[[Body], bool] | None = None,
    ) -> Rule:
        """`on` paths (all when left out), `nth` call of its method from 1, `times` at most.

        With none of `nth`, `times` and `chance` it strikes once.
        """
        if nth is None and times is None and chance is None:
            times = 1
        rule = Rule(
            Fault(fault) if isinstance(fault, Kind) else fault,
            None if on is None else frozenset([on] if isinstance(on, str) else on),
            None if nth is None else frozenset([nth] if isinstance(nth, int) else nth),
            times,
            chance,
            where,
            f"{self._seed}:{len(self.rules)}",
        )
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def draw(self, path: str, n: int, body: Body) -> Fault | None:
        for rule in self.rules:
            if rule.strikes(path, n, body):
                rule.fired += 1
                return rule.fault
        return None


Work = Callable[[], Any]


def misbehave(double: Double, fault: Fault, path: str, work: Work) -> Reply:
    """What goes back, the work being done or not as the fault says."""
    reply = _REPLIES[fault.kind](double, fault, path, work)
    return replace(reply, delay=reply.delay + fault.delay)


def _do(double: Double, fault: Fault, work: Work) -> None:
    if fault.later:
        double.later(fault.later, work)
    else:
        work()


def _lost(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    _do(double, fault, work)
    return Reply(cut=Cut.TIMEOUT if fault.kind is Kind.LOST else Cut.CLOSED)


def _unreached(_double: Double, fault: Fault, _path: str, _work: Work) -> Reply:
    return Reply(cut=Cut.UNREACHED if fault.kind is Kind.UNREACHED else Cut.CLOSED)


def _status(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    given = {
        Kind.TOO_MANY: 429,
        Kind.SERVER_ERROR_BEFORE: 500,
        Kind.SERVER_ERROR_AFTER: 500,
        Kind.GATEWAY_NEVER: 524,
    }
    if fault.kind is Kind.SERVER_ERROR_AFTER:
        _do(double, fault, work)
    status = given.get(fault.kind, fault.status)
    return Reply(status, text=fault.text or f"<html>error code: {status}</html>")


def _bad_request(_double: Double, fault: Fault, _path: str, _work: Work) -> Reply:
    return Reply(400, answers.refused([fault.text or "El request enviado no es valido"]))


def _gateway(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    double.later(fault.later, work)
    return Reply(524, text="<html>error code: 524</html>")


def _broken_json(_double: Double, _fault: Fault, _path: str, work: Work) -> Reply:
    whole = json.dumps(work())
    return Reply(text=whole[: len(whole) // 2])


def _page(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    _do(double, fault, work)
    return Reply(text=fault.text or "<html><body>Un momento</body></html>")


def _maintenance(double: Double, fault: Fault, _path: str, _work: Work) -> Reply:
    return Reply(body=double.maintenance_answer(fault.text or "02/12/2026 06:10"))


def _says(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    if fault.kind is Kind.SAYS_BUT_DONE:
        _do(double, fault, work)
    return Reply(body=answers.refused([fault.text or texts.NO_LINK]))


def _orphan(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    before = len(double.books.issued)
    answer = work()
    born = double.books.issued[before:]
    for one in born:
        double.books.hide(one)
    return Reply(body=answers.refused([fault.text or texts.EXISTS_AT_ARCA]) if born else answer)


def _anothers(double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    """The latest one before it; where there is none, an invented one."""
    before = len(double.books.issued)
    answer = work() if fault.kind is Kind.ANOTHERS_BODY else None
    if answer is not None and answer.get("error") != "N":
        return Reply(body=answer)
    others = [one for one in double.books.issued[:before] if one.cae]
    other = answers.issued(double, others[-1]) if others else _invented(double)
    return Reply(body=other)


def _invented(double: Double) -> Body:
    return answers.success(
        double,
        rta="El comprobante FACTURA A 0099-00000001 (OTRA) se ha guardado correctamente",
        cae="70000000000001 ",
        vencimiento_cae="13/12/2026",
        external_reference="DE-OTRO",
        comprobante_nro="00099-00000001",
        comprobante_tipo="FACTURA A",
    )


def _same_cae(double: Double, _fault: Fault, _path: str, work: Work) -> Reply:
    before: list[Issued] = [one for one in double.books.issued if one.cae]
    answer = work()
    if before and answer.get("error") == "N" and "cae" in answer:
        answer = answer | {"cae": f"{before[-1].cae} "}
    return Reply(body=answer)


def _slow(_double: Double, _fault: Fault, _path: str, work: Work) -> Reply:
    return Reply(body=work())


def _partial(_double: Double, fault: Fault, _path: str, work: Work) -> Reply:
    answer = work()
    if "response" not in answer:
        return Reply(body=answer)
    times = 0 if fault.kind is Kind.LEAVES_OUT else 2
    told = [
        one
        for one in answer["response"]
        for _ in range(times if one["external_reference"].endswith(fault.text) else 1)
    ]
    return Reply(body={**answer, "response": told})


_REPLIES: dict[Kind, Callable[[Double, Fault, str, Work], Reply]] = {
    Kind.LOST: _lost,
    Kind.CLOSED: _lost,
    Kind.UNREACHED: _unreached,
    Kind.CLOSED_BEFORE: _unreached,
    Kind.TOO_MANY: _status,
    Kind.SERVER_ERROR_BEFORE: _status,
    Kind.SERVER_ERROR_AFTER: _status,
    Kind.GATEWAY: _gateway,
    Kind.GATEWAY_NEVER: _status,
    Kind.STATUS: _status,
    Kind.BAD_REQUEST: _bad_request,
    Kind.BROKEN_JSON: _broken_json,
    Kind.PAGE: _page,
    Kind.MAINTENANCE: _maintenance,
    Kind.SAYS: _says,
    Kind.SAYS_BUT_DONE: _says,
    Kind.ORPHAN: _orphan,
    Kind.ANOTHERS_BODY: _anothers,
    Kind.ANOTHERS_BODY_UNDONE: _anothers,
    Kind.SAME_CAE: _same_cae,
    Kind.SLOW: _slow,
    Kind.LEAVES_OUT: _partial,
    Kind.MENTIONS_TWICE: _partial,
}
