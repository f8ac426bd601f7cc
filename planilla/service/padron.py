"""What ARCA has of a receiver: `clientes/afip-info` and `facturacion/requiere_fec` (api.md 2).

Both count against the plan.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from planilla.common.calendar import service_date
from planilla.common.errors import Refused, Unknown
from planilla.service.envelope import messages
from planilla.service.figures import amount, text
from planilla.service.refusal_texts import folded, trouble_of

if TYPE_CHECKING:  # it brings httpx
    from planilla.service.client import Client

CUIT_LENGTH = 11
CONDITIONS = {
    "responsable inscripto": "RI",
    "monotribut": "M",
    "exent": "E",
    "no alcanzado": "IVNA",
    "consumidor final": "CF",
}
"""Words of `condicion_impositiva`, and the service's code for who has them."""
NO_LONGER = ("inactiv", "baja", "cancelad", "limitad", "suspendid", "bloquead")
OWN_NAMES = ("cuit", "cuil", "idPersona", "documento_nro")
YES_OR_NO = {"SI": True, "S": True, "NO": False, "N": False}


@dataclass(frozen=True, slots=True)
class Registration:
    """A CUIT as ARCA has it; what the service does not say is blank or None.

    `condicion` is the text as it came, `condicion_iva` the service's code for it, blank for
    a text that is none of the known ones. `blocked` is why ARCA gives nothing else of it.
    """

    cuit: str
    razon_social: str = ""
    condicion: str = ""
    condicion_iva: str = ""
    estado: str = ""
    active: bool | None = None
    apocryphal: bool | None = None
    apoc_info: str = ""
    blocked: tuple[str, ...] = ()

    @classmethod
    def read(cls, cuit: str, answer: Mapping[str, Any]) -> Registration:
        """From an answer of either verdict; one about another CUIT is `Unknown`."""
        _believe(cuit, answer)
        condicion, estado = (
            _words(answer.get(name)) for name in ("condicion_impositiva", "estado")
        )
        return cls(
            cuit,
            _words(answer.get("razon_social")),
            condicion,
            _condition(condicion),
            estado,
            _active(estado),
            YES_OR_NO.get(text(answer.get("apoc_existe")).upper()),
            _words(answer.get("apoc_info")),
        )


@dataclass(frozen=True, slots=True)
class CreditInvoice:
    """Whether a receiver must get a FCE; `since` is the amount in pesos, where that was said."""

    cuit: str
    required: bool
    since: Decimal | None = None


class Padron:
    """The questions about a receiver, as one set of credentials."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def afip_info(self, cuit: str) -> Registration:
        """What ARCA has of a CUIT. It counts, and the development plan does not have it.

        Who has no tax comes as a refusal with the data all the same; what ARCA blocks, as
        one whose `errores` are lists. Every other refusal is raised.
        """
        cliente = {"documento_tipo": "CUIT", "documento_nro": cuit}
        try:
            reply = await self._client.post("clientes/afip-info", {"cliente": cliente})
        except Refused as refused:
            return _of_refusal(cuit, refused)
        found = Registration.read(cuit, reply.answer)
        if not found.razon_social and not found.condicion:
            raise Unknown("the service's answer about a CUIT says neither name nor condition")
        return found

    async def requiere_fec(self, cuit: str, fecha: date) -> CreditInvoice:
        """Whether an invoice of that day to a CUIT must be a FCE. It counts."""
        request = {"cuit": cuit, "fecha": service_date(fecha)}
        answer = (await self._client.post("facturacion/requiere_fec", request)).answer
        _believe(cuit, answer)
        required = YES_OR_NO.get(text(answer.get("esta_obligado")).upper())
        if required is None:
            raise Unknown("the service's answer does not say whether a FCE is required")
        since = amount(answer.get("importe_desde"))
        return CreditInvoice(cuit, required, since if since is not None and since > 0 else None)


def _of_refusal(cuit: str, refused: Refused) -> Registration:
    if trouble_of(refused.messages):
        raise refused
    found = Registration.read(cuit, refused.answer)
    if found.razon_social or found.condicion:
        return found
    listed = refused.answer.get("errores")
    if isinstance(listed, list) and listed and all(isinstance(one, list) for one in listed):
        said = tuple(_words(one) for one in messages(refused.answer))
        if said:
            return Registration(cuit, blocked=said)
    raise refused


def _believe(cuit: str, answer: Mapping[str, Any]) -> None:
    others = sorted({said for said in _cuits(answer) if said != cuit})
    if others:
        raise Unknown(f"the answer is about another CUIT: {others[0]}, not {cuit}")


def _cuits(answer: Mapping[str, Any]) -> Iterator[str]:
    """Every CUIT that an answer says to be about, where the service puts its own."""
    whole = answer.get("constancia_full_datos")
    rooms = [answer, answer.get("cliente"), whole]
    if isinstance(whole, dict):
        rooms += [whole.get("datosGenerales"), whole.get("persona")]
    for room in rooms:
        if not isinstance(room, dict):
            continue
        for name in OWN_NAMES:
            digits = "".join(c for c in text(room.get(name)) if c.isdecimal())
            if len(digits) == CUIT_LENGTH:
                yield digits


def _condition(said: str) -> str:
    found = {code for words, code in CONDITIONS.items() if words in folded(said)}
    return found.pop() if len(found) == 1 else ""


def _active(estado: str) -> bool | None:
    said = folded(estado)
    if any(words in said for words in NO_LONGER):
        return False
    return True if said.startswith("activ") else None


def _words(value: object) -> str:
    """A text, which the service may have encoded twice (its page on this method)."""
    said = html.unescape(text(value))
    for encoding in ("cp1252", "latin-1"):
        with suppress(ValueError):  # it was encoded once
            said = said.encode(encoding).decode("utf-8")
            break
    return " ".join(said.split())
