"""Working what is open: in which order, and what follows from each answer."""
