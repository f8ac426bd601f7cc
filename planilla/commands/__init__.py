"""The commands, a module each; `planilla.cli` gathers them.

Their modules hold words, options and help, and import nothing heavy: what a command
needs is imported in its body, so that the command line answers at once.
"""
