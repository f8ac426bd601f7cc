"""What each column of a statement is, by its heading and its cells, and what nobody can know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from planilla.reconcile.describing.columns import Column

ROLES = {
    "fecha": "la fecha del movimiento",
    "importe": "el importe, o lo que entró (crédito)",
    "debito": "lo que salió (débito)",
    "sentido": "la letra que dice si entró o salió (C o D)",
    "saldo_banco": "el saldo después del movimiento",
    "texto": "la descripción",
    "nombre": "el nombre de quien paga",
    "documento_nro": "el CUIT de quien paga",
    "referencia": "el número de comprobante u operación",
    "cuenta": "la cuenta en que entró",
    "moneda": "la moneda",
}
SEVERAL = {"texto", "referencia"}
WORDS = {
    "saldo_banco": re.compile(r"^(?:saldo|balance|.*balance$)"),
    "debito": re.compile(r"^(?:importe|monto)?(?:debito|debe$|egreso|cargo|salida|retiro|salio)"),
    "credito": re.compile(
        r"^(?:importe|monto)?(?:credito|haber|ingreso|abono|entrada|entro|acreditad)"
    ),
    "importe": re.compile(r"^(?:importe|monto|valor$|amount)|amount$"),
    "documento_nro": re.compile(r"cuit|cuil"),
    "nombre": re.compile(
        r"^(?:nombre|razonsocial|denominacion|titular|ordenante|originante|pagador)"
    ),
    "cuenta": re.compile(r"^(?:nro|n|numero(?:de)?)?(?:cuenta|cta)(?:n|nro|numero)?$"),
    "moneda": re.compile(r"^(?:moneda|divisa)"),
    "referencia": re.compile(
        r"comprobante|cpbte|cbte|operacion|^refer|^nro|^numero|^cod|voucher|cupon|^id|transaccion"
    ),
    "texto": re.compile(
        r"descripcion|concepto|detalle|movimiento|leyenda|observacion|glosa|motivo"
    ),
}
PARTS = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d")


@dataclass(frozen=True)
class Guess:
    """What a statement is taken for: each field's columns, and how days and figures are written.

    `asks` are what cannot be known from the file: of `fecha`, `importe`, `dates`, `decimal` and
    `direction`.
    """

    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    dates: str = "dmy"
    decimal: str | None = None
    asks: tuple[str, ...] = ()

    def with_column(self, place: int, role: str | None) -> Guess:
        """The same with a column taken for something else, or for nothing."""
        places = {name: tuple(p for p in own if p != place) for name, own in self.places.items()}
        if role:
            kept = places.get(role, ()) if role in SEVERAL else ()
            places[role] = (*kept, place)
        settled = {role, "direction"} if role in {"sentido", "debito"} else {role}
        asks = tuple(one for one in self.asks if one not in settled)
        whole = {name: own for name, own in places.items() if own}
        lost = [one for one in ("fecha", "importe") if one not in {*whole, *asks}]
        return replace(self, places=whole, asks=(*lost, *asks))

    def role(self, place: int) -> str | None:
        """What a column is taken for."""
        return next((name for name, own in self.places.items() if place in own), None)


def guess(columns: Sequence[Column]) -> Guess:
    """What the columns of a statement are."""
    places, asks = _typed(columns)
    free = [one for one in columns if not any(one.place in own for own in places.values())]
    for role in ("documento_nro", "moneda", "cuenta", "nombre", "referencia", "texto"):
        chosen = [one for one in free if _may_be(role, one)]
        chosen = chosen if role in SEVERAL else chosen[:1]
        if chosen:
            places[role] = tuple(one.place for one in chosen)
            free = [one for one in free if one not in chosen]
    if "texto" not in places:
        widest = max((one for one in free if one.texts), key=_width, default=None)
        if widest is not None:
            places["texto"] = (widest.place,)
    day = [one for one in columns if one.place in places.get("fecha", ())]
    dates, sure = _order(day)
    money = [one for one in columns if one.amounts and _is_money(one, places)]
    marks = {one.mark for one in money} - {None}
    decimal = marks.pop() if len(marks) == 1 else None
    unclear = decimal is None and any(one.unclear for one in money)
    asks += [*([] if sure else ["dates"]), *(["decimal"] if unclear else [])]
    return Guess(places, dates, decimal, tuple(asks))


def _typed(columns: Sequence[Column]) -> tuple[dict[str, tuple[int, ...]], list[str]]:
    """The columns of days and of money, and which of them are not sure."""
    asks = []
    places: dict[str, tuple[int, ...]] = {}
    days = [one for one in columns if one.days]
    own = [one for one in days if one.spelled in {"fecha", "fechamovimiento", "fechacontable"}]
    if days:
        places["fecha"] = ((own or days)[0].place,)
    if len(own) != 1 and len(days) != 1:
        asks.append("fecha")
    money = [one for one in columns if one.amounts or (not one.cells and _names_money(one))]
    places |= _first("saldo_banco", _named("saldo_banco", money))
    credit, debit = _named("credito", money), _named("debito", money)
    if credit and debit:
        places |= {"importe": (credit[0].place,), "debito": (debit[0].place,)}
        return places, asks
    single = _named("importe", money)
    left = [one for one in money if one.decimals and one.place not in places.get("saldo_banco", ())]
    chosen = single or left
    gross = [one for one in chosen if "bruto" in one.spelled]
    if len(gross) == 1:  # what the client paid, whatever was kept of it
        chosen = gross
    places |= _first("importe", chosen)
    if len(chosen) != 1:
        asks.append("importe")
    letters = [one for one in columns if one.letters]
    places |= _first("sentido", letters)
    if chosen and not letters and not chosen[0].signed:
        asks.append("direction")
    return places, asks


def _first(role: str, found: Sequence[Column]) -> dict[str, tuple[int, ...]]:
    return {role: (found[0].place,)} if found else {}


def _named(role: str, among: Iterable[Column]) -> list[Column]:
    return [one for one in among if WORDS[role].search(one.spelled)]


def _names_money(one: Column) -> bool:
    """Whether a blank column is one of money: a month may have no debit."""
    return any(WORDS[role].search(one.spelled) for role in ("debito", "credito", "saldo_banco"))


def _is_money(one: Column, places: dict[str, tuple[int, ...]]) -> bool:
    return any(one.place in places.get(role, ()) for role in ("importe", "debito", "saldo_banco"))


def _may_be(role: str, one: Column) -> bool:
    """Whether a column is what its heading says, as its cells have it."""
    if not one.cells or one.days:
        return False
    if role == "documento_nro":
        return one.cuits
    if role == "moneda":
        return bool(WORDS[role].search(one.spelled)) and one.currencies
    if role == "texto" and one.amounts and one.decimals:
        return False
    return bool(WORDS[role].search(one.spelled))


def _width(one: Column) -> float:
    return sum(map(len, one.texts)) / max(len(one.cells), 1)


def _order(days: Sequence[Column]) -> tuple[str, bool]:
    """Which of day and month stands first, and whether the dates prove it."""
    parts = [found for one in days for text in one.texts if (found := PARTS.match(text))]
    if not parts:
        return "dmy", True
    first, second = max(int(p[1]) for p in parts), max(int(p[2]) for p in parts)
    return ("mdy" if second > 12 >= first else "dmy"), first > 12 or second > 12
