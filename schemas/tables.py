"""The service's tables: codes and their names in Spanish.

Source: the vendor's reference tables for API v2. The AFIP/ARCA codes of a
tipo or a document are those of ARCA's electronic invoice tables (WSFEv1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from schemas.countries import CLIENTES, PAISES, PERSONAS
from schemas.incoterms import INCOTERMS
from schemas.units import UNIDADES_MEDIDA


class Clase(StrEnum):
    """What a tipo is, whatever its letter."""

    FACTURA = "FACTURA"
    NOTA_DE_DEBITO = "NOTA DE DEBITO"
    NOTA_DE_CREDITO = "NOTA DE CREDITO"
    RECIBO = "RECIBO"
    LIQUIDACION = "LIQUIDACIONES"
    PRESUPUESTO = "PRESUPUESTO"
    REMITO = "REMITO"


@dataclass(frozen=True, slots=True)
class Tipo:
    """One tipo of comprobante.

    `name` is what the service takes; `letra` is blank and `afip` None for what
    is not valid at AFIP/ARCA; `fce` marks the MiPyME credit invoices.
    """

    name: str
    clase: Clase
    letra: str
    afip: int | None
    fce: bool = False

    @property
    def is_note(self) -> bool:
        """A credit or debit note, which must say what it corrects."""
        return self.clase in {Clase.NOTA_DE_CREDITO, Clase.NOTA_DE_DEBITO}

    @property
    def is_owed(self) -> bool:
        """Whether somebody owes it: an offer is no debt, nor is what goes with the goods."""
        return self.clase not in {Clase.PRESUPUESTO, Clase.REMITO}

    @property
    def is_fiscal(self) -> bool:
        """Whether AFIP/ARCA authorises it with a CAE."""
        return self.afip is not None

    @property
    def in_lots(self) -> bool:
        """Whether `facturacion/lotes` takes it: no E, no FCE (api.md 2); the rest as the queue."""
        return self.queueable

    @property
    def queueable(self) -> bool:
        """Whether the service's queue takes it: no E, FCE, or what is not fiscal."""
        return self.is_fiscal and not self.fce and self.letra != "E"


def _plain() -> list[Tipo]:
    first = {"A": 1, "B": 6, "C": 11, "E": 19, "M": 51}
    clases = (Clase.FACTURA, Clase.NOTA_DE_DEBITO, Clase.NOTA_DE_CREDITO)
    return [
        Tipo(f"{clase} {letra}", clase, letra, code + place)
        for place, clase in enumerate(clases)
        for letra, code in first.items()
    ]


def _fce() -> list[Tipo]:
    first = {"A": 201, "B": 206, "C": 211}
    names = {
        Clase.FACTURA: "FACTURA DE CREDITO",
        Clase.NOTA_DE_DEBITO: "NOTA DE DEBITO",
        Clase.NOTA_DE_CREDITO: "NOTA DE CREDITO",
    }
    return [
        Tipo(f"{name} ELECTRONICA MiPyME (FCE) {letra}", clase, letra, code + place, fce=True)
        for place, (clase, name) in enumerate(names.items())
        for letra, code in first.items()
    ]


def _liquidaciones() -> list[Tipo]:
    """Invoices of banks, insurers, cards, prepaid health and the like.

    Source: the vendor's pages «Liquidaciones A» and «Liquidaciones B»: the texts, ARCA's
    codes, and that they are issued at once as well as through the queue.
    """
    codes = {"A": 63, "B": 64}
    return [
        Tipo(f"{Clase.LIQUIDACION} {letra}", Clase.LIQUIDACION, letra, code)
        for letra, code in codes.items()
    ]


def _not_fiscal() -> list[Tipo]:
    return [
        Tipo("FACTURA NO VALIDA EN AFIP", Clase.FACTURA, "", None),
        Tipo("NOTA DE CREDITO NO VALIDA EN AFIP", Clase.NOTA_DE_CREDITO, "", None),
        Tipo("PRESUPUESTO", Clase.PRESUPUESTO, "", None),
        Tipo("REMITO", Clase.REMITO, "", None),
    ]


TIPOS: Mapping[str, Tipo] = {
    tipo.name: tipo
    for tipo in (
        *_plain(),
        Tipo("RECIBO C", Clase.RECIBO, "C", 15),
        *_liquidaciones(),
        *_fce(),
        *_not_fiscal(),
    )
}

TIPOS_POR_AFIP: Mapping[int, Tipo] = {
    tipo.afip: tipo for tipo in TIPOS.values() if tipo.afip is not None
}

OPERACIONES: Mapping[str, str] = {"V": "Venta", "C": "Compra"}
IDIOMAS: Mapping[str, str] = {"1": "Español", "2": "Inglés"}
SI_NO: Mapping[str, str] = {"S": "Sí", "N": "No"}

DOCUMENTO_TIPOS: Mapping[str, str] = {
    "CUIT": "CUIT",
    "CUIL": "CUIL",
    "CDI": "CDI",
    "DNI": "DNI",
    "PASAPORTE": "Pasaporte (solo números)",
    "OTRO": "Otro (consumidor final sin identificar: número 0)",
}

DOCUMENTOS_AFIP: Mapping[str, int] = {
    "CUIT": 80,
    "CUIL": 86,
    "CDI": 87,
    "DNI": 96,
    "PASAPORTE": 94,
    "OTRO": 99,
}

