"""Files from outside are read in a process of their own that may die of it."""
