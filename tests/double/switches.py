"""What the documents leave open, each as a switch that can be combined with all the others.

`DOUBTS` is the table: a field, the values that it may take, and the note of the
contract (or the place in api.md) that leaves it open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, field, fields
from datetime import datetime
from decimal import Decimal
from itertools import combinations, product
from random import Random
from types import MappingProxyType
from typing import Any, Literal

Held = frozenset[tuple[str, Any]]  # values of some doubts
TRIES, SEED = 4, 5  # the one that holds most of so many tries is taken


@dataclass(frozen=True, slots=True)
class Window:
    """A maintenance: the vendor's refuses every call, ARCA's only instant issuing.

    An urgent one is in no list (`announced`).
    """

    begins: datetime
    ends: datetime
    whose: Literal["vendor", "arca"] = "vendor"
    announced: bool = True


def _doubt(note: str, default: Any, *others: Any) -> Any:
    return field(default=default, metadata={"note": note, "values": (default, *others)})


@dataclass(frozen=True, kw_only=True)
class Switches:
    """One reading of the documents. The first value of each doubt is the default."""

    # numbers
    numeracion: Literal["next", "last"] = _doubt(
        "facturacion/numeracion: NEXT or LAST; on a never used lane 1 or 0", "next", "last"
    )
    numeracion_counts: bool = _doubt(
        "facturacion/numeracion: an earlier page says it is free, the newest 1 a call", False, True
    )
    nro_with_point: bool = _doubt(
        "facturacion/nuevo: comprobante_nro comes as 0000031 or 00012-00000031", True, False
    )
    # credentials
    other_point: Literal["refused", "issued", "own"] = _doubt(
        "api.md 1: what a body that names another point of sale does is not documented: refused,"
        " issued at that point, or issued at the point of the credentials",
        "refused",
        "issued",
        "own",
    )
    wrong_keys_status: Literal[200, 401] = _doubt(
        "api.md 1: error S in the body, or HTTP 401 for wrong credentials", 200, 401
    )
    # searches
    nothing: Literal["empty", "missing", "sentence", "words"] = _doubt(
        "facturacion/consulta_avanzada: nothing found is not in the documents: an empty page,"
        " no comprobantes at all, error S with the sentence, or error S in other words;"
        " facturacion/consulta: the sentence is likely",
        "empty",
        "missing",
        "sentence",
        "words",
    )
    nothing_words: str = "Sin resultados para los parametros informados"
    search_lag: float = _doubt(
        "api.md 10: whether consulta_avanzada finds a comprobante at once; seconds", 0.0, 20.0
    )
    consulta_lag: float = _doubt("api.md 10, read for consulta by analogy; seconds", 0.0, 20.0)
    numbers_lag: float | None = None  # of consulta_avanzada by number (TN); None: as search_lag
    repeats: Literal["no", "same", "failed", "queued"] = _doubt(
        "facturacion/consulta_avanzada: one reference may give several entries (issued, failed and"
        " queued at once in the vendor's example)",
        "no",
        "same",
        "failed",
        "queued",
    )
    day_shows_queue: bool = _doubt(
        "facturacion/consulta_avanzada: whether a search by date shows the queue is not said",
        True,
        False,
    )
    queued_number: bool = _doubt(
        "facturacion/consulta_avanzada: queued entries carry a non-zero numero in a long example",
        False,
        True,
    )
    queued_vencimiento_cae: Literal["", "01/01/2000"] = _doubt(
        "facturacion/consulta_avanzada: vencimiento_cae of a queued entry is empty in the example;"
        " api.md 5: 01/01/2000",
        "",
        "01/01/2000",
    )
    # lots
    lot_nested: bool = _doubt(
        "facturacion/lotes: response holds one object which again holds response", False, True
    )
    lot_order: Literal["same", "reversed", "shuffled"] = _doubt(
        "facturacion/lotes_encola: response of a partial lot comes in another order",
        "reversed",
        "same",
        "shuffled",
    )
    # the queue
    failed_block: bool = _doubt(
        "facturacion/nuevo: anything of the point in the queue blocks instant issuing; whether a"
        " failed one does too is not said",
        True,
        False,
    )
    fce_queueable: bool = _doubt(
        "facturacion/nuevo_encola: the tables call FCE instantaneous only, the lots page admits it",
        False,
        True,
    )
    date_change_requeues: bool = _doubt(
        "facturacion/cambiar_fecha_encolado: the FAQ words it as if it sent a failed one again",
        False,
        True,
    )
    drop_by_date: bool = _doubt(
        "facturacion/eliminar_encolado: whether fecha narrows them is not said", False, True
    )
    queue_approval: bool = _doubt(
        "api.md 5: EN COLA, ESPERANDO APROBACION; such a one waits for `Double.approve`",
        False,
        True,
    )
    queue_takes: float = 0.0  # seconds from its day, or from its arrival, to being issued
    hook_numbers: bool = _doubt(
        "webhook: external_reference and hook_id may be numbers", False, True
    )
    # accounts
    account_wrapped_as: str = _doubt(
        "clientes/cuenta-corriente: bare or inside an object, and under which name, is not said",
        "",
        "movimientos",
    )
    account_rest: bool = _doubt(
        "clientes/cuenta-corriente: resta_abonar_de_este_comprobante is not required", True, False
    )
    note_rows: Literal["note", "receipt"] = _doubt(
        "api.md 4: a note that credits by itself leaves a receipt; whether the account then shows"
        " the note or the receipt is not said",
        "note",
        "receipt",
    )
    overpaid_refused: bool = _doubt(
        "api.md 10: whether pagar refuses an overpayment in every case; never one above the total",
        True,
        False,
    )
    # answers
    errores_blank: bool = _doubt("api.md 1: errores of a success may be [] or [blank]", True, False)
    bare_success: bool = _doubt(
        "facturacion/reenviar: the answer may hold nothing but error", False, True
    )
    observaciones: str = _doubt("api.md 5: approved but observed", "", "Observacion: 10063")
    development: bool = _doubt(
        "api.md 1: the development plan answers with an empty cae", False, True
    )
    # orphans: existe en ARCA pero no en TusFacturasAPP
    orphan_recovered: bool = _doubt(
        "the vendor's page on lots: resending in order recovers the CAE; api.md 1: it duplicates",
        False,
        True,
    )
    # the state of the services
    alert: Literal["ok", "afip", "refused"] = _doubt(
        "estado_servicios/alertas: error S with errores empty and the text in facturacion",
        "ok",
        "afip",
        "refused",
    )
    alert_text: str = "03/12/2026 10:00 hs. ARCA con errores: 12 minutos sin facturar."
    arca_down: bool = False  # instant issuing is refused, queueing goes on
    windows: tuple[Window, ...] = ()
    # rules and figures
    discount_on: Literal["21", "first"] = _doubt(
        "api.md 3: the general bonificacion is taken from the first subtotal, usually the 21 %",
        "21",
        "first",
    )
    tolerance: Decimal = Decimal("0.01")  # the vendor's own examples are a cent apart
    asociados_must_exist: bool = True  # error 10041
    notes_within_15_days: bool = _doubt(
        "api.md 3: a rule to switch off: no credit note to one more than 15 days old", False, True
    )
    cupo: int = 1500
    abonos_pendientes: int = 0
    topecf: Decimal = Decimal(10_000_000)
    fce_from: Decimal = Decimal(5_000_000)


DOUBTS: Mapping[str, Field[Any]] = MappingProxyType(
    {one.name: one for one in fields(Switches) if "note" in one.metadata}
)


def values(name: str) -> tuple[Any, ...]:
    """The values that a doubt may take, the default first."""
    return tuple(DOUBTS[name].metadata["values"])


def every(*names: str, **fixed: Any) -> Iterator[Switches]:
    """Each combination of the named doubts; the others as `fixed`, or by default."""
    for chosen in product(*(values(name) for name in names)):
        yield Switches(**fixed, **dict(zip(names, chosen, strict=True)))


def pairwise(*names: str, **fixed: Any) -> Iterator[Switches]:
    """Few combinations (of all doubts, unless named) that hold every pair of two values."""
    return covering(2, *names, **fixed)


def covering(strength: int, *names: str, **fixed: Any) -> Iterator[Switches]:
    """Few combinations that hold every `strength` values of as many doubts: 3 for each triple.

    Always the same ones.
    """
    doubts = {name: values(name) for name in names or DOUBTS if name not in fixed}
    order = [
        frozenset(zip(chosen, given, strict=True))
        for chosen in combinations(doubts, strength)
        for given in product(*(doubts[name] for name in chosen))
    ]
    missing, dice = set(order), Random(SEED)
    chosen = {name: given[0] for name, given in doubts.items()}
    while missing:
        missing -= _held(chosen, strength)
        yield Switches(**fixed, **chosen)
        order = [one for one in order if one in missing]
        tries = [_try(doubts, dice.choice(order), missing, dice) for _ in range(TRIES) if missing]
        chosen = max(tries, key=lambda one: len(_held(one, strength) & missing), default=chosen)


def _held(chosen: Mapping[str, Any], strength: int) -> set[Held]:
    return set(map(frozenset, combinations(chosen.items(), strength)))


def _try(
    doubts: Mapping[str, Sequence[Any]], wanted: Held, missing: set[Held], dice: Random
) -> dict[str, Any]:
    """Greedy: what is wanted, then doubt by doubt the value that covers most."""
    chosen = dict(wanted)
    for name in dice.sample(list(doubts), len(doubts)):
        if name not in chosen:
            given = dice.sample(doubts[name], len(doubts[name]))
            chosen[name] = max(
                given, key=lambda v: _covers(chosen, (name, v), missing, len(wanted))
            )
    return {name: chosen[name] for name in doubts}


def _covers(
    chosen: Mapping[str, Any], mine: tuple[str, Any], missing: set[Held], strength: int
) -> int:
    others = combinations(chosen.items(), strength - 1)
    return sum(frozenset((mine, *those)) in missing for those in others)
