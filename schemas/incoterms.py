"""Terms of sale: three letters of the International Chamber of Commerce, as ARCA lists them.

Source: ARCA's table (WSFEXv1, `FEXGetPARAM_Incoterms`), which the service shows in
`tablas_referencia/incoterms` (the vendor's page «Consulta de Incoterms»). The last five are of
earlier editions, which contracts still name.
"""

from __future__ import annotations

from collections.abc import Mapping

INCOTERMS: Mapping[str, str] = {
    "EXW": "En fábrica (Ex Works)",
    "FCA": "Franco transportista (Free Carrier)",
    "FAS": "Franco al costado del buque (Free Alongside Ship)",
    "FOB": "Franco a bordo (Free On Board)",
    "CFR": "Costo y flete (Cost and Freight)",
    "CIF": "Costo, seguro y flete (Cost, Insurance and Freight)",
    "CPT": "Transporte pagado hasta (Carriage Paid To)",
    "CIP": "Transporte y seguro pagados hasta (Carriage and Insurance Paid To)",
    "DAP": "Entregada en lugar (Delivered At Place)",
    "DPU": "Entregada en lugar descargada (Delivered at Place Unloaded)",
    "DDP": "Entregada con derechos pagados (Delivered Duty Paid)",
    "DAT": "Entregada en terminal (Delivered At Terminal)",
    "DAF": "Entregada en frontera (Delivered At Frontier)",
    "DES": "Entregada sobre buque (Delivered Ex Ship)",
    "DEQ": "Entregada en muelle (Delivered Ex Quay)",
    "DDU": "Entregada sin derechos pagados (Delivered Duty Unpaid)",
}
