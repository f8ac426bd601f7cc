"""Money that planilla may have registered already, by another way than this reconciliation.

The identity of a line knows of nothing but lines: a payment that a person registered from
a sheet, or that another profile registered of the same line, is told by what it is. What
is certainly the same is registered; what may be is for a person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from planilla.common.money import written
from planilla.model.asked import LINE
from planilla.model.operation import Operation
from planilla.payments.load import content_of, derived, first_content_of
from planilla.payments.named_comprobante import in_one_cell
from planilla.reconcile.matching.chosen import CHOSEN
from planilla.reconcile.matching.pair_payments import Matching

OWN_SHEET = "Pagos de planilla"
NEAR_DAYS = 15
ELSEWHERE = (
    "Este cobro ya se registró en el perfil {account}: {comprobante} por {importe}. Si es otro, "
    "elija su comprobante."
)
BY_HAND = (
    "Ya se registró un pago igual, de {comprobante} ({referencia}, {fecha:%d/%m/%Y}). Si es otro "
    "cobro, elija su comprobante; si es el mismo, NINGUNO."
)
OTHER_AMOUNT = (
    "La referencia «{referencia}» de {comprobante} ya se usó con otro importe: {importe}."
)
PUT_OFF = "No se registra en {comprobante}: elija otro comprobante, o NINGUNO. {why}"
Motives = dict[str, str]  # of a payment that a person must judge


def is_line(payment: Operation) -> bool:
    """Whether a payment registered a line of a statement."""
    return referencia_of(payment).startswith(LINE)


def referencia_of(payment: Operation) -> str:
    """The referencia of a payment, which its identity has behind its comprobante."""
    return payment.referencia.rpartition("/")[2]


def elsewhere(standing: Iterable[Operation], accounts: Collection[str]) -> Motives:
    """The lines that a profile registered which is not among `accounts`."""
    return {
        referencia_of(one): ELSEWHERE.format(
            account=one.account, comprobante=one.comprobante, importe=written(one.total)
        )
        for one in standing
        if is_line(one) and one.account not in accounts
    }


def of_sheets(
    payments: pl.DataFrame, standing: Iterable[Operation]
) -> tuple[list[dict[str, Any]], Motives]:
    """The rows of our own sheets of payments that `planilla pay` took: as registered, or doubtful.

    A row without a referencia is known by what it says, as `planilla pay` knows it.
    """
    known = {one.referencia: one for one in standing}
    own = payments.filter(pl.col("source") == OWN_SHEET, pl.col("comprobante").is_not_null())
    seen: Counter[tuple[int, str]] = Counter()
    registered: list[dict[str, Any]] = []
    doubted: Motives = {}
    for row in own.sort("id").iter_rows(named=True):
        one = next((known[name] for name in _identities(row, seen) if name in known), None)
        if one is None:
            continue
        if row["importe"] in _amounts(one):
            registered.append(_registered(row, one))
        else:
            words = {"comprobante": one.comprobante, "importe": written(one.total)}
            doubted[row["id"]] = OTHER_AMOUNT.format(referencia=referencia_of(one), **words)
    return registered, doubted


def _amounts(payment: Operation) -> list[Decimal]:
    """What a payment was made of, a sum for each means."""
    return [Decimal(str(means["importe"])) for means in payment.body["pagos"]["formas_pago"]]


def _identities(row: Mapping[str, Any], seen: Counter[tuple[int, str]]) -> list[str]:
    """What `planilla pay` would know a row by, now and by earlier readings."""
    if row["referencia"]:
        return [f"{row['comprobante']}/{row['referencia']}"]
    named = in_one_cell(row["comprobante"])
    if named is None:
        return []
    means = [(row["medio"] or "", row["importe"])]
    found = []
    for version, known_by in enumerate((content_of, first_content_of)):
        content = known_by(named, means, row["importe"])
        seen[version, content] += 1
        found.append(f"{row['comprobante']}/{derived(content, seen[version, content])}")
    return found


def _registered(row: Mapping[str, Any], one: Operation) -> dict[str, Any]:
    return {
        "pago": row["id"],
        "comprobante": one.comprobante,
        "importe": row["importe"],
        "estado": one.state.value,
        "operacion": one.id,
    }


def put_off(refused: Iterable[Operation]) -> Motives:
    """The lines that a person said are not to be registered, or no longer, where they were."""
    return {
        referencia_of(one): PUT_OFF.format(comprobante=one.comprobante, why=" ".join(one.errors))
        for one in refused
        if is_line(one)
    }


def by_hand(matching: Matching, standing: Sequence[Operation]) -> Motives:
    """The matched payments that equal one which a person registered for the same client.

    A statement shows once more what was registered from a sheet when it came in.
    """
    by_amount: dict[tuple[str, Decimal], list[Operation]] = defaultdict(list)
    for one in standing:
        if not is_line(one):
            for importe in _amounts(one):
                by_amount[one.comprobante, importe].append(one)
    if not by_amount:
        return {}
    found: Motives = {}
    for pago, fecha, importe, keys in _made(matching).iter_rows():
        for one in (o for key in keys for o in by_amount.get((key, importe), ())):
            if fecha is None or abs((one.fecha - fecha).days) <= NEAR_DAYS:
                words = {"comprobante": one.comprobante, "fecha": one.fecha}
                found[pago] = BY_HAND.format(referencia=referencia_of(one), **words)
    return found


def _made(matching: Matching) -> pl.DataFrame:
    """What a rule matched: payment, its date and amount, and all comprobantes of its clients."""
    docs = matching.documents.select("id", "key", client=pl.coalesce("cuit", "key"))
    owned = docs.group_by("client").agg(keys=pl.col("key").drop_nulls())
    pairs = matching.pairs.filter(pl.col("regla") != CHOSEN).select("pago", "documento").unique()
    named = (pl.col("source") == OWN_SHEET) & pl.col("referencia").is_not_null()
    payments = matching.payments.filter(~named)  # a referencia of its own tells it from others
    return (
        pairs.join(docs, left_on="documento", right_on="id")
        .join(owned, on="client")
        .join(payments.select("id", "fecha", "importe"), left_on="pago", right_on="id")
        .select("pago", "fecha", "importe", "keys")
        .sort("pago")
    )
