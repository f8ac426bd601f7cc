"""What a source of documents or payments declares of its columns: a dozen lines of TOML.

    title = "Mi banco"
    yields = "payments"             # or "documents"
    decimal = ","                   # the decimal mark; left out: what the column's cells prove
    dates = "dmy"                   # or "mdy"; a year that stands first is always understood
    money_in = "positive"           # or "negative": how one signed column writes what came in
    title_rows = 19                 # how many rows at most may stand above the headings
    never = ["Saldo"]               # headings that no file of this source has …
    despite = ["Factura"]           # … unless it has one of these
    refuse = "Son compras."         # a file that is known by this is told so, and not read
    title_words = ["Mi banco"]      # one of these stands above the headings
    made = true                     # the sheet is planilla's own, made of a bank's format
    without_balance = ["Hoy"]       # titles of parts whose running balances are none yet
    opening_balance = ["Inicial"]   # headings of a small table above: the value stands below
    closing_balance = ["Final"]

    [columns]                       # a field of planilla, and the headings it may have
    fecha = ["Fecha"]
    importe = ["Crédito"]           # money that came in; signed where there is one column
    texto = ["Concepto", "Detalle"] # several headings present: joined

    [constants]                     # a field that has no column
    medio = "Transferencia"
    moneda = "PES"                  # also what a blank currency means

    [only]                          # rows to keep: a field and the values it may have
    estado = ["approved"]

    [optional]                      # fields whose column may be missing
    fields = ["texto"]

    [monedas]                       # what this source calls a currency, beside the usual names
    "Verdes" = "DOL"

    [tipos]                         # what it calls a tipo, beside the usual names and numbers
    "Fact. elect. A" = "FACTURA A"

Needed are `title`, `yields` and `columns`. `marca` is a heading that only tells
this source from others; `debito` a column of money that went out: a row with
only that is no payment, but may take one back. `sentido` says D or C beside an amount
without sign, `devuelto` how much of the row's own amount went back, `saldo_banco` is the
running balance, by which the rows are proved, `cuenta` the account (else the titles over the
rows are looked through for it, and for dollars). Where `fecha` is needed, a row without a date
is a title or a footer.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.codes import code
from schemas.spelling import plain
from schemas.tables import MONEDAS, TIPOS

DOCUMENT_FIELDS = frozenset(
    {
        *("emisor_cuit", "documento_nro", "razon_social", "tipo", "punto_venta", "numero"),
        *(
            "numero_emitido",
            "fecha",
            "vencimiento",
            "moneda",
            "cotizacion",
            "total",
            "cae",
            "referencia",
        ),
        *("estado", "saldo", "asociado", "marca"),
    }
)
PAYMENT_FIELDS = frozenset(
    {
        *("fecha", "importe", "debito", "moneda", "documento_nro", "nombre", "texto", "medio"),
        *("comprobante", "referencia", "comision", "neto", "eleccion", "estado", "marca"),
        *("tipo", "punto_venta", "numero", "saldo_banco", "sentido", "devuelto"),
        "cuenta",
    }
)
NEEDED = {"documents": ("fecha", "tipo", "total"), "payments": ("importe",)}
TYPED = frozenset(
    {
        *("fecha", "vencimiento", "total", "cotizacion", "saldo", "importe", "comision", "neto"),
        *("debito", "devuelto", "saldo_banco"),
    }
)
FOLDER = Path(__file__).parent
MOST_TITLE_ROWS = 19


class WrongDeclaration(ValueError):
    """A TOML file that is not a declaration; the message says which key is wrong."""


class MayBeMissing(BaseModel):
    """Fields whose column may be missing."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fields: tuple[str, ...] = ()


class Declaration(BaseModel):
    """One source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str = Field(min_length=1)
    yields: Literal["documents", "payments"]
    columns: dict[str, tuple[str, ...]]
    constants: dict[str, str] = Field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    optional: MayBeMissing = MayBeMissing()
    decimal: Literal[",", "."] | None = None
    dates: Literal["dmy", "mdy"] = "dmy"
    money_in: Literal["positive", "negative"] = "positive"
    never: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    refuse: str | None = None
    title_words: tuple[str, ...] = ()
    made: bool = False
    without_balance: tuple[str, ...] = ()
    opening_balance: tuple[str, ...] = ()
    closing_balance: tuple[str, ...] = ()
    title_rows: int = Field(default=MOST_TITLE_ROWS, ge=0, le=MOST_TITLE_ROWS)
    monedas: dict[str, str] = Field(default_factory=dict)
    tipos: dict[str, str] = Field(default_factory=dict)

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
        if wrong := sorted(TYPED.intersection(self.constants)):
            raise ValueError(f"constants.{wrong[0]} must be a column")
        return self

    @model_validator(mode="after")
    def _columns_can_be_told_apart(self) -> Declaration:
        for field, headings in self.columns.items():
            if not headings or not all(plain(heading) for heading in headings):
                raise ValueError(f"columns.{field} has no heading")
        if not set(self.columns) - set(self.optional.fields):
            raise ValueError("optional.fields leaves no field to know the source by")
        return self

    @model_validator(mode="after")
    def _codes_are_known(self) -> Declaration:
        for text, value in self.monedas.items():
            if value not in MONEDAS:
                raise ValueError(f"monedas.{text} is {value}; it must be a code such as PES or DOL")
        for text, value in self.tipos.items():
            if value not in TIPOS:
                raise ValueError(f"tipos.{text} is {value}; it must be a name such as FACTURA A")
        for field in ("moneda", "tipo"):
            constant = self.constants.get(field)
            if constant is not None and self.meaning(field, constant) is None:
                raise ValueError(f"constants.{field} is {constant}, which is not known")
        return self

    @property
    def needed(self) -> tuple[str, ...]:
        """The fields without which a file is not of this source."""
        return tuple(name for name in self.columns if name not in self.optional.fields)

    def meaning(self, field: str, text: str) -> str | None:
        """The code that a text means as `moneda` or `tipo`; None when it means none."""
        own = self.monedas if field == "moneda" else self.tipos
        for spelled, value in own.items():
            if _spelling(spelled) == _spelling(text):
                return value
        found = code(text, field)
        return found if found is None or field == "moneda" or found in TIPOS else None


def _spelling(text: str) -> str:
    return plain(text) or text.strip()  # "$" has no letters


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
