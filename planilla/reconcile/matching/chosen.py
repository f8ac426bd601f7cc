"""Rule 0: what a person chose, which may be several comprobantes, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from planilla.common.money import PESOS
from planilla.payments.named_comprobante import in_one_cell
from planilla.reconcile.matching.frames import NOTHING
from planilla.reconcile.matching.state import MatchState

CHOSEN = "0 elegido"
BETWEEN = re.compile(r"\s*(?:[;,\n+]|\sy\s)\s*", re.IGNORECASE)
NONE_OF_ANY = "Una persona eligió que no es de ningún comprobante."
NOT_OWED = (
    "Una persona eligió «{choice}», que no está entre lo que se debe o lo cubre otro pago{foreign}."
)
TOO_MANY = (
    "Una persona eligió «{choice}», y el pago no llega a {name}: deje en eleccion los que paga."
)
IN_PESOS = "; el cobro vino en {moneda}, y se debe en pesos"
Row = Mapping[str, Any]


def names_in(choice: str) -> list[str]:
    """The comprobantes that a choice names, each once: between `;`, `,`, `+`, «y» or lines."""
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
    return "; ".join(left) or None


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
        for did, name, cents in shares:
            left[did] -= cents
            pairs.append(_pair(payment, did, name, cents))
    state.make(pl.DataFrame(pairs))
    state.doubt(pl.DataFrame(told, schema_overrides={"did": pl.UInt32()}))


def _pair(payment: Row, did: int, name: str, cents: int) -> dict[str, Any]:
    return {
        "pid": payment["pid"],
        "did": did,
        "cents": cents,
        "diferencia": 0,
        "regla": CHOSEN,
        "evidencia": f"Lo eligió una persona: {name}.",
    }


def _shares(
    payment: Row, owed: Mapping[tuple[str, str], int], left: Mapping[int, int]
) -> list[tuple[int, str, int]] | str:
    """What the payment pays of each that was chosen, in cents; or why it cannot."""
    choice, money = payment["eleccion"], payment["left"]
    if choice.strip().upper() == NOTHING:
        return NONE_OF_ANY
    shares = []
    for did, name in _documents(choice, payment["moneda"], owed):
        if did is None or not left[did]:
            foreign = "" if payment["moneda"] == PESOS else IN_PESOS.format(**payment)
            return NOT_OWED.format(choice=choice, foreign=foreign)
        if not money:
            return TOO_MANY.format(choice=choice, name=name)
        cents = min(money, left[did])
        money -= cents
        shares.append((did, name, cents))
    return shares


def _documents(
    choice: str, moneda: str, owed: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int | None, str]]:
    # a name of several words may hold what stands between names
    whole = _name(choice)
    names = [whole] if (whole, moneda) in owed else names_in(choice)
    for name in names:
        yield owed.get((name, moneda)), name
