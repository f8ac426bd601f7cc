"""Rule 0: what a person chose: several comprobantes, or none, and what was withheld of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.common.money import PESOS, written
from planilla.payments.named_comprobante import in_one_cell
from planilla.reconcile.matching.frames import NOTHING
from planilla.reconcile.matching.state import MatchState
from planilla.reconcile.matching.withheld import (
    OF_THE_RATE,
    certificates,
    whole,
    withheld_in,
    without,
)

CHOSEN = "0 elegido"
BETWEEN = re.compile(r"\s*(?:[;,\n+]|\sy\s)\s*", re.IGNORECASE)
NONE_OF_ANY = "Una persona eligió que no es de ningún comprobante."
IN_FAVOUR = "A FAVOR"
KEPT_IN_FAVOUR = "Una persona eligió que queda a favor del cliente."
NOT_OWED = (
    "Una persona eligió «{choice}», que no está entre lo que se debe o lo cubre otro pago{foreign}."
)
TOO_MANY = (
    "Una persona eligió «{choice}», y el pago no llega a {name}: deje en eleccion los que paga."
)
NO_NAME = "Una persona eligió «{choice}»: escriba también de qué comprobante."
NOT_LACKING = (
    "Una persona eligió «{choice}», y esa retención no puede ser: al pago le falta {lacking} de lo "
    "que se debe."
)
MORE_THAN_PAID = "Una persona eligió «{choice}», y se retendría más de lo que se pagó."
IN_PESOS = "; el cobro vino en {moneda}, y se debe en pesos"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Share:
    """What a payment pays of a comprobante, and what was withheld of it, in cents."""

    did: int
    name: str
    cents: int
    kept: int = 0


def names_in(choice: str) -> list[str]:
    """The comprobantes that a choice names, each once: between `;`, `,`, `+`, «y» or lines."""
    choice, _ = without(choice)
    parts = [part for part in BETWEEN.split(choice.strip()) if part]
    return list(dict.fromkeys(_name(part) for part in parts))


def _name(cell: str) -> str:
    """`FACTURA A 00010-00000109` from any spelling of it; what is none stays as it is."""
    named = in_one_cell(cell)
    return cell if named is None else "{} {:05d}-{:08d}".format(*named)


def less_names(choice: str | None, done: Sequence[str] | None) -> str | None:
    """A choice without those of its comprobantes that are `done`; null where none is left."""
    if choice is None or not done:
        return choice
    left = [name for name in names_in(choice) if name not in done]
    return "; ".join([*left, *without(choice)[1]]) if left else None


def chosen(state: MatchState) -> None:
    """What a person chose in the column eleccion; NINGUNO takes the payment out.

    Several are paid in the order in which they are named. A choice that cannot be honoured
    whole is told, and nothing is made of it: no rule may guess where a person has spoken.
    """
    wanted = state.open_payments().filter(pl.col("eleccion").is_not_null())
    if wanted.is_empty():
        return
    docs = state.open_documents().filter(pl.col("left") > 0).sort("did")
    owed = {(one["key"], one["moneda"]): one["did"] for one in reversed(docs.rows(named=True))}
    left = dict(docs.select("did", "left").iter_rows())
    pairs: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    for payment in wanted.sort("pid").iter_rows(named=True):
        shares = _shares(payment, owed, left)
        if isinstance(shares, str):
            told.append({"pid": payment["pid"], "did": None, "regla": CHOSEN, "motivo": shares})
            continue
        for share in shares:
            left[share.did] -= share.cents + share.kept
            pairs.append(_pair(payment, share))
    state.make(pl.DataFrame(pairs))
    state.doubt(pl.DataFrame(told, schema_overrides={"did": pl.UInt32()}))


def _pair(payment: Row, share: _Share) -> dict[str, Any]:
    told = f"Lo eligió una persona: {share.name}"
    if share.kept:
        parts = without(payment["eleccion"])[1]
        rate = all(map(OF_THE_RATE.match, parts))
        told += f", y {'la diferencia de cambio es' if rate else 'se retuvo'} "
        told += written(Decimal(share.kept) / 100)
        number = certificates(parts)
        told += f" (certificado {number})" if number else ""
    return {
        "pid": payment["pid"],
        "did": share.did,
        "cents": share.cents,
        "diferencia": share.kept,
        "regla": CHOSEN,
        "evidencia": f"{told}.",
    }


def _shares(
    payment: Row, owed: Mapping[tuple[str, str], int], left: Mapping[int, int]
) -> list[_Share] | str:
    """What the payment pays of each that was chosen; or why it cannot."""
    choice, money = payment["eleccion"], payment["left"]
    if choice.strip().upper() == NOTHING:
        return NONE_OF_ANY
    if choice.strip().upper() == IN_FAVOUR:
        return KEPT_IN_FAVOUR
    names, withheld = without(choice)
    if not names:
        return NO_NAME.format(choice=choice)
    shares = []
    for did, name in _documents(names, payment["moneda"], owed):
        if did is None or not left[did]:
            foreign = "" if payment["moneda"] == PESOS else IN_PESOS.format(**payment)
            return NOT_OWED.format(choice=choice, foreign=foreign)
        if not money and not withheld:
            return TOO_MANY.format(choice=choice, name=name)
        cents = min(money, left[did])
        money -= cents
        shares.append(_Share(did, name, cents))
    return _less_withheld(payment, shares, left, withheld) if withheld else shares


def _less_withheld(
    payment: Row, shares: Sequence[_Share], left: Mapping[int, int], parts: Sequence[str]
) -> list[_Share] | str:
    """The same with what was withheld, which is of what the money does not reach."""
    withheld = withheld_in(parts)
    if isinstance(withheld, str):
        return withheld
    choice = payment["eleccion"]
    lacking = sum(left[one.did] - one.cents for one in shares)
    kept = whole(withheld, lacking)
    if not kept:
        return NOT_LACKING.format(choice=choice, lacking=written(Decimal(lacking) / 100))
    if kept > payment["left"]:
        return MORE_THAN_PAID.format(choice=choice)
    found = []
    for one in shares:
        part = min(kept, left[one.did] - one.cents)
        kept -= part
        if not one.cents + part:
            return TOO_MANY.format(choice=choice, name=one.name)
        found.append(replace(one, kept=part))
    return found


def _documents(
    choice: str, moneda: str, owed: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int | None, str]]:
    # a name of several words may hold what stands between names
    whole = _name(choice)
    names = [whole] if (whole, moneda) in owed else names_in(choice)
    for name in names:
        yield owed.get((name, moneda)), name
