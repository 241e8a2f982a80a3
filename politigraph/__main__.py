"""Run the command line as ``python -m politigraph``."""

from politigraph.api.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
