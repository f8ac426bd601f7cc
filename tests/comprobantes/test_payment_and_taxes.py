"""Several means of payment, internal taxes, reminders of debt, and the currency of payment."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes.load import load
from planilla.model.issuers import Issuer, Issuers
from planilla.reading.loaded import Loaded
from schemas.context import Rules
from tests.helpers import row, write_csv

OWN = Issuers(Issuer("RI", "30-50001091-2"))
TWO = {
    "pago_descripcion": "VISA DB",
    "pago_importe": "0,60",
    "pago_1_descripcion": "MercadoPago",
    "pago_1_importe": "50",
}
TAXED = {
    "impuestos_internos": "500",
    "impuestos_internos_base": "5000",
    "impuestos_internos_alicuota": "10",
}
OF_PRODUCT = {
    "precio_unitario_sin_iva": "1000",
    "producto_impuestos_internos_alicuota": "8",
    "impuestos_internos": "80",
}
DOLLARS = {"moneda": "DOL", "cotizacion": "1045,125"}


def _load(tmp_path: Path, *rows: dict[str, Any], rules: Rules | None = None) -> Loaded:
    return load(write_csv(tmp_path / "a.csv", rows), today(), OWN, rules)


def _sent(tmp_path: Path, *rows: dict[str, Any]) -> Any:
    loaded = _load(tmp_path, *rows)
    assert loaded.faults == ()
    return loaded.asked[0].body


def _told(tmp_path: Path, *rows: dict[str, Any]) -> set[tuple[str, str]]:
    return {(fault.column, fault.code) for fault in _load(tmp_path, *rows).faults}


def test_what_was_paid_by_several_means_is_their_sum(tmp_path: Path) -> None:
    sent = _sent(tmp_path, row(1, **TWO))["comprobante"]
    assert sent["pagos"] == {
        "formas_pago": [
            {"descripcion": "VISA DB", "importe": Decimal("0.60")},
            {"descripcion": "MercadoPago", "importe": Decimal(50)},
        ],
        "total": Decimal("50.60"),
    }


def test_means_with_a_number_need_none_without(tmp_path: Path) -> None:
    of_five = {f"pago_{n}_descripcion": f"Medio {n}" for n in range(1, 6)}
    amounts = {f"pago_{n}_importe": "10" for n in range(1, 6)}
    sent = _sent(tmp_path, row(1, **of_five, **amounts))["comprobante"]
    assert [one["descripcion"] for one in sent["pagos"]["formas_pago"]] == [*of_five.values()]
    assert sent["pagos"]["total"] == 50


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"pago_1_importe": ""}, "pago_1_importe", "PAGO"),
        ({"pago_1_descripcion": ""}, "pago_1_importe", "PAGO"),
        ({"pago_1_importe": "0"}, "pago_1_importe", "PAGO"),
        ({"pago_1_descripcion": "e-cheq"}, "pago_1_descripcion", "PAGO_MEDIO"),
        ({"pago_1_importe": "122,23"}, "pago_importe", "PAGO_EXCEDE"),
        ({"pago_1_importe": "US$ 50"}, "pago_1_importe", "SOLO_PESOS"),
    ],
)
def test_each_means_is_held_to_the_rules_of_one(
    changes: dict[str, str], column: str, code: str, tmp_path: Path
) -> None:
    own = row(1, precio_unitario_sin_iva="101,50", **TWO) | changes
    own |= DOLLARS | {"precio_unitario_sin_iva": "1"} if code == "SOLO_PESOS" else {}
    assert (column, code) in _told(tmp_path, own)


def test_what_is_paid_of_all_reaches_the_total_and_no_further(tmp_path: Path) -> None:
    just = row(1, precio_unitario_sin_iva="101,50", **TWO | {"pago_1_importe": "122,22"})
    fault = _load(tmp_path, just | {"pago_importe": "0,61"}).faults[0]
    assert "122,83" in fault.message
    assert "122,82" in fault.message
    assert _told(tmp_path, just | {"pago_importe": "0,60"}) == set()


def test_a_missing_half_names_the_columns_of_its_own_means(tmp_path: Path) -> None:
    (fault,) = _load(tmp_path, row(1, **TWO | {"pago_1_importe": ""})).faults
    assert fault.fix == "Complete pago_1_descripcion y pago_1_importe."


def test_internal_taxes_go_with_their_base_and_rate(tmp_path: Path) -> None:
    sent = _sent(tmp_path, row(1, **TAXED))["comprobante"]
    assert [sent[name] for name in TAXED] == [500, 5000, 10]
    assert sent["total"] == Decimal("622.82")


def test_the_rate_of_a_product_goes_with_it(tmp_path: Path) -> None:
    rows = (row(1, **OF_PRODUCT), row(1, precio_unitario_sin_iva="10", impuestos_internos="80"))
    sent = _sent(tmp_path, *rows)["comprobante"]
    products = [one["producto"].get("impuestos_internos_alicuota") for one in sent["detalle"]]
    assert products == [8, None]
    assert (sent["impuestos_internos"], sent["total"]) == (80, Decimal("1302.10"))


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        (TAXED | {"impuestos_internos_base": ""}, "impuestos_internos_base", "INTERNOS"),
        (TAXED | {"impuestos_internos_alicuota": ""}, "impuestos_internos_base", "INTERNOS"),
        (TAXED | {"impuestos_internos": "500,01"}, "impuestos_internos", "INTERNOS_TOTAL"),
        (TAXED | {"impuestos_internos": ""}, "impuestos_internos", "INTERNOS_TOTAL"),
        (OF_PRODUCT | {"impuestos_internos": "81"}, "impuestos_internos", "INTERNOS_PRODUCTOS"),
        (OF_PRODUCT | {"impuestos_internos": ""}, "impuestos_internos", "INTERNOS_PRODUCTOS"),
        (OF_PRODUCT | {"impuestos_internos_base": "1600", "impuestos_internos_alicuota": "5"},
         "producto_impuestos_internos_alicuota", "INTERNOS_VARIAS"),
        ({"reclama_deuda_dias": "5"}, "reclama_deuda_dias", "RECLAMA_DIAS"),
        ({"reclama_deuda_repite_dias": "5"}, "reclama_deuda_repite_dias", "RECLAMA_DIAS"),
        ({"reclama_deuda": "S", "reclama_deuda_dias": "0"}, "reclama_deuda_dias", "DIAS"),
        ({"paga_misma_moneda": "S"}, "paga_misma_moneda", "MISMA_MONEDA"),
        ({"paga_misma_moneda": "sí"}, "paga_misma_moneda", "MISMA_MONEDA"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told_where_it_stands(
    changes: dict[str, str], column: str, code: str, tmp_path: Path
) -> None:
    assert (column, code) in _told(tmp_path, row(1, **changes))


def test_one_rate_of_internal_taxes_holds_for_a_comprobante(tmp_path: Path) -> None:
    rows = (row(1, **OF_PRODUCT), row(1, **OF_PRODUCT))
    other = rows[1] | {"producto_impuestos_internos_alicuota": "9"}
    assert _told(tmp_path, *(one | {"impuestos_internos": "160"} for one in rows)) == set()
    told = _told(
        tmp_path, rows[0] | {"impuestos_internos": "170"}, other | {"impuestos_internos": ""}
    )
    assert ("producto_impuestos_internos_alicuota", "INTERNOS_VARIAS") in told


def test_what_was_issued_before_there_were_such_rules_is_read_without_them(tmp_path: Path) -> None:
    odd = row(1, **TAXED | {"impuestos_internos": "7"}, paga_misma_moneda="S", fex_pais="Chile")
    assert len(_load(tmp_path, odd).faults) > 2
    assert _load(tmp_path, odd, rules=Rules.none()).faults == ()


def test_a_reminder_says_when_it_begins_and_how_often_it_comes(tmp_path: Path) -> None:
    reminded = {"reclama_deuda": "S", "reclama_deuda_dias": "5", "reclama_deuda_repite_dias": "10"}
    sent = _sent(tmp_path, row(1, **reminded))["cliente"]
    assert {name: sent[name] for name in reminded} == {
        "reclama_deuda": "S",
        "reclama_deuda_dias": 5,
        "reclama_deuda_repite_dias": 10,
    }
    assert "reclama_deuda_dias" not in _sent(tmp_path, row(1))["cliente"]


def test_a_foreign_comprobante_may_be_paid_in_its_own_currency(tmp_path: Path) -> None:
    sent = _sent(tmp_path, row(1, paga_misma_moneda="S", **DOLLARS))["comprobante"]
    assert sent["datos_informativos"] == {"paga_misma_moneda": "S"}
    sent = _sent(tmp_path, row(1, paga_misma_moneda="N"))["comprobante"]
    assert sent["datos_informativos"] == {"paga_misma_moneda": "N"}
    assert "datos_informativos" not in _sent(tmp_path, row(1))["comprobante"]


def test_none_of_it_makes_another_comprobante_of_a_row(tmp_path: Path) -> None:
    told = {"paga_misma_moneda": "N", "reclama_deuda": "S", "reclama_deuda_dias": "5"}
    told |= TWO | {"impuestos_internos_base": "100", "impuestos_internos_alicuota": "10"}
    plain = row(1, referencia="", impuestos_internos="10")
    one, other = (_load(tmp_path, changes).asked[0] for changes in (plain, plain | told))
    assert one.content == other.content
    assert one.referencia == other.referencia
