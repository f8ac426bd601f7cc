"""What the service says where its documents leave the words to a code-less text (api.md 1)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of a refusal, with its TFC code where one is known."""

    text: str
    code: str = ""


NOT_FOUND = "No se han encontrado comprobantes."

# never the row's: the account's, the point of sale's, or ARCA's
BAD_HASH = (
    "ValidacionDeToken: Error al verificar hash: No validaron las fechas del token (codigo: 600)"
)
CUIT_NOT_RELATED = (
    "ValidacionDeToken: No apareció CUIT en lista de relaciones: 30712345671 (codigo: 600)"
)
COMPUTER = "Computador no autorizado a acceder al servicio"
POINT_NOT_ENABLED = "El punto de venta no se encuentra habilitado para el presente WS en AFIP"
EJB = "javax.ejb.EJBTransactionRolledbackException"
NULL_POINTER = "java.null.pointer"
NO_LINK = "En este momento no se puede establecer la comunicación con ARCA"
NO_QUOTA = "La cuenta ha superado el cupo de comprobantes de su plan"
EXISTS_AT_ARCA = "El comprobante existe en ARCA pero no en TusFacturasAPP"

OF_THE_ACCOUNT = (BAD_HASH, CUIT_NOT_RELATED, COMPUTER, POINT_NOT_ENABLED, NULL_POINTER, NO_QUOTA)
OF_ARCA = (EJB, NO_LINK)
OUTAGES = OF_THE_ACCOUNT + OF_ARCA

ARCA_DOWN = "Los servicios de ARCA presentan errores: no se emiten comprobantes por 12 minutos"
ARCA_REJECTS = "AFIP Factura electronica, rechazo el comprobante - ERROR: "
DRAGGED = ARCA_REJECTS + "AFIP rechazo la generacion del comprobante Cod: 0"
MAINTENANCE = "Estaremos realizando tareas de mantenimiento hasta las "
CREDENTIALS = "Las credenciales de acceso no son validas."
OTHER_POINT = "El punto de venta informado no corresponde a las credenciales de acceso."
QUEUE_FIRST = (
    "El punto de venta tiene comprobantes en cola de procesamiento: no se puede facturar"
    " de manera instantanea."
)
NO_WEBHOOK = "El punto de venta no tiene configurada la url de webhook."
