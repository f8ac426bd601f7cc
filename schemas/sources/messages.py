"""What is told of a statement's rows, for the person who downloaded it: what, and what to do."""

from __future__ import annotations

# ruff: noqa: E501
# fmt: off
MESSAGES: dict[str, tuple[str, str]] = {
    "NO_ES_MOVIMIENTO": ("«{value}» no es un movimiento: no tiene fecha, o está sola en su fila.", "No hace falta nada: los títulos, los totales y los encabezados repetidos no se toman por cobros."),
    "SENTIDO": ("«{value}» no dice si el dinero entró o salió.", "Escriba C (crédito) o D (débito)."),
    "SALDO_NO_SIGUE": ("El saldo {value} no sale del anterior: con este movimiento da {computed}, y la diferencia es {missing}.", "Baje otra vez el extracto entero: puede faltar o sobrar una fila."),
    "CIERRE": ("El saldo inicial más los movimientos da {computed}, y el extracto cierra en {value}.", "Baje otra vez el extracto entero: puede faltar o sobrar una fila."),
    "VOLVIO": ("Este débito devuelve el cobro del {fecha} por {importe}: no se registra nada de lo que volvió.", "No hace falta nada."),
    "VOLVIO_REGISTRADO": ("Este débito devuelve el cobro del {fecha} por {importe}, que ya se registró en {comprobante}.", "Anule ese pago desde la página de TusFacturasAPP."),
    "VOLVIO_QUIZAS": ("Este débito puede devolver un cobro por {importe}, y no es seguro cuál.", "Mire en A revisar los cobros que pueden ser, y elija su comprobante o NINGUNO."),
    "VOLVIO_OTRO": ("Este débito devuelve o rechaza algo («{value}»), y no se encontró el cobro.", "Si ese cobro ya se registró, anúlelo desde la página de TusFacturasAPP."),
    "RETENCION_ILEGIBLE": ("Lo escrito en retencion no se tomó («{value}»): {why}", "Escriba SI, el importe con sus centavos, o el número del certificado."),
}
# fmt: on
