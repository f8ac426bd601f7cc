"""The one sequence of a run, what each kind of batch adds, what became of it."""
