"""What the dispatcher tells the person, in Spanish."""

from __future__ import annotations

# ruff: noqa: E501 - a sentence reads best in few lines

NOT_NEXT = (
    "El archivo pide el número {asked}, y el que sigue es el {following}. Deje la celda vacía "
    "para tomar el que sigue."
)
WAITS_FOR = "Espera al comprobante asociado «{referencia}», que todavía no tiene número."
ASSOCIATED_REJECTED = (
    "El comprobante asociado «{referencia}» fue rechazado: corríjalo y presente los dos de nuevo."
)
NO_SERVICE = "El servicio no estaba disponible. Presente el archivo otra vez para continuar."
IN_DOUBT = (
    "Se envió y no se pudo leer la respuesta. No se vuelve a enviar hasta saber si el servicio "
    "lo emitió: presente el archivo otra vez para preguntar de nuevo."
)
NUMBERING = (
    "La numeración del servicio retrocedió ({detail}): no se envía nada de este punto de venta y "
    "tipo hasta aclararlo con el soporte de TusFacturasAPP."
)
NUMBERS_TAKEN = (
    "Otro emite al mismo tiempo en este punto de venta y tipo: el número se ocupó una y otra vez. "
    "Presente el archivo otra vez cuando el otro haya terminado."
)
NOT_NUMBERED = "El servicio no da la numeración de este punto de venta y tipo: {reason}"
UNREADABLE = (
    "El servicio tiene ocupados los números {numbers} y no muestra qué son: puede haber un "
    "comprobante nuestro entre ellos, y no se envía nada más hasta que se puedan leer."
)
UNPROVED = (
    "Las búsquedas del servicio no muestran todavía el comprobante anterior al {number}, que existe: "
    "que no muestren este no dice nada. Ni se envía otra vez ni se da por rechazado; presente el "
    "archivo otra vez más tarde."
)
OTHER_CUIT = (
    "Lo emitió el CUIT {cuit}, que no es el de esta oficina o perfil: las claves son de otra "
    "empresa. Avise a quien las configura. Anúlelo con una nota de crédito de ese CUIT, conteste "
    "«no es el nuestro» (planilla review) y presente la fila de nuevo."
)
TRIES_SPENT = "Se intentó {times} veces en esta corrida sin poder emitirlo."
QUEUE_NOT_EMPTY = (
    "El punto de venta tiene {count} comprobante(s) en la cola del servicio, y mientras tanto no se "
    "emite al instante. Espere a que se emitan (planilla status --refresh), reintente o elimine los "
    "que fallaron (planilla requeue), o mande este archivo también a la cola (--queue)."
)
QUEUE_OF_OTHERS = (
    "El servicio dice que el punto de venta tiene comprobantes en cola, que no mandó esta planilla. "
    "Espere a que se emitan, elimínelos desde la página de TusFacturasAPP, o mande este archivo "
    "también a la cola (--queue)."
)
NOT_SHOWN = (
    "Se envió y no se pudo leer la respuesta, y con estas credenciales el servicio no muestra el "
    "punto de venta {point}: no se sabe si se emitió, y no se envía otra vez. Agregue en planilla.toml "
    "un perfil con las credenciales de ese punto de venta ([profiles.punto_{point}], puntos_venta = "
    "[{point}])."
)
QUEUE_IN_DOUBT = (
    "Se mandó a la cola, no se pudo leer la respuesta y el servicio no lo muestra. No se manda otra "
    "vez sin que una persona lo decida (planilla review)."
)
LOT_REFUSED = "El servicio no tomó el lote en que iba: {reason}"
LOT_KEEPS = (
    "Se envió en un lote con el número {number}, y uno anterior del mismo lote no está resuelto: no se "
    "envía con otro número hasta saber qué pasó con ese."
)
QUEUE_GONE = (
    "Estaba en la cola y el servicio ya no lo muestra: puede haberse eliminado por otro lado. "
    "Búsquelo y decida (planilla review)."
)
QUEUE_FAILED = "La cola no lo pudo emitir: {reason} Para reintentar: planilla requeue."
QUEUE_FAILED_DATA = (
    "La cola no lo pudo emitir: {reason} Es un error de datos: elimínelo de la cola (planilla "
    "requeue --drop), corrija la fila y preséntela de nuevo."
)
TOLD_BY_HOOK = "Según el aviso del servicio: {reason}"
QUEUE_DOUBLED = (
    "El servicio tiene además en la cola {count} con la misma referencia (para el {days}): se "
    "emitiría más de una vez. Elimine lo que sobra antes de esa fecha (planilla requeue --drop saca "
    "todo lo que esté en la cola con esa referencia; de a uno, en «Ventas en cola» de "
    "TusFacturasAPP), o responda «visto» (planilla review)."
)
QUEUE_FAILED_TOO = (
    "La cola tiene además {count} con la misma referencia y error: no lo reintente, elimínelo en "
    "«Ventas en cola» de TusFacturasAPP."
)
QUEUE_FAILED_TWICE = (
    "La cola tiene {count} con la misma referencia y error: no se reintentan. Elimínelos (planilla "
    "requeue --drop) y presente la fila de nuevo."
)
STATUS_UNKNOWN = "El servicio lo muestra con un estado que planilla no conoce: «{status}»."
STATUS_UNKNOWN_TOO = (
    "El servicio muestra además otro con la misma referencia y el estado «{status}»: revíselo."
)
QUEUE_DIFFERS = (
    "El servicio muestra en la cola, con esta referencia, otro contenido (tipo, receptor o total): "
    "compárelo en «Ventas en cola» de TusFacturasAPP antes de que se emita, y decida (planilla review)."
)
STRANGER = (
    "Esta fila no tiene referencia y coincide en receptor, total y fecha con uno que el servicio ya "
    "tiene y que este registro no pidió (lo pidió uno que se perdió, u otro equipo): {comprobante} "
    "de {moneda} {total} del {fecha:%d/%m/%Y}, referencia «{reference}». Si es la misma venta con "
    "otro texto, rechácela; si es otra, apruébela (planilla review)."
)
REPLACES = (
    "Esta fila parece ocupar el lugar de otra, que antes de que se cambiara ya se emitió desde otro "
    "equipo: {comprobante} de {moneda} {total} del {fecha:%d/%m/%Y}, referencia «{reference}». Si es "
    "la misma venta, rechácela; si es otra, apruébela (planilla review)."
)
NO_COMPROBANTE = (
    "El servicio no tiene el comprobante {comprobante}. Revise tipo, punto de venta y número."
)
TOO_MUCH = (
    "El pago de {importe} supera lo que resta: el comprobante es de {total}, ya se pagaron {paid} y "
    "restan {left}. Corrija el importe."
)
CREDITED = (
    "El pago de {importe} no entra: la nota de crédito {nota} dejó saldado el comprobante. Quite la fila, o "
    "corrija a qué comprobante corresponde el pago."
)
MAYBE_TOO_MUCH = (
    "El pago de {importe} parece superar lo que resta: según esta planilla el comprobante es de {total}, ya se "
    "pagaron {paid} y restarían {left}, pero el servicio no muestra cuánto resta ({seen}). No se envía hasta que "
    "una persona lo apruebe o lo rechace (planilla review)."
)
IN_WHICH_PESOS = (
    "Los pagos se registran en pesos, y lo que muestra el servicio no deja saber cuánto es este comprobante en "
    "pesos ({seen}; pagado según esta planilla: {paid}). No se paga hasta que una persona lo acepte (planilla review)."
)
BALANCE_DIFFERS = (
    "El saldo en el servicio no es el que se esperaba ({seen}; pagado según esta planilla: {paid}): "
    "alguien pudo cargar pagos por otro lado. No se paga hasta que una persona lo acepte (planilla review)."
)
NOT_FOLLOWED = (
    "El servicio no dice cuánto resta ({seen}), y esta planilla (pagado según ella: {paid}) no siguió el comprobante "
    "desde su primer pago: este mismo pago puede estar registrado ya. Búsquelo en TusFacturasAPP y responda (planilla "
    "review): rechazar si ya está; si falta, aceptar y decir cuánto se pagó por otro lado."
)
NOT_WHOLE = (
    "La historia de esta planilla es completa solo desde el {since:%d/%m/%Y %H:%M}: lo que se pagó antes puede "
    "faltar en ella, también este pago."
)
INFERRED = "No se pudo leer la respuesta; se dedujo de la cuenta que el pago se aplicó. Antes: {before}. Después: {after}."
PAYMENT_IN_DOUBT = (
    "Se envió y no se pudo saber si el pago se aplicó. Antes: {before}. Después: {after}. No se envía "
    "otra vez: mírelo en la cuenta del cliente y responda (planilla review)."
)
MAIL_IN_DOUBT = "Se pidió el envío y no se pudo leer la respuesta: puede haber salido. Para mandarlo otra vez, use --again."
NO_TOTAL = "El servicio muestra el comprobante sin su total: no se paga hasta que lo diga."
