"""What the dispatcher tells the person, in Spanish."""

from __future__ import annotations

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
UNREADABLE = (
    "El servicio tiene ocupados los números {numbers} y no muestra qué son: puede haber un "
    "comprobante nuestro entre ellos, y no se envía nada más hasta que se puedan leer."
)
TRIES_SPENT = "Se intentó {times} veces en esta corrida sin poder emitirlo."
