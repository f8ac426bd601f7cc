"""How a file is read never makes something new.

A file whose bytes the ledger knows is compared by row with what it asked for when it was
read before: where the same row says something else by now, what was asked stands, and
what it says now waits for a person. The same holds for rows of other files that an
earlier version of the reading knew (`Asked.earlier`), and that are told otherwise now; and
for those that somebody's answer about a heading makes something else of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from planilla.admission.known_or_new import Entry, Verdict, decide
from planilla.common.money import written
from planilla.ledger import rows
from planilla.ledger.company_keys import Whose
from planilla.ledger.tables import operations
from planilla.model.asked import Asked, Kind, Name
from planilla.model.operation import Operation, State
from planilla.model.reading_version import reads_alike

READ_OTHERWISE = (
    "Esta fila ya se leyó antes de otra manera, y vale lo de entonces: {before}. Ahora se lee: "
    "{now}. No se envía nada: si lo de antes está bien, conteste «vale lo de antes»; si además hay "
    "que hacerlo como se lee ahora, «es otro» (planilla review)."
)
READ_ANEW = (
    "Cuando este archivo se leyó por primera vez, esta fila no pidió un comprobante de por sí. "
    "Ahora se lee como uno. No se envía nada: si ya estaba en otro, conteste «vale lo de antes»; "
    "si hay que hacerlo, «es otro» (planilla review)."
)
OF = "read_before_as"
"""In the evidence of what waits: the operation that the row asked for before, 0 for none."""


def of_file(
    connection: Connection, whose: Whose, file_id: int, kind: Kind, account: str
) -> Mapping[int, Operation]:
    """What a file asked for when it was read before, by its first row."""
    query = (
        select(operations)
        .where(
            operations.c.file_id == file_id,
            operations.c.kind == kind,
            operations.c.account.in_(whose.kin(connection, account)),
        )
        .order_by(operations.c.id)
    )
    found = (rows.operation(row) for row in connection.execute(query).mappings())
    return {one.first_row: one for one in found if OF not in one.evidence}


def other_than(asked: Asked, operation: Operation) -> bool:
    """Whether what a row asks for now is not what it asked for then, as far as the ledger tells."""
    now = (
        asked.tipo.upper(),
        asked.punto_venta,
        asked.fecha,
        asked.documento_nro,
        asked.moneda,
        asked.total,
    )
    then = (
        operation.tipo.upper(),
        operation.punto_venta,
        operation.fecha,
        operation.documento_nro,
        operation.moneda,
        operation.total,
    )
    return now != then


def judged(
    wanted: Sequence[Asked],
    known: Mapping[Name, Sequence[Operation]],
    here: Mapping[tuple[Kind, str], Mapping[int, Operation]],
) -> list[Entry]:
    """Each thing asked by the revisions of its name, and where the file is known by its row.

    `known` are the revisions by name, `here` what the file asked for before, by kind,
    account and first row; empty for a file that is new.
    """
    rows_of = {asked.name: _of_rows(asked, here) for asked in wanted}
    standing = {one.id for one in rows_of.values() if one is not None}
    entries = []
    for asked in wanted:
        revisions, before = known.get(asked.name, []), rows_of[asked.name]
        others = standing - ({before.id} if before is not None else set())
        # what stands for another row of the file is not this one's, whatever its place among equals
        own = [one for one in revisions if one.id not in others]
        entries.append(_entry(asked, own, before, older=_older(asked, here)))
    return entries


def _entry(
    asked: Asked, revisions: Sequence[Operation], before: Operation | None, *, older: bool
) -> Entry:
    entry = decide(asked, revisions)
    if asked.kind is Kind.RESEND:
        return entry
    if before is not None and asked.means(before.content, before.reading):
        if before.referencia not in asked.identities and before.state is not State.REJECTED:
            return Entry(asked, Verdict.KNOWN, before.revision, before, before.id)
        before = None
    if entry.verdict is Verdict.KNOWN and entry.earlier is not None:
        before = entry.earlier if _told_otherwise(asked, entry.earlier) else None
    if before is None and entry.verdict is not Verdict.KNOWN:
        before = _before_answers(asked, revisions)
    if before is None and entry.verdict is Verdict.RETRY and OF in revisions[-1].evidence:
        return replace(entry, verdict=Verdict.KNOWN)  # a person said that it is not asked for
    if before is None:
        fresh = entry.verdict in {Verdict.NEW, Verdict.REVISION}
        return replace(entry, waits=READ_ANEW) if fresh and older else entry
    if before.state is State.REJECTED:
        return entry
    if _kept(asked, revisions, before):
        return Entry(asked, Verdict.KNOWN, before.revision, before, before.id, kept=True)
    if entry.verdict is Verdict.RETRY:
        return replace(entry, read_before=before, waits=_told(asked, before))
    revision = revisions[-1].revision + 1 if revisions else 0
    verdict = Verdict.REVISION if revisions else Verdict.NEW
    return Entry(asked, verdict, revision, before, None, before, _told(asked, before))


def _of_rows(
    asked: Asked, here: Mapping[tuple[Kind, str], Mapping[int, Operation]]
) -> Operation | None:
    before = here.get((asked.kind, asked.account), {})
    return next((before[row] for row in asked.rows if row in before), None)


def _older(asked: Asked, here: Mapping[tuple[Kind, str], Mapping[int, Operation]]) -> bool:
    """Whether the file was read by an earlier version: a row may have been part of another's."""
    before = here.get((asked.kind, asked.account), {})
    return any(
        one.reading < asked.reading and not reads_alike(one.reading, asked.reading)
        for one in before.values()
    )


def _before_answers(asked: Asked, revisions: Sequence[Operation]) -> Operation | None:
    """What stands of the same row as it was read before somebody said what a heading means."""
    standing = [one for one in revisions if one.state is not State.REJECTED]
    return next((one for one in standing if one.content in asked.otherwise), None)


def _told_otherwise(asked: Asked, earlier: Operation) -> bool:
    """Whether an earlier reading knew it by another name, and understood it otherwise, too."""
    renamed = earlier.content == asked.content or reads_alike(earlier.reading, asked.reading)
    return not renamed and other_than(asked, earlier)


def _kept(asked: Asked, revisions: Sequence[Operation], earlier: Operation) -> bool:
    """Whether a person has said that what was read before stands, and this is not asked for."""
    return any(
        one.state is State.REJECTED
        and one.content == asked.content
        and one.evidence.get(OF) == earlier.id
        for one in revisions
    )


def _told(asked: Asked, earlier: Operation) -> str:
    """Both, side by side, for the person."""
    issued = earlier.state is State.DONE and earlier.numero_emitido
    before = _words(earlier.tipo, earlier.documento_nro, earlier.moneda, written(earlier.total))
    now = _words(asked.tipo, asked.documento_nro, asked.moneda, written(asked.total))
    return READ_OTHERWISE.format(before=before + (f" ({issued})" if issued else ""), now=now)


def _words(tipo: str, documento_nro: str, moneda: str, total: str) -> str:
    receiver = f" a {documento_nro}" if documento_nro.strip("0") else ""
    return f"{tipo}{receiver} por {moneda} {total}"
