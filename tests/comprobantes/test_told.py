"""A rule is asked once for each combination of the cells that it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from planilla.common.calendar import today
from planilla.comprobantes import newer_rules
from planilla.comprobantes.load import read
from planilla.comprobantes.rules import LAST, RULES, Context, Rules
from planilla.comprobantes.told import Rule, Told
from planilla.model.issuers import Issuer
from planilla.reading.cast import Row
from tests.helpers import row, write_csv

FCE = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"
REGIMEN = "Factura de Crédito Electrónica MiPyMEs (FCE)"
CHANGES: tuple[dict[str, Any], ...] = (
    {},
    {"tipo": "FACTURA A", "documento_nro": "30-71234567-0"},
    {"tipo": "FACTURA C", "tributo_1_tipo": "7", "tributo_1_regimen": "5"},
    {"tipo": "NC B", "asociado_referencia": "R-1"},
    {"tipo": "NC B", "asociado_tipo": "FB", "asociado_punto_venta": "1", "asociado_numero": "2"},
    {"tipo": "NC B", "asociado_desde": "01/03/2026", "asociado_hasta": "01/02/2026"},
    {"tipo": FCE, "rg_regimen": REGIMEN, "rg_1_id": "2101", "rg_1_valor": "1"},
    {"tipo": FCE, "rg_regimen": REGIMEN, "rg_1_id": "2102", "rg_1_valor": "mi.alias"},
    {"moneda": "DOL", "cotizacion": "1000", "condicion_pago": "214", "email": "a@b.com, mal"},
    {"pago_descripcion": "cheque", "pago_importe": "10", "envia_por_mail": "S", "tags": "a, b"},
    {"documento_tipo": "OTRO", "documento_nro": "0", "vencimiento": "01/01/2020"},
    {"periodo_facturado_desde": "01/03/2026", "codigo": "x" * 30, "leyenda": "%" * 400},
)
FEW: tuple[Row, ...] = ({"tipo": "x"}, {"tipo": "y"}, {"tipo": "x"})


class Watched(dict[str, Any]):
    """A row that remembers what was asked of it."""

    def __init__(self, cells: Row) -> None:
        super().__init__(cells)
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return super().get(name, default)


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    path: Path = tmp_path_factory.mktemp("told") / "filas.csv"
    write_csv(path, [row(n, **changes) for n, changes in enumerate(CHANGES)])
    return list(read(path).rows)


@pytest.mark.parametrize("rule", [*RULES, *LAST])
@pytest.mark.parametrize("rules", [Rules(), Rules.none()])
def test_a_rule_reads_only_the_columns_that_it_declares(
    heads: list[Row], rule: Rule[Context], rules: Rules
) -> None:
    context = Context(today(), Issuer("RI", "30-70707070-7"), rules)
    for head in map(Watched, heads):
        rule.judge(head, context)
        assert head.asked <= set(rule.columns)


@pytest.mark.parametrize("rule", [*newer_rules.HEAD, *newer_rules.LENGTHS])
@pytest.mark.parametrize("own_cuit", ["", "30707070707"])
def test_a_newer_rule_reads_only_the_columns_that_it_declares(
    heads: list[Row], rule: Rule[str], own_cuit: str
) -> None:
    for head in map(Watched, heads):
        rule.judge(head, own_cuit)
        assert head.asked <= set(rule.columns)


def test_a_rule_is_asked_once_for_each_combination_and_says_the_same_of_each_row() -> None:
    asked: list[object] = []

    def judge(row: Row, _: str) -> list[Any]:
        asked.append(row["tipo"])
        return [("tipo", "MALO", {})] if row["tipo"] == "x" else []

    rules, told = (Rule(judge, ("tipo",)),), Told[str]()
    told.screen(rules, FEW, "")
    assert [len(told.by(rules, row, "")) for row in FEW] == [1, 0, 1]
    assert sorted(map(str, asked)) == ["x", "y"]
