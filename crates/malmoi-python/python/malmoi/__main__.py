"""The program `malmoi`, as `python -m malmoi` and as the command that comes with the wheel."""

from __future__ import annotations

import sys

from ._malmoi import run_program


def main() -> int:
    """Run the program with the arguments of this process and return its exit code."""
    return run_program(["malmoi", *sys.argv[1:]], [sys.executable, "-m", "malmoi"])


if __name__ == "__main__":
    sys.exit(main())
