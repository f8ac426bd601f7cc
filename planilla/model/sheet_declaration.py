"""What a sheet that another program made says under each of its headings, as it was declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

N = "{n}"
"""In a heading: the number of the concept, where concepts stand side by side."""


@dataclass(frozen=True)
class SheetDeclaration:
    """Which heading, or which constant, each of our columns is in a kind of sheet.

    `columns` and `constants` are by our columns' names. `values` gives, by column, what each of
    its cells means (as `schemas.spelling.plain` writes it). `concepts` is the most that stand
    side by side. `date_format` is that of `strptime`, a blank for dates as people write them;
    with `decimal_point` a number has a point before its decimals, always. In rows whose cell
    of `tipo` is one of `with_iva` the prices have the IVA in them. `ignored` headings do not
    matter; `unread` ones matter, and a row that has anything in them but zero is a fault.
    `parts` are headings whose sum must be the total's. `issuer` is the CUIT whose sheets
    these are, a blank for anybody's.
    """

    name: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    concepts: int = 1
    date_format: str = ""
    decimal_point: bool = False
    with_iva: frozenset[str] = frozenset()
    ignored: frozenset[str] = frozenset()
    unread: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    issuer: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether concepts stand side by side."""
        return any(N in heading for heading in self.columns.values())

    def heading(self, column: str, concept: int) -> str:
        """The heading of a column of ours, for the concept of that number."""
        return self.columns[column].replace(N, str(concept))

    @property
    def needed(self) -> tuple[str, ...]:
        """The headings that a sheet must have to be one of these."""
        return tuple(
            self.heading(column, 1) for column in self.columns if column not in self.optional
        )
