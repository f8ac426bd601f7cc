"""A whole office and its service in one process, in virtual time, from one seed.

    clock      the hours, which jump to the next moment at which something happens
    loop       an event loop that lives by that clock; what others do in threads is done in it
    process    a running planilla that can die at any await and at any named point
    disk       SQLite as it is left by a death, and by a power cut
    seams      what the operating system gives planilla, doubled: all that is replaced, and where
    network    the second service behind httpx
    plan       what a world is: settings of the service, files, commands, faults, deaths
    sheets     the rows of its files, and what people do to them between runs
    making     a plan from a seed; `doubts` what nobody saw the end of, `features` what
               only some worlds have
    world      a plan as it comes to pass; its homes, its running processes, its ending
    simulate   from a plan to what did not hold
    person     reviews answered rightly, and wrongly
    invariants what must hold after each step, by the service's own books
    shrink     a failing plan made small
    run        `make simulate`

A death is no cancellation: nothing of the dead process is ever run again, no `finally`
either; its frames are kept until the world is over.
"""
