"""One operation from its turn to its end: issued, queued or e-mailed."""
