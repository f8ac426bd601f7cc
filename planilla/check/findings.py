"""What the answers say of one comprobante: what is to be mended, and what a person is to know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from planilla.check.kept_answers import Fact, NotTold
from planilla.check.names import alike
from planilla.check.questions import About, may_be_fce, named, pesos, receiver
from planilla.model.asked import AskedComprobante
from planilla.service.padron import CreditInvoice, Registration
from schemas.context import Rules
from schemas.rules.receiver import RECEIVERS
from schemas.tables import TIPOS, Tipo

CONSTANCIA = "Pida al cliente su constancia de inscripción, o escriba el CUIT que corresponde."
MESSAGES: Mapping[str, tuple[str, str]] = {
    "ARCA_APOCRIFO": (
        "El CUIT {cuit} está en la base de facturas apócrifas de ARCA{info}.",
        "No le facture sin consultarlo antes con su contador.",
    ),
    "ARCA_INACTIVO": ("El CUIT {cuit} no está activo en ARCA: figura como «{estado}».", CONSTANCIA),
    "ARCA_BLOQUEADO": ("ARCA tiene bloqueado el CUIT {cuit}: «{said}».", CONSTANCIA),
    "ARCA_LETRA": (
        "En ARCA el cliente es {condicion} ({code}), y la letra {letra} es para {allowed}.",
        "Escriba {right} en tipo y {code} en condicion_iva; o corrija el CUIT, si es de otro.",
    ),
    "ARCA_FCE": (
        "A este cliente le corresponde una factura de crédito electrónica (FCE){since}, y el "
        "comprobante es de {pesos} pesos.",
        "Escriba {right} en tipo y complete sus datos; si su empresa no es MiPyME, no corresponde.",
    ),
}
ANOTHER_NAME = "En ARCA el CUIT {cuit} es de «{name}», y la fila dice «{own}»."
ANOTHER_CONDITION = "En ARCA el cliente es {condicion} ({code}), y la fila dice {own}."
NOT_ASKED = "No se pudo preguntar a ARCA por el CUIT {cuit}: controle el archivo otra vez."
REFUSED = "El servicio no informó sobre el CUIT {cuit}: «{words}»."
NOT_FEC = "No se sabe si a este cliente le corresponde una factura de crédito electrónica (FCE)."


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend: the column, a code for programs, what is wrong and what to write."""

    column: str
    code: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Findings:
    """What the answers say of a comprobante."""

    wrong: tuple[Wrong, ...] = ()
    notes: tuple[str, ...] = ()


def judged(one: AskedComprobante, known: Mapping[str, Fact], rules: Rules) -> Findings:
    """What is known of its receiver, held against what the row says."""
    cuit = receiver(one)
    if not cuit:
        return Findings()
    wrong: list[Wrong] = []
    notes: list[str] = []
    fact = known.get(named(About.AFIP_INFO, one.account, cuit))
    if isinstance(fact, Registration):
        wrong += _wrong(one, fact, rules)
        notes += _notes(one, fact, told={w.code for w in wrong})
    else:
        notes.append(_unanswered(cuit, fact))
    if rules.fce and may_be_fce(one):
        required = known.get(named(About.REQUIERE_FEC, one.account, cuit))
        if isinstance(required, CreditInvoice):
            wrong += _fce(one, required)
        else:
            notes.append(NOT_FEC)
    return Findings(tuple(wrong), tuple(notes))


def right_letter(condicion_iva: str) -> str:
    """The letter that a Responsable Inscripto issues to who has this condition."""
    return next((letra for letra in "AB" if condicion_iva in RECEIVERS[letra]), "")


def _wrong(one: AskedComprobante, found: Registration, rules: Rules) -> Iterator[Wrong]:
    cuit = found.cuit
    if found.blocked:
        yield _made("documento_nro", "ARCA_BLOQUEADO", cuit=cuit, said="; ".join(found.blocked))
    if found.apocryphal:
        info = f" ({found.apoc_info})" if found.apoc_info else ""
        yield _made("documento_nro", "ARCA_APOCRIFO", cuit=cuit, info=info)
    if found.active is False:
        yield _made("documento_nro", "ARCA_INACTIVO", cuit=cuit, estado=found.estado)
    tipo, code = TIPOS[one.tipo], found.condicion_iva
    allowed = RECEIVERS.get(tipo.letra, ())
    if rules.letters and code and allowed and code not in allowed:
        yield _made(
            "tipo",
            "ARCA_LETRA",
            condicion=found.condicion,
            code=code,
            letra=tipo.letra,
            allowed=", ".join(allowed),
            right=_alike(tipo, right_letter(code), fce=tipo.fce),
        )


def _notes(one: AskedComprobante, found: Registration, told: set[str]) -> Iterator[str]:
    own, cliente = one.razon_social, one.body["cliente"]
    if not alike(own, found.razon_social):
        yield ANOTHER_NAME.format(cuit=found.cuit, name=found.razon_social, own=own)
    conditions = {cliente.get("condicion_iva"), cliente.get("condicion_iva_operacion")} - {None, ""}
    code = found.condicion_iva
    if code and conditions and code not in conditions and "ARCA_LETRA" not in told:
        said = ", ".join(sorted(map(str, conditions)))
        yield ANOTHER_CONDITION.format(condicion=found.condicion, code=code, own=said)


def _fce(one: AskedComprobante, found: CreditInvoice) -> Iterator[Wrong]:
    amount = pesos(one)
    if not found.required or (found.since is not None and amount < found.since):
        return
    tipo = TIPOS[one.tipo]
    since = "" if found.since is None else f" desde {written(found.since)} pesos"
    yield _made(
        "tipo",
        "ARCA_FCE",
        since=since,
        pesos=written(amount),
        right=_alike(tipo, tipo.letra, fce=True),
    )


def _alike(tipo: Tipo, letra: str, *, fce: bool) -> str:
    """The tipo of the same class with another letter or regime."""
    same = (t.name for t in TIPOS.values() if (t.clase, t.letra, t.fce) == (tipo.clase, letra, fce))
    return next(same, tipo.name)


def _unanswered(cuit: str, fact: Fact | None) -> str:
    if isinstance(fact, NotTold):
        return REFUSED.format(cuit=cuit, words=fact.words)
    return NOT_ASKED.format(cuit=cuit)


def _made(column: str, fault: str, /, **words: str) -> Wrong:
    message, fix = MESSAGES[fault]
    return Wrong(column, fault, message.format(**words), fix.format(**words))


def written(amount: Decimal) -> str:
    """An amount as it is written in Argentina: 1.234.567,89."""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
