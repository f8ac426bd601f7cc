"""Payments and current accounts: `facturacion/pagar`, `clientes/cuenta-corriente` (api.md 2, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planilla.calendar import parse_service_date
from planilla.errors import Refused
from planilla.service.answers import amount, text
from planilla.service.client import Client, Reply
from planilla.service.key import Key
from planilla.service.refusals import only_not_found

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

    def __init__(self, client: Client) -> None:
        self._client = client

    async def pagar(self, key: Key, pagos: Mapping[str, Any]) -> Reply:
        """Register a payment. Changes the world, and there is no key: never twice."""
        request = {"comprobante": {**key.body(), "pagos": pagos}}
        return await self._client.post("facturacion/pagar", request)

    async def account(self, documento_nro: str) -> list[AccountRow]:
        """The current account of a client with CUIT, oldest row first.

        Empty for an unknown client, and for an answer in which no rows are found.
        """
        cliente = {"documento_tipo": "CUIT", "documento_nro": documento_nro}
        try:
            reply = await self._client.post(
                "clientes/cuenta-corriente", {"cliente": cliente}, lists=True
            )
        except Refused as refused:
            only_not_found(refused)
            return []
        return [AccountRow.read(entry) for entry in _rows(reply.answer)]


def _rows(answer: object) -> list[Mapping[str, Any]]:
    """The rows, bare or under whatever name and however deep the service puts them."""
    if isinstance(answer, Mapping):
        return next((found for value in answer.values() if (found := _rows(value))), [])
    if not isinstance(answer, list):
        return []
    return [entry for entry in answer if isinstance(entry, Mapping) and "concepto" in entry]
