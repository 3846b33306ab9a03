"""`python -m rrr` is the same as the `rrr` command."""

from rrr.cli import main

if __name__ == "__main__":
    main()
