"""Annulling: each comprobante once, whole, and never what is in doubt."""
