"""What an `error: N` of `facturacion/nuevo` must be to be believed: a pandera schema.

The shapes are those of the documents' examples (api.md 5): values end in
blanks, the CAE is empty on the development plan, the number comes with or
without its point of sale.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

SHAPES = {
    "cae": r"^(?:\d{14})?$",
    "vencimiento_cae": r"^(?:\d{2}/\d{2}/\d{4})?$",
    "comprobante_nro": r"^(?:\d{1,5}-)?\d{1,8}$",
    "comprobante_pdf_url": r"^(?:https?://\S+)?$",
}


@cache
def answer_schema() -> pa.DataFrameSchema:
    """The schema of a frame of answers, one a row, blanks at the ends removed."""
    return pa.DataFrameSchema(
        {
            name: pa.Column(pl.String, pa.Check.str_matches(shape, error=name), nullable=False)
            for name, shape in SHAPES.items()
        }
    )


def malformed(answer: Mapping[str, str | None]) -> list[str]:
    """The fields of an answer that are not of their documented shape."""
    frame = pl.DataFrame(
        {name: [answer.get(name)] for name in SHAPES}, schema=dict.fromkeys(SHAPES, pl.String)
    )
    try:
        answer_schema().validate(frame, lazy=True)
    except SchemaErrors as errors:
        return sorted(set(errors.failure_cases["column"].to_list()))
    return []
