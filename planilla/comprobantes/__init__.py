"""Rows to comprobantes fit to be sent: rules, sums, bodies."""
