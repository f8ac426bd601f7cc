"""A TusFacturasAPP on this machine, to try and to test with."""
