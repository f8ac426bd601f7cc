"""A service that holds one comprobante and its client's account, in every form of the documents.

Written from the documents of `facturacion/consulta`, `clientes/cuenta-corriente` and
`facturacion/pagar`; it keeps the account in pesos and registers whatever it is told.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import simplejson

from planilla.admission.registration import Registration
from planilla.common.calendar import service_date, today
from planilla.comprobantes.load import load
from planilla.dispatch.lookup.same_company import SameCompany
from planilla.dispatch.outage_breaker import Breaker
from planilla.dispatch.steps.payment.pay import Payment
from planilla.dispatch.waits import Times
from planilla.ledger.ledger import Ledger
from planilla.model.asked import Asked
from planilla.model.issuers import Issuers
from planilla.model.operation import Operation, State
from planilla.payments.load import load_pagos
from planilla.service.client import Client
from planilla.service.pace import Pace
from planilla.service.tusfacturas import TusFacturas
from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from schemas.context import Rules
from schemas.service import contract
from tests.helpers import payment, row, write_csv

NUMBER = 1


@dataclass
class Till:
    """One FACTURA A of point of sale 1, number 1; `pesos` is what its account says it is.

    `shape` puts the account's list into what is answered, `figure` writes its amounts,
    `before` does something at the moment of the payment, `lost` loses its answer.
    """

    total: Decimal
    pesos: Decimal
    moneda: str | None = "PES"
    cotizacion: Decimal | None = Decimal(1)
    documento_tipo: str = "CUIT"
    shape: Callable[[list[Any]], Any] = lambda rows: rows
    figure: Callable[[Decimal], Any] = lambda amount: amount
    tells_left: bool = True
    tells_status: bool = True
    extra: list[dict[str, Any]] = field(default_factory=list)
    lost: bool = False
    before: Callable[[Till], None] = lambda _: None
    paid: list[Decimal] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        return self.pesos - sum(self.paid, Decimal(0))

    @property
    def status(self) -> str:
        if not self.tells_status:
            return ""
        return "IMPAGA" if self.left == self.pesos else "PAGO PARCIAL" if self.left else "PAGADA"

    def answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.partition("/v2/")[2]
        body = simplejson.loads(request.content, use_decimal=True)
        assert not contract()[method].request_faults(body)
        told = {
            "facturacion/consulta": self._consulta,
            "clientes/cuenta-corriente": self._account,
            "facturacion/pagar": self._pagar,
        }[method](body)
        return httpx.Response(200, text=simplejson.dumps(told, use_decimal=True))

    def breaks(self) -> None:
        """The request that is being answered never arrived."""
        raise httpx.ReadError("reset")

    def _consulta(self, _: dict[str, Any]) -> dict[str, Any]:
        currency = {"moneda": self.moneda, "cotizacion": self.cotizacion}
        return {
            "error": "N",
            "errores": [""],
            "cliente": {"documento_tipo": self.documento_tipo, "documento_nro": "30712345671"},
            "comprobante": {
                "fecha": service_date(today()),
                "tipo": "FACTURA A",
                "punto_venta": 1,
                "numero": NUMBER,
                "total": self.total,
                "cae": "74001112223334 ",
                "ctacte_status": self.status,
                **{name: value for name, value in currency.items() if value is not None},
            },
        }

    def _account(self, _: dict[str, Any]) -> Any:
        own: dict[str, Any] = {"debe": self.figure(self.pesos), "haber": self.figure(Decimal(0))}
        if self.tells_left:
            own["resta_abonar_de_este_comprobante"] = self.figure(self.left)
        rows = [account_row(f"FACTURA A 0001-{NUMBER:08d} (EMPRESA)", **own)]
        for place, importe in enumerate(self.paid, start=1):
            concept = f"RECIBO DE COBRO X 0000-{place:08d} (FACTURA A 0001-{NUMBER:08d})"
            rows.append(account_row(concept, debe=0, haber=self.figure(importe)))
        return self.shape(rows + self.extra)

    def _pagar(self, body: dict[str, Any]) -> dict[str, Any]:
        self.before(self)
        importe = Decimal(str(body["comprobante"]["pagos"]["total"]))
        if importe > self.left:
            return {"error": "S", "errores": ["El pago supera el saldo."]}
        self.paid.append(importe)
        if self.lost:
            raise httpx.ReadTimeout("lost")
        return {"error": "N", "errores": [""]}


def account_row(concepto: str, **figures: Any) -> dict[str, Any]:
    return {"fecha": service_date(today()), "concepto": concepto, "saldo": 0, **figures}


class Clerk:
    """An office that pays at a till, on a ledger of its own."""

    def __init__(self, folder: Path, till: Till) -> None:
        self.folder, self.till = folder, till
        self.settings = Settings(_env_file=None, home=folder / "home")  # type: ignore[call-arg]
        self.ledger: Ledger = open_ledger(self.settings)
        self._files = 0

    def issued(self, *, state: State = State.DONE, number: int = NUMBER, **cells: Any) -> Operation:
        """A comprobante that this office issued, or is issuing."""
        path = write_csv(self._path(), [row(number, tipo="FACTURA A") | cells])
        (asked,) = load(path, today(), Issuers(), Rules.none()).asked
        operation = self._registered(path, asked)
        lease = self.ledger.leases.take(operation.scope)
        assert lease is not None
        self.ledger.operations.begin(operation, lease, number)
        sent = self.ledger.operations.get(operation.id)
        if state is not State.SENDING:
            sent = self.ledger.operations.move(sent, lease, state, "issued", number=number)
        self.ledger.leases.release(lease)
        return sent

    def pay(self, importe: str, **cells: Any) -> Operation:
        """Drop a file with one payment on the till's comprobante, and work it."""
        path = write_csv(self._path(), [payment(NUMBER, importe, **cells)])
        (asked,) = load_pagos(path, today(), Issuers()).asked
        return self.work(self._registered(path, asked))

    def as_an_earlier_version_kept(self, operation: Operation, moneda: str) -> None:
        """Give a payment the currency that it would have had in a ledger of before."""
        with closing(sqlite3.connect(self.settings.home / "ledger.sqlite3")) as database, database:
            change = "UPDATE operations SET moneda = ? WHERE id = ?"
            database.execute(change, (moneda, operation.id))

    def work(self, operation: Operation) -> Operation:
        """Bring a payment to the end of its turn."""
        return asyncio.run(self._turn(operation))

    async def _turn(self, operation: Operation) -> Operation:
        client = Client(
            "https://x/app/api/v2/",
            {"usertoken": "u", "apikey": "1", "apitoken": "a"},
            5,
            Pace(0),
            transport=httpx.MockTransport(self.till.answer),
        )
        times = Times(settle=0.05, request=5, retry=0.01)
        same = SameCompany(self.ledger, Issuers())
        handler = Payment(self.ledger, Breaker(0.01, 5), times, same)
        lease = self.ledger.leases.take(operation.scope)
        assert lease is not None
        try:
            await handler.turn(operation.id, lease, TusFacturas(client), alone=True)
        finally:
            self.ledger.leases.release(lease)
            await client.close()
        return self.ledger.operations.get(operation.id)

    def _registered(self, path: Path, asked: Asked) -> Operation:
        entries, _ = Registration(self.ledger).commit(path, path.name, [asked])
        return self.ledger.operations.get(entries[0].operation_id or 0)

    def _path(self) -> Path:
        self._files += 1
        return self.folder / f"{self._files}.csv"
