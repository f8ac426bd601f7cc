"""What each sample export must be read as, as text: one line a row, beside the samples."""

from __future__ import annotations

from pathlib import Path

from planilla.reconcile.sources import SourceFrame, read_source
from schemas.sources.declaration import read_declaration

HERE = Path(__file__).parent
EXPECTED = HERE / "esperado.txt"
DOCUMENT = ("tipo", "punto_venta", "numero", "fecha", "signo", "total", "moneda", "documento_nro")
PAYMENT = ("fecha", "importe", "moneda", "comprobante", "referencia", "comision", "neto", "texto")


def outcomes() -> str:
    """Every sample, by name: its source, its rows, its faults, and how many rows are none."""
    mine = read_declaration(HERE / "mi_banco.toml")
    lines = []
    for path in sorted(p for p in HERE.iterdir() if p.suffix in {".csv", ".xlsx"}):
        found = read_source(path, [mine] if path.stem == mine_stem(mine.title) else ())
        lines += [f"{path.name}  {found.declaration.title}", *_rows(found), ""]
    return "\n".join(lines)


def mine_stem(title: str) -> str:
    """The name of the file that a declaration of one's own is for."""
    return title.casefold().replace(" ", "_")


def _rows(found: SourceFrame) -> list[str]:
    columns = DOCUMENT if found.kind == "documents" else PAYMENT
    rows = found.frame.select("id", *columns).iter_rows()
    told = ["  ".join("-" if cell is None else str(cell) for cell in row) for row in rows]
    told += [f"row {f.row}  {f.column}  {f.code}  {f.value}" for f in found.faults]
    return [f"  {line}" for line in (*told, f"left out: {found.left_out}")]
