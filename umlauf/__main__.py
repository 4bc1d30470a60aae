"""`python -m umlauf …`: the whole of the command line."""

from umlauf.cli import main

if __name__ == "__main__":
    main()
