"""`make demo`: a sandbox, a month of invoices and payments, the flow, and where to look."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import simplejson

from planilla.common.calendar import today
from planilla.sandbox.server import Options, Sandbox
from sample_data.shift import shifted_copy

HERE = Path(__file__).parent
DEMO = Path("demo")
POINTS = (1, 2, 3, 10)
GOOD_ENDING = 3  # the month has rows that are wrong on purpose


def main() -> int:
    """Run the demo in `demo/`; 0 when it went as it should."""
    began = time.monotonic()
    source = shifted_copy(HERE / "ventas.xlsx", DEMO / "ventas.xlsx", today())
    home = (DEMO / "planilla").absolute()
    home.mkdir(parents=True, exist_ok=True)
    with Sandbox(Options(state=home / "service.jsonl")) as box:
        settings = {
            "BASE_URL": box.url,
            "HOME": str(home),
            "PACE_SECONDS": "0.02",
            "ISSUER_CONDICION_IVA": "RI",
            "ISSUER_CUIT": "30707070707",
            "PROFILES": simplejson.dumps(
                {
                    f"punto_{point}": {"puntos_venta": [point], **box.credentials_of(point)}
                    for point in POINTS
                }
            ),
        }
        env = dict(os.environ)
        env.pop("PREFECT_API_URL", None)
        env |= {f"PLANILLA_{name}": value for name, value in settings.items()}
        env |= {"PREFECT_HOME": str(home / "prefect"), "PYTHONIOENCODING": "utf-8"}
        out = ["--out", str(DEMO / "resultados")]
        for words in (
            ["emit", str(source), "--flow", *out],
            ["pay", str(HERE / "pagos.csv"), *out],
            ["query", str(HERE / "lista.csv"), *out],
        ):
            whole = [sys.executable, "-m", "planilla", *words]
            code = subprocess.run(whole, env=env, check=False).returncode
            if code != GOOD_ENDING:
                print(f"{words[0]} ended with {code} instead of {GOOD_ENDING}", file=sys.stderr)
                return 1
    print(f"""
The demo took {time.monotonic() - began:.0f} s. Look at:

  {DEMO / "resultados" / "ventas.resultado.xlsx"}
      Resultado: each row with its CAE and a link to its PDF
      Errores:   what is wrong in the rows that are wrong on purpose
      Corregir:  those rows alone, to be mended and dropped again
      Resumen:   counts and money
  {DEMO / "resultados" / "pagos.resultado.xlsx"}
      what became of each payment; {DEMO / "resultados" / "lista.resultado.xlsx"}: what the
      service holds of a list
  {home / "pdf"}
      the PDFs

Run `make demo` again: the same day nothing is issued twice: what was done is
YA EMITIDO or YA PAGADO. On another day its dates move, and its referencias are taken: INVALIDO.
""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
