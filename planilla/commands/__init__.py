"""The commands, a module each; `planilla.cli` gathers them."""
