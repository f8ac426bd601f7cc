"""`facturacion/consulta` and `facturacion/consulta_avanzada`: of the credentials' point only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.double import answers
from tests.double.books import Issued, Point, Queued, State
from tests.double.texts import NOT_FOUND, OTHER_POINT
from tests.double.values import Body, day, number

if TYPE_CHECKING:
    from tests.double.core import Double


def consulta(double: Double, point: Point, body: Body) -> Body:
    asked = body["comprobante"]
    if _elsewhere(double, point, asked):
        return answers.refused([OTHER_POINT])
    numero = number(asked["numero"])
    if number(asked["punto_venta"]) == point.punto_venta and asked["operacion"] == "V":
        one = double.books.find((point.cuit, point.punto_venta, asked["tipo"]), numero)
        if one and _visible(double, one, double.switches.consulta_lag):
            return answers.success(double, rta="OK", **answers.shown(double, one))
        for entry in _queued(double, point):
            if double.switches.queued_number and entry.order == numero and _is(entry, asked):
                return answers.success(double, rta="OK", **answers.shown_queued(double, entry))
    words = double.switches.nothing == "words"
    return answers.refused([double.switches.nothing_words if words else NOT_FOUND])


def consulta_avanzada(double: Double, point: Point, body: Body) -> Body:
    asked = body["comprobante"]
    if body["busqueda_tipo"] == "TN" and _elsewhere(double, point, asked):
        return answers.refused([OTHER_POINT])
    try:
        found = _found(double, point, body["busqueda_tipo"], asked)
    except ValueError:
        return answers.refused([f"La fecha {asked.get('fecha')} no es valida"])
    if not found:
        return _nothing(double)
    size = body["limite"] or 1000
    page = found[body["pagina"] * size :][:size]
    return answers.success(double, rta="OK", total=len(found), comprobantes=page)


def _elsewhere(double: Double, point: Point, asked: Body) -> bool:
    other = number(asked["punto_venta"]) != point.punto_venta
    return other and double.switches.other_point == "refused"


def _nothing(double: Double) -> Body:
    nothing = double.switches.nothing
    if nothing == "sentence":
        return answers.refused([NOT_FOUND])
    if nothing == "words":
        return answers.refused([double.switches.nothing_words])
    answer = answers.success(double, rta="OK", total=0)
    return answer | ({"comprobantes": []} if nothing == "empty" else {})


def _found(double: Double, point: Point, kind: str, asked: Body) -> list[Body]:
    """Newest first: by date of issue, then by arrival. Issued and queued together."""
    if asked["operacion"] != "V":
        return []
    issued = [
        one
        for one in _candidates(double, point, kind, asked)
        if _visible(double, one, _lag(double, kind)) and _matches(double, one, kind, asked)
    ]
    hidden = kind == "F" and not double.switches.day_shows_queue
    inside = [] if hidden else _queued(double, point)
    lag = _lag(double, kind)
    queued = [
        one for one in inside if _visible(double, one, lag) and _matches(double, one, kind, asked)
    ]
    both: list[Issued | Queued] = [*issued, *queued]
    ordered = sorted(both, key=lambda one: (one.fecha, one.at, one.order), reverse=True)
    shown: list[Body] = []
    for one in ordered:
        if kind == "EXT_REF":
            shown += _ghosts(double, point, one)
        shown.append(_shown(double, one))
    return shown


def _shown(double: Double, one: Issued | Queued) -> Body:
    if isinstance(one, Issued):
        return answers.shown(double, one)
    return answers.shown_queued(double, one)


def _candidates(double: Double, point: Point, kind: str, asked: Body) -> Iterable[Issued]:
    if kind == "EXT_REF":
        reference = asked["external_reference"]
        return double.books.of_reference(point.cuit, point.punto_venta, reference)
    return double.books.of_point(point.cuit, point.punto_venta)


def _queued(double: Double, point: Point) -> list[Queued]:
    return double.books.in_queue(point.cuit, point.punto_venta)


def _lag(double: Double, kind: str) -> float:
    """Seconds; each way of searching may have an index of its own."""
    own = double.switches.numbers_lag if kind == "TN" else None
    return double.switches.search_lag if own is None else own


def _visible(double: Double, one: Issued | Queued, lag: float) -> bool:
    return double.now >= one.at + timedelta(seconds=lag)


def _matches(double: Double, one: Issued | Queued, kind: str, asked: Body) -> bool:
    if kind == "EXT_REF":
        return one.reference == str(asked["external_reference"])
    if kind == "F":
        return one.fecha == day(asked["fecha"])
    if not _is(one, asked) or number(asked["punto_venta"]) != one.punto_venta:
        return False
    if isinstance(one, Issued):
        numero = one.numero
    else:
        numero = one.order if double.switches.queued_number else 0
    return number(asked["numero_desde"]) <= numero <= number(asked["numero_hasta"])


def _is(one: Issued | Queued, asked: Body) -> bool:
    return one.tipo == str(asked["tipo"])


def _ghosts(double: Double, point: Point, one: Issued | Queued) -> list[Body]:
    """Further entries of the same reference, by a switch, before the real one."""
    repeats = double.switches.repeats
    if repeats == "no":
        return []
    if repeats == "same":
        return [_shown(double, one)]
    state = State.FAILED if repeats == "failed" else State.WAITING
    ghost = Queued(
        point, one.punto_venta, one.cliente, one.comprobante, one.fecha, one.at, 1, state
    )
    return [answers.shown_queued(double, ghost)]
