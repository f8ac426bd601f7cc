"""What the service's answers hold, as frozen data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from planilla.common.calendar import parse_service_date
from planilla.common.errors import Unknown
from planilla.service.envelope import Answer, messages
from planilla.service.figures import amount, last_integer, number_of, text
from schemas.tables import TIPOS

# what the documents' examples look like (api.md 5), blanks at the ends removed
SHAPES = {
    "cae": re.compile(r"(?:[0-9]{14})?"),
    "vencimiento_cae": re.compile(r"(?:[0-9]{2}/[0-9]{2}/[0-9]{4})?"),
    "comprobante_nro": re.compile(r"(?:[0-9]{1,5}-)?[0-9]{1,8}"),
    "comprobante_pdf_url": re.compile(r"(?:https?://\S+)?"),
}


@dataclass(frozen=True, slots=True)
class Issued:
    """A well-formed `error: N` of `nuevo`; `cae` is blank on the development plan."""

    number: int | None
    cae: str
    vencimiento_cae: date | None
    pdf_url: str
    afip_qr: str
    requiere_fec: str
    external_reference: str
    observaciones: tuple[str, ...]

    @classmethod
    def read(cls, answer: Answer) -> Issued:
        """From the answer (api.md 5); `Unknown` when it is not what was promised."""
        wrong = [
            name
            for name, shape in SHAPES.items()
            if name not in answer or not shape.fullmatch(text(answer[name]))
        ]
        if wrong:
            raise Unknown(f"the service's answer is not what it promises: {', '.join(wrong)}")
        observed = answer.get("observaciones") or []
        texts = observed if isinstance(observed, list) else [observed]
        return cls(
            number=number_of(answer.get("comprobante_nro")),
            cae=text(answer["cae"]),
            vencimiento_cae=parse_service_date(text(answer.get("vencimiento_cae"))),
            pdf_url=text(answer.get("comprobante_pdf_url")),
            afip_qr=text(answer.get("afip_qr")),
            requiere_fec=text(answer.get("requiere_fec")),
            external_reference=text(answer.get("external_reference")),
            observaciones=tuple(t for t in map(text, texts) if t) + messages(answer),
        )


def _plain(value: object) -> str:
    """A status in capitals, blanks and accents aside."""
    decomposed = unicodedata.normalize("NFKD", text(value).upper())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


class Stand(Enum):
    """Where something that the service shows stands: its `status`, whatever its `numero` says."""

    ISSUED = 1
    WAITING = 2
    FAILED = 3
    UNCLEAR = 4  # a status that the documents do not name, and no CAE: not issued, as far as known


EMITTED = "EMITIDO"
FAILURE = "CON ERROR"
IN_LINE = ("EN COLA", "ENVIADO A PROCESAR")
NEVER_A_CAE = frozenset(tipo.name for tipo in TIPOS.values() if not tipo.is_fiscal)


def stand_of(tipo: str, status: str, cae: str) -> Stand:
    """The four statuses of the documents (api.md 5); without one of them only a CAE tells.

    The development plan gives none: there `EMITIDO` alone says it. What is not fiscal
    has none either, and is in no queue.
    """
    if status == EMITTED:
        return Stand.ISSUED
    if FAILURE in status:
        return Stand.FAILED
    if any(part in status for part in IN_LINE):
        return Stand.WAITING
    return Stand.ISSUED if cae.strip("0") or tipo in NEVER_A_CAE else Stand.UNCLEAR


@dataclass(frozen=True, slots=True)
class Held:
    """A comprobante as the service holds it, by `consulta` or `consulta_avanzada`.

    `number` is None until it is issued: what waits in the queue may be shown with
    one that is not fiscal (api.md 5).
    """

    tipo: str
    punto_venta: int | None
    number: int | None
    fecha: date | None
    documento_tipo: str
    documento_nro: str
    total: Decimal | None
    external_reference: str
    cae: str
    vencimiento_cae: date | None
    pdf_url: str
    afip_qr: str
    status: str = ""
    ctacte_status: str = ""
    entry: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def numero_emitido(self) -> str:
        """00003-00000074; a blank before there is a number."""
        return f"{self.punto_venta or 0:05d}-{self.number:08d}" if self.number else ""

    @property
    def comprobante(self) -> str:
        """`FACTURA A 00010-00000109`."""
        return f"{self.tipo} {self.numero_emitido}".strip()

    @property
    def inner(self) -> Mapping[str, Any]:
        """The comprobante's fields as the service gave them."""
        inner = self.entry.get("comprobante")
        return inner if isinstance(inner, dict) else self.entry

    @property
    def numero(self) -> int | None:
        """The number as it is shown, fiscal or not."""
        return number_of(self.inner.get("numero"))

    @property
    def stand(self) -> Stand:
        """Where it stands."""
        return stand_of(self.tipo, self.status, self.cae)

    @property
    def issued(self) -> bool:
        """Whether it is a fiscal document."""
        return self.stand is Stand.ISSUED

    @property
    def in_queue(self) -> bool:
        """Whether it waits, or failed, in the service's queue."""
        return self.stand in {Stand.WAITING, Stand.FAILED}

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Held:
        """From an answer or an entry of one: `{cliente, comprobante}`, or flat."""
        inner = entry.get("comprobante")
        comprobante: Mapping[str, Any] = inner if isinstance(inner, dict) else entry
        cliente = entry.get("cliente") or comprobante.get("cliente")
        receiver: Mapping[str, Any] = cliente if isinstance(cliente, dict) else {}
        tipo = " ".join(text(comprobante.get("tipo")).upper().split())
        status, cae = _plain(comprobante.get("status")), text(comprobante.get("cae"))
        issued = stand_of(tipo, status, cae) is Stand.ISSUED
        return cls(
            tipo=tipo,
            punto_venta=last_integer(comprobante.get("punto_venta")),
            number=number_of(comprobante.get("numero")) if issued else None,
            fecha=parse_service_date(text(comprobante.get("fecha"))),
            documento_tipo=text(receiver.get("documento_tipo")).upper(),
            documento_nro=text(receiver.get("documento_nro")),
            total=amount(comprobante.get("total")),
            external_reference=text(comprobante.get("external_reference")),
            cae=cae,
            vencimiento_cae=parse_service_date(text(comprobante.get("vencimiento_cae"))),
            pdf_url=text(comprobante.get("comprobante_pdf_url")),
            afip_qr=text(comprobante.get("afip_qr")),
            status=status,
            ctacte_status=text(comprobante.get("ctacte_status")).upper(),
            entry=entry,
        )
