"""Makes the ledgers that `tests/upgrade` drops every file against again.

    python -m tests.upgrade.make [--force] [CASE…]

The dumps in `data/` are of release 0.1.0: its code read the files, and its sandbox
issued, on the 15th of October 2026 (the clock was put there, so that every later day
is one on which ARCA's windows have passed). They stand for what offices have on disk.
**They are not to be made anew by later code**: what it would write is another ledger,
and would prove nothing. Hence a case that is there is left alone unless told; whoever
needs one more case checks that release out and makes it there.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from planilla.sandbox.credentials import ONE_SET, one_set_of
from planilla.sandbox.server import Options, Sandbox
from tests.upgrade.clock import standing_on
from tests.upgrade.corpus import DAY, ISSUER
from tests.upgrade.making import Maker
from tests.upgrade.office import DATA
from tests.upgrade.offices import NORTE, OFFICES, SUR

HOUR = 12
COMPANY = {**ONE_SET, "issuer_cuit": ISSUER, "issuer_condicion_iva": "RI"}
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "dos_puntos": ONE_SET,
    "dos_empresas": {
        "profiles": {
            "norte": {"puntos_venta": [1, 3], "issuer_cuit": NORTE, **one_set_of(NORTE)},
            "sur": {"puntos_venta": [2, 3], "issuer_cuit": SUR, **one_set_of(SUR)},
        }
    },
    "una_empresa_dos_perfiles": {
        "issuer_cuit": NORTE,
        "profiles": {
            "centro": {"puntos_venta": [1], **one_set_of(NORTE)},
            "oeste": {"puntos_venta": [2], **one_set_of(SUR)},
        },
    },
}


def make(name: str) -> None:
    """Let an office do its work, and keep what it leaves."""
    print(name)
    with (
        tempfile.TemporaryDirectory() as folder,
        standing_on(DAY, HOUR),
        Sandbox(Options(companies=(NORTE, SUR))) as box,
    ):
        office = Maker(name, Path(folder), box, SETTINGS.get(name, COMPANY))
        OFFICES[name](office)
        office.save()


def main() -> None:
    """Make the cases that are named, or all; one that is there only if told."""
    parser = argparse.ArgumentParser(description="Make ledgers of release 0.1.0 (see the source).")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=", ".join(OFFICES))
    parser.add_argument("--force", action="store_true", help="also those that are there")
    given = parser.parse_args()
    for name in given.cases or OFFICES:
        if (DATA / name).exists() and not given.force:
            print(f"{name} is there, and is of release 0.1.0: left alone")
        else:
            make(name)


if __name__ == "__main__":
    main()
