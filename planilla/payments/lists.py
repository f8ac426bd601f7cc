"""From a list of comprobantes to what is asked about each: to query, resend or requeue."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from planilla.model.comprobante_key import Key
from planilla.model.issuers import COLUMN, Issuers
from planilla.payments.named_comprobante import named, named_or_fault
from planilla.reading.examples import EXAMPLE, tell_examples
from planilla.reading.row_issuer import hinted, whose
from planilla.reading.rows import Row, text
from planilla.reading.typed_rows import Typed, each_alone, typed_rows
from schemas.column import Column
from schemas.examples import NOBODYS
from schemas.pagos import LISTA_BY_NAME


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: the comprobante it names, or only its referencia."""

    row: int
    referencia: str
    key: Key | None
    account: str | None = None


Known = Callable[[str], tuple[str, Key] | None]


def read_list(
    path: Path,
    issuers: Issuers,
    known: Known = lambda _: None,
    *,
    examples: bool = True,
    columns: Mapping[str, Column] = LISTA_BY_NAME,
    whole: bool = False,
) -> tuple[Typed, list[Listed]]:
    """The rows of a list that name something; the others have a fault.

    `known` tells which account's comprobante a referencia was issued as. A row
    that has only a referencia which nobody knows has the account that its other cells
    leave, if it is one; a blank if it is none. Without `examples` the rows of the
    template are faults. `columns` may be more than a list's; of a result workbook the `whole` is
    read, or what is to be mended. Raises `InputError` kinds when the file as a whole cannot be
    used.
    """
    typed = typed_rows(path, columns, each_alone, whole=whole)
    told = set() if examples else tell_examples(typed.rows, typed.numbers, typed.faults)
    issuers = issuers.for_rows(one[1] for row in typed.rows if (one := named(row)) is not None)
    found: list[Listed] = []
    for number, row in zip(typed.numbers, typed.rows, strict=True):
        referencia = text(row, "referencia")
        if number in told:
            continue
        if _only_referencia(row):
            account, key = known(referencia) or (hinted(row, issuers), None)
            found.append(Listed(number, referencia, key, account))
            continue
        comprobante = named_or_fault(row, number, typed.faults)
        if number in typed.faults.rows or comprobante is None:
            continue
        if comprobante[1] == NOBODYS and not examples:
            typed.faults.add(number, "punto_venta", EXAMPLE)
            continue
        cuit = text(row, COLUMN)
        issuer = whose(comprobante[1], cuit, number, issuers, typed.faults)
        if number not in typed.faults.rows:
            found.append(Listed(number, referencia, Key(*comprobante), issuer.account))
    return typed, found


def _only_referencia(row: Row) -> bool:
    return bool(row.get("referencia")) and named(row) is None and not row.get("comprobante")
