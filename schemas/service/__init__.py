"""The service's contract: every method's wire, as data that neither client nor sandbox made."""

from schemas.service.contract import Contract, Method, contract

__all__ = ["Contract", "Method", "contract"]
