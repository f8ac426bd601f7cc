"""A payment without referencia that is worded otherwise now: perhaps the same money.

Without a referencia a payment is known by its comprobante, means and amounts, so that one
whose means is respelled, or which is given a referencia, is new. What pays as much on the
same comprobante, and was asked for by an earlier file, may be the same: only a person can
tell. Two that each have a referencia of their own go on, and so does what its own file
asks for beside it. A line of a statement has one (`lines.py`): it waits where the money was
registered by hand after the statement was reconciled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from decimal import Decimal

from sqlalchemy import Connection, RowMapping, and_, or_, select

from planilla.admission.mended_rows import LATELY
from planilla.common.calendar import now
from planilla.common.money import written
from planilla.ledger.chunks import chunks
from planilla.ledger.company_keys import Whose
from planilla.ledger.rows import parse
from planilla.ledger.tables import files, operations
from planilla.model.asked import LINE, Asked, Kind, Name
from planilla.model.operation import Reason, Source, State
from planilla.reading.derived_referencias import is_derived

REPAID = (
    "Ya se pidió un pago de {total} sobre {comprobante} ({file}, fila {row}): «{before}». Ahora "
    "dice «{now}», y uno de los dos no tiene referencia. Si es el mismo cobro, rechácelo; si es "
    "otro, apruébelo (planilla review)."
)

Trait = tuple[str, int, int, Decimal]  # the comprobante and the amount


def repaid(
    connection: Connection, whose: Whose, source: Source, fresh: Sequence[Asked], own: Set[int]
) -> Mapping[Name, str]:
    """Which payments of `fresh` may be what was asked for before, worded otherwise, and why.

    Before is within the last days, or by a file of this one's name for the same day. `own`
    are the operations that this file, `source`, asks for by their names.
    """
    found: dict[Name, str] = {}
    pays = [one for one in fresh if one.kind is Kind.PAY]
    for account in {one.account for one in pays}:
        mine = [one for one in pays if one.account == account]
        by_trait: dict[Trait, list[RowMapping]] = {}
        for row in _standing(connection, whose.kin(connection, account), mine):
            if row["id"] not in own:
                trait = row["tipo"], row["punto_venta"], row["number"], Decimal(row["total"])
                by_trait.setdefault(trait, []).append(row)
        for one in mine:
            trait = one.tipo, one.punto_venta, one.numero or 0, one.total
            for other in by_trait.get(trait, ()):
                lately = other["lately"] or (other["file"], other["fecha"]) == (
                    source.name,
                    one.fecha,
                )
                if lately and not (one.referencia_given and _named(other)):
                    found[one.name] = _words(one, other)
                    break
    return found


def _standing(
    connection: Connection, kin: Sequence[str], mine: Sequence[Asked]
) -> Iterator[RowMapping]:
    """The payments on these comprobantes that were not rejected."""
    names = ("id", "tipo", "punto_venta", "number", "fecha", "total", "content", "referencia")
    columns = [operations.c[n] for n in (*names, "body", "first_row")]
    lately = files.c.seen_at >= now() - LATELY
    numbers = sorted({one.numero or 0 for one in mine})
    for some in chunks(numbers):
        query = (
            select(*columns, files.c.name.label("file"), lately.label("lately"))
            .join(files, files.c.id == operations.c.file_id)
            .where(
                and_(operations.c.kind == Kind.PAY, operations.c.account.in_(kin)),
                operations.c.number.in_(some),
                operations.c.state != State.REJECTED,
                operations.c.reason != Reason.CHANGED,
                or_(lately, operations.c.fecha.in_(sorted({one.fecha for one in mine}))),
            )
            .order_by(operations.c.id)
        )
        yield from connection.execute(query).mappings()


def _named(row: RowMapping) -> bool:
    """Whether it has a referencia of its own, or is a line of a statement."""
    referencia = str(row["referencia"]).partition("/")[2]
    return referencia.startswith(LINE) or not is_derived(referencia, row["content"])


def _words(one: Asked, row: RowMapping) -> str:
    return REPAID.format(
        total=written(one.total),
        comprobante=one.comprobante,
        file=row["file"],
        row=row["first_row"],
        before=_means(parse(row["body"])),
        now=_means(one.body),
    )


def _means(body: Mapping[str, object]) -> str:
    pagos = body["pagos"]
    assert isinstance(pagos, Mapping)  # noqa: S101 - as `_payment` makes it
    return "; ".join(str(one["descripcion"]) for one in pagos["formas_pago"])
