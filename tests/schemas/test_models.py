"""`Comprobantes.validate` of a typed frame says what `emit` says of the same rows in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.errors import SchemaError, SchemaErrors

from planilla.common.calendar import today
from planilla.comprobantes.load import judged, load, read
from planilla.comprobantes.rules import rules_without
from planilla.model.issuers import Issuer, Issuers
from planilla.payments.load import load_pagos
from schemas.columns import BY_NAME, COMPROBANTES
from schemas.comprobantes import Comprobantes
from schemas.context import Context, Rules
from schemas.pagos import PAGOS_BY_NAME, Pagos
from schemas.rows import frame_of
from tests.helpers import write_csv

Verdict = set[tuple[int, str, str]]
ROOT = Path(__file__).parents[2]
FILES = [
    path
    for pattern in ("tests/data/formatos/ventas.*", "tests/data/errores/errores.*")
    for path in sorted(ROOT.glob(pattern))
] + sorted(ROOT.glob("sample_data/ventas*.[cx]*"))
OWN = "30500010912"
TODAY = today()
FCE = "FACTURA DE CREDITO ELECTRONICA MiPyME (FCE) A"
ROW: Mapping[str, Any] = {
    "fecha": TODAY,
    "tipo": "FACTURA B",
    "punto_venta": 1,
    "documento_tipo": "DNI",
    "documento_nro": "1234567",
    "razon_social": "Cliente",
    "condicion_iva": "CF",
    "descripcion": "Servicio",
    "cantidad": Decimal(1),
    "precio_unitario_sin_iva": Decimal("100.50"),
    "alicuota": "21",
}
EXPORTS = ("FACTURA E", "NOTA DE CREDITO E")
CHANGES: Mapping[str, Sequence[Any]] = {
    "referencia": ["R-1", "R-1", "R-2", "R-3", "R-4", "TOTAL"],
    "fecha": [None, *(TODAY + timedelta(days=days) for days in (-11, -6, 1, 6))],
    "tipo": [None, "FACTURA A", "FACTURA C", "NOTA DE CREDITO B", FCE, "OTRO", *EXPORTS],
    "punto_venta": [0, 2, 10**13],
    "documento_tipo": ["CUIT", "OTRO", "CUIL"],
    "documento_nro": ["0", "30712345671", OWN, "123456789012", "1" * 16, "12x3"],
    "condicion_iva": ["RI", "M", "CDEX", None],
    "vencimiento": [TODAY - timedelta(days=30)],
    "periodo_facturado_desde": [TODAY - timedelta(days=3)],
    "periodo_facturado_hasta": [TODAY - timedelta(days=9), TODAY],
    "moneda": ["DOL"],
    "cotizacion": [Decimal(0), Decimal("1234.5")],
    "asociado_referencia": ["R-1", "R-2", "R-3", "X", "R-1; R-2"],
    "asociado_tipo": ["FACTURA A"],
    "asociado_desde": [TODAY],
    "pago_importe": [Decimal(0), Decimal(10)],
    "pago_descripcion": ["e-cheq", "Efectivo"],
    "pago_1_importe": [Decimal(0), Decimal(112)],
    "pago_1_descripcion": ["e-cheq", "Efectivo"],
    "paga_misma_moneda": ["S", "N"],
    "reclama_deuda_dias": [0, 5],
    "impuestos_internos": [Decimal(10)],
    "impuestos_internos_base": [Decimal(100)],
    "impuestos_internos_alicuota": [Decimal(10), Decimal("9.5")],
    "producto_impuestos_internos_alicuota": [Decimal(10), Decimal(0)],
    "fex_tipo_exportacion": ["1", "2", "3"],
    "fex_pais": ["225", "999"],
    "fex_cliente_persona": ["J"],
    "fex_cliente_pais_cuit": ["55000000018", "55000000034", "50000000017"],
    "fex_forma_pago": ["Transferencia", "x" * 51],
    "fex_fecha_pago": [TODAY],
    "fex_incoterms_nro": ["Puerto"],
    "fex_permisos_tiene": ["S", "N"],
    "fex_permiso_1_despacho": ["25001EC01000123A", "1234567890123456", "corto"],
    "fex_permiso_1_pais": ["225"],
    "rg_1_id": ["2101", "x"],
    "email": ["a@b.com", "mal"],
    "envia_por_mail": ["S"],
    "condicion_pago": ["214"],
    "descripcion": ["abc", "%" * 200, None],
    "codigo": ["x" * 30, "x" * 51],
    "cantidad": [Decimal("0.00"), Decimal("0.001"), Decimal(100_000)],
    "precio_unitario_sin_iva": [Decimal(-1), Decimal(10) ** 13, Decimal("6000000.125"), None],
    "bonificacion": [Decimal(10), Decimal(1000)],
    "bonificacion_porcentaje": [Decimal(100), Decimal("100.01")],
    "alicuota": ["10.5", "0", "-1", "22"],
    "total": [Decimal("121.60"), Decimal("111.60")],
    "tributo_1_tipo": ["7", "9"],
    "tributo_1_alicuota": [Decimal("3.125")],
    "rg5329": ["S"],
    "operacion": ["C"],
}
ROWS = st.lists(
    st.lists(st.sampled_from(list(CHANGES)), unique=True, max_size=3).flatmap(
        lambda names: st.fixed_dictionaries({n: st.sampled_from(CHANGES[n]) for n in names})
    ),
    min_size=1,
    max_size=8,
)


def _written(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = "" if value is None else str(value)
    return f"{value:.4f}".replace(".", ",") if isinstance(value, Decimal) else text


def _told(frame: pl.DataFrame, context: Context) -> Verdict:
    try:
        Comprobantes.validate(frame, lazy=True, context=context)
    except SchemaErrors as errors:
        return set(errors.failure_cases.select("index", "column", "check").iter_rows())
    return set()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=ROWS, rules=st.sampled_from([Rules(), rules_without(["letters", "date_window"])]))
@pytest.mark.slow
def test_a_frame_is_told_what_a_file_is_told(
    changes: list[dict[str, Any]], rules: Rules, tmp_path_factory: pytest.TempPathFactory
) -> None:
    names = {name for change in changes for name in change} | set(ROW)
    rows = [{**dict.fromkeys(names), **ROW, **change} for change in changes]
    texts = [{name: _written(row.get(name)) for name in names} for row in rows]
    path = write_csv(tmp_path_factory.mktemp("rows") / "a.csv", texts)
    asked = load(path, TODAY, Issuers(Issuer("RI", OWN)), rules)
    context = Context(TODAY, OWN, "RI", rules)
    said = {(fault.row - 2, fault.column, fault.code) for fault in asked.faults}
    assert _told(frame_of(rows, BY_NAME), context) == said


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_rows_of_a_file_are_told_what_the_file_is_told(path: Path) -> None:
    typed = read(path)
    wrong = typed.faults.rows
    fit = [p for g in typed.groups if wrong.isdisjoint(typed.numbers[p] for p in g) for p in g]
    asked = judged(typed, TODAY, Issuers())
    names = {typed.faults.heading(name): name for name in BY_NAME}
    said = {
        (fit.index(position), names.get(fault.column, fault.column), fault.code)
        for fault in asked.faults
        for position in [typed.numbers.index(fault.row)]
        if position in fit and fault.code != "ASOCIADO_INVALIDO"
    }
    frame = frame_of([typed.rows[position] for position in fit], BY_NAME)
    assert _told(frame, Context(TODAY)) == said


def test_without_a_context_the_rules_that_need_one_are_skipped() -> None:
    own = {"documento_nro": OWN, "documento_tipo": "CUIT"}
    old = frame_of([{**ROW, **own, "fecha": date(2020, 1, 1)}], BY_NAME)
    assert _told(old, Context()) == set()
    codes = {code for _, _, code in _told(old, Context(TODAY, OWN, "M"))}
    assert codes == {"FECHA_FUERA", "ES_EL_EMISOR", "LETRA_EMISOR"}


def test_a_frame_comes_back_with_its_blanks_filled() -> None:
    first = {**ROW, "referencia": "R", "moneda": None}
    found = Comprobantes.validate(
        frame_of([first, {**first, "razon_social": None}], BY_NAME), lazy=True
    )
    assert found["razon_social"].to_list() == ["Cliente", "Cliente"]
    assert found["moneda"].to_list() == ["PES", "PES"]


def test_a_frame_of_other_types_or_without_a_column_is_told_so() -> None:
    frame = frame_of([ROW], BY_NAME).drop("tipo").with_columns(pl.col("cantidad").cast(pl.Float64))
    with pytest.raises(SchemaErrors) as told:
        Comprobantes.validate(frame, lazy=True)
    assert {"tipo", "Float64"} <= set(told.value.failure_cases["failure_case"])
    with pytest.raises(SchemaError):
        Comprobantes.validate(frame)


def test_sums_beyond_all_bounds_are_told_and_not_computed(tmp_path: Path) -> None:
    most = Decimal(10) ** 13 - 1
    rows = [{**ROW, "referencia": "R", "cantidad": most, "precio_unitario_sin_iva": most}] * 2
    found = _told(frame_of(rows, BY_NAME), Context(TODAY))
    assert found == {
        (0, "precio_unitario_sin_iva", "DEMASIADO_GRANDE"),
        (1, "referencia", "OTRA_FILA"),
    }
    texts = [{name: _written(value) for name, value in row.items()} for row in rows]
    asked = load(write_csv(tmp_path / "a.csv", texts), TODAY, Issuers())
    assert {(f.row - 2, f.column, f.code) for f in asked.faults} == found


def test_another_thread_is_told_the_same() -> None:
    frame = frame_of([{**ROW, "total": Decimal(1)}], BY_NAME)
    with ThreadPoolExecutor(1) as other:
        told = other.submit(_told, frame, Context(TODAY)).result()
    assert told == _told(frame, Context(TODAY)) == {(0, "total", "TOTAL")}


def test_a_frame_of_payments_is_told_what_a_file_of_them_is_told(tmp_path: Path) -> None:
    means = ["Efectivo", "e-cheq", "Efectivo", "Efectivo", None]
    rows = [
        {
            "referencia": name,
            "tipo": "FACTURA A",
            "punto_venta": 1,
            "numero": 7,
            "descripcion": how,
            "importe": Decimal(10),
            "total": total,
        }
        for name, how, total in zip(
            "ABCCD", means, [None, None, Decimal(21), None, None], strict=True
        )
    ]
    texts = [{name: _written(value) for name, value in row.items()} for row in rows]
    asked = load_pagos(write_csv(tmp_path / "p.csv", texts), TODAY, Issuers())
    with pytest.raises(SchemaErrors) as told:
        Pagos.validate(frame_of(rows, PAGOS_BY_NAME), lazy=True)
    cases = told.value.failure_cases.select("index", "column", "check")
    assert set(cases.iter_rows()) == {(f.row - 2, f.column, f.code) for f in asked.faults}
    assert {"MEDIO_RECHAZADO", "TOTAL_PAGO", "OTRA_FILA", "FALTA"} == set(cases["check"])


def test_the_model_says_what_a_column_is() -> None:
    field = Comprobantes.to_schema().columns["precio_unitario_sin_iva"]
    assert (field.nullable, field.required) == (False, True)
    assert field.title == "Precio"
    assert "hasta 3 decimales" in str(field.description)
    assert [one.name for one in COMPROBANTES] == list(Comprobantes.to_schema().columns)


def test_the_example_for_another_program_says_what_it_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    code = next(part for part in text.split("```python")[1:] if "Comprobantes" in part)
    code = code.split("```")[0]
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own example
    told = next(line for line in code.splitlines() if line.strip().startswith("# [("))
    assert capsys.readouterr().out.strip() == told.strip(" #")
