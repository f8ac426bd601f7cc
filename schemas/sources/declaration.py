"""What a source of documents or payments declares of its columns: a dozen lines of TOML.

    title = "Mi banco"
    yields = "payments"             # or "documents"

    [columns]                       # a field of planilla, and the headings it may have
    fecha = ["Fecha"]
    importe = ["Crédito"]           # money that came in; signed where there is one column
    texto = ["Concepto", "Detalle"] # several headings present: joined

    [constants]                     # a field that has no column
    medio = "Transferencia"

    [only]                          # rows to keep: a field and the values it may have
    estado = ["approved"]

    [optional]                      # fields whose column may be missing
    fields = ["texto"]

`marca` is a heading that only tells this source from others; `debito` a column
of money that went out: a row with only that is no payment.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

DOCUMENT_FIELDS = frozenset(
    {
        *("emisor_cuit", "documento_nro", "razon_social", "tipo", "punto_venta", "numero"),
        *("numero_emitido", "fecha", "vencimiento", "moneda", "total", "cae", "referencia"),
        *("estado", "saldo", "asociado", "marca"),
    }
)
PAYMENT_FIELDS = frozenset(
    {
        *("fecha", "importe", "debito", "moneda", "documento_nro", "nombre", "texto", "medio"),
        *("comprobante", "referencia", "comision", "neto", "eleccion", "estado", "marca"),
        *("tipo", "punto_venta", "numero", "saldo_banco"),
    }
)
NEEDED = {"documents": ("fecha", "tipo", "total"), "payments": ("importe",)}
FOLDER = Path(__file__).parent


class WrongDeclaration(ValueError):
    """A TOML file that is not a declaration; the message says which key is wrong."""


class MayBeMissing(BaseModel):
    """Fields whose column may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: tuple[str, ...] = ()


class Declaration(BaseModel):
    """One source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    yields: Literal["documents", "payments"]
    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    optional: MayBeMissing = MayBeMissing()

    @model_validator(mode="after")
    def _fields_are_known(self) -> Declaration:
        known = DOCUMENT_FIELDS if self.yields == "documents" else PAYMENT_FIELDS
        named = {*self.columns, *self.constants, *self.only, *self.optional.fields}
        if wrong := sorted(named - known):
            raise ValueError(f"unknown field {wrong[0]}; there are {', '.join(sorted(known))}")
        given = {*self.columns, *self.constants}
        if lacking := [name for name in NEEDED[self.yields] if name not in given]:
            raise ValueError(f"columns.{lacking[0]} is needed")
        if wrong := sorted(set(self.only) - set(self.columns)):
            raise ValueError(f"only.{wrong[0]} has no column")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields without which a file is not of this source."""
        return tuple(name for name in self.columns if name not in self.optional.fields)


def read_declaration(path: Path) -> Declaration:
    """A declaration from a TOML file; raises `WrongDeclaration`, which names file and key."""
    try:
        return Declaration.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongDeclaration(f"{path.name} cannot be read: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        raise WrongDeclaration(f"{path.name}: {where}: {first['msg']}") from None


@cache
def built_in() -> tuple[Declaration, ...]:
    """The declarations that come with planilla."""
    return tuple(read_declaration(path) for path in sorted(FOLDER.glob("*.toml")))
