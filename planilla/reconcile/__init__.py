"""Payments against documents, and documents against documents."""
