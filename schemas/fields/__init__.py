"""The fields of a comprobantes sheet, by subject; `schemas.comprobantes` has them all."""
