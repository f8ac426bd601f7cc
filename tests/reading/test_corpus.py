"""What is read of odd sheets, byte for byte as it was written down.

A digest that changes says that something means another thing than before: what the
ledger knows would be new, or a fault would be told otherwise. Where that is wanted, it is
written down again by `python -m tests.reading.test_corpus`.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from planilla.common.errors import InputError
from planilla.comprobantes.load import judged, read
from planilla.ledger import rows
from planilla.model.asked import Asked
from planilla.model.external_reference import external_reference
from planilla.model.issuers import Issuer, Issuers
from schemas.context import Rules
from tests.reading.odd_sheets import LATER, write_odd_sheet

DIGESTS = Path(__file__).parents[1] / "data" / "corpus.json"
TODAY = date(2026, 11, 26)
SEEDS = range(60)
OFFICES = {
    "nobody": Issuers(),
    "two": Issuers(
        Issuer("RI", "30-70707070-7", account="a", name="a", puntos_venta=frozenset({1, 2})),
        Issuer("M", "20-12345678-6", account="b", name="b", puntos_venta=frozenset({2, 3})),
    ),
}
RULES = {"all": Rules(), "none": Rules.none()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.slow
def test_an_odd_sheet_is_read_as_ever(seed: int, tmp_path: Path) -> None:
    known = json.loads(DIGESTS.read_text("utf-8"))
    assert _digest(write_odd_sheet(tmp_path, seed)) == known[str(seed)]


@pytest.mark.slow
def test_the_sheets_hold_what_is_asked_for_and_many_kinds_of_faults(tmp_path: Path) -> None:
    asked, codes = 0, set[str]()
    for seed in SEEDS:
        try:
            found = judged(read(write_odd_sheet(tmp_path, seed)), TODAY, Issuers())
        except InputError:
            continue
        asked += len(found.asked)
        codes |= {fault.code for fault in found.faults}
    assert asked > 30
    assert len(codes) > 30


MEANING = (
    *("kind", "referencia", "referencia_given", "rows", "tipo", "punto_venta", "fecha"),
    *("documento_tipo", "documento_nro", "razon_social", "moneda", "total", "numero"),
    *("asociado_referencia", "content", "queued", "account", "cobro", "earlier", "reading"),
)  # in the order in which the digests were made


def _digest(path: Path) -> str:
    whole = "\n".join(_told(path))
    return hashlib.sha256(whole.encode()).hexdigest()


def _told(path: Path) -> Iterator[str]:
    try:
        typed = read(path)
    except InputError as error:  # a comma inside of cells may be taken for the separator
        yield str(error)
        return
    for number, row in zip(typed.numbers, typed.rows, strict=True):
        known = ((n, v) for n, v in row.items() if n not in LATER or v is not None)
        yield f"{number} {sorted((name, repr(value)) for name, value in known)}"
    for issuers in OFFICES.values():
        for rules in RULES.values():
            found = judged(typed, TODAY, issuers, rules)
            yield from map(repr, found.faults)
            yield from map(_asked, found.asked)
            yield repr(sorted(found.referencias.items()))
            yield repr((found.notices, sorted(found.tipos.items())))


def _asked(one: Asked) -> str:
    plain = [f"{name}={getattr(one, name, None)!r}" for name in MEANING]
    return f"{plain} {external_reference(one.referencia, 0)} {rows.dump(dict(one.body))}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        made = {str(seed): _digest(write_odd_sheet(Path(name), seed)) for seed in SEEDS}
    DIGESTS.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
