"""Taxes beside IVA: up to seven, five columns each."""

from __future__ import annotations

from typing import Any

import pandera.polars as pa
import polars as pl

from schemas.declare import Amount, code, money, number, whole

TRIBUTOS_MAX = 7
PARTS = ("tipo", "regimen", "base_imponible", "alicuota", "total")


def _tipo(n: int) -> Any:
    return code(
        "Tipo de tributo: 1 percepción de impuestos nacionales, 6 percepción de IVA, "
        "7 percepción de IIBB.",
        "7" if n == 1 else "",
        table="tributo_tipo",
    )


def _regimen(n: int) -> Any:
    return whole(
        "Régimen del tributo. Tipo 1: 31 percepción del impuesto PAIS, 32 impuesto PAIS, 33 "
        "percepción de ganancias, 34 percepción de bienes personales. Tipo 6: 1 no "
        "especificado, 2 RG 2408, 3 RG 5329. Tipo 7: 4 CABA, 5 Buenos Aires, 6 Catamarca y "
        "las demás por orden alfabético hasta 27 Tucumán; 28 otra.",
        "5" if n == 1 else "",
        max_length=2,
    )


def _base(n: int) -> Any:
    return money(
        "Importe sobre el que se calcula el tributo.",
        "1000" if n == 1 else "",
        aliases=(f"tributo_{n}_base",),
    )


def _alicuota(n: int) -> Any:
    return number("Alícuota del tributo, en por ciento.", "3" if n == 1 else "", once_decimals=3)


def _total(n: int) -> Any:
    return money("Importe del tributo.", "30" if n == 1 else "", aliases=(f"tributo_{n}_importe",))


class Tributos(pa.DataFrameModel):
    """Taxes beside IVA."""

    tributo_1_tipo: pl.String = _tipo(1)
    tributo_1_regimen: pl.Int64 = _regimen(1)
    tributo_1_base_imponible: Amount = _base(1)
    tributo_1_alicuota: Amount = _alicuota(1)
    tributo_1_total: Amount = _total(1)
    tributo_2_tipo: pl.String = _tipo(2)
    tributo_2_regimen: pl.Int64 = _regimen(2)
    tributo_2_base_imponible: Amount = _base(2)
    tributo_2_alicuota: Amount = _alicuota(2)
    tributo_2_total: Amount = _total(2)
    tributo_3_tipo: pl.String = _tipo(3)
    tributo_3_regimen: pl.Int64 = _regimen(3)
    tributo_3_base_imponible: Amount = _base(3)
    tributo_3_alicuota: Amount = _alicuota(3)
    tributo_3_total: Amount = _total(3)
    tributo_4_tipo: pl.String = _tipo(4)
    tributo_4_regimen: pl.Int64 = _regimen(4)
    tributo_4_base_imponible: Amount = _base(4)
    tributo_4_alicuota: Amount = _alicuota(4)
    tributo_4_total: Amount = _total(4)
    tributo_5_tipo: pl.String = _tipo(5)
    tributo_5_regimen: pl.Int64 = _regimen(5)
    tributo_5_base_imponible: Amount = _base(5)
    tributo_5_alicuota: Amount = _alicuota(5)
    tributo_5_total: Amount = _total(5)
    tributo_6_tipo: pl.String = _tipo(6)
    tributo_6_regimen: pl.Int64 = _regimen(6)
    tributo_6_base_imponible: Amount = _base(6)
    tributo_6_alicuota: Amount = _alicuota(6)
    tributo_6_total: Amount = _total(6)
    tributo_7_tipo: pl.String = _tipo(7)
    tributo_7_regimen: pl.Int64 = _regimen(7)
    tributo_7_base_imponible: Amount = _base(7)
    tributo_7_alicuota: Amount = _alicuota(7)
    tributo_7_total: Amount = _total(7)
