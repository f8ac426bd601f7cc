"""What a person may say of a heading that planilla does not know, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping

from planilla.common.errors import InputRefused
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Kind
from planilla.model.column_answers import WaitingHeading
from schemas.answered import understood
from schemas.column import IGNORE, REOPEN, Column
from schemas.columns import BY_NAME
from schemas.pagos import PAGOS_BY_NAME
from schemas.second_spellings import PRICE
from schemas.sounding import Sound, groups_rows, heard
from schemas.spelling import plain

QUESTION = "¿Qué es la columna «{heading}»?"
WHAT = "columna de {nouns}"
SEEN = "«{file}» la tiene con {seen}. Sus filas no se envían hasta que se conteste, una sola vez."
OPTIONS = (
    "no importa: se sigue como si no estuviera\n"
    "es COLUMNA: se lee como esa columna de planilla{like}\n"
    "preguntar otra vez: no se contesta nada; el próximo archivo que la tenga pregunta"
)
LIKE = ", por ejemplo «{words}»"
PRICES = ("precio_unitario_sin_iva", "precio_unitario_con_iva")
WORDS = ("no importa", "preguntar otra vez")
LIKELY: Mapping[Sound, tuple[str, ...]] = {
    Sound.DISCOUNT: ("bonificacion_porcentaje", "bonificacion"),
    Sound.TAX: ("alicuota", "impuestos_internos", "condicion_iva", "total"),
    Sound.MONEY: ("total", "importe", "precio_unitario_sin_iva"),
    Sound.CURRENCY: ("moneda", "cotizacion"),
    Sound.DUE: ("vencimiento", "condicion_pago", "fecha"),
    Sound.QUANTITY: ("cantidad",),
    Sound.CLIENT: ("razon_social", "documento_nro"),
    Sound.GROUP: ("referencia",),
}


def columns_of(waiting: WaitingHeading) -> Mapping[str, Column]:
    """The columns that the heading's file may have."""
    return PAGOS_BY_NAME if waiting.about.kind is Kind.PAY else BY_NAME


def likely(waiting: WaitingHeading) -> tuple[str, ...]:
    """Answers that come to mind, as a person writes them."""
    known, found = columns_of(waiting), heard(waiting.about.written)
    names = LIKELY[found.sound] if found else ()
    if found is None and groups_rows(waiting.about.written):
        names = LIKELY[Sound.GROUP]
    if PRICE.fullmatch(plain(waiting.about.written)):
        names = (*PRICES, *names)
    return tuple(f"es {name}" for name in dict.fromkeys(names) if name in known)


def options(waiting: WaitingHeading) -> str:
    """What may be answered, and what follows, in Spanish."""
    words = "», «".join(likely(waiting))
    return OPTIONS.format(like=LIKE.format(words=words) if words else "")


def find(ledger: Ledger, name: str) -> WaitingHeading:
    """The question of a name as `c3`; raises `InputRefused`."""
    if name[:1] in {"c", "C"} and name[1:].isdecimal():
        one = ledger.headings.some(int(name[1:]))
        if one is not None:
            return one
    raise InputRefused(
        f"{name} is no question: planilla review lists them", f"la pregunta {name} no existe"
    )


def answer_heading(
    ledger: Ledger, waiting: WaitingHeading, answer: str, who: str, note: str = ""
) -> str:
    """Record what a heading is; gives the answer as it was understood.

    An earlier answer is changed by answering again. Raises `InputRefused`.
    """
    found = understood(answer, columns_of(waiting))
    heading = waiting.about.written
    if found is None:
        raise InputRefused(
            f"{waiting.name} («{heading}»): say «ignore», «is COLUMN» of a column, or «ask»",
            f"la columna «{heading}» se responde con: no importa, o «es» y una columna de planilla",
        )
    if not who.strip():
        raise InputRefused("say who decides (--who)", "falta quién lo decide (columna quien)")
    ledger.headings.answer(waiting.id, found, who, note)
    return found if found in {IGNORE, REOPEN} else f"is {found}"


def take_heading(ledger: Ledger, name: str, cells: Mapping[str, object], who: str = "") -> str:
    """Record the answer that a row of a filled-in workbook gives; raises `InputRefused`.

    `who` is for a row that does not say who decides. A workbook may be an old one, so that
    it changes no answer.
    """
    waiting = find(ledger, name)
    decided = str(cells.get("quien") or who)
    answer, note = str(cells.get("respuesta") or ""), str(cells.get("nota") or "")
    before = ledger.headings.latest(waiting.id)
    if before is None:
        return answer_heading(ledger, waiting, answer, decided, note)
    if understood(answer, columns_of(waiting)) == before:
        return before
    raise InputRefused(
        f"«{waiting.about.written}» was answered already ({before}): planilla review {name} ANSWER "
        "changes it",
        f"la columna «{waiting.about.written}» ya se contestó ({before}): para cambiarlo, planilla "
        f"review {name}",
    )
