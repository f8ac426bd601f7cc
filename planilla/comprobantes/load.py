"""From a file to comprobantes fit to be sent and faults in words; nothing else.

    read ─► cast ─► inherit ─► rows (pandera) ─► comprobantes (rules, sums) ─► references

Every row of the file ends in a comprobante or has a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from planilla.comprobantes import body, earlier_readings, newer_rules
from planilla.comprobantes.content import content, contents
from planilla.comprobantes.linked_notes import drop_notes_without_footing
from planilla.comprobantes.rules import UNIDENTIFIED_LIMIT, Context, Rules, problems, screen
from planilla.comprobantes.sums import judged_total
from planilla.comprobantes.told import Told
from planilla.comprobantes.totals import amount
from planilla.model.asked import Asked, Earlier, Kind
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.cast import Row
from planilla.reading.derived_referencias import Referencias
from planilla.reading.loaded import Loaded, loaded
from planilla.reading.make_fault import Faults
from planilla.reading.row_issuer import Owners, points_of
from planilla.reading.typed_rows import Typed, spread, typed_rows
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
    referencias = Referencias(rows, issuers, "pl")
    before = referencias.anew()
    made: list[Asked] = []
    wrong: list[tuple[int, Row, tuple[str, str]]] = []
    whole, judgings = _whole(typed, issuers, context)
    for group in typed.groups:
        own = [numbers[p] for p in group]
        if owner := whole.get(group[0]):
            cells = [rows[p] for p in group]
            issuer, nobodys = owner
            total = _judge(cells, own, faults, judgings[issuer])
            if total is not None and faults.rows.isdisjoint(own):
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


def _whole(
    typed: Typed, issuers: Issuers, context: Context
) -> tuple[Mapping[int, tuple[Issuer, bool]], Mapping[Issuer, Judging]]:
    """The comprobantes whose cells are all read, by the position of their first row.

    Whose each is, and whether nobody can tell, which is a fault by now. By issuer what
    the rules have to say of any of them.
    """
    owners = Owners(issuers)
    found: dict[int, tuple[Issuer, bool]] = {}
    own_rows: dict[Issuer, list[list[Row]]] = {}
    for group in typed.groups:
        numbers = [typed.numbers[p] for p in group]
        if typed.faults.rows.isdisjoint(numbers):
            cells = [typed.rows[p] for p in group]
            issuer = owners.of(cells[0], numbers[0], typed.faults)
            found[group[0]] = issuer, numbers[0] in typed.faults.rows
            own_rows.setdefault(issuer, []).append(cells)
    judgings = {issuer: Judging(context.of(issuer)) for issuer in own_rows}
    for issuer, groups in own_rows.items():
        judging = judgings[issuer]
        screen([cells[0] for cells in groups], judging.context)
        newer_rules.screen(groups, issuer.digits, judging.told)
    return found, judgings


@dataclass(frozen=True)
class Judging:
    """A context, and what its newer rules said by now."""

    context: Context
    told: Told[str] = field(default_factory=Told)


def _judge(
    rows: Sequence[Row], own: Sequence[int], faults: Faults, judging: Judging
) -> Decimal | None:
    """The total of a comprobante, with every rule's fault written down."""
    head, context = rows[0], judging.context
    taxless = str(head["tipo"]).endswith(" C")
    for column, code, words in problems(head, len(rows), context):
        faults.add(own[0], column, code, **words)
    for row, cells in zip(own, rows, strict=True):
        if cells["rg5329"] == "S" and cells["actualiza_precio"] != "S":
            faults.add(row, "rg5329", "RG5329")
        if taxless and amount(cells, "alicuota") != 0:
            faults.add(row, "alicuota", "IVA_C")
    if context.rules.newer:
        found = newer_rules.problems(rows, context.issuer.digits, judging.told)
        for position, (column, code, words) in found:
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
    head = rows[0]
    # without a general discount there is nothing to be shared out
    meaning, by_then = contents(rows, None if head["bonificacion"] else total)
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
