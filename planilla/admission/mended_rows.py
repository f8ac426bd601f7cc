"""A row without referencia whose text was mended: another content, and perhaps the same sale.

Without a referencia a row is known by what it says, so that one which says it otherwise
is new. What agrees with it in receiver, total and date, and was asked for by an earlier
file, may be the same: only a person can tell. What its own file asks for beside it is not.
One that has its own referencia goes on, unless an earlier reading of the same file had none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, or_, select

from planilla.common.calendar import now
from planilla.common.compared_text import normal
from planilla.common.money import written
from planilla.ledger.chunks import chunks
from planilla.ledger.company_keys import Whose
from planilla.ledger.rows import parse
from planilla.ledger.tables import files, operations
from planilla.model.asked import Asked, Kind, Name
from planilla.model.operation import Reason, Source, State
from planilla.reading.derived_referencias import DERIVED, is_derived
from schemas.tables import TIPOS, Clase

LATELY = timedelta(days=10)
MENDED = (
    "Esta fila coincide en receptor, total y fecha con una que ya se pidió, y una de las dos no "
    "tiene referencia ({file}, fila {row}): {tipo}{number} de {moneda} {total} del "
    "{fecha:%d/%m/%Y}, «{before}». Ahora dice: {now_tipo}, «{now}». Si es la misma venta con otro "
    "texto, rechácela; si es otra, apruébela (planilla review)."
)

Trait = tuple[str, date, str, Decimal, Clase | None]
"""Receiver, date, currency, total, and whether it is an invoice or a note of either kind."""


def mended(
    connection: Connection, whose: Whose, source: Source, fresh: Sequence[Asked], own: Set[int]
) -> Mapping[Name, str]:
    """Which of `fresh` may be what was asked for before and reads otherwise now, and why.

    Before is by a file of this one's name, whenever, or by any within the last days. `own`
    are the operations that this file, `source`, asks for by their names.
    """
    found: dict[Name, str] = {}
    fresh = [one for one in fresh if one.kind is Kind.ISSUE and not _from_corregir(one)]
    for account in {one.account for one in fresh}:
        mine = [one for one in fresh if one.account == account]
        standing = _standing(connection, whose.kin(connection, account), source, mine)
        by_trait: dict[Trait, list[RowMapping]] = {}
        for row in standing:
            if row["id"] not in own:
                by_trait.setdefault(_trait(row, parse(row["body"])), []).append(row)
        for one in mine:
            like = by_trait.get(_trait(_columns(one), one.body), ())
            may_be = (row for row in like if not one.referencia_given or _bare(row, source))
            other = next(may_be, None)
            if other is not None and other["content"] not in one.contents:
                found[one.name] = _words(one, other)
    return found


def _from_corregir(one: Asked) -> bool:
    """A derived referencia in a file is a name that is known: the row's own, mended or not."""
    return one.referencia_given and DERIVED.fullmatch(one.referencia) is not None


def _bare(row: RowMapping, source: Source) -> bool:
    """Whether a file of this one's name asked for it without referencia."""
    return row["file"] == source.name and is_derived(row["referencia"], row["content"])


def _standing(
    connection: Connection, kin: Sequence[str], source: Source, mine: Sequence[Asked]
) -> Iterator[RowMapping]:
    """What was not rejected, of these receivers and days; what waits for its mended row does."""
    names = ("id", "tipo", "punto_venta", "fecha", "documento_nro", "moneda", "total", "content")
    more = ("referencia", "body", "state", "number", "first_row")
    columns = [operations.c[n] for n in (*names, *more)]
    receivers = sorted({one.documento_nro for one in mine})
    totals = {one.total for one in mine}
    lately = or_(files.c.name == source.name, files.c.seen_at >= now() - LATELY)
    for some in chunks(receivers):
        query = (
            select(*columns, files.c.name.label("file"))
            .join(files, files.c.id == operations.c.file_id)
            .where(
                operations.c.fecha.in_(sorted({one.fecha for one in mine})),
                operations.c.documento_nro.in_(some),
                and_(operations.c.kind == Kind.ISSUE, operations.c.account.in_(kin)),
                operations.c.state != State.REJECTED,
                operations.c.reason != Reason.CHANGED,
                lately,
            )
            .order_by(operations.c.id)
        )
        for row in connection.execute(query).mappings():
            if Decimal(row["total"]) in totals:
                yield row


def _columns(one: Asked) -> Mapping[str, Any]:
    names = ("tipo", "fecha", "documento_nro", "moneda", "total")
    return {name: getattr(one, name) for name in names}


def _trait(row: Mapping[str, Any] | RowMapping, body: Mapping[str, Any]) -> Trait:
    receiver = str(row["documento_nro"]).lstrip("0")
    name = "" if receiver else normal(str(body["cliente"].get("razon_social") or ""))
    tipo = TIPOS.get(str(row["tipo"]))
    total = Decimal(row["total"])
    return f"{receiver}|{name}", row["fecha"], row["moneda"], total, tipo.clase if tipo else None


def _words(one: Asked, row: RowMapping) -> str:
    number = ""
    if row["state"] == State.DONE and row["number"]:
        number = f" {row['punto_venta']:05d}-{row['number']:08d}"
    return MENDED.format(
        file=row["file"],
        row=row["first_row"],
        tipo=row["tipo"],
        number=number,
        moneda=row["moneda"],
        total=written(one.total),
        fecha=row["fecha"],
        before=_concepts(parse(row["body"])),
        now_tipo=one.tipo,
        now=_concepts(one.body),
    )


def _concepts(body: Mapping[str, Any]) -> str:
    found = (
        f"{Decimal(str(one['cantidad'])).normalize():f} × {one['producto']['descripcion']}"
        for one in body["comprobante"].get("detalle", ())
    )
    return "; ".join(found).replace("#&#", "%").replace("#@#", " ")
