"""What a reconciliation found, as sheets, and the payments for `pay`."""
