"""The script that most people write, beside planilla, on one file and a service that loses answers.

It reads the sheet by openpyxl, sends one row after the other, lets the service number, and
sends again what did not answer. Told are the time of both and what each issued twice:
`python -m benchmarks.plain_script`.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
from openpyxl import Workbook, load_workbook

from planilla.batch.emit import emit
from planilla.batch.job import Job
from planilla.common.calendar import today
from planilla.settings.settings import Settings

COUNT, LATENCY, LOST = 200, 0.1, 0.05
TIMEOUT, TRIES = 1.0, 4
HEADINGS = ("referencia", "fecha", "tipo", "punto_venta", "documento_tipo", "documento_nro",
            "razon_social", "condicion_iva", "descripcion", "cantidad",
            "precio_unitario_sin_iva", "alicuota")  # fmt: skip


def compared(folder: Path) -> None:
    """Print how long each takes for the same month, and how many comprobantes exist twice."""
    source = _month(folder / "month.xlsx")
    script, planilla = _worked(folder, source, _script), _worked(folder, source, _planilla)
    print(
        f"{COUNT} comprobantes, {LATENCY:g} s each, {LOST:.0%} of the answers lost: the plain "
        f"script {script[0]:.0f} s and {script[1]} issued twice; planilla {planilla[0]:.0f} s, "
        f"{planilla[0] / script[0]:.2f} x, and {planilla[1]} issued twice"
    )


def _month(path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    for n in range(COUNT):
        sheet.append(
            [f"M-{n:05d}", f"{today():%d/%m/%Y}", "FACTURA B", 1, "DNI", f"{20_000_000 + n}",
             f"Cliente {n}", "CF", "Servicio mensual", 1, 100 + n, 21]
        )  # fmt: skip
    book.save(path)
    return path


def _worked(folder: Path, source: Path, how: Any) -> tuple[float, int]:
    words = [sys.executable, "-m", "planilla", "sandbox", "--port", "0", "--latency", str(LATENCY)]
    words += ["--fault", f"lost={LOST}", "--seed", "7"]
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        told = _address(process)
        began = time.perf_counter()
        how(folder, source, told)
        seconds = time.perf_counter() - began
        state = told["base_url"].split("/app/")[0] + "/sandbox/state"
        held = httpx.get(state, timeout=60).json()["comprobantes"]
    finally:
        process.terminate()
        process.wait()
    names = [one["comprobante"]["external_reference"] for one in held]
    assert len(set(names)) == COUNT, len(set(names))  # noqa: S101 - nothing may be lost
    return seconds, len(names) - len(set(names))


def _address(process: subprocess.Popen[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    assert process.stdout is not None  # noqa: S101 - it is piped
    for line in process.stdout:
        name, _, value = line.strip().partition("=")
        found[name.removeprefix("PLANILLA_").lower()] = value
        if "apitoken" in found:
            return found
    raise RuntimeError("the sandbox did not start")


def _script(_folder: Path, source: Path, told: Mapping[str, str]) -> None:
    keys = {name: told[name] for name in ("usertoken", "apikey", "apitoken")}
    lines = load_workbook(source).worksheets[0].iter_rows(min_row=2, values_only=True)
    with httpx.Client(base_url=told["base_url"], timeout=TIMEOUT) as http:
        for line in lines:
            body = keys | _body(dict(zip(HEADINGS, line, strict=True)))
            for _ in range(TRIES):
                try:
                    answer = http.post("facturacion/nuevo", json=body).json()
                except (httpx.HTTPError, ValueError):
                    continue
                if answer["error"] == "N":
                    break


def _body(row: Mapping[str, Any]) -> dict[str, Any]:
    total = round(row["precio_unitario_sin_iva"] * 1.21, 2)
    return {
        "cliente": {
            "documento_tipo": row["documento_tipo"], "documento_nro": row["documento_nro"],
            "razon_social": row["razon_social"], "domicilio": "-", "provincia": "26",
            "envia_por_mail": "N", "condicion_pago": "201", "condicion_iva": "CF",
            "condicion_iva_operacion": "CF", "rg5329": "N", "reclama_deuda": "N",
        },
        "comprobante": {
            "fecha": row["fecha"], "vencimiento": row["fecha"], "tipo": row["tipo"],
            "operacion": "V", "idioma": 1, "punto_venta": row["punto_venta"], "numero": 0,
            "moneda": "PES", "cotizacion": 1, "rubro": "Ventas",
            "rubro_grupo_contable": "Ventas", "bonificacion": 0, "total": total,
            "external_reference": row["referencia"],
            "detalle": [{
                "cantidad": row["cantidad"], "afecta_stock": "N", "bonificacion_porcentaje": 0,
                "producto": {
                    "descripcion": row["descripcion"], "unidad_bulto": 1, "codigo": "",
                    "lista_precios": "planilla", "alicuota": row["alicuota"],
                    "precio_unitario_sin_iva": row["precio_unitario_sin_iva"],
                    "unidad_medida": 7, "actualiza_precio": "N", "rg5329": "N",
                },
            }],
        },
    }  # fmt: skip


def _planilla(folder: Path, source: Path, told: Mapping[str, str]) -> None:
    settings = Settings(
        home=folder / "home",
        pace_seconds=0,
        concurrency=1,
        timeout_seconds=TIMEOUT,
        **told,  # type: ignore[arg-type]
    )
    asyncio.run(emit(Job((source,)), settings))


def main() -> None:
    """Print the line."""
    with tempfile.TemporaryDirectory() as name:
        compared(Path(name))


if __name__ == "__main__":
    main()
