"""Ledgers as earlier versions of planilla left them."""

from __future__ import annotations

from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from planilla.common.calendar import now, today
from planilla.ledger.schema_version import MIGRATIONS

META = "INSERT INTO meta (key, value) VALUES ('service', :service)"
FILE = "INSERT INTO files (id, sha256, name, path, seen_at) VALUES (1, '0', 'a', 'a', :at)"


def ledger_of_0006(address: str, service: str, rows: list[dict[str, Any]]) -> None:
    """One with these operations, of the version that knew accounts and no companies."""
    engine = create_engine(address)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0006")
        connection.execute(text(META), {"service": service})
        connection.execute(text(FILE), {"at": now()})
        for row in rows:
            values = {**_blank(), **row}
            names = ", ".join(values)
            marks = ", ".join(f":{name}" for name in values)
            connection.execute(text(f"INSERT INTO operations ({names}) VALUES ({marks})"), values)  # noqa: S608
    engine.dispose()


def _blank() -> dict[str, Any]:
    texts = "external_reference content documento_tipo documento_nro cae pdf_url afip_qr"
    more = "requiere_fec queue reason evidence"
    return {
        **dict.fromkeys(f"{texts} {more}".split(), ""),
        "kind": "issue",
        "revision": 0,
        "tipo": "FACTURA B",
        "fecha": today(),
        "moneda": "PES",
        "total": "100",
        "body": "{}",
        "file_id": 1,
        "first_row": 2,
        "fence": 0,
        "attempts": 0,
        "errors": "[]",
        "observations": "[]",
        "created_at": now(),
        "updated_at": now(),
    }


def issued(account: str, point: int, place: int, afip_qr: str = "", **more: Any) -> dict[str, Any]:
    """A comprobante that was issued by an account, as R-1 and so on."""
    return {
        "account": account,
        "referencia": f"R-{place}",
        "scope": f"{account}|{point}",
        "lane": f"{account}|{point}|FACTURA B",
        "punto_venta": point,
        "number": place,
        "state": "done",
        "afip_qr": afip_qr,
        **more,
    }
