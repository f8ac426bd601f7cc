"""Payments and current accounts: `facturacion/pagar`, `clientes/cuenta-corriente` (api.md 2, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.calendar import parse_service_date
from planilla.errors import Refused, Unknown
from planilla.service.absence import Absence
from planilla.service.answers import amount, believe, text
from planilla.service.client import Client, Reply
from planilla.service.key import Key

ACCOUNT = "cuenta-corriente"
NOBODY = "20000000028"  # a CUIT whose digit is right, and that nobody has


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One row of a client's current account; amounts in the account's currency."""

    fecha: date | None
    concepto: str
    debe: Decimal | None
    haber: Decimal | None
    remaining: Decimal | None  # resta_abonar_de_este_comprobante

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> AccountRow:
        """From an entry of the answer; what is no number is None."""
        return cls(
            parse_service_date(text(entry.get("fecha"))),
            " ".join(text(entry.get("concepto")).upper().split()),
            amount(entry.get("debe", 0)),
            amount(entry.get("haber", 0)),
            amount(entry.get("resta_abonar_de_este_comprobante")),
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
        entries = _rows(reply.answer)
        return [AccountRow.read(entry) for entry in entries if isinstance(entry, dict)]

    async def _account(self, documento_nro: str) -> Reply:
        cliente = {"documento_tipo": "CUIT", "documento_nro": documento_nro}
        return await self._client.post(
            "clientes/cuenta-corriente", {"cliente": cliente}, lists=True
        )


def _rows(answer: Mapping[str, Any]) -> list[Any]:
    """The list, bare or under whatever name the service gives it."""
    if "lista" in answer:
        return list(answer["lista"])
    lists = [value for value in answer.values() if isinstance(value, list)]
    named = [value for value in lists if value and isinstance(value[0], dict)]
    return named[0] if len(named) == 1 else []
