"""What each sample statement must be read as, as text: one line a row, beside the samples.

python -m sample_data.extractos.expected [--force]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from planilla.reconcile.sources import SourceFrame, read_source

HERE = Path(__file__).parent
EXPECTED = HERE / "esperado.txt"
NO_SAMPLE = {".py", ".txt"}
SHOWN = (
    *("fecha", "importe", "moneda", "cuenta", "documento_nro", "nombre", "referencia"),
    *("comision", "neto", "medio", "texto"),
)


def samples() -> list[Path]:
    """Every statement, by name."""
    return sorted(one for one in HERE.iterdir() if one.is_file() and one.suffix not in NO_SAMPLE)


def outcomes() -> str:
    """Every sample: its source, what came in and went out, and what is told of its rows."""
    lines: list[str] = []
    for path in samples():
        found = read_source(path, yields="payments")
        lines += [f"{path.name}  {found.declaration.title}", *_rows(found), ""]
    return "\n".join(lines)


def _rows(found: SourceFrame) -> Iterator[str]:
    for row in found.frame.select("id", *SHOWN).iter_rows():
        yield "  " + "  ".join("-" if cell is None else str(cell) for cell in row)
    if found.out is not None:
        for fecha, importe, texto in found.out.select("fecha", "importe", "texto").iter_rows():
            yield f"  out  {fecha}  {importe}  {texto or '-'}"
    for one in (*found.faults, *found.notes):
        yield f"  row {one.row}  {one.code}  {one.value}"


if __name__ == "__main__":
    if EXPECTED.exists() and "--force" not in sys.argv:
        sys.exit(f"{EXPECTED.name} exists: --force writes it again")
    EXPECTED.write_text(outcomes(), encoding="utf-8")
