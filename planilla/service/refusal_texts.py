"""Refusals that are the account's or ARCA's and never the row's: the table of their texts.

The service gives them no code, or ARCA's of its own doors (api.md 1). A refusal
that has such words says nothing of the data, whatever else it says: what
follows from each kind is in `planilla.dispatch.outcome_table`, "What is not the row's".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto


class Reach(Enum):
    """How far a trouble reaches, and with that how it ends."""

    OUTAGE = auto()  # passes by itself
    POINT = auto()  # the point of sale, until somebody mends it
    ACCOUNT = auto()  # the set of credentials, until somebody mends it
    AT_ARCA = auto()  # ARCA has the comprobante, and the service does not show it


@dataclass(frozen=True, slots=True)
class Trouble:
    """One row of the table: a refusal that has all of `words` is of this kind.

    `words` are without accents and case; `told` is said in the row, in Spanish;
    `mend` once to whoever administers, in English.
    """

    words: tuple[str, ...]
    reach: Reach
    told: str
    mend: str = ""


ARCA_DOWN = "ARCA o el servicio no respondían. Presente el archivo otra vez para continuar."
NO_DELEGATION = (
    "ARCA no reconoce a TusFacturasAPP como autorizado por el CUIT: la delegación falta o venció. "
    "Avise a quien administra la cuenta; la fila está bien y no hay que corregirla."
)
NO_POINT = (
    "El punto de venta no está habilitado en ARCA para factura electrónica. Avise a quien "
    "administra la cuenta; la fila está bien, si su punto de venta es ese."
)
NO_QUOTA = (
    "El plan de TusFacturasAPP no tiene más cupo. Avise a quien administra la cuenta; la fila está "
    "bien y no hay que corregirla."
)
NO_HOOK = (
    "Para mandar a la cola falta la dirección de webhook del punto de venta en TusFacturasAPP. "
    "Avise a quien administra la cuenta; la fila está bien y no hay que corregirla."
)
ONLY_AT_ARCA = (
    "ARCA dice que ya tiene este comprobante, y TusFacturasAPP no lo muestra. Pida a su soporte "
    "que lo recupere. Si está en ARCA con estos datos conteste «es el nuestro»; si no, «no es el "
    "nuestro» (planilla review)."
)
DELEGATE = (
    "ARCA does not take the service as authorised for this CUIT: renew the delegation of the "
    "electronic invoicing web service to TusFacturasAPP (Administrador de Relaciones)"
)
ENABLE = "ARCA does not have the point of sale enabled for web services: enable it there"
ENLARGE = "the plan's quota is used up: enlarge it, or wait for its renewal"
HOOK = (
    "queueing needs a webhook address set at TusFacturasAPP for the point of sale (Menú > Mi "
    "espacio de trabajo > Cuits / PDV, at the foot of the point of sale): the public https address "
    "behind which `planilla serve-hooks` listens (docs/operation.md, «Webhooks»)"
)

TROUBLES = (
    Trouble(("existe en arca", "no en tusfacturas"), Reach.AT_ARCA, ONLY_AT_ARCA),
    Trouble(("existe en afip", "no en tusfacturas"), Reach.AT_ARCA, ONLY_AT_ARCA),
    Trouble(("lista de relaciones",), Reach.ACCOUNT, NO_DELEGATION, DELEGATE),
    Trouble(("computador no autorizado",), Reach.ACCOUNT, NO_DELEGATION, DELEGATE),
    Trouble(("validaciondetoken",), Reach.ACCOUNT, NO_DELEGATION, DELEGATE),
    Trouble(("punto de venta", "no se encuentra habilitado"), Reach.POINT, NO_POINT, ENABLE),
    Trouble(("superado el cupo",), Reach.ACCOUNT, NO_QUOTA, ENLARGE),
    Trouble(("webhook",), Reach.POINT, NO_HOOK, HOOK),
    Trouble(("javax.ejb",), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("java.null.pointer",), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("java.lang.",), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("no se puede establecer la comunicacion",), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("servidores de afip", "no respond"), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("servidores de arca", "no respond"), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("minutos sin facturar",), Reach.OUTAGE, ARCA_DOWN),
    Trouble(("intente mas tarde",), Reach.OUTAGE, ARCA_DOWN),
)


def trouble_of(texts: Iterable[str]) -> Trouble | None:
    """The first row of the table that a refusal's texts have the words of."""
    said = folded(" ".join(texts))
    return next((t for t in TROUBLES if all(words in said for words in t.words)), None)


def folded(text: str) -> str:
    """A text without accents, case and runs of blanks."""
    bare = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())
