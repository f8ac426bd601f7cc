"""Payments and current accounts: `facturacion/pagar`, `clientes/cuenta-corriente` (api.md 2, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planilla.common.calendar import parse_service_date
from planilla.common.errors import Refused, Unknown
from planilla.model.comprobante_key import Key
from planilla.service.about_another import believe
from planilla.service.absence import Absence
from planilla.service.envelope import Reply
from planilla.service.figures import amount, text

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

ACCOUNT = "cuenta-corriente"
NOBODY = "20000000028"  # a CUIT whose digit is right, and that nobody has

REMAINING = "resta_abonar_de_este_comprobante"


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One row of a client's current account; amounts in pesos (api.md 4).

    `unreadable` says that it has a figure that is no amount.
    """

    fecha: date | None
    concepto: str
    debe: Decimal | None
    haber: Decimal | None
    remaining: Decimal | None  # resta_abonar_de_este_comprobante
    unreadable: bool = False

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> AccountRow:
        """From an entry of the answer; what is no number is None."""
        given = [entry.get("debe", 0), entry.get("haber", 0), entry.get(REMAINING)]
        debe, haber, remaining = found = [amount(value) for value in given]
        return cls(
            parse_service_date(text(entry.get("fecha"))),
            " ".join(text(entry.get("concepto")).upper().split()),
            debe,
            haber,
            remaining,
            any(text(v) and f is None for v, f in zip(given, found, strict=True)),
        )


class Cobros:
    """The methods about money received, as one credential."""

    def __init__(self, client: Client, absence: Absence) -> None:
        self._client = client
        self._absence = absence

    async def pagar(self, key: Key, pagos: Mapping[str, Any]) -> Reply:
        """Register a payment. Changes the world, and there is no key: never twice."""
        request = {"comprobante": {**key.body(), "pagos": pagos}}
        reply = await self._client.post("facturacion/pagar", request)
        try:
            believe(reply.answer, key)
        except Unknown as error:
            error.raw = reply.raw
            raise
        return reply

    async def account(self, documento_nro: str) -> list[AccountRow]:
        """The current account of a client with CUIT, oldest row first.

        Empty for an unknown client, and for an answer in which no rows are found.
        """
        try:
            reply = await self._account(documento_nro)
        except Refused as refused:
            probes = {ACCOUNT: lambda: self._account(NOBODY)}
            await self._absence.only(refused, ACCOUNT, probes, documento_nro)
            return []
        return [AccountRow.read(entry) for entry in _rows(reply.answer)]

    async def _account(self, documento_nro: str) -> Reply:
        cliente = {"documento_tipo": "CUIT", "documento_nro": documento_nro}
        return await self._client.post(
            "clientes/cuenta-corriente", {"cliente": cliente}, lists=True
        )


def _rows(answer: object) -> list[Mapping[str, Any]]:
    """The rows, bare or under whatever name and however deep the service puts them."""
    if isinstance(answer, Mapping):
        return next((found for value in answer.values() if (found := _rows(value))), [])
    if not isinstance(answer, list):
        return []
    return [entry for entry in answer if isinstance(entry, Mapping) and "concepto" in entry]
