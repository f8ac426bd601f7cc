"""From a file to comprobantes fit to be sent and faults in words; nothing else.

    read ─► cast ─► inherit ─► rows (pandera) ─► comprobantes (rules, sums) ─► references

Every row of the file ends in a comprobante or has a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.comprobantes import body, earlier_readings
from planilla.comprobantes.content import contents
from planilla.comprobantes.judge import Owned, judge
from planilla.comprobantes.linked_notes import drop_notes_without_footing
from planilla.comprobantes.totals import amount
from planilla.model.asked import Asked, Earlier, Kind
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.cast import Row
from planilla.reading.derived_referencias import Referencias
from planilla.reading.loaded import Loaded, loaded
from planilla.reading.row_issuer import Owners, points_of
from planilla.reading.typed_rows import Typed, spread, typed_rows
from schemas.columns import BY_NAME
from schemas.context import UNIDENTIFIED_LIMIT, Context, Rules

NO_CONDITION = (
    "No se sabe la condición frente al IVA del emisor (PLANILLA_ISSUER_CONDICION_IVA): no se "
    "revisó si le corresponde emitir cada letra."
)
NO_CUIT = (
    "No se sabe el CUIT del emisor (PLANILLA_ISSUER_CUIT): no se revisó que el cliente sea otro."
)


def load(
    path: Path, today: date, issuers: Issuers, rules: Rules | None = None, *, queued: bool = False
) -> Loaded:
    """Read and judge a file of comprobantes.

    `today` is the day in Buenos Aires; `queued` ones may have a date to come.
    Raises `InputError` kinds when the file as a whole cannot be used.
    """
    return judged(read(path), today, issuers, rules, queued=queued)


def read(path: Path, *, whole: bool = False) -> Typed:
    """The rows of a file of comprobantes, not yet judged; raises `InputError` kinds.

    Of a result workbook the `whole`, or what is to be mended.
    """
    return typed_rows(path, earlier_readings.COLUMNS, whole=whole)


def judged(
    read_rows: Typed,
    today: date,
    issuers: Issuers,
    rules: Rules | None = None,
    *,
    queued: bool = False,
    limit: Callable[[], Decimal] = lambda: UNIDENTIFIED_LIMIT,
) -> Loaded:
    """What rows ask for by some rules; the rows may be judged again by others.

    `limit` finds out from which amount a final consumer must be identified, once it matters.
    """
    typed = replace(read_rows, faults=read_rows.faults.copy())
    issuers = issuers.for_rows(points_of(typed.rows))
    context = Context(today, rules=rules or Rules(), queued=queued, limit=limit)
    comprobantes, twins = _comprobantes(typed, issuers, context)
    comprobantes = drop_notes_without_footing(comprobantes, typed.rows, typed.faults)
    found = loaded(typed, BY_NAME, comprobantes, _notices(issuers, rules or Rules()))
    return replace(found, referencias={**found.referencias, **twins})


def _notices(issuers: Issuers, rules: Rules) -> tuple[str, ...]:
    if not rules.issuer:
        return ()
    conditions = all(issuer.condicion_iva for issuer in issuers.known)
    cuits = all(issuer.cuit for issuer in issuers.known)
    missing = ((NO_CONDITION, conditions), (NO_CUIT, cuits))
    return tuple(notice for notice, known in missing if not known)


def _comprobantes(
    typed: Typed, issuers: Issuers, context: Context
) -> tuple[list[Asked], Mapping[int, str]]:
    """What is fit to be sent, and what is wrong of rows that equal one of them is named."""
    rows, numbers, faults = typed.rows, typed.numbers, typed.faults
    referencias = Referencias(rows, issuers, "pl")
    before = referencias.anew()
    made: list[Asked] = []
    wrong: list[tuple[int, Row, tuple[str, str]]] = []
    whole, nobodys = _whole(typed, issuers)
    judged_totals = zip(whole, judge(typed, list(whole.values()), context), strict=True)
    totals = {group: total for group, total in judged_totals if total is not None}
    known = [group for group in totals if group not in nobodys]
    cells = {group: [rows[p] for p in whole[group][0]] for group in known}
    meant = contents([*cells.values()], [totals[group] for group in known])
    meanings = dict(zip(known, meant, strict=True))
    for group in typed.groups:
        own = [numbers[p] for p in group]
        if meaning := meanings.get(group[0]):
            mine, issuer = cells[group[0]], whole[group[0]][1]
            if faults.rows.isdisjoint(own):
                total = totals[group[0]]
                made.append(_comprobante(mine, own, total, issuer, meaning, referencias, before))
            else:
                wrong.append((own[0], mine[0], (issuer.account, meaning[0])))
        spread(own, faults)
    return made, _twins(wrong, made, referencias)


def _twins(
    wrong: Sequence[tuple[int, Row, tuple[str, str]]],
    made: Sequence[Asked],
    referencias: Referencias,
) -> Mapping[int, str]:
    """Names for what is wrong of rows without referencia that equal a good one of the file.

    Mended by itself in `Corregir` such a row would be taken for the good one. The
    names come after those of the good ones, which must not depend on it.
    """
    good = {(one.account, one.content) for one in made}
    return {
        number: referencias.of(head, *mine)
        for number, head, mine in wrong
        if mine in good and not head.get("referencia")
    }


def _whole(typed: Typed, issuers: Issuers) -> tuple[Mapping[int, Owned], Set[int]]:
    """The comprobantes whose cells are all read, by the position of their first row.

    With whose each is; and those of which nobody can tell, which is a fault by now.
    """
    owners = Owners(issuers)
    found: dict[int, Owned] = {}
    nobodys = set()
    for group in typed.groups:
        numbers = [typed.numbers[p] for p in group]
        if typed.faults.rows.isdisjoint(numbers):
            found[group[0]] = group, owners.of(typed.rows[group[0]], numbers[0], typed.faults)
            if numbers[0] in typed.faults.rows:
                nobodys.add(group[0])
    return found, nobodys


def _comprobante(
    rows: Sequence[Row],
    own: Sequence[int],
    total: Decimal,
    issuer: Issuer,
    contents: tuple[str, str],
    referencias: Referencias,
    before: Referencias,
) -> Asked:
    head, (meaning, by_then) = rows[0], contents
    fecha, number = head["fecha"], head.get("numero")
    assert isinstance(fecha, date)  # noqa: S101 - required, checked before
    other = head.get("asociado_referencia")
    return Asked(
        kind=Kind.ISSUE,
        referencia=referencias.of(head, issuer.account, meaning),
        referencia_given=bool(head.get("referencia")),
        rows=tuple(own),
        tipo=str(head["tipo"]),
        punto_venta=int(amount(head, "punto_venta")),
        fecha=fecha,
        documento_tipo=str(head["documento_tipo"]),
        documento_nro=str(head["documento_nro"]),
        razon_social=str(head["razon_social"]),
        moneda=str(head["moneda"]),
        total=total,
        numero=number if isinstance(number, int) else None,
        asociado_referencia=str(other) if other else None,
        body=body.Body(rows, total, issuer.digits),
        content=meaning,
        account=issuer.account,
        earlier=(Earlier(before.of(head, issuer.account, by_then), by_then),),
    )
