"""Money that came in and went out again: nothing is registered for it.

A statement shows a reversal, a rejected cheque or a cancelled credit as what went out, days
after the credit. Which credit it was is certain where one alone, before it, says the same
payer, comprobante or operation; else a person sees the credited that may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.common.money import written
from planilla.reconcile.matching.payers import payer
from planilla.reconcile.matching.payment_text import said
from planilla.reconcile.sources.movements import noted
from schemas.faults import Fault

NEAR_DAYS = 15
WORDS = re.compile(
    r"(?i)\b(?:revers|rech|anul|devol|devuel|contracargo|extorn|contras|desconoc|refund|chargeback)"
)
OF_THE_BANK = re.compile(
    r"(?i)\b(?:imp(?:uesto)?|iva|ley|comis\w*|com|percep\w*|sircreb|iibb|inter[eé]s\w*|mantenim\w*|"
    r"gastos?|seguro)\b"
)
OPERATION = re.compile(r"(?<!\d)\d{5,}(?!\d)")
BACK: dict[str, pl.DataType] = {
    "devuelto": pl.Decimal(18, 2),  # how much of it went back, for certain
    "devuelto_por": pl.String(),  # the debits that say so
    "motivo": pl.String(),  # why a person must judge it
}
PART = (
    "De este cobro volvieron {back} el {fecha}, y quedan {rest}: elija su comprobante, o NINGUNO."
)
PERHAPS = (
    "Un débito del {fecha} por {importe} («{words}») puede devolver este cobro. Si no lo "
    "devuelve, elija su comprobante; si lo devuelve, NINGUNO."
)


@dataclass
class Returned:
    """What went back of which payments, and what is told of each debit."""

    back: dict[str, Decimal] = field(default_factory=dict)
    by: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    notes: list[Fault] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def less_out(
    payments: pl.DataFrame, out: pl.DataFrame, registered: Mapping[str, str]
) -> tuple[pl.DataFrame, Returned]:
    """The payments, with what these debits took back of them (`BACK`); `registered` are done.

    A debit has the `row` in its file. What an earlier run knew of a payment stays.
    """
    found = Returned()
    debits = _told_apart(out, payments)
    if debits.is_empty():
        return payments, found
    known = payments.filter(pl.col("importe") >= debits["importe"].min())
    credited = {row["id"]: row for row in _facts(known)}
    for debit in sorted(_facts(debits), key=lambda row: (row["fecha"] or date.min, row["row"])):
        _take(debit, credited, found, registered)
    if not (found.back or found.doubts):
        return payments, found
    judged = {*found.back, *found.doubts}
    told = pl.DataFrame(
        [(one, found.back.get(one), found.by.get(one), found.doubts.get(one)) for one in judged],
        schema={"id": pl.String(), **{f"{name}_new": kind for name, kind in BACK.items()}},
        orient="row",
    )
    whole = payments.join(told, on="id", how="left", maintain_order="left")
    return whole.with_columns(pl.coalesce(f"{n}_new", n).alias(n) for n in BACK).drop(
        [f"{n}_new" for n in BACK]
    ), found


def _told_apart(out: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """The debits that may take something back: by their words, or as much as came in."""
    words = pl.concat_str("texto", "referencia", separator=" ", ignore_nulls=True)
    equal = pl.col("importe").is_in(payments["importe"].unique().implode())
    spoken = words.str.contains(WORDS.pattern)
    return out.filter(pl.col("cancels") | pl.col("of").is_not_null() | equal | spoken)


def _facts(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows with what can tell that two are of one operation: `cuit`, `named`, `numbers`."""
    numbered = rows.with_row_index("pid").with_columns(cuit=payer())
    named: dict[int, set[tuple[Any, ...]]] = {}
    for pid, letra, point, number in (
        said(numbered.lazy()).select("pid", "letra", "pv", "num").collect().iter_rows()
    ):
        named.setdefault(pid, set()).add((letra, point, number))
    facts = []
    for row in numbered.iter_rows(named=True):
        words = " · ".join(row[n] for n in ("texto", "referencia") if row[n])
        numbers = {int(one) for one in OPERATION.findall(words)} - {int(row["cuit"] or 0)}
        own = {row["comprobante"]} if row["comprobante"] else set()
        keys = named.get(row["pid"], set()) | own
        facts.append({**row, "words": words, "numbers": numbers, "named": keys})
    return facts


