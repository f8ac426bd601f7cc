"""What a check asks of the service about files that are read, and what that costs.

A receiver's CUIT is asked about once, however many comprobantes name it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from planilla.admission.known_or_new import Entry, Verdict
from planilla.dispatch.quota import FEW
from planilla.ledger.ledger import Ledger
from planilla.model.asked import AskedComprobante
from planilla.model.issuers import Issuers
from planilla.model.operation import State
from schemas.comprobantes import FCE_MINIMUM
from schemas.context import Rules
from schemas.cuit import ABROAD, COMPANIES
from schemas.tables import TIPOS, Clase


class About(StrEnum):
    """A method that is asked."""

    ALERTAS = "estado_servicios/alertas"
    CONSUMO = "micuenta/consumo"
    AFIP_INFO = "clientes/afip-info"
    REQUIERE_FEC = "facturacion/requiere_fec"


COUNTING = frozenset({About.CONSUMO, About.AFIP_INFO, About.REQUIERE_FEC})
"""What is taken from the plan; of `alertas` the documents do not say it (api.md 2)."""
OF_A_RECEIVER = frozenset({About.AFIP_INFO, About.REQUIERE_FEC})


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and the set of credentials to ask it with; `fecha` is a FCE's day."""

    about: About
    credentials: str
    account: str = ""
    cuit: str = ""
    fecha: date | None = None

    @property
    def name(self) -> str:
        """What its answer is kept under: who is registered how is the same for every company."""
        return named(self.about, self.account, self.cuit)


def named(about: About, account: str, cuit: str = "") -> str:
    """The name of an answer."""
    whose = account if about in {About.CONSUMO, About.REQUIERE_FEC} else ""
    return " ".join(part for part in (about.value, whose, cuit) if part)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a check will ask, by method; `kept` answers are there already."""

    asked: Counter[About]
    kept: int

    @property
    def questions(self) -> int:
        """All of them."""
        return self.asked.total()

    @property
    def counting(self) -> int:
        """Those that are taken from the plan."""
        return sum(self.asked[about] for about in COUNTING)


def to_issue(entries: Iterable[Entry], ledger: Ledger) -> list[AskedComprobante]:
    """The comprobantes that a run of `emit` would send."""
    entries = list(entries)
    ids = [entry.operation_id for entry in entries if entry.operation_id is not None]
    operations = ledger.operations.some(ids)
    found = []
    for entry in entries:
        operation = operations.get(entry.operation_id or 0)
        waiting = operation is None or operation.state is State.PENDING
        if isinstance(entry.asked, AskedComprobante) and (
            waiting or entry.verdict is Verdict.RETRY
        ):
            found.append(entry.asked)
    return found


def questions(
    comprobantes: Iterable[AskedComprobante], issuers: Issuers, rules: Rules
) -> list[Question]:
    """All that is to be known of them, each thing once, the service's state first."""
    found: dict[str, Question] = {}
    wanted: Counter[tuple[str, str]] = Counter()
    for one in comprobantes:
        # who a receiver is any of a company's sets can ask
        own = issuers.asking(one.account, one.punto_venta) or issuers.account(one.account)
        wanted[one.account, own.name] += 1
        for question in _of(one, own.name, rules):
            found.setdefault(question.name, question)
    if not wanted:
        return []
    state = [Question(About.ALERTAS, next(iter(wanted))[1])]
    state += _quotas(wanted)
    return [*state, *found.values()]


def _quotas(wanted: Counter[tuple[str, str]]) -> Iterator[Question]:
    """Before more than a few, as a run itself asks (`planilla.dispatch.quota`)."""
    accounts: Counter[str] = Counter()
    for (account, _), count in wanted.items():
        accounts[account] += count
    first = dict(reversed(wanted))
    for account, count in accounts.items():
        if count > FEW:
            yield Question(About.CONSUMO, first[account], account)


def _of(one: AskedComprobante, credentials: str, rules: Rules) -> Iterator[Question]:
    cuit = receiver(one)
    if not cuit:
        return
    yield Question(About.AFIP_INFO, credentials, one.account, cuit)
    if rules.fce and may_be_fce(one):
        yield Question(About.REQUIERE_FEC, credentials, one.account, cuit, one.fecha)


def receiver(one: AskedComprobante) -> str:
    """The CUIT that it is for; a blank for any other document, and for what is abroad."""
    known = one.documento_tipo == "CUIT" and not one.documento_nro.startswith(ABROAD)
    return one.documento_nro if known else ""


def pesos(one: AskedComprobante) -> Decimal:
    """Its total in pesos."""
    return one.total * Decimal(str(one.body["comprobante"].get("cotizacion") or 1))


def may_be_fce(one: AskedComprobante) -> bool:
    """Whether it is an ordinary invoice to a company, of an amount from which FCE begin."""
    tipo = TIPOS[one.tipo]
    ordinary = tipo.clase is Clase.FACTURA and tipo.letra in {"A", "B", "C"} and not tipo.fce
    company = receiver(one).startswith(COMPANIES)
    return ordinary and tipo.is_fiscal and company and pesos(one) >= FCE_MINIMUM
