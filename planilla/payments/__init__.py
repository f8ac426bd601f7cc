"""Rows to payments and to lists of comprobantes."""
