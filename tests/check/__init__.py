"""Checking before issuing."""
