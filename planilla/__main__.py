"""`python -m planilla`, where the scripts folder is not on the PATH."""

from planilla.cli import main

if __name__ == "__main__":
    main()
