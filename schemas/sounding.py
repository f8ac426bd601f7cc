"""What a heading sounds of that planilla does not know: of money, a tax, a client, or of nothing.

A column that may matter is never passed over in silence; one that cannot is never asked about.
Some words mean one thing over amounts and another over texts: `Desc.`, `Cargo`, `Cuota`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Sound(StrEnum):
    """What a heading sounds of, and how a person calls it."""

    DISCOUNT = "un descuento o recargo"
    TAX = "un impuesto"
    MONEY = "un importe"
    CURRENCY = "una moneda o cotización"
    DUE = "un vencimiento o plazo"
    QUANTITY = "una cantidad"
    CLIENT = "el cliente"
    GROUP = "un número que junta filas en un comprobante"


@dataclass(frozen=True, slots=True)
class Heard:
    """What a heading sounds of; with `of_numbers` only over a number."""

    sound: Sound
    of_numbers: bool = False


OF_PAYMENTS = frozenset(Sound) - {Sound.QUANTITY, Sound.CLIENT}
"""What may matter to a payment: its client is the one of the comprobante that it names."""

_ALWAYS = (
    (
        Sound.DISCOUNT,
        r"dtos?|dctos?|dsctos?|desctos?|descuentos?|descontado|bonif\w*|rebajas?|recargos?",
    ),
    (
        Sound.CURRENCY,
        r"monedas?|divisas?|dolar(es)?|usd|dls|euros?|eur|cotiz\w*|tipos? de cambio|tipo cambio|tc",
    ),
    (
        Sound.TAX,
        r"ivas?|iibb|ii bb|i i b b|ing(resos)? brutos|ibb?|percep\w*|percs?|reten\w*|"
        r"impuestos?|imptos?|tributos?|alicuotas?|gravad[oa]s?|exent[oa]s?|ganancias|sellos?|"
        r"sellados?|suss",
    ),
    (
        Sound.DUE,
        r"vtos?|vctos?|venc\w*|vence|pagar antes|plazos?(?! (de )?entrega)|dias (de )?pago|"
        r"fecha (de )?(pago|cobro)|cond\w* (de )?(pago|venta|vta|cobro)|forma (de )?(pago|cobro)",
    ),
    (
        Sound.MONEY,
        r"precios?|importes?|montos?|total(es)?|subtotal(es)?|netos?|brutos?|valor(es)?|costos?|"
        r"fletes?|anticipos?|senas?|saldos?|redondeos?|propinas?|honorarios?|a cuenta|deuda|"
        r"pr? unit\w*|p ?u",
    ),
)
_OF_NUMBERS = (
    (Sound.DISCOUNT, r"desc|adicional(es)?|extras?"),
    (Sound.TAX, r"rets?|tasas?|gan"),
    (Sound.CURRENCY, r"cambio|pesos|ars"),
    (
        Sound.MONEY,
        r"imps?|cargos?|cuotas?|interes(es)?|debe|haber|debitos?|creditos?|comision(es)?|ajustes?|"
        r"envios?|pagad[oa]s?|cobrad[oa]s?|pagos?|gastos?|seguros?|diferencias?|financiacion|abonos?",
    ),
    (
        Sound.QUANTITY,
        r"cants?|cantidad(es)?|unid|unidades|uds|bultos|kilos?|kgs?|litros|lts|metros|mts|m2|"
        r"horas|hs|packs?|docenas|piezas|cajas|peso",
    ),
)
_CLIENT = (
    r"cuits?|cuils?|dnis?|documentos?|docs?|receptor(es)?|comprador(es|a)?|destinatari[oa]s?|"
    r"titular(es)?|razon social|r social|denominacion|facturar a|a nombre( de)?|apellidos?|"
    r"nombres?|adquirente|pagador"
)
_BY_NAME = r"clientes?"
_AN_ID = r"nros?|numeros?|num|n|no|ids?|cods?|codigos?|tipo|categorias?|grupo|rubro|canal|clase"
"""Beside `cliente`: the office's own number or class of it, which says nothing of who it is."""
_NOT_THE_CLIENT = (
    r"vendedor(es|a)?|vend|pedidos?|ordenes|orden|oc|remitos?|intern[oa]s?|depositos?|stock|minimo|"
    r"usuarios?|operador(a)?|responsable|contactos?|tel\w*|cel\w*|whatsapp|mails?|emails?|correo|"
    r"localidad|ciudad|partido|barrio|zona|cp|postal|legajo|proveedor(es)?|entrega|sucursal|archivo|"
    r"alta|fantasia|obra|proyecto|observ\w*|obs|notas?|coment\w*|chofer|transporte|domicilio|"
    r"direccion|provincia|pais|lote|serie|articulo|producto|marca|banco|autorizad[oa]"
)
_NEVER = (
    r"(observ\w*|obs|coment\w*|notas?|leyendas?|lista|link|url|pdf|archivo)\b.*|"
    r".*\b(caea?|estado|barras|stock|proveedor(es)?|centro (de )?costos?)\b.*"
)
_GROUPS = (
    r"(?:(?:nros?|numeros?|num|n|no|ids?|cods?|codigos?) )?(?:de )?"
    r"(?:intern[oa]|orden(?: de compra)?|oc|operacion(?:es)?|ventas?|ticket|comprobantes?|cbte|"
    r"cpbte|facturas?|fact?|fc|transaccion|presupuestos?|pedidos?|remitos?|grupo)"
    r"(?: (?:nros?|numeros?|num|n|no|interno))?"
)
"""A number that an office gives to each sale, whatever it calls it."""


@lru_cache(maxsize=4096)
def groups_rows(heading: str) -> bool:
    """Whether the rows of one value may be of one sale."""
    return re.fullmatch(_GROUPS, _words(heading)) is not None


@lru_cache(maxsize=4096)
def heard(heading: str) -> Heard | None:
    """What a heading sounds of; None for one that cannot matter to a comprobante or payment."""
    words = _words(heading)
    if re.fullmatch(_NEVER, words):
        return None
    for sound, known in _ALWAYS:
        if _says(known, words):
            return Heard(sound)
    if "$" in words:
        return Heard(Sound.MONEY)
    if _says(_NOT_THE_CLIENT, words):
        return None
    for sound, known in _OF_NUMBERS:
        if _says(known, words):
            return Heard(sound, of_numbers=True)
    named = _says(_BY_NAME, words) and not _says(_AN_ID, words)
    return Heard(Sound.CLIENT) if named or _says(_CLIENT, words) else None


def _says(known: str, words: str) -> bool:
    """Whether one of the known words stands there, a number behind it or not."""
    return re.search(rf"\b(?:{known})\d*\b", words) is not None


def _words(heading: str) -> str:
    """A heading's words in small letters, a blank between them, whatever joined them."""
    apart = re.sub(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])", " ", heading)
    decomposed = unicodedata.normalize("NFKD", apart.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    dollars = re.sub(r"u\$[sd]?|us\$", " usd ", plain)
    return " ".join(re.findall(r"[a-z0-9]+|\$", dollars))
