"""From a file to comprobantes fit to be sent and faults in words; nothing else.

    read ─► cast ─► inherit ─► rows (pandera) ─► comprobantes (rules, sums) ─► references

Every row of the file ends in a comprobante or has a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from planilla.comprobantes import body, earlier, newer
from planilla.comprobantes.content import content, known_before
from planilla.comprobantes.linking import drop_notes_without_footing
from planilla.comprobantes.rules import UNIDENTIFIED_LIMIT, Context, Rules, problems
from planilla.comprobantes.sums import judged_total
from planilla.comprobantes.totals import amount
from planilla.issuers import Issuer, Issuers
from planilla.rows.asked import Asked, Kind
from planilla.rows.cast import Row
from planilla.rows.faulting import Faults
from planilla.rows.loaded import Loaded, loaded
from planilla.rows.owner import points_of, whose
from planilla.rows.referencias import Referencias
from planilla.rows.typed import Typed, spread, typed_rows
from schemas.columns import BY_NAME

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
    return typed_rows(path, earlier.COLUMNS, whole=whole)


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
    context = Context(today, Issuer(), rules or Rules(), queued, limit)
    comprobantes, twins = _comprobantes(typed, issuers, context)
    comprobantes = drop_notes_without_footing(comprobantes, typed.rows, typed.faults)
    found = loaded(typed, BY_NAME, comprobantes, _notices(issuers, context.rules))
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
    referencias, before = (Referencias(rows, issuers, "pl") for _ in range(2))
    made: list[Asked] = []
    wrong: list[tuple[int, Row, tuple[str, str]]] = []
    for group in typed.groups:
        own = [numbers[p] for p in group]
        if not faults.rows.intersection(own):
            cells = [rows[p] for p in group]
            issuer = whose(cells[0], own[0], issuers, faults)
            nobodys = bool(faults.rows.intersection(own))
            total = _judge(cells, own, faults, replace(context, issuer=issuer))
            if total is not None and not faults.rows.intersection(own):
                made.append(_comprobante(cells, own, total, issuer, referencias, before))
            elif total is not None and not nobodys:
                wrong.append((own[0], cells[0], (issuer.account, content(cells))))
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


def _judge(
    rows: Sequence[Row], own: Sequence[int], faults: Faults, context: Context
) -> Decimal | None:
    """The total of a comprobante, with every rule's fault written down."""
    head = rows[0]
    for column, code, words in problems(head, len(rows), context):
        faults.add(own[0], column, code, **words)
    for row, cells in zip(own, rows, strict=True):
        if cells["rg5329"] == "S" and cells["actualiza_precio"] != "S":
            faults.add(row, "rg5329", "RG5329")
        if str(head["tipo"]).endswith(" C") and amount(cells, "alicuota") != 0:
            faults.add(row, "alicuota", "IVA_C")
    if context.rules.newer:
        for position, column, code, words in newer.problems(rows, context.issuer.digits):
            faults.add(own[position], column, code, **words)
    return judged_total(rows, own, faults, context)


def _comprobante(
    rows: Sequence[Row],
    own: Sequence[int],
    total: Decimal,
    issuer: Issuer,
    referencias: Referencias,
    before: Referencias,
) -> Asked:
    head, meaning = rows[0], content(rows)
    sent: Mapping[str, Any] = {
        "cliente": body.cliente(rows),
        "comprobante": body.comprobante(rows, total, issuer.digits),
    }
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
        body=sent,
        content=meaning,
        account=issuer.account,
        earlier=(known_before(rows, issuer.account, before),),
    )