CONDICIONES_IVA: Mapping[str, str] = {
    "CF": "Consumidor Final",
    "RI": "Responsable Inscripto",
    "M": "Monotributo",
    "E": "Exento",
    "CDEX": "Cliente del Exterior",
    "IVNA": "IVA No Alcanzado",
}

CONDICIONES_PAGO: Mapping[str, str] = {
    "201": "Contado",
    "202": "30 días",
    "203": "60 días",
    "204": "90 días",
    "205": "Cuenta corriente",
    "206": "10 días",
    "207": "15 días",
    "208": "45 días",
    "209": "20 días",
    "210": "Transferencia bancaria",
    "211": "Tarjeta de crédito",
    "212": "Tarjeta de débito",
    "213": "5 días",
    "214": "Otra",
    "215": "Otros medios de pago electrónicos",
    "216": "MercadoPago",
    "217": "Payway",
}

CONDICION_PAGO_DIAS: Mapping[str, int] = {
    "202": 30,
    "203": 60,
    "204": 90,
    "206": 10,
    "207": 15,
    "208": 45,
    "209": 20,
    "213": 5,
}
"""Days from `fecha` to `vencimiento`; a condition not named here is due at once."""

MONEDAS: Mapping[str, str] = {
    "PES": "Pesos argentinos",
    "DOL": "Dólar estadounidense",
    "060": "Euro",
    "012": "Real",
    "011": "Peso uruguayo",
    "033": "Peso chileno",
    "031": "Peso boliviano",
    "032": "Peso colombiano",
    "035": "Nuevo sol peruano",
    "010": "Peso mejicano",
    "023": "Bolívar venezolano",
    "036": "Sucre ecuatoriano",
    "003": "Franco francés",
    "004": "Lira italiana",
}

PROVINCIAS: Mapping[str, str] = {
    "1": "Ciudad Autónoma de Buenos Aires",
    "2": "Buenos Aires",
    "3": "Catamarca",
    "4": "Chaco",
    "5": "Chubut",
    "6": "Córdoba",
    "7": "Corrientes",
    "8": "Entre Ríos",
    "9": "Formosa",
    "10": "Jujuy",
    "11": "La Pampa",
    "12": "La Rioja",
    "13": "Mendoza",
    "14": "Misiones",
    "15": "Neuquén",
    "16": "Río Negro",
    "17": "Salta",
    "18": "San Juan",
    "19": "San Luis",
    "20": "Santa Cruz",
    "21": "Santa Fe",
    "22": "Santiago del Estero",
    "23": "Tierra del Fuego",
    "24": "Tucumán",
    "25": "Otro",
    "26": "Ninguna",
}

ALICUOTAS: Mapping[str, str] = {
    "21": "21 %",
    "10.5": "10,5 %",
    "27": "27 %",
    "0": "0 %",
    "-1": "Exento",
    "-2": "No gravado",
}
"""The rates of IVA, in per cent, and the two marks for what bears none."""

EXENTO = Decimal(-1)
NO_GRAVADO = Decimal(-2)

TRIBUTO_TIPOS: Mapping[str, str] = {
    "1": "Percepción de impuestos nacionales",
    "6": "Percepción de IVA",
    "7": "Percepción de IIBB",
}


def _iibb() -> dict[str, str]:
    provinces = ("Ciudad Autónoma de Buenos Aires", *list(PROVINCIAS.values())[1:24])
    names = {str(4 + place): name for place, name in enumerate(provinces)}
    return {**names, "28": "Otra jurisdicción"}


TRIBUTO_REGIMENES: Mapping[str, Mapping[str, str]] = {
    "1": {
        "31": "Percepción del impuesto PAIS",
        "32": "Impuesto PAIS",
        "33": "Percepción del impuesto a las ganancias",
        "34": "Percepción del impuesto sobre los bienes personales",
    },
    "6": {"1": "No especificado", "2": "RG 2408", "3": "RG 5329"},
    "7": _iibb(),
}
"""The regímenes that each `tributo.tipo` takes (the vendor's page «Tablas de referencia»)."""

TIPOS_EXPORTACION: Mapping[str, str] = {
    "1": "Exportación definitiva de bienes",
    "2": "Servicios",
    "4": "Otros",
}
"""Kinds of export (the vendor's page «Comprobantes de exportación de tipo E»)."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "tipo": {name: name for name in TIPOS},
    "operacion": OPERACIONES,
    "idioma": IDIOMAS,
    "si_no": SI_NO,
    "documento_tipo": DOCUMENTO_TIPOS,
    "condicion_iva": CONDICIONES_IVA,
    "condicion_pago": CONDICIONES_PAGO,
    "moneda": MONEDAS,
    "provincia": PROVINCIAS,
    "unidad_medida": UNIDADES_MEDIDA,
    "alicuota": ALICUOTAS,
    "tributo_tipo": TRIBUTO_TIPOS,
    "tipo_exportacion": TIPOS_EXPORTACION,
    "pais": PAISES,
    "cliente_pais": CLIENTES,
    "persona": PERSONAS,
    "incoterms": INCOTERMS,
}
"""Every table of single codes, by the name that `Column.table` gives."""
