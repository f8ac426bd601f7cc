"""What was asked is kept in the ledger for some days, so that nothing is paid for twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import simplejson

from planilla.check.questions import OF_A_RECEIVER, About, Question
from planilla.ledger.ledger import Ledger
from planilla.service.estado import Alertas, Consumo, Window
from planilla.service.padron import CreditInvoice, Registration

DAYS = {
    About.AFIP_INFO: 7,
    About.REQUIERE_FEC: 7,
    About.CONSUMO: 1,
    About.ALERTAS: 1,
}
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NotTold:
    """The service refused to say it, in these words; it is asked again on another day."""

    words: str


Fact = Registration | CreditInvoice | Consumo | Alertas | NotTold


def kept(ledger: Ledger, questions: Iterable[Question], today: date) -> dict[str, Fact]:
    """The answers that are still good, by the questions' names."""
    wanted = {question.name: question for question in questions}
    found: dict[str, Fact] = {}
    for name, (day, stored) in ledger.kept.some(wanted).items():
        about = wanted[name].about
        fact = _read(about, stored)
        days = 1 if isinstance(fact, NotTold) else DAYS[about]
        if fact is not None and timedelta(0) <= today - day < timedelta(days=days):
            found[name] = fact
    return found


def keep(ledger: Ledger, question: Question, fact: Fact, today: date) -> None:
    """Keep an answer, unless it is a trouble that may be over in an hour."""
    if isinstance(fact, Alertas) and fact.trouble is not None:
        return
    stored = {REFUSED: fact.words} if isinstance(fact, NotTold) else _plain(fact)
    text = simplejson.dumps(stored, use_decimal=True, ensure_ascii=False)
    ledger.kept.put(question.name, today, text)


def forget(ledger: Ledger, today: date) -> None:
    """Forget the receivers whose answers are no longer good: names are kept no longer than used."""
    for about in OF_A_RECEIVER:
        ledger.kept.drop(about.value, today - timedelta(days=DAYS[about] - 1))


def _plain(fact: Registration | CreditInvoice | Consumo | Alertas) -> Mapping[str, Any]:
    if not isinstance(fact, Alertas):
        return asdict(fact)
    windows = [(w.start.isoformat(), w.end.isoformat(), w.title) for w in fact.maintenance]
    return {"maintenance": windows}


def _read(about: About, stored: str) -> Fact | None:
    """What was kept; None for what another version kept otherwise."""
    try:
        found = simplejson.loads(stored, use_decimal=True)
        if REFUSED in found:
            return NotTold(str(found[REFUSED]))
        return _READERS[about](found)
    except (ValueError, TypeError, KeyError):
        return None


def _registration(found: dict[str, Any]) -> Registration:
    return Registration(**{**found, "blocked": tuple(found.get("blocked", ()))})


def _credit_invoice(found: dict[str, Any]) -> CreditInvoice:
    since = found.get("since")
    return CreditInvoice(**{**found, "since": None if since is None else Decimal(since)})


def _alertas(found: dict[str, Any]) -> Alertas:
    moments = datetime.fromisoformat
    windows = (Window(moments(a), moments(b), title) for a, b, title in found["maintenance"])
    return Alertas(None, tuple(windows))


_READERS: Mapping[About, Callable[[dict[str, Any]], Fact]] = {
    About.ALERTAS: _alertas,
    About.CONSUMO: lambda found: Consumo(**found),
    About.AFIP_INFO: _registration,
    About.REQUIERE_FEC: _credit_invoice,
}
