"""The sheet of PyRece, the invoicing program of the public project pyafipws.

Its headings: github.com/reingart/pyafipws, `datos/facturas.csv` and `formatos/formato_csv.py`.
Codes are ARCA's (tipo, document, IVA), dates 20261125, decimals after a point. Prices of A
are without IVA, those of B with it, as the sample's are: its B has the total as its price.
"""

from __future__ import annotations

from planilla.model.sheet_declaration import SheetDeclaration

IVA = {"1": "-2", "2": "-1", "3": "0", "4": "10.5", "5": "21", "6": "27", "8": "5", "9": "2.5"}
TRIBUTOS = tuple(f"tributo_importe_{n}" for n in range(1, 4))
COLUMNS = {
    "fecha": "fecha_cbte",
    "tipo": "tipo_cbte",
    "punto_venta": "punto_vta",
    "numero": "cbt_numero",
    "documento_tipo": "tipo_doc",
    "documento_nro": "nro_doc",
    "razon_social": "nombre_cliente",
    "condicion_iva": "condicion_frente_iva",
    "domicilio": "domicilio_cliente",
    "moneda": "moneda_id",
    "cotizacion": "moneda_ctz",
    "vencimiento": "fecha_venc_pago",
    "periodo_facturado_desde": "fecha_serv_desde",
    "periodo_facturado_hasta": "fecha_serv_hasta",
    "email": "email",
    "condicion_pago": "forma_pago",
    "leyenda_gral": "obs_generales",
    "descripcion": "descripcion{n}",
    "cantidad": "cantidad{n}",
    "precio_unitario_sin_iva": "precio{n}",
    "alicuota": "iva_id{n}",
    "codigo": "codigo{n}",
    "unidad_medida": "umed{n}",
    "bonificacion_porcentaje": "bonif{n}",
    "total": "imp_total",
}
NEEDED = {
    "fecha", "tipo", "punto_venta", "documento_nro", "razon_social", "condicion_iva",
    "descripcion", "cantidad", "precio_unitario_sin_iva", "alicuota", "total",
}  # fmt: skip
OF_NO_USE = (
    "id", "concepto", "fecha_vto", "resultado", "motivo", "reproceso", "nombre", "domicilio",
    "localidad", "telefono", "categoria", "numero_cliente", "id_impositivo", "telefono_cliente",
    "localidad_cliente", "provincia_cliente", "pdf",
    *(f"{name}{n}" for name in ("importe", "imp_iva") for n in range(1, 21)),
    *(f"{name}_{n}" for name in ("iva_id", "iva_base_imp", "iva_importe") for n in range(1, 7)),
    *(
        f"tributo_{name}_{n}"
        for name in ("id", "desc", "alic", "base_imp")
        for n in range(1, 4)
    ),
)  # fmt: skip
PYRECE = SheetDeclaration(
    "pyrece",
    COLUMNS,
    values={"alicuota": IVA, "numero": {"0": ""}, "unidad_medida": {"0": ""}},
    optional=frozenset(COLUMNS.keys() - NEEDED),
    concepts=20,
    date_format="%Y%m%d",
    decimal_point=True,
    with_iva=frozenset({"6", "7", "8", "06", "07", "08"}),
    ignored=frozenset(OF_NO_USE),
    unread=("cae", *TRIBUTOS),
    parts=("imp_neto", "imp_iva", "imp_trib", "imp_op_ex", "imp_tot_conc"),
)
"""What stands in `unread` has no place of its own with the service's codes, or says that the
comprobante was issued already."""
