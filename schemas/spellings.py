"""How else people and ARCA write what the service's tables hold.

ARCA's numbers and names are those of its electronic invoice tables (WSFEv1):
`FEParamGetTiposDoc`, `FEParamGetTiposIva` and, for the receiver's condition (RG 5616),
`FEParamGetCondicionIvaReceptor`. Spellings are plain (`schemas.spelling.plain`).
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas import countries
from schemas.incoterms import INCOTERMS
from schemas.spelling import plain
from schemas.tables import DOCUMENTOS_AFIP
from schemas.units import AS_THE_VENDOR_SPELLS

SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "tipo": {
        "facturadeexportacion": "FACTURA E",
        "facturasdeexportacion": "FACTURA E",
        "facturaaconleyendaoperacionsujetaaretencion": "FACTURA M",
        "notadedebitoaconleyendaoperacionsujetaaretencion": "NOTA DE DEBITO M",
        "notadecreditoaconleyendaoperacionsujetaaretencion": "NOTA DE CREDITO M",
    },
    "condicion_iva": {
        **dict.fromkeys(
            (
                "responsableinscripto", "responsableinscripta", "respinscripto", "respinscripta",
                "respinsc", "respinscr", "inscripto", "inscripta", "ivaresponsableinscripto",
                "ivarespinscripto", "ivainscripto", "ivari",
            ),
            "RI",
        ),
        **dict.fromkeys(
            ("consumidorfinal", "consfinal", "cfinal", "consumidor", "ivaconsumidorfinal"),
            "CF",
        ),
        **dict.fromkeys(
            (
                "monotributista", "responsablemonotributo", "responsablemonotributista",
                "respmonotributo", "respmonotributista", "monotrib", "mono", "rm", "mt",
                "ivaresponsablemonotributo", "monotributistasocial", "monotributosocial",
                "monotributotrabajadorindependientepromovido",
                "monotributistatrabajadorindependientepromovido",
                "trabajadorindependientepromovido",
            ),
            "M",
        ),
        **dict.fromkeys(
            ("ivaexento", "ivasujetoexento", "sujetoexento", "exenta", "ex", "ivaexenta"), "E"
        ),
        **dict.fromkeys(
            ("clienteexterior", "clientedelext", "consumidordelexterior", "exterior"), "CDEX"
        ),
        **dict.fromkeys(("noalcanzado", "noalcanzada", "ivanoalcanzada"), "IVNA"),
    },
    "moneda": {
        **dict.fromkeys(("pesos", "peso", "ars", "$", "$ars", "pesoargentino", "ar$"), "PES"),
        **dict.fromkeys(
            (
                "usd", "dolar", "dolares", "uss", "us", "dolaresestadounidenses", "dolarusa",
                "dolareeuu", "dolaramericano",
            ),
            "DOL",
        ),
        **dict.fromkeys(("eur", "euros", "€"), "060"),
        **dict.fromkeys(("reales", "brl", "realbrasileno"), "012"),
        **dict.fromkeys(("uyu", "pesosuruguayos"), "011"),
        **dict.fromkeys(("clp", "pesoschilenos"), "033"),
        **dict.fromkeys(("bob", "pesosbolivianos"), "031"),
        **dict.fromkeys(("cop", "pesoscolombianos"), "032"),
        **dict.fromkeys(("pen", "nuevosolesperuanos", "solperuano"), "035"),
        **dict.fromkeys(("mxn", "pesosmejicanos", "pesomexicano", "pesosmexicanos"), "010"),
    },
    "provincia": {
        **dict.fromkeys(
            ("caba", "capitalfederal", "ciudaddebuenosaires", "capfed", "ciudaddebsas"), "1"
        ),
        **dict.fromkeys(
            ("bsas", "pba", "provinciadebuenosaires", "provdebuenosaires", "pciadebuenosaires",
             "provbsas", "pciabsas", "gba"),
            "2",
        ),
        "tierradelfuegoantartidaeislasdelatlanticosur": "23",
    },
    "pais": {
        **{plain(other): number for other, number in countries.spellings("pais").items()},
        **dict.fromkeys(("eeuu", "usa", "estadosunidosdeamerica"), "212"),
        **dict.fromkeys(("inglaterra", "granbretana"), "426"),
        "holanda": "423",
        "kenya": "120",
    },
    "cliente_pais": {
        **{plain(other): key for other, key in countries.spellings("cliente_pais").items()},
        **dict.fromkeys(("eeuu", "usa", "estadosunidosdeamerica"), countries.CLIENTE_DE["212"]),
        **dict.fromkeys(("inglaterra", "granbretana"), countries.CLIENTE_DE["426"]),
        "holanda": countries.CLIENTE_DE["423"],
    },
    "persona": {
        **dict.fromkeys(("fisica", "humana", "personahumana"), "F"),
        **dict.fromkeys(("juridica", "empresa", "sociedad"), "J"),
        **dict.fromkeys(("otra", "otro", "otraentidad", "otrotipodeentidad"), "O"),
    },
    "tipo_exportacion": {
        **dict.fromkeys(("bienes", "bien", "productos", "exportaciondebienes"), "1"),
        **dict.fromkeys(("servicio", "exportaciondeservicios"), "2"),
        "otro": "4",
    },
    "incoterms": {
        plain(name.split(" (")[0]): code for code, name in INCOTERMS.items()
    },
    "documento_tipo": {
        **dict.fromkeys(
            (
                "consumidorfinal", "sinidentificar", "docotro", "sinidentificarventaglobaldiaria",
                "otros",
            ),
            "OTRO",
        ),
        **dict.fromkeys(("documentonacionaldeidentidad", "docnacdeidentidad"), "DNI"),
        "pasap": "PASAPORTE",
    },
    "alicuota": {"exento": "-1", "exenta": "-1", "nogravado": "-2", "nogravada": "-2"},
    "unidad_medida": {
        **dict.fromkeys(("unidad", "u", "un", "uni", "unid", "uns", "uds", "ud"), "7"),
        **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogramo"), "1"),
        **dict.fromkeys(("m", "mt", "mts", "metro"), "2"),
        **dict.fromkeys(("m2", "mts2", "metrocuadrado"), "3"),
        **dict.fromkeys(("m3", "mts3", "metrocubico"), "4"),
        **dict.fromkeys(("l", "lt", "lts", "litro"), "5"),
        **dict.fromkeys(("par",), "8"),
        **dict.fromkeys(("docena",), "9"),
        **dict.fromkeys(("quilate",), "10"),
        **dict.fromkeys(("millar",), "11"),
        **dict.fromkeys(("g", "gr", "grs", "gramo"), "14"),
        **dict.fromkeys(("mm", "milimetro"), "15"),
        **dict.fromkeys(("mm3",), "16"),
        **dict.fromkeys(("km", "kms", "kilometro"), "17"),
        **dict.fromkeys(("hl", "hectolitro"), "18"),
        **dict.fromkeys(("cm", "cms", "centimetro"), "20"),
        **dict.fromkeys(("cm3", "cc"), "27"),
        **dict.fromkeys(("tn", "tns", "ton", "tonelada"), "29"),
        **dict.fromkeys(("mg", "miligramo"), "41"),
        **dict.fromkeys(("ml", "mililitro"), "47"),
        **dict.fromkeys(("pack",), "96"),
        **dict.fromkeys(("sena", "anticipo", "senaanticipo", "senasanticipos"), "97"),
        **dict.fromkeys(("otraunidad", "otras"), "98"),
        **{plain(name): code for name, code in AS_THE_VENDOR_SPELLS.items()},
    },
    "tributo_tipo": {"impuestosnacionales": "1"},
    "si_no": {"si": "S", "no": "N", "x": "S", "verdadero": "S", "falso": "N", "1": "S", "0": "N"},
}  # fmt: skip

ARCA: Mapping[str, Mapping[str, str]] = {
    "documento_tipo": {str(number): name for name, number in DOCUMENTOS_AFIP.items()},
    "condicion_iva": {
        "1": "RI", "4": "E", "5": "CF", "6": "M", "9": "CDEX", "13": "M", "15": "IVNA", "16": "M",
    },
    "alicuota": {"3": "0", "4": "10.5", "5": "21", "6": "27"},
}  # fmt: skip
"""From ARCA's numbers to the service's codes. Those of an alícuota look like a rate, and mean
one only where the heading says that they are codes."""

WITHOUT_CODE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "condicion_iva": {
        "Sujeto no Categorizado": ("7",),
        "Proveedor del Exterior": ("8",),
        "IVA Liberado (Ley 19.640)": ("10", "ivaliberado", "ivaliberadoleyn19640"),
    },
    "documento_tipo": {
        "Libreta de Enrolamiento": ("89", "le"),
        "Libreta Cívica": ("90", "lc"),
        "CI Extranjera": ("91",),
        "en trámite": ("92",),
        "Acta de Nacimiento": ("93",),
    },
    "alicuota": {"5 %": ("5",), "2,5 %": ("2.5", "2,5")},
    "alicuota_codigo": {"5 %": ("8",), "2,5 %": ("9",)},
}
"""What ARCA knows and the service has no code for, by its name and how else it is written."""
