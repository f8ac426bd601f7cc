"""Where a computer begins: a home whose ledger is new, and the settings of its office."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from planilla.settings.open_ledger import open_ledger
from planilla.settings.settings import Settings
from tests.double import Point

CUIT = "30700000148"  # not the receiver's of the rows


@cache
def settings_of(
    home: Path, markers: Path, points: Sequence[Point], own: Sequence[tuple[str, Any]]
) -> Settings:
    """Those of a computer: the service's real address, which is answered by the double."""
    profiles = {
        f"punto{one.punto_venta}": {"puntos_venta": [one.punto_venta], **one.keys.body()}
        for one in points
    }
    given: dict[str, Any] = {"home": home, "markers": markers, "profiles": profiles, **dict(own)}
    return Settings(_env_file=None, issuer_cuit=CUIT, **given)  # type: ignore[call-arg]


@cache
def new_home() -> Path:
    """Migrated once, and copied from then on."""
    home = Path(tempfile.mkdtemp(prefix="planilla-")) / "home"
    given: dict[str, Any] = {"home": home, "markers": home.parent / "markers"}
    settings = Settings(_env_file=None, **given)  # type: ignore[call-arg]
    open_ledger(settings).close()
    with sqlite3.connect(home / "ledger.sqlite3") as connection:  # as if never used
        connection.execute("DELETE FROM epochs")
        connection.execute("DELETE FROM machines")
    connection.close()
    return home
