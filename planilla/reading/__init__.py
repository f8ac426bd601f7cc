"""Reading what comes from outside, in a process of its own that may die of it.

    face     what the rest of planilla calls: a path in, grids out, one clear error
    process  the other process, as it is seen from here: started, asked, ended
    child    the other process itself
    limits   what it may use
    frames   what crosses the pipe

A file is never opened by a reader in planilla's own process: readers of damaged files
panic, hang and ask for more memory than there is.
"""