def _take(
    debit: dict[str, Any],
    credited: Mapping[str, dict[str, Any]],
    found: Returned,
    registered: Mapping[str, str],
) -> None:
    """Decide on one debit."""
    if debit["of"] is not None:
        if debit["of"] in credited:
            _certain(debit, credited[debit["of"]], found, registered)
        return
    reversal = debit["cancels"] or (
        bool(WORDS.search(debit["words"])) and not OF_THE_BANK.search(debit["words"])
    )
    near = [one for one in credited.values() if _before(one, debit) and _free(one, debit, found)]
    sure = [one for one in near if _same(one, debit)]
    equal = [one for one in sure if one["importe"] == debit["importe"]]
    chosen = equal or (sure if reversal else [])
    if reversal and len(chosen) == 1:
        _certain(debit, chosen[0], found, registered)
        return
    if not chosen and reversal:
        chosen = [one for one in near if one["importe"] == debit["importe"] and _may(one, debit)]
    _doubtful(debit, chosen, found, registered, reversal=reversal)


def _before(credit: Mapping[str, Any], debit: Mapping[str, Any]) -> bool:
    """Whether a credit may be what a debit takes back: as much or more, and some days before."""
    if credit["moneda"] != debit["moneda"] or credit["importe"] < debit["importe"]:
        return False
    if credit["cuenta"] and debit["cuenta"] and credit["cuenta"] != debit["cuenta"]:
        return False
    if credit["fecha"] is None or debit["fecha"] is None:
        return credit["fecha"] is None and debit["fecha"] is None
    days: int = (debit["fecha"] - credit["fecha"]).days
    return 0 <= days <= NEAR_DAYS


def _free(credit: Mapping[str, Any], debit: Mapping[str, Any], found: Returned) -> bool:
    """Whether there is as much left of a credit as a debit takes."""
    known = credit["devuelto"] or Decimal(0)
    if debit["name"] in (credit["devuelto_por"] or "").split():
        known = Decimal(0)
    gone = found.back.get(credit["id"], known)
    return bool(credit["importe"] - gone >= debit["importe"])


def _same(credit: Mapping[str, Any], debit: Mapping[str, Any]) -> bool:
    """Whether both say the same payer, comprobante or operation, and nothing else."""
    if not _may(credit, debit):
        return False
    return bool(
        (credit["cuit"] and credit["cuit"] == debit["cuit"])
        or credit["named"] & debit["named"]
        or credit["numbers"] & debit["numbers"]
    )


def _may(credit: Mapping[str, Any], debit: Mapping[str, Any]) -> bool:
    """Whether nothing says that they are of different ones."""
    return not any(
        credit[key] and debit[key] and not _meet(credit[key], debit[key])
        for key in ("cuit", "named")
    )


def _meet(one: Any, other: Any) -> bool:
    return bool(one & other) if isinstance(one, set) else one == other


def _certain(
    debit: Mapping[str, Any],
    credit: Mapping[str, Any],
    found: Returned,
    registered: Mapping[str, str],
) -> None:
    one = credit["id"]
    before = found.back.get(one, Decimal(0))
    back = before + debit["importe"]
    found.back[one] = min(back, credit["importe"])
    found.by[one] = f"{found.by.get(one, '')} {debit['name']}".strip()
    rest = credit["importe"] - found.back[one]
    if rest > 0:
        words = {"back": written(found.back[one]), "rest": written(rest)}
        found.doubts[one] = PART.format(fecha=_day(debit["fecha"]), **words)
    else:
        found.doubts.pop(one, None)
    words = {"fecha": _day(credit["fecha"]), "importe": written(debit["importe"])}
    if one in registered:
        words["comprobante"] = registered[one]
        found.faults.append(noted("VOLVIO_REGISTRADO", debit["row"], debit["words"], **words))
    else:
        found.notes.append(noted("VOLVIO", debit["row"], debit["words"], **words))


def _doubtful(
    debit: Mapping[str, Any],
    chosen: Sequence[Mapping[str, Any]],
    found: Returned,
    registered: Mapping[str, str],
    *,
    reversal: bool,
) -> None:
    importe = written(debit["importe"])
    for credit in chosen:
        words = {"fecha": _day(debit["fecha"]), "importe": importe, "words": debit["words"]}
        found.doubts.setdefault(credit["id"], PERHAPS.format(**words))
    if chosen:
        told = noted("VOLVIO_QUIZAS", debit["row"], debit["words"], importe=importe)
        done = any(credit["id"] in registered for credit in chosen)
        (found.faults if done else found.notes).append(told)
    elif reversal:
        found.faults.append(noted("VOLVIO_OTRO", debit["row"], debit["words"]))


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "(sin fecha)"
