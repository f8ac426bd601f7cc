"""The rules of a comprobantes sheet's rows, by subject; `schemas.comprobantes` has them all."""
