"""Resending, described: lists of comprobantes, e-mailed once a day unless asked again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from planilla.batch.batch_kind import Plain
from planilla.common.calendar import today
from planilla.dispatch.handler import Handler
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.quota import Quota
from planilla.dispatch.steps.mail import Mail
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import AskedMail, Kind
from planilla.model.comprobante_key import Key
from planilla.model.issuers import Issuers
from planilla.model.operation import State
from planilla.payments.lists import read_list
from planilla.reading.loaded import Loaded, loaded
from planilla.settings.open_ledger import issuers_of
from planilla.settings.settings import Settings
from schemas.pagos import LISTA_BY_NAME

if TYPE_CHECKING:  # it brings httpx
    from planilla.pdf.fetch import Fetcher


@dataclass(frozen=True)
class Resend(Plain):
    """E-mail comprobantes again; with `again`, also those that were sent today."""

    again: bool = False
    name: str = "resend"
    kind: Kind = Kind.RESEND

    def load(
        self,
        path: Path,
        settings: Settings,
        ledger: Ledger | None,
        *,
        online: bool = False,  # noqa: ARG002 - no rule of a list needs the service
    ) -> Loaded:
        """What a list names, each comprobante once."""
        issuers = issuers_of(settings, ledger)
        typed, rows = read_list(
            path,
            issuers,
            lambda name: _issued_as(ledger, issuers, name),
            examples=settings.takes_examples,
        )
        wanted: dict[tuple[str, Key], list[int]] = {}
        for row in rows:
            if row.key is None or row.account is None:
                typed.faults.add(row.row, "referencia", "REFERENCIA_DESCONOCIDA")
            else:
                wanted.setdefault((row.account, row.key), []).append(row.row)
        asked = [self._asked(own, *whose, ledger) for whose, own in wanted.items()]
        return loaded(typed, LISTA_BY_NAME, asked)

    def _asked(self, own: list[int], account: str, key: Key, ledger: Ledger | None) -> AskedMail:
        day = f"{today():%Y-%m-%d}"
        one = _asked(own, account, key, day)
        sent = 0 if ledger is None else ledger.operations.count_like(account, one.identity)
        return _asked(own, account, key, f"{day} ({sent + 1})") if self.again and sent else one

    def handler(
        self,
        ledger: Ledger,
        breaker: Breaker,
        times: Times,
        settings: Settings,  # noqa: ARG002
        fetcher: Fetcher,  # noqa: ARG002
        quota: Quota,  # noqa: ARG002 - it counts comprobantes
    ) -> Handler:
        """Sends the e-mails."""
        return Mail(ledger, breaker, times, SameCompany(ledger, ledger.issuers))


def _asked(own: list[int], account: str, key: Key, occasion: str) -> AskedMail:
    name = f"{key.tipo}|{key.punto_venta}|{key.number}|{occasion}"
    return AskedMail(
        referencia=occasion,
        referencia_given=False,
        rows=tuple(own),
        tipo=key.tipo,
        punto_venta=key.punto_venta,
        fecha=today(),
        moneda="PES",
        total=Decimal(0),
        numero=key.number,
        body={},
        content=hashlib.sha256(name.encode()).hexdigest(),
        account=account,
    )


def _issued_as(ledger: Ledger | None, issuers: Issuers, referencia: str) -> tuple[str, Key] | None:
    """The comprobante that planilla issued under a referencia; None when two companies did."""
    if ledger is None:
        return None
    latest = [ledger.operations.latest(account, referencia) for account in issuers.accounts]
    issued = {
        (one.account, Key(one.tipo, one.punto_venta, one.number))
        for one in latest
        if one is not None and one.state is State.DONE and one.number is not None
    }
    return issued.pop() if len(issued) == 1 else None
